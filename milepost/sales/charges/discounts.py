"""Discounts and promotion codes: which apply, in which combination, and why a code does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from milepost.sales.catalogue import Catalogue, Discount, Plan, Term
from milepost.sales.charges.lines import LineKind, PriceLine
from milepost.sales.money import Money


class CodeReason(str, Enum):
    """Why a promotion code gives nothing. BEATEN: another discount that does not combine with it is worth more."""

    UNKNOWN = "unknown"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    OTHER_PLAN = "other_plan"
    OTHER_TERM = "other_term"
    QUANTITY = "quantity"
    CUSTOMER_KIND = "customer_kind"
    CURRENCY = "currency"
    BEATEN = "beaten"


@dataclass(frozen=True)
class RejectedCode:
    """A code as it was given and why it counts for nothing; `discount` is the one it belongs to, if any."""

    code: str
    reason: CodeReason
    discount: Discount | None = None


@dataclass(frozen=True)
class Asked:
    """What a discount's conditions are held against."""

    plan: Plan
    quantity: int
    term: Term
    currency: str
    customer_kind: str | None
    today: date | None


def settle_discounts(
    catalogue: Catalogue, asked: Asked, codes: Sequence[str], charged: Money
) -> tuple[list[tuple[Discount, PriceLine]], tuple[RejectedCode, ...]]:
    """The discounts to apply, each with its line, and the codes that count for nothing.

    Of all that stack together, and each that does not stack alone, the way that is cheapest for the visitor.
    """
    given = {_folded(code): code for code in codes if code.strip()}
    open_to = [
        discount
        for discount in catalogue.discounts.values()
        if (discount.code is None or _folded(discount.code) in given) and _obstacle(discount, asked) is None
    ]
    together = sorted((discount for discount in open_to if discount.stacks), key=lambda discount: discount.order)
    ways = [together, *([discount] for discount in open_to if not discount.stacks)]
    best = min((_applied(way, charged) for way in ways), key=lambda way: sum(line.amount.amount for _, line in way))
    used = {discount.id for discount, _ in best}
    rejected = []
    for folded, code in given.items():
        own = [d for d in catalogue.discounts.values() if d.code is not None and _folded(d.code) == folded]
        if any(discount.id in used for discount in own):
            continue
        obstacles = [(discount, _obstacle(discount, asked) or CodeReason.BEATEN) for discount in own]
        obstacles.sort(key=lambda pair: pair[1] is not CodeReason.BEATEN)
        first, reason = obstacles[0] if obstacles else (None, CodeReason.UNKNOWN)
        rejected.append(RejectedCode(code, reason, first))
    return best, tuple(rejected)


def _applied(way: Sequence[Discount], charged: Money) -> list[tuple[Discount, PriceLine]]:
    """Each discount off what is left by those before it, never below nothing."""
    left, lines = charged, []
    for discount in way:
        if discount.percent is not None:
            off = Money(left.amount * discount.percent / 100, left.currency).rounded()
        else:
            off = Money(discount.amounts[left.currency], left.currency).rounded()
        off = min(off, left, key=lambda money: money.amount)
        if off.amount > 0:
            lines.append((discount, PriceLine(LineKind.DISCOUNT, discount.name, 1, -off, -off)))
            left = left - off
    return lines


def _obstacle(discount: Discount, asked: Asked) -> CodeReason | None:
    """The condition that does not hold, or None. The currency comes last: the others say more."""
    if discount.plans and asked.plan.id not in discount.plans:
        return CodeReason.OTHER_PLAN
    day = asked.today.isoformat() if asked.today else ""
    if discount.valid_from and (not day or day < discount.valid_from):
        return CodeReason.NOT_YET_VALID
    if discount.valid_until and (not day or day > discount.valid_until):
        return CodeReason.EXPIRED
    if discount.terms and asked.term not in discount.terms:
        return CodeReason.OTHER_TERM
    if discount.min_quantity is not None and asked.quantity < discount.min_quantity:
        return CodeReason.QUANTITY
    if discount.customer_kind and _folded(discount.customer_kind) != _folded(asked.customer_kind or ""):
        return CodeReason.CUSTOMER_KIND
    if discount.percent is None and asked.currency not in discount.amounts:
        return CodeReason.CURRENCY
    return None


def _folded(code: str) -> str:
    return code.strip().casefold()
