"""Whether a message asks for options to be put in order, and which options those are."""

from __future__ import annotations

import re
from decimal import Decimal

from actions.material.options import exists, plans_of, product_of
from milepost.sales.fit.superlatives import Superlative, superlative_in
from milepost.sales.pricing import starting_price
from milepost.services.turns import Turn

_ASKS = frozenset(
    {
        *("ask_recommendation", "compare_products", "ask_product", "ask_offer", "ask_price", "ask_question"),
        *("state_need", "nlu_fallback", "out_of_scope", "ask_discount"),
    }
)
# "I want the lightest there is" is a need to listen to; "the lightest tent?" is a question.
_OF_ONESELF = re.compile(r"(?<![a-z])(?:i|i'?m|i'?d|we|we'?re|my|our|me|us|need|want|looking)(?![a-z])", re.I)
_ASKED = re.compile(r"\?|(?<![a-z])(?:which|what|what'?s|whats|who|show|tell|name|give)(?![a-z])", re.I)
_OF_THESE = re.compile(
    r"(?<![a-z])(?:which(?: one)?(?: of)?(?: them| these| those)?|of (?:them|these|those)|the two|both)(?![a-z])", re.I
)
_OF_PLANS = re.compile(r"(?<![a-z])(?:plans?|tariffs?|packages?|tiers?|subscriptions?)(?![a-z])", re.I)
_FEW = 7


def asks_order(turn: Turn) -> bool:
    """Whether the message wants to know what is the most or the least, and something can be put in order by it."""
    if turn.intent not in _ASKS or not (_ASKED.search(turn.text) or len(turn.text.split()) <= _FEW):
        return False
    if turn.intent == "state_need" and (_OF_ONESELF.search(turn.text) or turn.asked):
        return False
    asked = asked_superlative(turn)
    return asked is not None and sum(figure is not None for figure in figures(turn, asked).values()) > 1


def asked_superlative(turn: Turn) -> Superlative | None:
    """The superlative of the message, by figures that the options in question have."""
    products = list(dict.fromkeys(product_of(turn.catalogue, option) for option in in_question(turn)))
    return superlative_in(turn.text, turn.catalogue, turn.attributes, products)


def figures(turn: Turn, asked: Superlative) -> dict[str, Decimal | None]:
    """The options in question with the figure that they are put in order by; None where the catalogue has none.

    Plans in place of their products where these have several and differ by it.
    """
    options = in_question(turn)
    plans = [f"plan:{plan.id}" for option in options for plan in plans_of(turn.catalogue, option)]
    found = {option: _figure(turn, option, asked) for option in options}
    several = len(plans) > len(options)
    if several and (asked.attribute is None or sum(figure is not None for figure in found.values()) < 2):
        return {plan: _figure(turn, plan, asked) for plan in plans}
    return found


def in_question(turn: Turn) -> list[str]:
    """The options to put in order: those named, those of the kind named, those just shown, those of the kind that the visitor
    looks for, or all there are."""
    catalogue = turn.catalogue
    named = [option for option in turn.options if not option.startswith("competitor:")]
    if len(named) > 1:
        return named
    kinds = {each for m in turn.parse.get("mentions") or () if m["kind"] == "category" for each in m["ids"]}
    products = [p.id for p in catalogue.products.values() if p.category in kinds or p.id in kinds]
    if named:
        products = [product_of(catalogue, named[0])]
    elif not products:
        shown = [option for option in turn.conversation.shown if exists(catalogue, option)]
        if len(shown) > 1 and _OF_THESE.search(turn.text):
            return shown
        looked_for = str(turn.conversation.value("category") or "").casefold()
        kept = [p.id for p in catalogue.products.values() if p.category.casefold() == looked_for]
        products = kept or list(catalogue.products)
    plans = [plan for product in products for plan in catalogue.plans_of(product)]
    by_plan = len(products) == 1 or (_OF_PLANS.search(turn.text) and len(plans) > len(products))
    return [f"plan:{plan.id}" for plan in plans] if by_plan else [f"product:{product}" for product in products]


def _figure(turn: Turn, option: str, asked: Superlative) -> Decimal | None:
    catalogue, ways = turn.catalogue, plans_of(turn.catalogue, option)
    if asked.attribute is None:
        # What the least of it costs in a year: monthly and yearly prices can be put in order.
        currency, today = catalogue.company.currencies[0], turn.now.date()
        priced = [starting_price(catalogue, plan.id, currency, today=today) for plan in ways]
        return min((way.a_year.amount for way in priced if way), default=None)
    known = catalogue.product(product_of(catalogue, option)).attributes
    if len(ways) == 1:
        known = catalogue.attributes_of_plan(ways[0])
    value = known.get(asked.attribute.id)
    return value if isinstance(value, Decimal) else None
