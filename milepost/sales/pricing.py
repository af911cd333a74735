"""What a plan costs: exact, line by line, as it stands in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from milepost.errors import NotPriceable, UnknownOption
from milepost.sales.catalogue import Catalogue, Discount, Plan, Term, Variant
from milepost.sales.charges.discounts import Asked, CodeReason, RejectedCode, settle_discounts
from milepost.sales.charges.lines import (
    AddOnChoice,
    LineKind,
    PriceLine,
    add_on_lines,
    cheapest_variant,
    check_quantity,
    listed_for,
    piece_lines,
    sum_of,
)
from milepost.sales.money import Money

__all__ = [
    "TERMS_A_YEAR",
    "AddOnChoice",
    "CodeReason",
    "LineKind",
    "PriceBreakdown",
    "PriceLine",
    "RejectedCode",
    "available_terms",
    "cheapest_way",
    "price",
    "starting_price",
]

TERMS_A_YEAR = {Term.WEEK: 52, Term.MONTH: 12, Term.YEAR: 1, Term.ONE_TIME: 1}


@dataclass(frozen=True)
class PriceBreakdown:
    """What is charged for one term: the amounts of `lines` add up to `total` exactly.

    `per_unit` is the total by quantity, rounded. `renewal` is what every later term costs (None: nothing is charged
    again). `stock` are the pieces of the variant (None: not counted). `is_from`: a variant not yet chosen may add.
    """

    plan: Plan
    quantity: int
    unit: str
    term: Term
    currency: str
    lines: tuple[PriceLine, ...]
    discounts: tuple[Discount, ...]
    codes_rejected: tuple[RejectedCode, ...]
    total: Money
    per_unit: Money
    renewal: Money | None
    tax_note: str
    trial_days: int
    catalogue_version: str
    variant: Variant | None = None
    stock: int | None = None
    is_from: bool = False

    @property
    def a_year(self) -> Money:
        """The terms of one year added up; a one-time price as it is. For comparing terms."""
        first = self.renewal or self.total
        return first * (TERMS_A_YEAR[self.term] - 1) + self.total


def price(
    catalogue: Catalogue,
    plan_id: str,
    quantity: int,
    term: Term,
    currency: str,
    *,
    add_ons: Iterable[AddOnChoice] = (),
    codes: Iterable[str] = (),
    customer_kind: str | None = None,
    today: date | None,
    variant: str | None = None,
) -> PriceBreakdown:
    """The price of `quantity` of a plan for one term.

    An add-on without a quantity of its own counts as often as the plan where both are sold by the same unit, else once;
    one with no price for the term but a one-time price is charged once. Every line is rounded once, half up. Without
    `today`, sales and discounts that have dates do not count. Where no variant is named and some are on sale, the price
    is that of the cheapest one. Raises UnknownOption and NotPriceable.
    """
    plan = catalogue.plan(plan_id)
    listed = listed_for(plan.id, plan.prices, term, custom=plan.custom_price)
    check_quantity(plan.id, quantity, max(1, plan.min_quantity), plan.max_quantity)
    chosen = _variant(catalogue, plan, variant)
    forms = catalogue.product(plan.product).variants
    form = chosen or cheapest_variant(plan, listed, forms, currency, today)
    lines = piece_lines(plan, listed, form, quantity, currency, today)
    extras = [line for each in add_ons for line in add_on_lines(catalogue, plan, each, quantity, listed, currency)]
    once = [line for line in extras if line.kind is LineKind.ONE_TIME]
    lines += [line for line in extras if line.kind is not LineKind.ONE_TIME]
    asked = Asked(plan, quantity, term, currency, customer_kind, today)
    applied, rejected = settle_discounts(catalogue, asked, tuple(codes), sum_of(lines, currency))
    lines += [line for _, line in applied]
    total = sum_of(lines + once, currency)
    return PriceBreakdown(
        *(plan, quantity, listed.unit, term, currency),
        lines=tuple(lines + once),
        discounts=tuple(discount for discount, _ in applied),
        codes_rejected=rejected,
        total=total,
        per_unit=Money(total.amount / quantity, currency).rounded(),
        renewal=None if term is Term.ONE_TIME else sum_of(lines, currency),
        tax_note=catalogue.company.tax_note,
        trial_days=plan.trial_days,
        catalogue_version=catalogue.version,
        variant=chosen,
        stock=chosen.stock if chosen else None,
        is_from=not chosen and any(each.surcharge.get(currency) or each.sale for each in forms),
    )


def available_terms(plan: Plan) -> tuple[Term, ...]:
    """The terms that a plan has a price for, in the catalogue's order: the first is the usual one."""
    return tuple(dict.fromkeys(listed.term for listed in plan.prices))


def cheapest_way(
    catalogue: Catalogue,
    plan_ids: Sequence[str],
    quantity: int,
    currency: str,
    *,
    terms: Sequence[Term] = (),
    codes: Iterable[str] = (),
    customer_kind: str | None = None,
    today: date | None,
) -> PriceBreakdown | None:
    """The plan and term (of `terms`, if given) that cost least over a year; None where none can be priced."""
    codes = tuple(codes)
    found: list[PriceBreakdown] = []
    ways = [(each, of) for each in plan_ids for of in available_terms(catalogue.plan(each)) if not terms or of in terms]
    for plan_id, of in ways:
        try:
            way = price(
                catalogue, plan_id, quantity, of, currency, codes=codes, customer_kind=customer_kind, today=today
            )
        except NotPriceable:
            continue
        found.append(way)
    return min(found, key=lambda way: way.a_year.amount, default=None)


def starting_price(catalogue: Catalogue, plan_id: str, currency: str, *, today: date | None) -> PriceBreakdown | None:
    """The smallest quantity of a plan for its usual term; None where there is no list price in that currency."""
    plan = catalogue.plan(plan_id)
    terms = available_terms(plan)
    if not terms:
        return None
    try:
        return price(catalogue, plan_id, max(1, plan.min_quantity), terms[0], currency, today=today)
    except NotPriceable:
        return None


def _variant(catalogue: Catalogue, plan: Plan, variant_id: str | None) -> Variant | None:
    if variant_id is None:
        return None
    variants = {variant.id: variant for variant in catalogue.product(plan.product).variants}
    if variant_id not in variants:
        raise UnknownOption("variant", variant_id)
    return variants[variant_id]
