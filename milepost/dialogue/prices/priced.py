"""A price as an act: which of what may be meant is to be priced, for which case, and how many of each."""

from __future__ import annotations

from collections.abc import Sequence

from milepost.dialogue.acts import PRICE, Act, ActKind
from milepost.dialogue.case_changes import is_counted_by_heads, is_name
from milepost.dialogue.context import Context
from milepost.dialogue.reading import Reading
from milepost.dialogue.referents import Meant, Referents
from milepost.sales.cases import Case
from milepost.sales.catalogue import Catalogue, Term
from milepost.sales.options import is_ours, plans_of

_LISTS_TEXT = "prices pricing rates list overview preise preisliste precios tarifas prix tarifs preços"
# Who says one of these may ask for the prices of all that there is.
LISTS = frozenset(_LISTS_TEXT.split())
# What prices are told by where nobody says it.
_BY_DEFAULT = Term.MONTH.value
# Who says one of these to us asks for ours, whoever else was spoken of.
_YOURS = frozenset(["you", "your", "yours"])


def to_be_priced(meant: Sequence[Meant], reading: Reading, context: Context) -> list[Meant]:
    """What may be meant by a price. Options that are outright said to come on top of what is in focus are asked for with it, not by
    themselves, nor is what is in focus; all that there is is meant only where nothing of ours is in focus, or by who asks for a
    price list."""
    added = {one.added for one in meant if one.added and one.strength == 1.0}
    kept = [one for one in meant if not added or (one.options not in added and one.source not in ("focus", "first"))]
    words = {word.strip("?!.,;:") for word in reading.text.casefold().split()}
    has_ours = any(one.source == "ours" for one in kept)
    is_about = (has_ours or any(is_ours(option) for option in context.focus)) and not LISTS & words
    kept = [one for one in kept if one.source != "beside"]  # for a comparison
    if has_ours and (
        reading.code or reading.customer_kind or words & _YOURS
    ):  # no price of a competitor's is worked out
        kept = [one for one in kept if one.source == "none" or any(is_ours(option) for option in one.options)]
    case = context.case
    is_of_one = (
        (reading.count is not None and reading.count.number != case.number)
        or reading.span is not None
        or (reading.term is not None and reading.term != (case.term or _BY_DEFAULT))
    )
    is_between = "difference" in reading.phrases and (not is_of_one or reading.reference in ("both", "all"))
    if is_between and any(len(one.options) > 1 for one in kept):  # what lies between two prices is of two options
        kept = [one for one in kept if len(one.options) > 1]
    return [one for one in kept if one.source != "none" or not is_about]


def price_act(case: Case, meant: Meant, reading: Reading) -> Act:
    """A price of these options for a case."""
    numbers = numbers_of(reading)
    return Act(
        ActKind.ASK_PRICE,
        meant.options,
        meant.among,
        number=case.number,
        numbers=numbers if len(numbers) > 1 else {},
        term=case.term,
        currency=case.currency,
        add_ons=case.add_ons,
        code=reading.code,
        customer_kind=case.customer_kind,
        difference="difference" in reading.phrases,
        by=PRICE if meant.source == "none" else None,
    )


def is_other_term(meant: Meant, reading: Reading, context: Context) -> bool:
    """Whether what was last priced by the year or by the month is asked for by the other: what lies between is of interest."""
    last = context.last
    if (
        last is None
        or last.kind is not ActKind.ASK_PRICE
        or not meant.options
        or not set(meant.options) <= set(last.options)
    ):
        return False
    return {str(reading.term), str(last.term)} == {Term.MONTH.value, Term.YEAR.value}


def numbers_of(reading: Reading) -> dict[str, int]:
    """How many of each option that is named with a number before it: "2 of this and 3 of that"."""
    counted = {m.start: f"{m.kind}:{m.ids[0]}" for m in reading.of("product", "plan")}
    return {counted[c.option]: c.number for c in reading.counts if c.option in counted}


def numbers_of_each(one: Meant, case: Case, reading: Reading, context: Context, referents: Referents) -> dict[str, int]:
    """How many of each of several options: what is counted beside its name, the number said for the one that comes on top or
    that is named alone among them, and as many of the others as were priced before."""
    named = numbers_of(reading)
    if len(named) > 1 or len(one.options) < 2:
        return named if len(named) > 1 else {}
    ours = [option for option in one.options if is_ours(option)]
    told = referents.told_of(ours, reading)
    own = one.added or ((told,) if told else ())
    count = reading.count
    before, basket = context.case, context.case.basket
    found: dict[str, int] = {}
    for option in ours:
        is_theirs = not before.people or is_counted_by_heads(referents.catalogue, option)
        held = basket.get(option.partition(":")[2]) or (before.number if is_theirs else None)
        is_called = count is not None and is_name(count, [option], referents.catalogue)
        if count is not None and not is_called and (option in own or not own):
            found[option] = count.number
        elif held is not None and option not in one.added:
            found[option] = held
        elif (case.people and is_theirs and not is_called) or _sold_alike(referents.catalogue, option, ours):
            found[option] = case.number or 1
        else:
            found[option] = 1
    return found if len(set(found.values())) > 1 or own else {}


def _sold_alike(catalogue: Catalogue, option: str, others: Sequence[str]) -> bool:
    """Whether an option is sold by the unit of another: a fitting for each box."""

    def units(of: str) -> set[str]:
        return {price.unit.casefold() for plan in plans_of(catalogue, of) for price in plan.prices}

    return any(units(option) & units(other) - {"item"} for other in others if other != option)
