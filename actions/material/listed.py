"""Prices as they are listed: where they start, which of several is meant, an extra's, a competitor's as published."""

from __future__ import annotations

from collections.abc import Iterator

from actions.material.says import Say
from milepost.dialogue.acts import Act
from milepost.errors import NotPriceable
from milepost.sales import pricing, wording
from milepost.sales.cases import Case
from milepost.sales.catalogue import Term
from milepost.sales.charges.case_prices import is_by_heads
from milepost.sales.charges.lines import base_lines, sum_of
from milepost.sales.money import Money
from milepost.sales.next_best_action import Answered
from milepost.sales.options import name_of, plan_name, plans_of
from milepost.services.turns import Turn

_LISTED = 6


def overview(turn: Turn, act: Act, case: Case) -> Iterator[Say]:
    """Where prices start, product by product; for a number that is known, what each costs least for it."""
    language, catalogue = turn.conversation.language, turn.catalogue
    currency = _currency(turn, case)
    terms = (Term(case.term),) if case.term else ()
    rows, shown = [], []
    for product in catalogue.products.values():
        plans = [plan.id for plan in catalogue.plans_of(product.id)]
        counted = [plan for plan in plans if not case.people or is_by_heads(catalogue.plan(plan))]
        way = (
            pricing.cheapest_way(catalogue, counted, case.number, currency, terms=terms, today=turn.now.date())
            if case.number
            else None
        )
        if way is not None and way.quantity == case.number and way.total.amount:
            rows.append(f"{plan_name(catalogue, way.plan)} {wording.price_per(way.total, way.term, '', language)}")
            shown.append(f"plan:{way.plan.id}")
            continue
        starts = [pricing.starting_price(catalogue, plan, currency, today=turn.now.date()) for plan in plans]
        paid = [each for each in starts if each and each.total.amount]
        if paid and not (case.number and counted):
            lowest = min(paid, key=lambda each: each.total.amount)
            text = wording.price_per(lowest.per_unit, lowest.term, lowest.unit, language)
            rows.append(f"{product.name} {wording.word('from', language).format(text)}")
            shown.append(f"product:{product.id}")
    turn.conversation.value_given = True
    turn.conversation.shown = shown[:_LISTED]
    if not rows:
        turn.answered = Answered.NO_PRICE
        yield Say("utter_price_custom", {"name": catalogue.company.name})
        return
    names = tuple(name_of(catalogue, option) for option in shown[:_LISTED])
    values = {"prices": "; ".join(rows[:_LISTED])}
    if case.number:
        yield Say("utter_price_overview_for", {**values, "quantity": str(case.number)}, buttons=names)
    else:
        yield Say("utter_price_overview", values, buttons=names)


def which_one(turn: Turn, act: Act, case: Case) -> Say:
    """Which of several options of one name is meant, each with where its price starts."""
    language, catalogue = turn.conversation.language, turn.catalogue
    among, currency = act.among[:4], _currency(turn, case)
    rows = []
    for option in among:
        starts = [
            pricing.starting_price(catalogue, plan.id, currency, today=turn.now.date())
            for plan in plans_of(catalogue, option)
        ]
        least = min((each for each in starts if each), key=lambda each: each.total.amount, default=None)
        text = wording.price_per(least.per_unit, least.term, least.unit, language) if least else ""
        rows.append(f"{name_of(catalogue, option)} {text or wording.word('custom', language)}")
    names = tuple(name_of(catalogue, option) for option in among)
    return Say("utter_price_which", {"prices": "; ".join(rows)}, buttons=names)


def add_on_times(turn: Turn, add_on: str, number: int, case: Case) -> Say | None:
    """What so many of an extra come to; None where it has no price to be multiplied."""
    extra, language = turn.catalogue.add_ons[add_on], turn.conversation.language
    listed = next((each for each in extra.prices if each.term.value == case.term), extra.prices[0])
    try:
        total = sum_of(base_lines(add_on, extra.name, listed, number, _currency(turn, case)), _currency(turn, case))
    except NotPriceable:
        return None
    values = {
        "name": f"{extra.name}, {wording.count(number, listed.unit, language)}",
        "total": wording.price_per(total, listed.term, "", language),
        "note": turn.catalogue.company.tax_note,
    }
    return Say("utter_price_total", values)


def _currency(turn: Turn, case: Case) -> str:
    currencies = turn.catalogue.company.currencies
    return case.currency if case.currency in currencies else currencies[0]


def add_on_price(turn: Turn, add_on: str) -> str:
    """What an add-on costs, in the term and currency in force where it has them."""
    extra, case, language = turn.catalogue.add_ons[add_on], turn.conversation.case, turn.conversation.language
    currency = _currency(turn, case)
    listed = next((each for each in extra.prices if each.term.value == case.term), extra.prices[0])
    amount = (
        listed.flat.get(currency) if listed.flat else listed.tiers[0].amounts.get(currency) if listed.tiers else None
    )
    return (
        ""
        if amount is None
        else wording.price_per(Money(amount, currency), listed.term, "" if listed.flat else listed.unit, language)
    )


def rival_price(turn: Turn, option: str) -> Iterator[Say]:
    """What is published about a competitor's price, with its source; that nothing is known where no source says."""
    rival = turn.catalogue.competitors[option.partition(":")[2]]
    if rival.price_note:
        yield Say("utter_price_rival", {"name": rival.name, "note": rival.price_note, "source": rival.price_source})
    else:
        yield Say("utter_rival_unknown", {"name": rival.name})
