"""Kinds of customer that a reduction is for: their names, and which reductions wait for the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from milepost.sales.catalogue import Discount, Term
from milepost.sales.charges import customer_kinds
from milepost.sales.pricing import price
from tests.sales.shelf import shelf

SHELF = replace(
    shelf(),
    discounts={
        "charities": Discount("charities", "Charities", percent=Decimal(25), customer_kind="nonprofit"),
        "guild": Discount("guild", "Guild of florists", percent=Decimal(5), customer_kind="guild", min_quantity=500),
        "all": Discount("all", "Everybody", percent=Decimal(1)),
    },
)
TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("kind", "names"), [("nonprofit", ("nonprofit", "charity", "charities")), ("guild", ("guild", "guild of florists"))]
)
def test_a_kind_is_called_by_its_own_name_by_common_ones_and_by_that_of_its_reduction(
    kind: str, names: tuple[str, ...]
) -> None:
    assert set(names) <= set(customer_kinds.names_of(SHELF, kind))


def test_the_kinds_are_those_that_a_reduction_is_for() -> None:
    assert customer_kinds.kinds(SHELF) == ("nonprofit", "guild")


def test_only_a_reduction_that_lowers_this_price_is_worth_asking_about() -> None:
    breakdown = price(SHELF, "team", 20, Term.MONTH, "USD", today=TODAY)
    worth = customer_kinds.worth_asking(SHELF, breakdown, None, today=TODAY)
    assert [discount.id for discount in worth] == ["charities"]
    assert customer_kinds.worth_asking(SHELF, breakdown, "nonprofit", today=TODAY) == ()
