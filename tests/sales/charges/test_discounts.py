"""Discounts and codes: which apply, and why one does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from milepost.sales.catalogue import Discount, Term
from milepost.sales.charges.discounts import CodeReason
from milepost.sales.pricing import PriceBreakdown, price
from tests.sales.shelf import shelf

TODAY = date(2026, 3, 1)
SHELF = shelf()


def priced(plan: str, quantity: int, term: Term = Term.MONTH, currency: str = "USD", **more: Any) -> PriceBreakdown:
    return price(SHELF, plan, quantity, term, currency, today=more.pop("today", TODAY), **more)


def test_discounts_that_stack_apply_in_order() -> None:
    breakdown = priced("team", 10, codes=["welcome50 "], customer_kind="Nonprofit")
    assert [(line.label, line.amount.amount) for line in breakdown.lines[1:]] == [
        ("Welcome", Decimal("-50.00")),
        ("Non-profit", Decimal("-40.00")),
    ]
    assert breakdown.total.amount == 160
    assert [discount.id for discount in breakdown.discounts] == ["welcome", "nonprofit"]


@pytest.mark.parametrize(
    ("quantity", "total", "used", "beaten"),
    [(10, "175", ["spring"], ["WELCOME50"]), (2, "0", ["welcome"], ["SPRING"])],
)
def test_what_does_not_stack_is_used_only_where_it_is_worth_more(
    quantity: int, total: str, used: list[str], beaten: list[str]
) -> None:
    breakdown = priced("team", quantity, codes=["SPRING", "WELCOME50"])
    assert breakdown.total.amount == Decimal(total)
    assert [discount.id for discount in breakdown.discounts] == used
    assert [(each.code, each.reason) for each in breakdown.codes_rejected] == [(beaten[0], CodeReason.BEATEN)]


@pytest.mark.parametrize(
    ("code", "plan", "quantity", "currency", "day", "reason"),
    [
        ("FREE4EVER", "team", 5, "USD", TODAY, CodeReason.UNKNOWN),
        ("SPRING", "team", 5, "USD", date(2026, 6, 1), CodeReason.EXPIRED),
        ("SPRING", "team", 5, "USD", None, CodeReason.EXPIRED),
        ("LOYAL", "team", 50, "USD", TODAY, CodeReason.OTHER_PLAN),
        ("LOYAL", "business", 9, "USD", TODAY, CodeReason.QUANTITY),
        ("WELCOME50", "team", 5, "JPY", TODAY, CodeReason.CURRENCY),
    ],
)
def test_a_code_that_does_not_count_says_why(
    code: str, plan: str, quantity: int, currency: str, day: date | None, reason: CodeReason
) -> None:
    breakdown = priced(plan, quantity, currency=currency, codes=[code, ""], today=day)
    assert [(each.code, each.reason) for each in breakdown.codes_rejected] == [(code, reason)]
    assert breakdown.discounts == ()


@pytest.mark.parametrize(
    ("discount", "reason"),
    [
        ({"valid_from": "2026-03-02"}, CodeReason.NOT_YET_VALID),
        ({"terms": (Term.YEAR,)}, CodeReason.OTHER_TERM),
        ({"customer_kind": "student"}, CodeReason.CUSTOMER_KIND),
    ],
)
def test_conditions_of_a_code(discount: dict[str, Any], reason: CodeReason) -> None:
    catalogue = shelf(discounts={"x": Discount("x", "X", percent=Decimal(10), code="X", **discount)})
    breakdown = price(catalogue, "team", 5, Term.MONTH, "USD", codes=["x"], today=TODAY)
    assert [each.reason for each in breakdown.codes_rejected] == [reason]


def test_both_ends_of_a_validity_are_included() -> None:
    own = Discount("x", "X", percent=Decimal(10), valid_from="2026-03-01", valid_until="2026-03-01")
    catalogue = shelf(discounts={"x": own})
    assert price(catalogue, "team", 4, Term.MONTH, "USD", today=TODAY).total.amount == 90
