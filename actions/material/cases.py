"""The case that a price is worked out for: number, term, currency, add-ons, variant and kind of customer."""

from __future__ import annotations

import re
from datetime import date, timedelta

from milepost.sales import pricing, wording
from milepost.sales.catalogue import Plan, Term, Variant
from milepost.sales.charges.variants import meant
from milepost.sales.fit.verdicts import HEADS
from milepost.sales.pricing import PriceBreakdown
from milepost.services import quotes
from milepost.services.turns import Turn

_QUOTE_NUMBER = re.compile(r"Q-[0-9A-F]{8}", re.I)
_DAY = re.compile(
    r"\b(?P<day>(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today)\b",
    re.I,
)
_TOGETHER = 3
_SAME = re.compile(r"\b(?:same|again|last|previous|earlier|that) (?:quote|offer)\b|\bquote again\b", re.I)
_WITHOUT = re.compile(r"(?<!\w)(?:without|no|drop|remove|leave out|not)(?!\w)", re.I)


def currency_for(turn: Turn) -> str:
    """The currency that the message names, else the budget's, else the company's first."""
    known = turn.catalogue.company.currencies
    budget = turn.conversation.value("budget")
    wanted = turn.pricing.get("currency") or (budget.get("currency") if isinstance(budget, dict) else None)
    return wanted if wanted in known else known[0]


def last_quote(turn: Turn, plan: Plan) -> quotes.Quote | None:
    """The last quote of this conversation, or of those that came with it the one for this plan: its number and term hold
    until others are named."""
    meant, recent = quote_meant(turn), turn.conversation.quotes[: -1 - _TOGETHER : -1]
    kept = [meant] if meant else [quotes.find(turn, each) for each in recent]
    same = [each for each in kept if each and kept[0] and each.created_at == kept[0].created_at]
    return next((each for each in same if each.plan == plan.id), None)


def quote_meant(turn: Turn) -> quotes.Quote | None:
    """The earlier quote that a message refers to, where it names no option: by its number, by its day ("the quote from
    Tuesday"), or as the last ("the same quote for 40 seats"); None where it refers to none."""
    if turn.options:
        return None
    number, day = _QUOTE_NUMBER.search(turn.text), _DAY.search(turn.text)
    for quote in quotes.of(turn):
        if number and quote.number.casefold() == number[0].casefold():
            return quote
        if day and not number and said_day(turn, day["day"]) == quote.created_at.date():
            return quote
    return None if number or day else (next(iter(quotes.of(turn)), None) if _SAME.search(turn.text) else None)


def said_day(turn: Turn, day: str) -> date:
    """The last day of that name up to today."""
    names = [wording.weekday(date(2024, 1, 1 + number)).casefold() for number in range(7)]
    today = turn.now.date()
    if day.casefold() in ("today", "yesterday"):
        return today - timedelta(days=1 if day.casefold() == "yesterday" else 0)
    return today - timedelta(days=(today.weekday() - names.index(day.casefold())) % 7)


def quantity_for(turn: Turn, plan: Plan) -> int:
    """For how many: as the message or the last quote says, else the team where priced by people, else the smallest."""
    if turn.quantity:
        return turn.quantity
    quoted = last_quote(turn, plan)
    if quoted:
        return quoted.quantity
    size = turn.conversation.value("team_size")
    unit = plan.prices[0].unit if plan.prices else ""
    if isinstance(size, dict):
        size = size.get("max") or size.get("min")
    if isinstance(size, int) and unit in HEADS:
        return max(size, plan.min_quantity)
    return max(1, plan.min_quantity)


def is_quantity_open(turn: Turn, plan: Plan) -> bool:
    """Whether the price depends on a number of people that nobody has named yet."""
    by_heads = bool(plan.prices) and plan.prices[0].unit in HEADS and bool(plan.prices[0].tiers)
    return by_heads and turn.quantity is None and turn.conversation.value("team_size") is None


def term_for(turn: Turn, plan: Plan) -> Term | None:
    """The term that the message or the last quote names, in a quote or where no option is named anew the one that was asked
    for before, else the plan's usual one; None where it has no price."""
    quoted = last_quote(turn, plan)
    named = turn.pricing.get("term") or (quoted.term if quoted else None)
    if named:
        return Term(named)
    terms = pricing.available_terms(plan)
    before = turn.conversation.value("term") if turn.intent == "request_quote" or not turn.options else None
    return next((term for term in terms if term.value == before), terms[0] if terms else None)


def add_ons_for(turn: Turn, plan: Plan) -> tuple[str, ...]:
    """The add-ons that go on this plan: those that the last quote had and those that the message names, or less these where
    it wants to be without."""
    catalogue = turn.catalogue
    quoted = last_quote(turn, plan)
    labels = (
        {str(line["label"]) for line in quoted.lines if line["kind"] in ("add_on", "one_time")} if quoted else set()
    )
    kept = [each.id for each in catalogue.add_ons.values() if each.name in labels]
    named = [each for each in turn.add_ons if fits(turn, each, plan)]
    if named and _WITHOUT.search(turn.text):
        return tuple(each for each in kept if each not in named)
    return tuple(dict.fromkeys([*kept, *named]))


def fits(turn: Turn, add_on: str, plan: Plan) -> bool:
    """Whether an add-on is sold with a plan."""
    plans = turn.catalogue.add_ons[add_on].plans
    return not plans or plan.id in plans


def variant_for(turn: Turn, plan: Plan) -> Variant | None:
    """The one form of a good that the message means."""
    product = turn.catalogue.product(plan.product)
    return meant(product, turn.text).one if product.variants else None


def breakdown_for(
    turn: Turn, plan: Plan, *, code: str | None = None, term: Term | None = None, currency: str | None = None
) -> PriceBreakdown:
    """The price of a plan for this visitor's case, in another term or currency where given. Raises NotPriceable."""
    variant = variant_for(turn, plan)
    return pricing.price(
        turn.catalogue,
        plan.id,
        quantity_for(turn, plan),
        term or term_for(turn, plan) or Term.MONTH,
        currency or currency_for(turn),
        codes=[code] if code else (),
        add_ons=add_ons_for(turn, plan),
        variant=variant.id if variant else None,
        customer_kind=turn.conversation.value("customer_kind"),
        today=turn.now.date(),
    )
