"""On which ways a visitor wants nobody to come."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.ways import days_off, forbids_nothing, reach_from, unwanted_ways
from tests.dialogue.deal.lines import read


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
        ("start it please, call not needed", ("call",)),
        ("text not call, the baby sleeps", ("call",)),
        ("is there a plan with no phone?", ()),
        ("do you send it by email only?", ()),
        ("whats the price for five, mail only", ()),
        ("how's the plan with text only", ()),
        ("we take support by email only", ()),
        ("we don't call customers", ()),
        ("can you call me", ()),
    ],
)
def test_what_a_visitor_forbids_is_told_from_what_goods_do(text: str, ways: tuple[str, ...]) -> None:
    assert unwanted_ways(text) == ways


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["nothing before Monday"], "2026-11-23 09:00"),
        (["not tomorrow please, from Tuesday is fine"], "2026-11-24 09:00"),
        (["not tomorrow, I'm off"], "2026-11-22 09:00"),
        (["ring me tomorrow between 3 and 5"], "2026-11-21 17:00"),
        (["mornings are best"], ""),
        (["Mondays are best"], ""),
        (["we start next week"], ""),
    ],
)
def test_from_when_they_may_be_reached(lines: list[str], expected: str) -> None:
    found = reach_from(lines, datetime(2026, 11, 20, 10, tzinfo=timezone.utc))  # a Friday
    assert (f"{found:%Y-%m-%d %H:%M}" if found else "") == expected


def test_days_on_which_they_never_are() -> None:
    assert days_off(["Not Wednesdays, that's choir", "Fridays I don't work"]) == {2, 4}
    assert days_off(["Mondays are best", "not tomorrow"]) == frozenset()


@pytest.mark.parametrize(
    ("text", "says", "ways"),
    [
        ("please don't call me", (Says.NO_CALLS, 0.4), ("call",)),
        ("my phone is for emergencies and nothing else", (Says.NO_CALLS, 0.9), ("call",)),
        ("keep it to paper", (Says.NO_CALLS, 0.6), ()),  # neither sure nor in set words
        ("what happens if I want no calls?", (Says.ASKS, 0.9), ()),
        ("the old ones never call us", (Says.REMARK, 0.8), ()),
        ("stop mailing me", (Says.NO_MAIL, 0.5), ("mail",)),
        ("it's about the no calls rule", (Says.REMARK, 0.9), ()),
    ],
)
def test_a_ban_is_surely_read_or_said_in_set_words_and_borne_out(
    text: str, says: tuple[Says, float], ways: tuple[str, ...]
) -> None:
    assert unwanted_ways(text, read(text, says).clauses) == ways


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("no calls on Fridays please", True),
        ("don't ring before 10", True),
        ("our clients never call us", True),
        ("no calls please", False),
        ("no calls on Fridays. and no mails ever", False),
        ("we are six", False),
    ],
)
def test_a_ban_for_some_time_or_of_others_forbids_nothing(text: str, nothing: bool) -> None:
    assert forbids_nothing(text) is nothing
