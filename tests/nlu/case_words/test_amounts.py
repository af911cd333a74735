"""Shares and sums in a message: numbers that count nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.nlu.case_words.amounts import Amounts
from milepost.nlu.case_words.counts import Counter
from milepost.sales.catalogue import Discount
from tests.sales.shelf import shelf

SHELF = replace(shelf(), discounts={"crew": Discount("crew", "Crews", percent=Decimal(35), customer_kind="crew")})
AMOUNTS, COUNTER = Amounts(SHELF), Counter(SHELF)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("and the shirt with 12% off", 12),
        ("15 percent?", 15),
        ("mit 20 prozent", 20),
        ("what is it minus the 35", 35),
        ("35 less makes what", 35),
        ("with that 35", 35),
        ("with the 35 off in euros", 35),
        ("with the 35 seats", None),
        ("minus the 36", None),  # no reduction is of so much
        ("36 less makes what", None),
        ("with the 35 of them", None),
        ("35 seats", None),
        ("from 350 off", None),
    ],
)
def test_a_share_is_told_by_its_sign_or_by_the_reduction_that_has_it(text: str, percent: int | None) -> None:
    found = AMOUNTS.percent(text)
    assert (found and found[0]) == percent


@pytest.mark.parametrize(
    "text",
    [
        "the gap between the two mugs was what again, 45?",
        "the difference was 45",
        "the shop across the road has shirts for 45",
        "they have it for 45",
        "so the large one for another 45",
        "how much more is the 45",
    ],
)
def test_a_sum_that_is_asked_back_or_paid_elsewhere_is_no_number_of_pieces(text: str) -> None:
    assert COUNTER.counts(text, [], []) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("do you have something for 45", 45),
        ("what is the difference for 45", 45),
        ("the difference for 45 seats", 45),
        ("another 45 seats", 45),
    ],
)
def test_who_it_is_for_is_counted_in_the_same_words(text: str, number: int) -> None:
    assert [count.number for count in COUNTER.counts(text, [], [])] == [number]
