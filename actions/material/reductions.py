"""Reductions in words: their name with what they take off, and their conditions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from actions.material.says import Say
from actions.material.written import wants_verdict
from milepost.sales import wording
from milepost.sales.catalogue import Discount
from milepost.sales.money import Money
from milepost.sales.options import name_of, plan_name, plans_of
from milepost.services.turns import Turn

_NAMED = 4


def discount_name(discount: Discount, language: str) -> str:
    """ "Non-profit 20%"."""
    if discount.percent is None:
        return discount.name
    return f"{discount.name} {wording.percent(discount.percent, language)}"


def discount_text(turn: Turn, discount: Discount, *, meant: Collection[str] = ()) -> str:
    """A reduction with its conditions, in a sentence: "Charities: 20% off yearly plans."; of its plans first those that are
    meant."""
    language, catalogue, today = turn.conversation.language, turn.catalogue, turn.now.date()
    if discount.percent is not None:
        off = wording.percent(discount.percent, language)
    else:
        currency = turn.conversation.case.currency or catalogue.company.currencies[0]
        amount = discount.amounts.get(currency) or next(iter(discount.amounts.values()))
        off = wording.money(
            Money(amount, currency if currency in discount.amounts else next(iter(discount.amounts))), language
        )
    parts = [wording.word("off", language).format(off)]
    if discount.min_quantity:
        parts.append(wording.word("at_least", language).format(discount.min_quantity))
    if discount.terms:
        parts.append(
            wording.listing([wording.term(term, language=language) for term in discount.terms], language, last="or")
        )
    if discount.plans:
        plans = sorted(discount.plans, key=lambda plan: plan not in meant)
        names = [plan_name(catalogue, catalogue.plan(plan)) for plan in plans]
        more = [wording.word("others", language)] if len(names) > _NAMED else []
        parts.append(wording.listing([*names[:_NAMED], *more], language))
    if discount.valid_until:
        until = wording.date(date.fromisoformat(discount.valid_until), language, today=today)
        ended = discount.valid_until < today.isoformat()
        parts.append(wording.word("ended" if ended else "until", language).format(until))
    name = f"{discount.name} ({discount.code})" if discount.code and is_told(discount, turn) else discount.name
    return f"{name}: {', '.join(parts)}."


def is_told(discount: Discount, turn: Turn) -> bool:
    """Whether a reduction may be told to anyone: it needs no code, or the owner has written the code in an answer of theirs."""
    return discount.code is None or any(
        discount.code.casefold() in answer.answer.casefold() for answer in turn.catalogue.answers.values()
    )


def about_one(turn: Turn, discount: Discount, options: Sequence[str]) -> Say:
    """One reduction, and whether it is for what is meant; to who asks so, that there is one."""
    plans = {plan.id for option in options for plan in plans_of(turn.catalogue, option)}
    text = discount_text(turn, discount, meant=plans)
    if plans and discount.plans and not plans & set(discount.plans):
        names = [name_of(turn.catalogue, option) for option in options[:_NAMED]]
        values = {"name": wording.listing(names, turn.conversation.language), "discount": text}
        return Say("utter_discount_not_for", values)
    is_there = wants_verdict(turn) and is_in_force(discount, turn)
    return Say("utter_fact_yes" if is_there else "utter_fact", {"fact": text})


def is_in_force(discount: Discount, turn: Turn) -> bool:
    """Whether a reduction is in force today."""
    today = turn.now.date().isoformat()
    begun = not discount.valid_from or discount.valid_from <= today
    ended = bool(discount.valid_until) and (discount.valid_until or "") < today
    return begun and not ended
