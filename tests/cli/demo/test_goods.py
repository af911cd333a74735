"""Visitors who fit a catalogue: they speak of what is sold there, and of nothing that there is not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path
from random import Random

from milepost.cli.demo.goods import Goods
from milepost.cli.demo.playing import visitors_of
from milepost.cli.demo.scripts import Script, read_scripts
from milepost.settings import Settings
from milepost.store.catalogue_files import load_catalogue
from tests.catalogues import small_catalogue, write_small_catalogue

HOUSE = Path(__file__).resolve().parents[3]
ANY = HOUSE / "examples/demo/any_company.yml"
NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


def visitors(folder: str) -> list[Script]:
    goods = Goods(load_catalogue(HOUSE / folder), NOW.date())
    return read_scripts(ANY, until=NOW, goods=goods.draw)


def test_visitors_ask_for_what_a_company_sells_and_every_word_is_filled_in() -> None:
    for folder in ("examples/nursery", "examples/instruments", "examples/services"):
        scripts = visitors(folder)
        said = [turn for script in scripts for turn in script.turns]
        helped = [line for script in scripts if script.rep for line in script.rep.says]
        catalogue = load_catalogue(HOUSE / folder)
        assert len(scripts) >= 60
        assert not re.search(r"[{}]", " ".join([*said, *(line.replace("{rep}", "") for line in helped)]))
        asked = re.compile(r"how much is (.+)\?|what does (.+) cost\?")
        products = {product.name for product in catalogue.products.values()}
        named = {match[1] or match[2] for turn in said if (match := asked.fullmatch(turn))} - {"it"}
        assert named
        assert named <= products
        assert any(catalogue.company.name in line for line in helped)


def test_the_same_visitors_come_every_time() -> None:
    assert visitors("examples/nursery") == visitors("examples/nursery")


def test_who_would_speak_of_what_there_is_not_does_not_come() -> None:
    catalogue = small_catalogue()
    only = {"inbox": catalogue.products["inbox"]}
    bare = replace(
        catalogue,
        products=only,
        answers={},
        journey=replace(catalogue.journey, referrals=type(catalogue.journey.referrals)()),
    )
    drawn = Goods(bare, date(2026, 11, 21)).draw(Random(1))
    assert not {"other", "question", "referral", "sold_out", "option"} & drawn.keys()
    scripts = read_scripts(ANY, until=NOW, goods=Goods(bare, NOW.date()).draw)
    assert 20 < len(scripts) < len(visitors("examples/nursery"))


def test_a_budget_reaches_for_the_product_and_a_small_one_for_nothing() -> None:
    drawn = Goods(load_catalogue(HOUSE / "examples/nursery"), NOW.date()).draw(Random(4))
    assert int(drawn["budget"].split()[0]) >= 6
    assert int(drawn["little"].split()[0]) < 6


def test_a_company_s_own_visitors_go_before_drawn_ones_and_ours_come_to_ours_only(tmp_path: Path) -> None:
    settings = replace(Settings.from_environment(), project=HOUSE)
    shop = write_small_catalogue(tmp_path / "shop")
    drawn = visitors_of(replace(settings, catalogue=shop), 1.0)
    assert any("Acorn Inbox" in turn for script in drawn for turn in script.turns)
    (shop / "visitors.yml").write_text("people: [{name: A}]\nvisitors: [{turns: ['hello from {name}']}]\n")
    assert [script.turns for script in visitors_of(replace(settings, catalogue=shop), 1.0)] == [("hello from A",)]
    shipped = visitors_of(replace(settings, catalogue=HOUSE / "catalogue"), 1.0)
    assert any("Lantern Inbox" in turn for script in shipped for turn in script.turns)
