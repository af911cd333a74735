"""What options cost for a case: the plan that holds the number, the term and currency there are, what had to be left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from milepost.errors import NotPriceable
from milepost.sales.cases import Case
from milepost.sales.catalogue import Catalogue, Plan, Term, Variant
from milepost.sales.fit.verdicts import HEADS
from milepost.sales.money import Money
from milepost.sales.options import plans_of
from milepost.sales.pricing import AddOnChoice, PriceBreakdown, available_terms, price

_A_YEAR = {"week": 52, "month": 12, "year": 1}
_OF_A_YEAR = frozenset({Term.MONTH, Term.YEAR})
_DAY = "day"
_MOST = 4


@dataclass(frozen=True)
class CasePrice:
    """The price of one plan for a case, or the problem that there is none.

    `term_wanted` and `currency_wanted` are what was asked for and is not sold, `misfits` the add-ons that do not go with it,
    `outgrown` the plan that was named and does not hold the number, `roomier` the plan that holds it where the one that was named
    is sold singly. `yearly` is what a year at once costs beside a monthly price, `by_the_month` what twelve monthly payments cost
    where the year is cheaper, `over` what the span that was asked for comes to in so many `payments`. `beside` are the prices by
    other terms of who has asked for none.
    """

    plan: Plan
    breakdown: PriceBreakdown | None = None
    problem: NotPriceable | None = None
    term_wanted: str | None = None
    currency_wanted: str | None = None
    misfits: tuple[str, ...] = ()
    outgrown: Plan | None = None
    roomier: Plan | None = None
    beside: tuple[PriceBreakdown, ...] = ()
    yearly: Money | None = None
    by_the_month: Money | None = None
    over: Money | None = None
    payments: int = 1

    @property
    def saving(self) -> Money | None:
        """What a year paid at once costs less than twelve monthly payments."""
        at_once = self.yearly or (self.breakdown.total if self.breakdown else None)
        return self.by_the_month - at_once if self.by_the_month is not None and at_once is not None else None


def price_of_option(
    catalogue: Catalogue, option: str, case: Case, *, today: date, number: int | None = None
) -> tuple[CasePrice, ...]:
    """What an option costs for a case: one plan, or every plan of a product that holds the number (all where it gives none)."""
    case = case if number is None else replace(case, number=number, low=None)
    plans = plans_of(catalogue, option)
    counted = _counted(plans, case)
    if option.startswith("plan:"):
        plan = plans[0]
        if counted is None or holds(plan, counted):
            return (price_of_plan(catalogue, plan, case, today=today),)
        others = [each for each in catalogue.plans_of(plan.product) if holds(each, counted) and each.id != plan.id]
        if not others:
            return (price_of_plan(catalogue, plan, case, today=today),)
        roomier = _tightest(others, case)
        if plan.max_quantity == 1 and not any(each.min_quantity == each.max_quantity for each in others):
            return (replace(price_of_plan(catalogue, plan, case, today=today), roomier=roomier),)
        return (replace(price_of_plan(catalogue, roomier, case, today=today), outgrown=plan),)
    fitting = [plan for plan in plans if counted is None or holds(plan, counted)] or list(plans)
    return tuple(price_of_plan(catalogue, plan, case, today=today) for plan in _of_term(fitting, case)[:_MOST])


def price_of_plan(catalogue: Catalogue, plan: Plan, case: Case, *, today: date) -> CasePrice:
    """What a plan costs for a case, in the term and currency nearest to those wanted."""
    terms, currencies = available_terms(plan), catalogue.company.currencies
    term = next((each for each in terms if each.value == case.term), terms[0] if terms else Term.MONTH)
    currency = case.currency if case.currency in currencies else currencies[0]
    fitting = tuple(each for each in case.add_ons if _goes_with(catalogue, each, plan))
    variant = variant_for(catalogue, plan, case)
    quantity = quantity_for(plan, case, term)
    chosen = [_as_many(catalogue, each, plan, case, quantity) for each in fitting]

    def worked_out(of: Term, of_it: int = quantity) -> PriceBreakdown:
        return price(
            catalogue, plan.id, of_it, of, currency, add_ons=chosen, codes=case.codes, customer_kind=case.customer_kind,
            today=today, variant=variant.id if variant else None,
        )  # fmt: skip

    found = CasePrice(
        plan,
        term_wanted=case.term if case.term and terms and term.value != case.term else None,
        currency_wanted=case.currency if case.currency and case.currency not in currencies else None,
        misfits=tuple(each for each in case.add_ons if each not in fitting),
    )
    try:
        breakdown = worked_out(term)
    except NotPriceable as problem:
        return replace(found, problem=problem)
    by_term = {term: breakdown}
    for other in terms if breakdown.total.amount else ():
        is_open = case.term is None or (case.span is not None and other is Term.ONE_TIME)
        if other is not term and (is_open or {term, other} <= _OF_A_YEAR):
            with suppress(NotPriceable):
                by_term[other] = worked_out(other, quantity_for(plan, case, other))
    months, year = (by_term.get(each) for each in (Term.MONTH, Term.YEAR))
    is_cheaper = months is not None and year is not None and months.a_year > year.a_year
    payments = _payments(breakdown.term, case)
    return replace(
        found,
        breakdown=breakdown,
        yearly=year.total if year is not None and term is Term.MONTH else None,
        by_the_month=months.a_year if months is not None and is_cheaper else None,
        over=breakdown.total * payments if payments > 1 else None,
        payments=payments,
        beside=tuple(way for of, way in by_term.items() if of is not term and not {of, term} <= _OF_A_YEAR),
    )


def quantity_for(plan: Plan, case: Case, term: Term) -> int:
    """For how many: the span where the plan is sold by it, the number where it counts what the plan is sold by, else the least.
    What is sold by the day is for one: for each who takes it, on each of the days."""
    least = max(1, plan.min_quantity)
    unit = next((listed.unit.casefold() for listed in plan.prices if listed.term is term), "")
    is_for_one = any(listed.unit.casefold() == _DAY for listed in plan.prices)
    if case.span and unit.rstrip("s") == case.span[1]:
        days = case.span[0] * (case.number or 1 if unit == _DAY else 1)
        if holds(plan, days):
            return days
    if case.number is None or (case.people and unit not in HEADS and not is_for_one) or least == plan.max_quantity:
        return least
    return max(case.number, least)


def is_by_heads(plan: Plan) -> bool:
    """Whether a plan is sold by people: seats, members, guests."""
    return any(listed.unit.casefold() in HEADS for listed in plan.prices)


def counted_for(plan: Plan, case: Case) -> int:
    """For how many a plan is priced in a case, by the usual term."""
    terms = available_terms(plan)
    return quantity_for(plan, case, terms[0]) if terms else case.number or 1


def variant_for(catalogue: Catalogue, plan: Plan, case: Case) -> Variant | None:
    """The one form of a good that the case names."""
    form: Mapping[str, str] = case.forms.get(plan.product, {})
    variants = catalogue.product(plan.product).variants
    fitting = [each for each in variants if all(each.options.get(name) == value for name, value in form.items())]
    return fitting[0] if form and len(fitting) == 1 else None


def holds(plan: Plan, number: int) -> bool:
    """Whether a plan is sold in that number."""
    return number <= (plan.max_quantity or number) and number >= plan.min_quantity


def total_of(found: Sequence[CasePrice]) -> Money | None:
    """The sum of several prices of one currency and term, over the time asked for; None where they do not add up."""
    terms = {each.breakdown.term for each in found if each.breakdown}
    return first_payment_of(found) if len(terms) == 1 or _are_for_one_time(found) else None


def first_payment_of(found: Sequence[CasePrice]) -> Money | None:
    """The first payments of several prices of one currency together; over the time asked for where each is worked out for it."""
    amounts = [_asked_for(each, found) for each in found]
    known = [amount for amount in amounts if amount is not None]
    if len(known) != len(found) or len({amount.currency for amount in known}) != 1:
        return None
    whole = known[0]
    for amount in known[1:]:
        whole = whole + amount
    return whole


def _asked_for(one: CasePrice, found: Sequence[CasePrice]) -> Money | None:
    if one.breakdown is None:
        return None
    is_over = one.over is not None and (all(each.over for each in found) or _are_for_one_time(found))
    return one.over if is_over else one.breakdown.total


def _are_for_one_time(found: Sequence[CasePrice]) -> bool:
    """Whether prices of several terms are worked out for the same time: a year at once beside twelve monthly payments."""
    wanted = {each.term_wanted for each in found if each.over is not None}
    return len(wanted) == 1 and all(
        each.over is not None or (each.breakdown is not None and each.breakdown.term.value in wanted) for each in found
    )


def difference_of(found: Sequence[CasePrice]) -> Money | None:
    """How far two prices of one currency are apart."""
    prices = [amount for each in found if (amount := _asked_for(each, found)) is not None]
    if len(prices) != 2 or prices[0].currency != prices[1].currency:
        return None
    high, low = (prices[0], prices[1]) if prices[0].amount >= prices[1].amount else (prices[1], prices[0])
    return high - low


def _counted(plans: Sequence[Plan], case: Case) -> int | None:
    """The number that decides which plans hold: people do not count pieces."""
    by_heads = any(is_by_heads(plan) for plan in plans)
    return case.number if case.number is not None and (by_heads or not case.people) else None


def _of_term(plans: Sequence[Plan], case: Case) -> list[Plan]:
    """Plans that are sold by the term asked for, where there are any."""
    sold = [plan for plan in plans if case.term and Term(case.term) in available_terms(plan)]
    return sold or list(plans)


def _tightest(plans: Sequence[Plan], case: Case) -> Plan:
    """A plan with a list price before one without, a fixed package before an open range, one of the term before others."""
    wanted = Term(case.term) if case.term else None
    return min(
        plans,
        key=lambda plan: (
            plan.custom_price,
            plan.min_quantity != plan.max_quantity,
            bool(wanted) and wanted not in available_terms(plan),
        ),
    )


def extras_of(catalogue: Catalogue, option: str, options: Sequence[str], add_ons: Sequence[str]) -> tuple[str, ...]:
    """The add-ons that one of several options is priced with: those that go with it, and those that go with none of them, of which
    it is told."""

    def goes(add_on: str, of: str) -> bool:
        return any(_goes_with(catalogue, add_on, plan) for plan in plans_of(catalogue, of))

    return tuple(each for each in add_ons if goes(each, option) or not any(goes(each, other) for other in options))


def _goes_with(catalogue: Catalogue, add_on: str, plan: Plan) -> bool:
    plans = catalogue.add_ons[add_on].plans if add_on in catalogue.add_ons else ("",)
    return not plans or plan.id in plans


def _as_many(catalogue: Catalogue, add_on: str, plan: Plan, case: Case, quantity: int) -> AddOnChoice:
    """An add-on with how many of it: as many as were said, one for each that is bought, and of one that is sold by people as
    many as there are where the plan is not: lunch for 35 in a hall."""
    own = case.extra_numbers.get(add_on)
    if own is not None:
        return add_on, own or quantity
    by_heads = any(listed.unit.casefold() in HEADS for listed in catalogue.add_ons[add_on].prices)
    return (add_on, case.number) if by_heads and not is_by_heads(plan) and case.people and case.number else add_on


def _payments(term: Term, case: Case) -> int:
    """How many payments the time that is asked for takes: three months of a monthly price, a year of what is sold by the month."""
    if term is Term.ONE_TIME:
        return 1
    number, unit = case.span or (1, case.term or term.value)
    if unit == term.value:
        return number
    return number * _A_YEAR[term.value] if unit == Term.YEAR.value else 1
