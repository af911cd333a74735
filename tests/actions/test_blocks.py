"""What blocks carry besides words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import segno

from actions.material.blocks import card, code_block, scan
from milepost.dialogue.acts import Act, ActKind
from milepost.sales.journey import ReferralTerms
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.actions.heard import hearing
from tests.catalogues import small_catalogue


def test_a_scan_has_the_modules_of_the_code_with_a_quiet_zone_of_four() -> None:
    link = "https://acorn.example/?ref=BRIGHT-4Q7X"
    block = scan(link)
    dark = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", block["path"]):
        dark |= {(int(x) + step, int(y)) for step in range(int(width))}
    matrix = segno.make(link, error="m", micro=False).matrix
    assert dark == {(x + 4, y + 4) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert block["size"] == len(matrix) + 8
    assert len(block["path"]) < 8_000


@pytest.fixture
def turn(sqlite_database: Database) -> Iterator[Turn]:
    with hearing(sqlite_database, Act(ActKind.WANT_TO_REFER, text="a code for a friend, please")) as turn:
        yield turn


def test_a_code_carries_the_friends_link_where_the_owner_names_one(turn: Turn) -> None:
    assert code_block(turn, "ACORN-1") == {"type": "code", "code": "ACORN-1", "text": terms_of(turn).friend_reward}
    journey = replace(
        turn.catalogue.journey, referrals=replace(terms_of(turn), friend_link="https://acorn.example/?ref={code}")
    )
    turn.catalogue = replace(turn.catalogue, journey=journey)
    block: dict[str, Any] = code_block(turn, "ACORN-1")
    assert block["share_url"] == "https://acorn.example/?ref=ACORN-1"
    assert block["scan"] == scan(block["share_url"])


def terms_of(turn: Turn) -> ReferralTerms:
    return turn.catalogue.journey.referrals


def test_a_card_names_its_product_and_its_first_picture(turn: Turn) -> None:
    small = small_catalogue()
    pictured = replace(small.products["inbox"], images=("/pictures/inbox.svg", "/pictures/more.svg"))
    turn.catalogue = replace(small, products={**small.products, "inbox": pictured})
    shown = card(turn, "plan:inbox-team", ())
    assert (shown["product"], shown["image"]) == ("inbox", "/pictures/inbox.svg")
    assert "image" not in card(turn, "product:desk", ())
