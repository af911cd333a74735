"""Bound, period and "per user" of a budget, wherever in the sentence they stand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nlu.need_values.tables import said


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("we can spend 300. that's the most. monthly", {"amount": 300, "bound": "max", "period": "month"}),
        ("up to 500 if it has to be, per month", {"amount": 500, "bound": "max", "period": "month"}),
        ("per user we can pay 8 dollars max a month", {"amount": 8, "bound": "max", "period": "month", "per": "user"}),
        ("about 30 euro, each, a month", {"amount": 30, "bound": "approx", "period": "month", "per": "user"}),
        ("no more than 40, and that is per user and month", {"amount": 40, "bound": "max", "per": "user"}),
        ("between ten and fifteen euros per user", {"min": 10, "max": 15, "per": "user"}),
        ("budget's 2 lakh", {"amount": 200_000}),
        ("two and a half thousand is what we have", {"amount": 2500}),
        ("three fifty is my max", {"amount": 350, "bound": "max"}),
        ("it has to be free", {"amount": 0}),
        ("i have 1k to spend, maximum", {"amount": 1000, "bound": "max"}),
    ],
)
def test_what_is_said_away_from_the_figure_counts(text: str, keys: dict[str, Any]) -> None:
    assert keys.items() <= said(text)["budget"].items()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("we get 900 mails a month, budget 300", "period"),
        ("15 bucks a month is too much for me, i was thinking 8", "period"),
        ("i need a road bike, riding 100 km a week, spend max 1800", "period"),
        ("28 kids, tablets under 200 each", "per"),
        ("i'm a student, about 300 to spend", "per"),
        ("15 km each way, my limit is 800", "per"),
    ],
)
def test_what_is_said_of_something_else_does_not(text: str, key: str) -> None:
    assert said(text)["budget"].get(key) is None
