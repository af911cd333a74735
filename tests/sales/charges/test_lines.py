"""The lines of a price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.errors import NotPriceable
from milepost.sales.catalogue import Price, Term, Tier
from milepost.sales.charges.lines import LineKind, base_lines, sum_of
from tests.sales.shelf import amounts


def test_a_free_plan_is_one_line_of_nothing() -> None:
    (line,) = base_lines("free", "Free", Price(Term.MONTH, "seat", amounts("0")), 5, "USD")
    assert (line.kind, line.quantity, line.amount.amount) == (LineKind.FLAT, 1, 0)


def test_a_fee_of_nothing_beside_tiers_is_no_line() -> None:
    listed = Price(Term.MONTH, "seat", amounts("0"), (Tier(None, amounts("3")),))
    assert [line.kind for line in base_lines("p", "P", listed, 5, "USD")] == [LineKind.UNITS]


@pytest.mark.parametrize("flat", ["0", "9"])
def test_a_fee_is_never_taken_for_another_currency(flat: str) -> None:
    with pytest.raises(NotPriceable) as caught:
        base_lines("p", "P", Price(Term.MONTH, "seat", amounts(flat)), 5, "CHF")
    assert (caught.value.reason, caught.value.available) == ("currency", ("USD",))


def test_a_price_without_any_figure_is_a_custom_one() -> None:
    with pytest.raises(NotPriceable) as caught:
        base_lines("p", "P", Price(Term.MONTH), 5, "USD")
    assert caught.value.reason == "custom"


def test_tiers_may_stand_in_any_order() -> None:
    listed = Price(Term.MONTH, "seat", tiers=(Tier(None, amounts("1")), Tier(10, amounts("3")), Tier(20, amounts("2"))))
    assert sum_of(base_lines("p", "P", listed, 15, "USD"), "USD").amount == Decimal(30)
