"""What a visitor's mentions stand for: options by name, by place in what was shown, by price, or by what was last spoken of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from milepost.sales.catalogue import Catalogue, Plan, Price, Term
from milepost.sales.conversations import Conversation
from milepost.sales.recommendation import ranked

_PLACES = {"first": 0, "second": 1, "third": 2, "last": -1}
_PAYMENTS_A_YEAR = {Term.WEEK: Decimal(52), Term.MONTH: Decimal(12), Term.YEAR: Decimal(1)}
_SHELVES = {"product": "products", "plan": "plans", "competitor": "competitors"}


@dataclass(frozen=True)
class Resolved:
    """`options` ("plan:ID", "product:ID", "competitor:ID") in the order of the message, attribute and add-on ids, and the
    options among which the visitor must be asked to choose."""

    options: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    add_ons: tuple[str, ...] = ()


def resolve(mentions: Sequence[Mapping[str, Any]], conversation: Conversation, catalogue: Catalogue) -> Resolved:
    """What the mentions of one message mean in this conversation. A reference with nothing to refer to means nothing."""
    options: list[str] = []
    ambiguous: list[str] = []
    named = _products_named(mentions, catalogue)
    for mention in mentions:
        kind = mention["kind"]
        if kind in _SHELVES:
            known = [f"{kind}:{each}" for each in mention["ids"] if each in getattr(catalogue, _SHELVES[kind])]
            found = _narrowed(known, named, conversation, catalogue)
            if len(found) > 1:
                ambiguous += found
            options += found if len(found) == 1 else []
        elif kind == "reference":
            options += referred(str(mention.get("reference")), options, conversation, catalogue)
    return Resolved(
        tuple(dict.fromkeys(_without_products_of_plans(options, catalogue))),
        tuple(dict.fromkeys(each for mention in mentions if mention["kind"] == "attribute" for each in mention["ids"])),
        tuple(dict.fromkeys(option for option in ambiguous if option not in options)),
        tuple(dict.fromkeys(each for mention in mentions if mention["kind"] == "add_on" for each in mention["ids"])),
    )


def referred(reference: str, named: Sequence[str], conversation: Conversation, catalogue: Catalogue) -> list[str]:
    """The options that a reference points at, given those that the same message named before it."""
    recent = _recent(conversation, catalogue)
    shown = [option for option in conversation.shown if _exists(catalogue, option)]
    if reference == "it":
        # Of several that were only shown, "it" means none.
        return [] if named else recent[:1] or (shown if len(shown) == 1 else [])
    pool = list(dict.fromkeys(named)) if len(set(named)) > 1 else shown if len(shown) > 1 else recent[:2][::-1]
    if reference == "both":
        return pool[:2] if len(pool) == 2 or not recent else recent[:2][::-1] if len(recent) > 1 else pool[:2]
    if reference in ("cheaper", "dearer"):
        return _by_price(pool, catalogue, dearer=reference == "dearer")
    if reference == "other":
        others = [option for option in pool if option not in (named if named else [*named, *recent[:1]])]
        return others[:1] if len(others) == 1 else []
    place = _PLACES.get(reference)
    if place is None or not pool or place >= len(pool):
        return []
    return [pool[place]]


def _products_named(mentions: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> set[str]:
    named = {
        each
        for mention in mentions
        if mention["kind"] == "product" and len(mention["ids"]) == 1
        for each in mention["ids"]
    }
    return named & set(catalogue.products)


def _narrowed(found: list[str], named: set[str], conversation: Conversation, catalogue: Catalogue) -> list[str]:
    """Of several options of one name, those of a product named beside it, else of what was shown or spoken of last."""
    if len(found) < 2:
        return found
    beside = [option for option in found if _product_of(option, catalogue) in named]
    if beside:
        return beside
    shown = [option for option in found if option in conversation.shown]
    if len(shown) == 1:
        return shown
    for option in _recent(conversation, catalogue):
        near = [
            each for each in found if each == option or _product_of(each, catalogue) == _product_of(option, catalogue)
        ]
        if near:
            return near
    return _suiting(found, conversation, catalogue)


def _suiting(found: list[str], conversation: Conversation, catalogue: Catalogue) -> list[str]:
    """Of options of one name, the one that suits what is known of the visitor better than all others: the queen size of
    a mattress for who asked for queen."""
    products = {option: _product_of(option, catalogue) for option in found}
    weights: dict[str, float] = {}
    among = [f"product:{product}" for product in products.values() if product]
    for each in ranked(catalogue, conversation, among=among):
        weights[each.product.id] = max(each.weight, weights.get(each.product.id, 0.0))
    ordered = sorted(found, key=lambda option: -weights.get(products[option] or "", 0.0))
    first, second = (weights.get(products[option] or "", 0.0) for option in ordered[:2])
    return ordered[:1] if first > second else found


def _without_products_of_plans(options: list[str], catalogue: Catalogue) -> list[str]:
    """A product named only to say which plan is meant is not an option of its own."""
    owners = {f"product:{_product_of(option, catalogue)}" for option in options if option.startswith("plan:")}
    return [option for option in options if option not in owners]


def _recent(conversation: Conversation, catalogue: Catalogue) -> list[str]:
    """Options in the order in which they last came up, the latest first."""
    latest = dict.fromkeys(touch.option for touch in reversed(conversation.touches))
    return [option for option in latest if _exists(catalogue, option)]


def _exists(catalogue: Catalogue, option: str) -> bool:
    kind, _, option_id = option.partition(":")
    return kind in _SHELVES and option_id in getattr(catalogue, _SHELVES[kind])


def _product_of(option: str, catalogue: Catalogue) -> str:
    kind, _, option_id = option.partition(":")
    return catalogue.plan(option_id).product if kind == "plan" and option_id in catalogue.plans else option_id


def _by_price(options: list[str], catalogue: Catalogue, *, dearer: bool) -> list[str]:
    """The cheapest or dearest of at least two options; nothing where two of them cannot be compared.

    A custom price counts as dearer than any listed one.
    """
    costs = [(_cost(option, catalogue), option) for option in options if not option.startswith("competitor:")]
    kinds = {repeats for (repeats, _), _ in costs if repeats is not None}
    if len(costs) < 2 or len(kinds) > 1:
        return []
    ordered = sorted(costs, key=lambda entry: entry[0][1])
    best = ordered[-1] if dearer else ordered[0]
    return [best[1]]


def _cost(option: str, catalogue: Catalogue) -> tuple[bool | None, Decimal]:
    """Whether it is paid again and again (None: no list price), and what the least quantity costs, by the year if so."""
    kind, _, option_id = option.partition(":")
    plans = (catalogue.plan(option_id),) if kind == "plan" else catalogue.plans_of(option_id)
    currency = catalogue.company.currencies[0]
    costs = [cost for plan in plans for price in plan.prices if (cost := _of_price(plan, price, currency)) is not None]
    return min(costs, key=lambda cost: (cost[0], cost[1])) if costs else (None, Decimal("Infinity"))


def _of_price(plan: Plan, price: Price, currency: str) -> tuple[bool, Decimal] | None:
    amounts = [price.flat.get(currency), price.tiers[0].amounts.get(currency) if price.tiers else None]
    if all(amount is None for amount in amounts):
        return None
    flat, unit = (amount or Decimal(0) for amount in amounts)
    once = flat + unit * plan.min_quantity
    repeats = price.term in _PAYMENTS_A_YEAR
    return repeats, once * _PAYMENTS_A_YEAR.get(price.term, Decimal(1))
