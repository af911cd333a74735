"""Feeds of shops' sizes and oddities: the catalogue passes its own check, and the report stays a page."""

from __future__ import annotations

import csv
import io
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.importing.feed import Remark
from milepost.importing.new_catalogue import import_feed
from milepost.importing.report import counted
from milepost.store.catalogue_files import FILES, NEXT, load_catalogue
from tests.importing.made import imported

HOUSE = Path(__file__).resolve().parents[2]
WORDS = ["Classic", "Slim", "Urban", "Trail", "Mini", "Max", "Pro", "Eco", "Duo", "Aqua", "Terra", "Nova"]
KINDS = ("Lamp", "Rug", "Vase", "Chair")
MATERIALS = ("oak", "steel", "linen", "clay")


def shop(products: int) -> str:
    """A plain table with names that often clash, texts, and a few rows that cannot be used."""
    chance = random.Random(products)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["SKU", "Name", "Price", "Category", "Material", "Colour", "Description", "Stock"])
    for number in range(products):
        kind = chance.choice(KINDS)
        name = (
            f"{chance.choice(WORDS)} {chance.choice(WORDS)} {kind}"
            if number % 9
            else f"{chance.choice(WORDS)}-{kind} {number % 40}"
        )
        price = f"{chance.randrange(500, 90_000) / 100:.2f} EUR" if number % 50 else "ask us"
        made = f"A {chance.choice(MATERIALS)} {kind.lower()} of {chance.randrange(20, 200)} cm"
        text = f"{made}, {chance.choice(WORDS).lower()} and quiet."
        table.writerow([f"S{number}", name if number % 97 else "", price, f"{kind}s", chance.choice(MATERIALS),
                        chance.choice(("red", "Blue", "green")), text, number % 7])  # fmt: skip
    return out.getvalue()


@pytest.mark.parametrize("products", [1, 60, 1300])
def test_a_shop_of_any_size_passes_the_check_and_its_report_is_a_page(tmp_path: Path, products: int) -> None:
    report = imported(tmp_path, "shop.csv", shop(products + 1))
    assert load_catalogue(tmp_path / "catalogue").version == report.catalogue.version
    assert len(report.catalogue.products) > 0.97 * products
    assert len(report.lines()) <= 24
    assert max(len(line) for line in report.lines()) < 700


def test_remarks_of_a_kind_are_counted_with_their_first_examples() -> None:
    remarks = [Remark("no price", f"line {number}") for number in range(1000)] + [Remark("odd", "x")]
    assert counted(remarks) == [
        "1000 \u00d7 no price: line 0; line 1; line 2 and 997 more",
        "1 \u00d7 odd: x",
    ]


odd = st.text(
    alphabet=st.sampled_from("aA-_ .,:#'\"!%@&*{}[]|>1/\u00e9\u8336\U0001f9d8\t<b>\\\u0085\u2028"), max_size=14
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "Handle": st.sampled_from("abc"),
            "Title": odd,
            "Body (HTML)": odd,
            "Vendor": odd,
            "Type": odd,
            "Option1 Name": odd,
            "Option1 Value": odd,
            "Variant Price": st.sampled_from(["1", "2.50", "", "x"]),
            "Variant SKU": odd,
            "Image Src": odd,
            "Fabric (product.metafields.custom.fabric)": odd,
        }
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows)
def test_no_names_options_or_texts_make_a_catalogue_that_is_refused(
    tmp_path: Path, found: list[dict[str, str]]
) -> None:
    found[0]["Title"] = f"T{found[0]['Title']}"
    feed, to = tmp_path / "feed.csv", tmp_path / str(abs(hash(str(found))))
    with feed.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(found[0]))
        table.writeheader()
        table.writerows(found)
    catalogue = import_feed(feed, None, to, currency="EUR").catalogue
    assert catalogue.products


def test_an_import_that_is_killed_at_any_moment_leaves_no_catalogue_or_a_whole_one(tmp_path: Path) -> None:
    feed = tmp_path / "shop.csv"
    feed.write_text(shop(60))
    code = "import sys; from milepost.importing.new_catalogue import import_feed; print('go', flush=True);"
    code += " import_feed(sys.argv[1], None, __import__('pathlib').Path(sys.argv[2]))"
    for moment in range(6):
        to = tmp_path / f"to{moment}"
        run = subprocess.Popen([sys.executable, "-c", code, str(feed), str(to)], cwd=HOUSE, stdout=subprocess.PIPE)
        assert run.stdout is not None
        run.stdout.readline()
        time.sleep(0.3 * moment)
        run.send_signal(signal.SIGKILL)
        run.wait()
        has_files = [name for name in FILES if (to / name).exists() or (to / NEXT / name).exists()]
        assert has_files in ([], list(FILES))
        assert not has_files or load_catalogue(to).products
