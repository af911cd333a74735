"""A price that was given and is told again: of the plan that was priced, and beside the answer to what changes its case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.case_changes import case_after
from milepost.dialogue.context import Context
from milepost.dialogue.prices.priced import price_act
from milepost.dialogue.reading import Reading
from milepost.dialogue.referents import Meant
from milepost.sales.cases import Case
from milepost.sales.catalogue import Catalogue

# What a question of a fact may be about where a price depends on the answer: what the owner has written, a reduction.
_BEARS_ON_PRICES = ("answer", "discount")
_MOST_WORDS = 12


def plan_priced(catalogue: Catalogue, option: str, case: Case) -> str | None:
    """The plan that was priced last of a product that has several; a plan itself, if it was priced."""
    kind, _, own = option.partition(":")
    if kind == "plan":
        return option if own in case.basket else None
    plans = [plan for plan in reversed(tuple(case.basket)) if plan in catalogue.plans]
    return next((f"plan:{plan}" for plan in plans if catalogue.plans[plan].product == own), None)


def as_priced(meant: Meant, reading: Reading, case: Case, catalogue: Catalogue) -> Meant:
    """What is meant with the plan that was priced in the place of its product, where the message changes the price by an extra, a
    term, a currency or a code and so goes on about it."""
    goes_on = reading.add_ons or reading.extra_numbers or reading.term or reading.currency or reading.code
    if not goes_on or meant.source not in ("named", "words"):
        return meant
    options = tuple(plan_priced(catalogue, option, case) or option for option in meant.options)
    return replace(meant, options=options) if len(set(options)) == len(options) else meant


def told_again(act: Act, reading: Reading, named: Sequence[str], context: Context, catalogue: Catalogue) -> Act | None:
    """The price of what was priced, or of what is named, beside the answer to a question that changes it: "can you do pounds",
    "may I pay it by the month", "is that with the charity thing"."""
    kind = str(act.fact).partition(":")[0]
    is_of_reduction = act.kind is ActKind.ASK_DISCOUNT and act.code is None
    is_of_fact = act.kind is ActKind.ASK_FACT and kind in _BEARS_ON_PRICES and not act.zone.is_nearest
    if not (is_of_reduction or (is_of_fact and reading.asks)) or reading.words > _MOST_WORDS:
        return None
    option = next((plan_priced(catalogue, each, context.case) for each in (named or context.focus)[:1]), None)
    if option is None:
        return None
    discount = catalogue.discounts.get(str(act.fact).partition(":")[2]) if kind == "discount" else None
    if discount is not None and not reading.customer_kind and not reading.code:
        reading = replace(reading, customer_kind=discount.customer_kind)
    before = context.case
    after = case_after(before, reading, [option], catalogue)
    if all(getattr(after, part) == getattr(before, part) for part in ("term", "currency", "codes", "customer_kind")):
        return None
    price = price_act(after, Meant((option,), "focus"), reading)
    return price.with_args("priced again", text=reading.text, confidence=act.confidence)
