"""On which ways a visitor wants nobody to come."""

from __future__ import annotations

import pytest

from milepost.dialogue.deal.ways import unwanted_ways


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("please don't call me, mail only", ("call",)),
        ("dont ring me, email is fine: c@x.example", ("call",)),
        ("send me an offer by mail, no calls.", ("call",)),
        ("I want it in writing, not a phone call", ("call",)),
        ("i'd rather not talk on the phone", ("call",)),
        ("stop mailing me", ("mail",)),
        ("don't call or mail me", ("mail", "call")),
        ("nur per Mail bitte", ("call",)),
        ("no me llamen", ("call",)),
        ("is there a plan with no phone?", ()),
        ("do you send it by email only?", ()),
        ("we take support by email only", ()),
        ("we don't call customers", ()),
        ("can you call me", ()),
    ],
)
def test_what_a_visitor_forbids_is_told_from_what_goods_do(text: str, ways: tuple[str, ...]) -> None:
    assert unwanted_ways(text) == ways
