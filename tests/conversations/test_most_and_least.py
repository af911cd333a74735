"""Visitors who want the most or the least of something get figures from the catalogue, not a question back."""

from __future__ import annotations

import pytest

from tests.conversations.visitors import Visitor


@pytest.mark.parametrize("company", ["examples/shop"], indirect=True)
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("which is the lightest tent?", "Burrow Tent: 1,990 g"),
        ("lightest tent", "Burrow Tent: 1,990 g"),
        ("cheapest backpack", "Daybreak Backpack: £79"),
        ("heaviest boots lol", "Frostheim Winter Boot: 1,780 g"),
    ],
)
def test_the_lightest_is_named_with_its_weight(visitor: Visitor, text: str, first: str) -> None:
    visitor.say(text)
    assert f": {first}; " in visitor.heard()


def test_the_cheapest_plan_is_the_one_that_costs_least(visitor: Visitor) -> None:
    visitor.say("what's your cheapest plan?")
    assert "Lantern Inbox Spark: free; Relay Chat Doorway: free; Relay Chat Team: $15" in visitor.heard()


def test_a_need_is_listened_to_although_it_has_a_superlative(visitor: Visitor) -> None:
    visitor.say("we need the cheapest way to answer support e-mail")
    assert "lowest first" not in visitor.heard()
