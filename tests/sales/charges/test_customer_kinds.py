"""Kinds of customer: known from what a visitor says of themselves, never from a question about others."""

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
    ("text", "kind"),
    [
        ("we are a charity in Leeds", "nonprofit"),
        ("how much for a non-profit?", "nonprofit"),
        ("I work for an NGO", "nonprofit"),
        ("Charities", "nonprofit"),
        ("we're members of the Guild of florists", "guild"),
        ("do charities get a discount?", None),
        ("charities?", None),
        ("we are 14 people", None),
        ("", None),
    ],
)
def test_a_kind_is_known_by_what_is_said_of_oneself(text: str, kind: str | None) -> None:
    said = customer_kinds.kind_said(SHELF, text)
    assert (said[0] if said else None) == kind
    assert said is None or said[1] in text


def test_only_a_reduction_that_lowers_this_price_is_worth_asking_about() -> None:
    breakdown = price(SHELF, "team", 20, Term.MONTH, "USD", today=TODAY)
    worth = customer_kinds.worth_asking(SHELF, breakdown, None, today=TODAY)
    assert [discount.id for discount in worth] == ["charities"]
    assert customer_kinds.worth_asking(SHELF, breakdown, "nonprofit", today=TODAY) == ()
