"""What the shop front shows of a price: every plan with every term and tier, as the catalogue has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.sales import wording
from milepost.sales.catalogue import AddOn, Catalogue, Discount, Plan, Price, Product, Term, Tier, TierModel
from milepost.sales.money import Money
from milepost.sales.pricing import starting_price


@dataclass(frozen=True)
class Listed:
    """A plan's price for one term: the sums that are charged, and by how many units one costs what."""

    sums: tuple[str, ...]
    before: str = ""
    tiers: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Offer:
    """A plan as a visitor reads it. Without `prices` a person makes the price."""

    plan: Plan
    prices: tuple[Listed, ...]
    quantity: str


@dataclass(frozen=True)
class Start:
    """A product with the least that it costs in words; an empty `price` where the catalogue gives none."""

    product: Product
    price: str
    is_from: bool
    plans: tuple[Plan, ...]


def start_of(catalogue: Catalogue, product: Product, currency: str, today: date) -> Start:
    """The product and its lowest list price above zero."""
    plans = catalogue.plans_of(product.id)
    ways = [way for plan in plans if (way := starting_price(catalogue, plan.id, currency, today=today))]
    paid = [way for way in ways if way.total.amount > 0] or ways
    if not paid:
        return Start(product, "", False, plans)
    lowest = min(paid, key=lambda way: way.total.amount)
    price = wording.price_per(lowest.per_unit, lowest.term, lowest.unit)
    return Start(product, price, len(ways) > 1 or lowest.is_from, plans)


def offers_of(catalogue: Catalogue, product: Product, currency: str, today: date) -> list[Offer]:
    """Every plan of a product."""
    return [
        Offer(plan, _prices(plan.prices, currency, today), _quantity(plan)) for plan in catalogue.plans_of(product.id)
    ]


def add_on_prices(add_on: AddOn, currency: str, today: date) -> str:
    """What an extra costs, by the terms it is charged for: "$9 per seat and month or $90 per seat and year"."""
    sums = [" + ".join(listed.sums) for listed in _prices(add_on.prices, currency, today)]
    return wording.listing(sums, last="or") if sums else wording.word("custom")


def open_discounts(catalogue: Catalogue, currency: str, today: date) -> list[tuple[Discount, str, str]]:
    """The reductions in force that need no code, with what comes off and what for."""
    day = today.isoformat()
    found = [
        each
        for each in catalogue.discounts.values()
        if not each.code and (each.valid_from or day) <= day <= (each.valid_until or day)
    ]
    return [(each, off, _conditions(catalogue, each)) for each in found if (off := _off(each, currency))]


def _prices(prices: Iterable[Price], currency: str, today: date) -> tuple[Listed, ...]:
    found = (listed for price in prices if (listed := _listed(price, currency, today)))
    return tuple(dict.fromkeys(found))  # what is free is free for every term


def _listed(price: Price, currency: str, today: date) -> Listed | None:
    """A price in that currency; None where it is not listed in it."""
    flat = price.flat.get(currency)
    tiers = sorted(price.tiers, key=lambda tier: (tier.up_to is None, tier.up_to or 0))
    amounts = [tier.amounts.get(currency) for tier in tiers]
    if None in amounts or (flat is None and not amounts):
        return None
    sale = price.sale.amounts.get(currency) if price.sale and price.sale.holds_on(today) else None
    sums = [wording.price_per(Money(flat, currency), price.term)] if flat else []
    before = ""
    if amounts:
        first = Money(_known(amounts[0]), currency)
        now = first if sale is None else Money(sale, currency)
        before = "" if sale is None else wording.price_per(first, price.term, price.unit)
        sums.append(_unit_price(now, price) if now.amount or not flat else "")
    sums = [each for each in sums if each] or [wording.word("free")]
    many = len(tiers) > 1 and sale is None
    return Listed(tuple(sums), before, _tiers(tiers, price, currency) if many else (), _note(price) if many else "")


def _known(amount: Decimal | None) -> Decimal:
    return amount if amount is not None else Decimal(0)


def _unit_price(amount: Money, price: Price) -> str:
    return wording.price_per(amount, price.term, price.unit) if amount.amount else wording.word("free")


def _tiers(tiers: list[Tier], price: Price, currency: str) -> tuple[tuple[str, str], ...]:
    rows, below = [], 0
    for tier in tiers:
        first = below + 1
        if tier.up_to is None:
            reach = f"{wording.number(first)} {wording.plural(price.unit)} or more"
        elif tier.up_to == first:
            reach = wording.count(first, price.unit)
        else:
            reach = f"{wording.number(first)} to {wording.count(tier.up_to, price.unit)}"
        rows.append((reach, f"{wording.money(Money(tier.amounts[currency], currency))} each"))
        below = tier.up_to or below
    return tuple(rows)


def _note(price: Price) -> str:
    if price.tier_model is TierModel.GRADUATED:
        return f"Each {wording.noun(price.unit, 1)} costs what its own step says."
    return f"Your number of {wording.plural(price.unit)} sets the price of all of them."


def _quantity(plan: Plan) -> str:
    """How many can be had: "for 1 to 50 seats"; empty where there is no limit."""
    lowest, highest = max(1, plan.min_quantity), plan.max_quantity
    if not plan.prices:
        return f"from {wording.number(lowest)} on" if lowest > 1 else ""
    unit = plan.prices[0].unit
    if highest is not None and highest == lowest:
        return f"for {wording.count(lowest, unit)}"
    if highest is not None:
        return f"for {wording.number(lowest)} to {wording.count(highest, unit)}"
    return f"from {wording.count(lowest, unit)} on" if lowest > 1 else ""


def _off(discount: Discount, currency: str) -> str:
    if discount.percent is not None:
        return wording.word("off").format(wording.percent(discount.percent))
    amount = discount.amounts.get(currency)
    return wording.word("off").format(wording.money(Money(amount, currency))) if amount is not None else ""


_TERM_NAMES: Mapping[Term, str] = {
    Term.WEEK: "weekly prices",
    Term.MONTH: "monthly prices",
    Term.YEAR: "yearly prices",
    Term.ONE_TIME: "one-time prices",
}


def _conditions(catalogue: Catalogue, discount: Discount) -> str:
    said = []
    if discount.min_quantity:
        said.append(f"from {wording.number(discount.min_quantity)} on")
    if discount.terms:
        said.append(f"on {wording.listing([_TERM_NAMES[term] for term in discount.terms])}")
    plans = [catalogue.plans[each].name for each in discount.plans if each in catalogue.plans]
    if plans:
        said.append(f"for {wording.listing(list(dict.fromkeys(plans)))}")
    if discount.valid_until:
        said.append(wording.word("until").format(wording.date(date.fromisoformat(discount.valid_until))))
    return ", ".join(said)
