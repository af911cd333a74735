"""A deal is worth the price that they asked to have as an offer, or took, for a number of theirs."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from milepost.dialogue.acts import ActKind
from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.worth import orders, told_price, wanted_price
from tests.dialogue.deal.lines import read, unread


@dataclass(frozen=True)
class Price:
    quantity: int
    message: str
    plan: str = "team"
    state: str = "open"


def wanted(quantity: int, *texts: str, at: int = 1) -> bool:
    return wanted_price([Price(quantity, f"m{at}")], unread(*texts)) is not None


@pytest.mark.parametrize(
    ("quantity", "texts"),
    [
        (12, ("please send me an offer for 12 chairs",)),
        (12, ("what are 12 chairs", "good, mail me that quote")),
        (1, ("what does it cost for me", "can you put it in writing, I'd like the quote as a PDF")),
    ],
)
def test_what_was_asked_for_or_taken_counts(quantity: int, texts: tuple[str, ...]) -> None:
    assert wanted(quantity, *texts)


@pytest.mark.parametrize(
    ("quantity", "texts"),
    [
        (12, ("what are 12 chairs",)),
        (60, ("send me a quote, what if we were 60",)),
        (1, ("we need 40 of them, send us the quote",)),
        (12, ("what are 12 chairs", "I'll take it if my boss agrees")),
    ],
)
def test_a_price_that_was_only_told_or_is_for_another_number_does_not(quantity: int, texts: tuple[str, ...]) -> None:
    assert not wanted(quantity, *texts)


def test_what_a_person_gave_or_was_accepted_always_counts() -> None:
    said = unread("how much?")
    assert wanted_price([Price(3, "of-a-rep")], said) is not None
    assert wanted_price([Price(3, "m1", state="accepted")], said) is not None


def test_the_price_told_last_is_no_supposed_one() -> None:
    said = unread("what are 5", "and what if we took 50?")
    found = told_price([Price(50, "m2"), Price(5, "m1")], said)
    assert found is not None
    assert found.quantity == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ok we'll take the small one", True), ("how do i pay", True), ("i'll take a look first", False)],
)
def test_whoever_takes_something_says_so(text: str, expected: bool) -> None:
    assert bool(orders(unread(text))) is expected


def test_the_numbers_that_were_read_as_counts_are_theirs() -> None:
    asks = read("how much for a dozen, we come at half 9", Says.ASKS, counts=(12,))
    takes = read("fine, that's for us", Says.ORDERS, message="m2", acts=(ActKind.CHOOSE,))
    assert wanted_price([Price(12, "m1")], [asks, takes]) is not None
    assert wanted_price([Price(9, "m1")], [asks, takes]) is None
    assert wanted_price([Price(12, "m1")], [asks]) is None
    assert not orders([read("fine, that's for us", Says.ORDERS)])  # nothing that the message does says so
