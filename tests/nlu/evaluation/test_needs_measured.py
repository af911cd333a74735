"""The scorer of needs."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.nlu.evaluation.needs import is_same, score_needs


def finding(name: str, value: Any, words: str = "") -> dict[str, Any]:
    return {"name": name, "value": value, "words": words}


@pytest.mark.parametrize(
    ("slot", "wanted", "got", "same"),
    [
        ("team_size", 14, 14, True),
        ("team_size", 14, {"value": 14, "approx": True}, True),
        ("team_size", {"min": 3}, {"min": 3, "max": 5}, False),
        ("budget", {"amount": 500, "currency": None}, {"amount": 500, "currency": None, "period": None}, True),
        ("budget", {"amount": 500}, {"amount": 500, "bound": "max"}, False),
        ("timeline", {"horizon": "P2W"}, {"text": "14 days", "horizon": "P14D"}, True),
        ("timeline", {"horizon": "date:--09"}, {"horizon": "date:--10"}, False),
        ("timeline", {"horizon": None}, {"horizon": "P1M"}, False),
        ("industry", "the dental clinic", "Dental clinic in Leeds", True),
        ("industry", "bakery", "law firm", False),
        ("email", "a@b.de", "A@b.de", True),
    ],
)
def test_values_are_compared_in_normal_form(slot: str, wanted: Any, got: Any, same: bool) -> None:
    assert is_same(slot, wanted, got) is same


def test_each_slot_counts_and_list_items_count_one_by_one() -> None:
    expected = {"needs": {"team_size": 14, "must_have_features": ["SSO", "API"], "industry": "bakery"}, "decoys": []}
    score = score_needs(
        [
            (
                expected,
                [finding("team_size", 15), finding("must_have_features", ["the API", "GPS"]), finding("colour", "red")],
            )
        ]
    )
    assert (score.total.right, score.total.wrong, score.total.missed) == (1, 2, 3)
    assert score.slots["must_have_features"].f1 == 0.5


def test_a_decoy_counts_as_taken_only_where_a_wrong_value_stands_on_it() -> None:
    line = {"needs": {"team_size": 12}, "decoys": ["4711", "90"]}
    score = score_needs(
        [(line, [finding("team_size", 12, "12 people"), finding("budget", {"amount": 90}, "90 a month")])]
    )
    assert (score.decoys, score.decoys_taken, score.decoy_rate) == (2, 1, 0.5)
