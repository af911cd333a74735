"""What is asked to be put in order, by the figures that a catalogue has."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.sales.catalogue import Attribute, AttributeType, Catalogue, Company, Product
from milepost.sales.fit.superlatives import in_order, superlative_in
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


@pytest.mark.parametrize(
    ("text", "named", "attribute", "highest"),
    [
        ("which is the lightest?", (), "weight", False),
        ("HEAVIEST one", (), "weight", True),
        ("biggest pls", (), "sleeps", True),
        ("whats ur cheapest", (), None, False),
        ("the least expensive?", (), None, False),
        ("most expensive one", (), None, True),
        ("lowest price", (), None, False),
        ("which has the most storage", ("storage",), "storage", True),
        ("lowest weight?", ("weight",), "weight", False),
        ("best storage?", ("storage",), "storage", True),
        ("smallest packed size", ("packed",), "packed", False),
    ],
)
def test_a_superlative_is_read_as_a_figure_and_its_end(
    text: str, named: tuple[str, ...], attribute: str | None, highest: bool
) -> None:
    found = superlative_in(text, SHELF, named)
    assert found is not None
    assert (found.attribute.id if found.attribute else None, found.highest) == (attribute, highest)


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
    assert superlative_in(text, SHELF, named) is None


def test_a_figure_that_only_one_of_those_in_question_has_orders_nothing() -> None:
    goods = {**GOODS, "two": replace(GOODS["two"], attributes={})}
    assert superlative_in("the lightest?", replace(SHELF, products=goods), (), ("one", "two")) is None


def test_equal_figures_stay_beside_each_other_and_unknown_ones_are_told_apart() -> None:
    figures = {"a": Decimal(2), "b": None, "c": Decimal(1), "d": Decimal(2)}
    assert in_order(figures, highest=False) == ([("c", 1), ("a", 2), ("d", 2)], ["b"])
    assert in_order(figures, highest=True) == ([("a", 2), ("d", 2), ("c", 1)], ["b"])
