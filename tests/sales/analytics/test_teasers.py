"""Whether a teaser helps, from what was counted."""

from __future__ import annotations

import pytest

from milepost.sales.analytics.teasers import Counted, Seen, figure, ratio


def counts(name: str = "price", share: int = 20, **times: int) -> list[Counted]:
    """`shown_opened=40` and so on."""
    return [Counted(Seen(name, *each.split("_")[:1], share, each.split("_")[1]), n) for each, n in times.items()]


def test_groups_are_compared_as_if_equally_large() -> None:
    often, low, high = ratio(counts(shown_opened=80, held_opened=10), "opened") or (0, 0, 0)
    assert often == pytest.approx(2.0)  # 80 of 80% against 10 of 20%
    assert (low, high) == (pytest.approx(1.037, abs=0.01), pytest.approx(3.858, abs=0.01))


def test_a_share_that_was_changed_midway_is_weighed_as_it_was() -> None:
    half, fifth = counts(share=50, shown_opened=50, held_opened=50), counts(share=20, shown_opened=80, held_opened=20)
    often, *_ = ratio([*half, *fifth], "opened") or (0,)
    assert often == pytest.approx(1.0)


def test_of_too_few_nothing_is_said() -> None:
    assert ratio(counts(shown_opened=400, held_opened=4), "opened") is None
    assert figure(counts(shown_opened=400, held_opened=4)).summary == "Question of prices: too few to tell yet"
    assert figure([]).summary == "no teaser was measured"


def test_the_table_has_both_groups_and_says_where_nothing_could_be_counted() -> None:
    shown = figure([*counts(shown_opened=80, held_opened=10, shown_talked=9), *counts("own", 0, shown_due=50)])
    assert [(line.key, line.values) for line in shown.lines] == [
        ("price:shown", (80, 9, 0, "not counted")),
        ("price:held", (10, 0, 0, "not counted")),
        ("own:shown", (0, 0, 0, 50)),
        ("own:held", (0, 0, 0, "not counted")),
    ]
    assert shown.summary == (
        "Question of prices: opened 2.0 times as often (1.0 to 3.9); Your own words: no control group"
    )
