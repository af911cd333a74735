"""What is asked to be put in order, by the figures that a catalogue has."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.nlu.case_words.superlatives import superlative_in
from milepost.sales.catalogue import Attribute, AttributeType, Catalogue, Company, Product
from milepost.sales.journey import Journey

FIGURES = {
    "weight": Attribute("weight", "Weight", AttributeType.NUMBER, "g", better="lower"),
    "packed": Attribute("packed", "Packed size", AttributeType.NUMBER, "cm"),
    "sleeps": Attribute("sleeps", "Sleeps", AttributeType.NUMBER, "persons"),
    "storage": Attribute("storage", "Storage", AttributeType.NUMBER, "GB", better="higher"),
    "noise": Attribute("noise", "Noise", AttributeType.NUMBER, "dB"),
    "colour": Attribute("colour", "Colour", AttributeType.TEXT),
}
KNOWN = {name: Decimal(1) for name in ("weight", "packed", "sleeps", "storage")}
GOODS = {
    name: Product(name, name.title(), "Goods", "", attributes={**KNOWN, "colour": "red"}) for name in ("one", "two")
}
SHELF = Catalogue("v", Company("Acorn", "", "", "", ("USD",)), FIGURES, GOODS, {}, Journey({}, {}))


def read(text: str, named: tuple[str, ...] = ()) -> tuple[str, bool] | None:
    """What the text orders by ("price" for the price) and whether the highest comes first."""
    found = superlative_in(text, SHELF, named)
    return None if found is None else (found.attribute.id if found.attribute else "price", found.highest)


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [
        ("which is the lightest?", (), ("weight", False)),
        ("HEAVIEST one", (), ("weight", True)),
        ("biggest pls", (), ("sleeps", True)),
        ("whats ur cheapest", (), ("price", False)),
        ("the least expensive?", (), ("price", False)),
        ("most expensive one", (), ("price", True)),
        ("lowest price", (), ("price", False)),
        ("which has the most storage", ("storage",), ("storage", True)),
        ("lowest weight?", ("weight",), ("weight", False)),
        ("best storage?", ("storage",), ("storage", True)),
        ("smallest packed size", ("packed",), ("packed", False)),
    ],
)
def test_a_superlative_is_read_as_a_figure_and_its_end(
    text: str, named: tuple[str, ...], expected: tuple[str, bool]
) -> None:
    assert read(text, named) == expected


@pytest.mark.parametrize(
    ("text", "named", "expected"),
    [
        ("which is cheaper?", (), ("price", False)),
        ("which one's cheaper", (), ("price", False)),
        ("what's cheaper, one or two?", (), ("price", False)),
        ("which is more expensive?", (), ("price", True)),
        ("which of them is less expensive", (), ("price", False)),
        ("and which is lighter", (), ("weight", False)),
        ("which of these two is heavier?", (), ("weight", True)),
        ("the lighter of the two", (), ("weight", False)),
        ("the lighter one please", (), ("weight", False)),
        ("which has more storage?", ("storage",), ("storage", True)),
        ("who has less storage", ("storage",), ("storage", False)),
        ("which plan comes with higher storage", ("storage",), ("storage", True)),
    ],
)
def test_a_comparative_that_asks_which_means_the_superlative_of_two(
    text: str, named: tuple[str, ...], expected: tuple[str, bool]
) -> None:
    assert read(text, named) == expected


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("something lighter", ()),  # asks for another, not for an end
        ("the cheaper one", ()),  # points at an option
        ("is it cheaper if we pay yearly?", ()),
        ("is it lighter than the other?", ()),
        ("which is heavier than two?", ()),
        ("what about storage with more users?", ("storage",)),
        ("which one suits a larger team?", ()),
        ("what more would 20 cost?", ()),
    ],
)
def test_a_comparative_that_does_not_ask_which_orders_nothing(text: str, named: tuple[str, ...]) -> None:
    assert read(text, named) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("which is the best?", ()),
        ("best packed size?", ("packed",)),  # neither more nor less is better for everyone
        ("most beautiful colour", ("colour",)),
        ("the quietest?", ()),  # nothing is known of noise
        ("what is the weight?", ("weight",)),
        ("almost all of them", ("storage",)),
        ("", ()),
    ],
)
def test_what_has_no_figure_is_no_superlative(text: str, named: tuple[str, ...]) -> None:
    assert read(text, named) is None


def test_a_figure_that_only_one_of_those_in_question_has_orders_nothing() -> None:
    goods = {**GOODS, "two": replace(GOODS["two"], attributes={})}
    assert superlative_in("the lightest?", replace(SHELF, products=goods), (), ("one", "two")) is None
