"""The lines of a price: flat fees, tiers, surcharges and add-ons, each rounded once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from milepost.errors import NotPriceable, UnknownOption
from milepost.sales.catalogue import Catalogue, Plan, Price, Term, Tier, TierModel, Variant
from milepost.sales.money import Money

AddOnChoice = str | tuple[str, int]


class LineKind(str, Enum):
    """What a line of a price is for. ONE_TIME: an add-on charged with the first payment only, after all discounts.
    SALE: what a unit costs less for a time."""

    FLAT = "flat"
    UNITS = "units"
    SURCHARGE = "surcharge"
    SALE = "sale"
    ADD_ON = "add_on"
    DISCOUNT = "discount"
    ONE_TIME = "one_time"


@dataclass(frozen=True)
class PriceLine:
    """One line: `quantity` times `unit_amount`, rounded once to `amount`. `label` is a name from the catalogue."""

    kind: LineKind
    label: str
    quantity: int
    unit_amount: Money
    amount: Money


def listed_for(option: str, prices: Sequence[Price], term: Term, *, custom: bool = False) -> Price:
    """The price of an option for a term. Raises NotPriceable with the terms that there are."""
    if custom:
        raise NotPriceable(option, "custom")
    for listed in prices:
        if listed.term is term:
            return listed
    available = tuple(dict.fromkeys(listed.term.value for listed in prices))
    raise NotPriceable(option, "term", term.value, available=available)


def check_quantity(option: str, quantity: int, lowest: int, highest: int | None) -> None:
    """Raises NotPriceable with the lowest and highest quantity where this one is neither between nor equal."""
    if quantity < lowest or (highest is not None and quantity > highest):
        ends = (str(lowest), "" if highest is None else str(highest))
        raise NotPriceable(option, "quantity", str(quantity), available=ends)


def _amount(option: str, amounts: Mapping[str, Decimal], currency: str) -> Decimal:
    if currency not in amounts:
        raise NotPriceable(option, "currency", currency, available=tuple(amounts))
    return amounts[currency]


def _line(kind: LineKind, label: str, quantity: int, amount: Decimal, currency: str) -> PriceLine:
    unit_amount = Money(amount, currency)
    return PriceLine(kind, label, quantity, unit_amount, (unit_amount * quantity).rounded())


def base_lines(option: str, label: str, listed: Price, quantity: int, currency: str) -> list[PriceLine]:
    """The flat fee, if it is any, and the units by their tiers. A price that gives no figure at all is a custom one."""
    if not listed.flat and not listed.tiers:
        raise NotPriceable(option, "custom")
    lines = []
    flat = _amount(option, listed.flat, currency) if listed.flat else Decimal(0)
    if flat or not listed.tiers:
        lines.append(_line(LineKind.FLAT, label, 1, flat, currency))
    for units, tier in _tiers_used(option, listed, quantity):
        lines.append(_line(LineKind.UNITS, label, units, _amount(option, tier.amounts, currency), currency))
    return lines


def _tiers_used(option: str, listed: Price, quantity: int) -> list[tuple[int, Tier]]:
    """How many units each tier prices. A tier without end may stand anywhere in the file."""
    tiers = sorted(listed.tiers, key=lambda tier: (tier.up_to is None, tier.up_to or 0))
    if not tiers:
        return []
    used, below = [], 0
    for tier in tiers:
        covered = quantity if tier.up_to is None else min(quantity, tier.up_to)
        if covered > below:
            used.append((covered - below, tier))
        below = max(below, covered)
        if below == quantity:
            return [(quantity, tier)] if listed.tier_model is TierModel.VOLUME else used
    raise NotPriceable(option, "quantity", str(quantity), available=("1", str(below)))


def surcharge(plan: Plan, variant: Variant | None, quantity: int, currency: str) -> list[PriceLine]:
    """What a variant adds for each piece; labelled by its option values."""
    if variant is None or not variant.surcharge:
        return []
    amount = _amount(plan.id, variant.surcharge, currency)
    label = ", ".join(variant.options.values()) or variant.id
    return [_line(LineKind.SURCHARGE, label, quantity, amount, currency)] if amount else []


def sale_lines(
    plan: Plan, listed: Price, variant: Variant | None, regular: Sequence[PriceLine], currency: str, today: date | None
) -> list[PriceLine]:
    """What the units and their surcharge (`regular`) cost less by the sale in force, if one is."""
    sale = variant.sale if variant is not None and variant.sale is not None else listed.sale
    if sale is None or not sale.holds_on(today):
        return []
    units = [line for line in regular if line.kind in (LineKind.UNITS, LineKind.SURCHARGE)]
    quantity = sum(line.quantity for line in units if line.kind is LineKind.UNITS)
    each = _amount(plan.id, sale.amounts, currency)
    if variant is not None and variant.sale is None:
        each += variant.surcharge.get(currency, Decimal(0))
    off = (Money(each, currency) * quantity).rounded() - sum_of(units, currency)
    return [PriceLine(LineKind.SALE, plan.name, 1, off, off)] if off.amount < 0 else []


def piece_lines(
    plan: Plan, listed: Price, variant: Variant | None, quantity: int, currency: str, today: date | None
) -> list[PriceLine]:
    """A plan in that number: the listed price, what the variant adds, what the sale in force takes off."""
    lines = base_lines(plan.id, plan.name, listed, quantity, currency) + surcharge(plan, variant, quantity, currency)
    return lines + sale_lines(plan, listed, variant, lines, currency, today)


def cheapest_variant(
    plan: Plan, listed: Price, variants: Sequence[Variant], currency: str, today: date | None
) -> Variant | None:
    """The form that a piece costs least in, of those that can be had; None where no form has a sale of its own."""
    if not any(each.sale and each.sale.holds_on(today) for each in variants):
        return None
    there = [each for each in variants if not each.is_sold_out] or list(variants)

    def cost(variant: Variant) -> Decimal:
        return sum_of(piece_lines(plan, listed, variant, max(1, plan.min_quantity), currency, today), currency).amount

    return min(there, key=cost)


def add_on_lines(
    catalogue: Catalogue, plan: Plan, choice: AddOnChoice, quantity: int, listed: Price, currency: str
) -> list[PriceLine]:
    """An add-on's lines, ONE_TIME where it has no price for the plan's term but one to be paid once."""
    add_on_id, own_quantity = (choice, None) if isinstance(choice, str) else choice
    if add_on_id not in catalogue.add_ons:
        raise UnknownOption("add-on", add_on_id)
    add_on = catalogue.add_ons[add_on_id]
    if add_on.plans and plan.id not in add_on.plans:
        fitting = [other.id for other in catalogue.add_ons.values() if not other.plans or plan.id in other.plans]
        raise NotPriceable(add_on.id, "plan", plan.id, available=fitting)
    terms = {own.term: own for own in add_on.prices}
    own = terms.get(listed.term) or terms.get(Term.ONE_TIME) or listed_for(add_on.id, add_on.prices, listed.term)
    units = own_quantity or (quantity if own.unit == listed.unit else 1)
    check_quantity(add_on.id, units, 1, None)
    kind = LineKind.ADD_ON if own.term is listed.term else LineKind.ONE_TIME
    lines = base_lines(add_on.id, add_on.name, own, units, currency)
    return [PriceLine(kind, line.label, line.quantity, line.unit_amount, line.amount) for line in lines]


def sum_of(lines: Iterable[PriceLine], currency: str) -> Money:
    """The amounts added up."""
    return Money(sum((line.amount.amount for line in lines), Decimal(0)), currency)
