"""Which numbers of a message count what is sold or who uses it."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.nlu.case_words.count import is_each
from milepost.nlu.case_words.counts import Count, Counter
from tests.sales.shelf import shelf

COUNTER = Counter(shelf())


def counts(folded: str, *mentions: dict[str, Any], taken: tuple[tuple[int, int], ...] = ()) -> list[Count]:
    return COUNTER.counts(folded, mentions, taken)


def numbers(folded: str) -> list[int]:
    return [count.number for count in counts(folded)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("how much for 12?", 12),
        ("and ten", 10),
        ("what if we were 20", 20),
        ("12 seats please", 12),
        ("for 30 people, yearly", 30),
        ("3 laptops", 3),
        ("two shirts", 2),
        ("for twelve of us", 12),
        ("hired 8 more", 8),
        ("no i meant 15", 15),
        ("and for all of them, like 60", 60),
        ("roughly 25?", 25),
        ("für 12 personen", 12),
        ("para 12 personas", 12),
        ("pour 12 personnes", 12),
        ("para 12 pessoas", 12),
        ("¿cuánto cuesta para 30 puestos?", 30),
        ("somos 8 trabajadores", 8),
        ("para 15 licencias", 15),
        ("was kostet das für 30 plätze?", 30),
        ("für 8 mitarbeiter", 8),
        ("wir haben 12 kolleginnen", 12),
        ("15 lizenzen", 15),
        ("combien pour 30 postes ?", 30),
        ("8 collègues", 8),
        ("pour 15 utilisateurs", 15),
        ("quanto custa para 30 licenças?", 30),
        ("temos 8 funcionários", 8),
        ("para 15 usuários", 15),
        ("and twenty of them?", 20),
        ("what would eight of those be", 8),
        ("just me", 1),
        ("for me alone", 1),
        ("for both of us", 2),
        ("me and my wife", 2),
        ("me and 3 friends", 4),
        ("we were 5, now it's 7 of us", 7),
        ("60 instead of 48", 60),
        ("what is it for the eight?", 8),
        ("only two small ones", 2),
        ("10 seats a month", 10),
        ("nur für mich", 1),
        ("para mí solo", 1),
        ("on second thought: 6 people", 6),
        ("eleven cost about the same", 11),
        ("with those 4 of the shirts", 4),
        ("with that 4 of the shirts", 4),
        ("i am three person", 3),
    ],
)
def test_a_number_of_people_or_of_what_is_sold_is_counted(text: str, number: int) -> None:
    assert numbers(text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "for 3 months",
        "within 14 days",
        "at 10 am",
        "50 gb of storage",
        "a 15 inch screen",
        "10% off",
        "$500 a month",
        "under 300 euros",
        "in size 43",
        "number 4 please",
        "order 12345",
        "i'm 67",
        "and with him being 70",
        "since 2019",
        "1.5 kg",
        "one of them",
        "which one",
        "the two of them",
        "5 stars",
        "alert(1)",
        "<img onerror=alert(1)> how much is it?",
        "how much is it?",
        "",
        "15 a month?",
        "25 a seat",
        "that costs 15",
        "so 209 + 24?",
        "minus 20",
        "the 259 is still right?",
        "not 2000",
        "3000 miles on it",
        "4000 mm of water",
        "open from 9 to 4",
        "mine are 5 and 8",
        "he turns 7",
        "that's hard for me",
        "on the 8 of course",
        "so 130 more",
        "i began in 2021",
        "the tap ran in 9 seconds",
        "last week two of us wrote to the same client",
    ],
)
def test_a_number_that_means_something_else_is_not(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "low", "number"),
    [
        ("for 15-20 people", 15, 20),
        ("between 15 and 20 seats", 15, 20),
        ("15 to 20 of us", 15, 20),
        ("for 20", None, 20),
    ],
)
def test_a_range_keeps_both_ends_and_counts_by_the_upper(text: str, low: int | None, number: int) -> None:
    (count,) = counts(text)
    assert (count.low, count.number) == (low, number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("what is team for 15 per month?", 15),
        ("how much for 15 a month", 15),
        ("what do i get for 15 a month", None),
        ("15 a month?", None),
    ],
)
def test_whose_price_is_asked_for_so_many_by_the_month_are_so_many(text: str, number: int | None) -> None:
    assert numbers(text) == ([] if number is None else [number])


def test_an_amount_that_is_for_so_many_leaves_the_number() -> None:
    assert numbers("someone said 204 for 12 people") == [12]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("12 people", True),
        ("12 of us", True),
        ("we are 12", True),
        ("12 seats", True),
        ("12 puestos", True),
        ("12 mitarbeiter", True),
        ("12 utilisateurs", True),
        ("12 licenças", True),
        ("12 shirts", False),
        ("12 of them", False),
        ("just me", True),
        ("12", False),
    ],
)
def test_heads_are_told_from_pieces(text: str, people: bool) -> None:
    (count,) = counts(text)
    assert count.is_people is people


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("8 more", True), ("8 more people", True), ("hired 8", True), ("plus 3", True), ("8 additional seats", True),
        ("8 seats", False), ("more than 8 seats", False), ("noch 8 mehr", True),
    ],
)  # fmt: skip
def test_what_comes_on_top_is_told_from_the_whole(text: str, more: bool) -> None:
    (count,) = counts(text)
    assert count.is_more is more


def test_each_option_keeps_the_number_before_it() -> None:
    text = "2 desk 17 and 3 shirts"
    mentions = [
        {"kind": "product", "ids": ["desk-17"], "start": 2, "end": 9},
        {"kind": "product", "ids": ["shirt"], "start": 16, "end": 22},
    ]
    found = counts(text, *mentions, taken=((2, 9), (16, 22)))
    assert [(count.number, count.option) for count in found] == [(2, 2), (3, 16)]


def test_a_number_whose_place_means_something_else_is_left_out() -> None:
    text = "desk 17 for 12 people"
    assert [count.number for count in counts(text, taken=((0, 7),))] == [12]


def test_a_count_stands_where_its_number_stands() -> None:
    text = "so for 12 people then"
    (count,) = counts(text)
    assert text[count.start : count.end] == "12"


@pytest.mark.parametrize(
    ("text", "number", "fewer"),
    [
        ("if three drop out", 3, True),
        ("what if the two evening people drop out", 2, True),
        ("2 fewer", 2, True),
        ("4 can't come", 4, True),
        ("3 seats", 3, False),
    ],
)
def test_who_falls_away_is_told_from_who_is_counted(text: str, number: int, fewer: bool) -> None:
    (count,) = counts(text)
    assert (count.number, count.is_fewer) == (number, fewer)


@pytest.mark.parametrize(
    ("text", "number"),
    [("what if Nuala comes along", 1), ("if dad and my uncle join us", 2), ("if it comes too late", None)],
)
def test_who_comes_along_is_so_many_more(text: str, number: int | None) -> None:
    found = [(count.number, count.is_more, count.is_people) for count in counts(text)]
    assert found == ([(number, True, True)] if number else [])


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        ("two of the spaces", "space"),
        ("3 spaces on top", "space"),
        ("3 seats with space", None),
        ("3 shirts", None),
        ("3 packs", None),  # any extra may be called so
    ],
)
def test_a_number_before_an_extra_counts_the_extra(text: str, extra: str | None) -> None:
    assert [count.extra for count in counts(text)][:1] == ([extra] if text != "3 packs" else [None])


@pytest.mark.parametrize(
    ("text", "each"),
    [("plus a hook each", True), ("one for everyone", True), ("each month", False), ("each other", False), ("", False)],
)
def test_one_for_each_is_said_of_what_goes_with_all(text: str, each: bool) -> None:
    assert is_each(text) is each


def test_degrees_below_zero_count_nothing() -> None:
    assert [count.number for count in COUNTER.counts("warm enough for -15 in march", [], [])] == []
    assert [count.number for count in COUNTER.counts("what about 10-15", [], [])] == [15]
