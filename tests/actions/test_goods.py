"""What is said of goods without variants: whether they are there, and what a sale takes off."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from actions.facts import ActionTellStock
from actions.material.in_words import stock_text
from actions.pricing import reductions_text
from milepost.dialogue.acts import Act, ActKind
from milepost.sales.catalogue import Availability
from milepost.sales.charges.lines import LineKind, PriceLine
from milepost.sales.money import Money
from milepost.store.database import Database
from tests.actions.heard import hearing, said


@pytest.mark.parametrize(
    ("stock", "availability", "language", "text"),
    [
        (4, None, "en", "4 in stock"),
        (0, None, "en", "sold out"),
        (None, None, "en", "available"),
        (None, Availability.OUT_OF_STOCK, "de", "ausverkauft"),
        (0, Availability.BACKORDER, "en", "on back-order"),
        (None, Availability.PREORDER, "es", "en preventa"),
    ],
)
def test_stock_is_told_in_a_word(
    stock: int | None, availability: Availability | None, language: str, text: str
) -> None:
    assert stock_text(stock, availability, language) == text


def test_a_good_without_variants_tells_its_own_stock(sqlite_database: Database) -> None:
    act = Act(ActKind.ASK_STOCK, options=("product:desk",), text="is it in stock?")
    with hearing(sqlite_database, act) as turn:
        desk = replace(turn.catalogue.product("desk"), variants=(), stock=7)
        turn.catalogue = replace(turn.catalogue, products={**turn.catalogue.products, "desk": desk})
        (say,) = said(ActionTellStock(), turn)
    assert (say.response, say.values["stock"]) == ("utter_variant_stock", "7 in stock")


def test_a_sale_is_told_as_what_it_takes_off() -> None:
    off = Money(Decimal("-150.01"), "AED")
    line = PriceLine(LineKind.SALE, "Perfume", 1, off, off)
    assert reductions_text([line], "en") == "sale (-AED\u00a0150.01)"
