"""Moves about money: exact prices, codes and what reductions there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from actions.material.blocks import quote_block
from actions.material.cases import breakdown_for, currency_for, fits
from actions.material.intentions import wants_added
from actions.material.options import compared_last, name_of, ours, plan_name, plans_of, rivals
from actions.moves import Move, Phrase, Say
from actions.research import add_on_answer
from milepost.errors import NotPriceable
from milepost.sales import pricing, wording
from milepost.sales.catalogue import Discount, Plan, Term
from milepost.sales.charges import customer_kinds
from milepost.sales.charges.lines import LineKind
from milepost.sales.charges.variants import meant, values_of
from milepost.sales.conversations import BuyingStage, Touch
from milepost.sales.next_best_action import Answered
from milepost.sales.pricing import PriceBreakdown
from milepost.services import quotes
from milepost.services.turns import Turn

_LISTED = 5
# A figure, or a threat to go, asked for off the list price.
_HAGGLES = re.compile(r"\d|\b(?:half|promised|or I|otherwise|last offer|best offer|match)\b", re.I)


class ActionQuotePrice(Move):
    """Prices what is meant, for the visitor's number, term and currency."""

    answered = Answered.PRICED

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_quote_price"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """One plan: the exact sum. A product: all its plans. Nothing named: where prices start."""
        for rival in rivals(turn):
            yield from rival_price(turn, rival)
        options = compared_last(turn) or ours(turn)
        if not options and rivals(turn):
            return
        if turn.add_ons and not turn.options and not (options and wants_added(turn)):
            yield from add_on_answer(turn)
            return
        if turn.ambiguous and not options:
            turn.conversation.pending = self.name()
            turn.has_asked = True
            yield Say("utter_price_which", buttons=tuple(name_of(turn.catalogue, option) for option in turn.ambiguous))
            return
        if not options:
            yield from overview(turn)
            return
        for option in options[:3]:
            plans = plans_of(turn.catalogue, option)
            yield from (one_price(turn, plans[0]) if len(plans) == 1 else plan_prices(turn, option, plans))


class ActionAnswerDiscount(Move):
    """Says which reductions there are and whether a code works; haggling goes to a person."""

    answered = Answered.PRICED

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_answer_discount"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """A code is tried on what is meant; else the public reductions are listed."""
        code = turn.pricing.get("code")
        options = ours(turn)
        plans = plans_of(turn.catalogue, options[0]) if options else ()
        if code and plans:
            yield from one_price(turn, plans[0], code=code)
            return
        if code:
            yield from code_alone(turn, code)
            return
        kind, haggles = turn.conversation.value("customer_kind"), bool(_HAGGLES.search(turn.text))
        if not haggles and len(plans) == 1 and any(each.customer_kind == kind for each in discounts_on(turn, plans[0])):
            yield from one_price(turn, plans[0])
            return
        if haggles:
            # What was asked for beyond the list is for a person to decide.
            turn.answered = Answered.NO_PRICE
        public = [discount for discount in turn.catalogue.discounts.values() if is_public(discount, turn)]
        described = [describe_discount(discount, turn.conversation.language) for discount in public]
        if described:
            yield Say("utter_discounts", {"discounts": "; ".join(described)})
        else:
            turn.answered = Answered.NO_PRICE
            yield Say("utter_no_discounts")


def one_price(turn: Turn, plan: Plan, *, code: str | None = None) -> Iterator[Say]:
    """The exact price of one plan with its lines, kept as a quote; or why there is none, and what there is instead."""
    code = code or turn.pricing.get("code")
    name = plan_name(turn.catalogue, plan)
    turn.conversation.touch(f"plan:{plan.id}", Touch.PRICED, turn.message_id)
    yield from not_sold_so(turn, plan)
    try:
        breakdown = breakdown_for(turn, plan, code=code)
    except NotPriceable as problem:
        yield no_price(turn, plan, problem)
        other = instead(turn, plan, problem, code)
        if other is None:
            yield from others_for_quantity(turn, plan, problem)
            return
        breakdown = other
    quote = quotes.record(turn, breakdown)
    turn.conversation.value_given = True
    yield Say("utter_price_total", price_values(turn, breakdown, name), block=quote_block(turn, quote, breakdown, name))
    for rejected in breakdown.codes_rejected:
        yield Say(
            "utter_code_rejected",
            {"code": rejected.code, "reason": Phrase(f"utter_code_reason_{rejected.reason.value}")},
        )
    yield from ask_kind(turn, breakdown)


def not_sold_so(turn: Turn, plan: Plan) -> Iterator[Say]:
    """What the message wants with a plan that it does not come with: a form of the good, an add-on."""
    name, language = plan_name(turn.catalogue, plan), turn.conversation.language
    product = turn.catalogue.product(plan.product)
    wanted = meant(product, turn.text).missing if product.variants else ""
    if wanted:
        available = wording.listing(values_of(product), language)
        yield Say("utter_variant_none", {"name": name, "wanted": wanted, "available": available})
    for add_on in (each for each in turn.add_ons if not fits(turn, each, plan)):
        fitting = [each.name for each in turn.catalogue.add_ons.values() if fits(turn, each.id, plan)]
        available = wording.listing(fitting, language) or wording.word("none", language)
        values = {"name": name, "add_on": turn.catalogue.add_ons[add_on].name, "available": available}
        yield Say("utter_add_on_not_for_plan", values)


def instead(turn: Turn, plan: Plan, problem: NotPriceable, code: str | None) -> PriceBreakdown | None:
    """The price in a term or currency that there is, where the one wanted is not."""
    if problem.option != plan.id or problem.reason not in ("term", "currency") or not problem.available:
        return None
    first = problem.available[0]
    try:
        if problem.reason == "term":
            return breakdown_for(turn, plan, code=code, term=Term(first))
        return breakdown_for(turn, plan, code=code, currency=first)
    except NotPriceable:
        return None


def others_for_quantity(turn: Turn, plan: Plan, problem: NotPriceable) -> Iterator[Say]:
    """The plans of the same product that are sold in a number that this one is not."""
    if problem.reason != "quantity" or problem.option != plan.id:
        return
    number = int(problem.detail)
    others = [
        each
        for each in turn.catalogue.plans_of(plan.product)
        if each.id != plan.id and each.min_quantity <= number <= (each.max_quantity or number)
    ]
    if others:
        names = tuple(plan_name(turn.catalogue, each) for each in others[:4])
        turn.answered = Answered.PRICED
        turn.has_asked = True
        turn.conversation.pending = "action_quote_price"
        values = {"quantity": problem.detail, "others": wording.listing(names, turn.conversation.language, last="or")}
        yield Say("utter_price_other_plans", values, buttons=names)


def ask_kind(turn: Turn, breakdown: PriceBreakdown) -> Iterator[Say]:
    """Asks, once and of who weighs or buys, whether the reduction for one kind of customer applies."""
    conversation = turn.conversation
    weighs = conversation.buying_stage in (BuyingStage.EVALUATION, BuyingStage.PURCHASE)
    asked = any(offer.startswith("kind:") for offer in conversation.offers_made)
    if asked or not weighs or turn.asked or conversation.asked or turn.has_asked:
        return
    found = customer_kinds.worth_asking(
        turn.catalogue, breakdown, conversation.value("customer_kind"), today=turn.now.date()
    )
    if found:
        conversation.offered = f"kind:{found[0].customer_kind if len(found) == 1 else ''}"
        conversation.offers_made.append(conversation.offered)
        conversation.pending = "action_quote_price"
        turn.has_asked = True
        described = "; ".join(describe_discount(each, conversation.language) for each in found)
        yield Say("utter_ask_customer_kind", {"discounts": described}, buttons=kind_buttons(found))


def kind_buttons(discounts: Sequence[Discount]) -> tuple[str, ...]:
    """The reductions by name, and none of them."""
    return (*(each.name for each in discounts), Phrase("utter_reading_deny"))


def discounts_on(turn: Turn, plan: Plan) -> tuple[Discount, ...]:
    """The reductions for a kind of customer that lower this visitor's price of a plan."""
    try:
        return tuple(each for each in breakdown_for(turn, plan).discounts if each.customer_kind)
    except NotPriceable:
        return ()


def price_values(turn: Turn, breakdown: PriceBreakdown, name: str) -> dict[str, str]:
    """What the price sentence needs, in the visitor's language."""
    language = turn.conversation.language
    extras = [line.label for line in breakdown.lines if line.kind in (LineKind.ADD_ON, LineKind.ONE_TIME)]
    form = f" ({', '.join(breakdown.variant.options.values())})" if breakdown.variant else ""
    return {
        "name": " + ".join([f"{name}{form}", *dict.fromkeys(extras)]),
        "quantity": wording.count(breakdown.quantity, breakdown.unit, language),
        "term": wording.term(breakdown.term, language=language),
        "total": wording.money(breakdown.total, language),
        "note": breakdown.tax_note,
    }


def no_price(turn: Turn, plan: Plan, problem: NotPriceable) -> Say:
    """Why the catalogue has no figure, and what it has instead."""
    name, language = plan_name(turn.catalogue, plan), turn.conversation.language
    if problem.reason == "term":
        available = [wording.term(Term(term), language=language) for term in problem.available]
        wanted = wording.term(Term(problem.detail), language=language)
        return Say(
            "utter_price_not_for_term",
            {"name": name, "wanted": wanted, "available": wording.listing(available, language)},
        )
    if problem.reason == "quantity":
        lowest, highest = problem.available
        reach = wording.need_value(
            {"min": int(lowest), **({"max": int(highest)} if highest else {})}, language=language
        )
        turn.answered = Answered.NO_PRICE
        return Say("utter_price_not_for_quantity", {"name": name, "range": reach, "quantity": problem.detail})
    if problem.reason == "currency":
        return Say(
            "utter_price_not_in_currency",
            {"available": wording.listing(problem.available, language), "wanted": problem.detail},
        )
    turn.answered = Answered.NO_PRICE
    return Say("utter_price_custom", {"name": name})


def plan_prices(turn: Turn, option: str, plans: tuple[Plan, ...]) -> Iterator[Say]:
    """Every plan of a product for the same case, cheapest first as the catalogue lists them."""
    language = turn.conversation.language
    turn.conversation.touch(option, Touch.PRICED, turn.message_id)
    turn.conversation.shown = [f"plan:{plan.id}" for plan in plans]
    priced, quantity = [], ""
    for plan in plans:
        try:
            breakdown = breakdown_for(turn, plan)
        except NotPriceable as problem:
            priced.append(f"{plan.name} {wording.word('custom', language)}" if problem.reason == "custom" else "")
            continue
        quantity = quantity or wording.count(breakdown.quantity, breakdown.unit, language)
        figure = wording.money(breakdown.total, language)
        priced.append(f"{plan.name} {figure} {wording.term(breakdown.term, language=language)}")
    turn.conversation.value_given = True
    values = {
        "product": name_of(turn.catalogue, option),
        "quantity": quantity,
        "prices": ", ".join(filter(None, priced)),
    }
    yield Say("utter_price_list", values, buttons=tuple(plan_name(turn.catalogue, plan) for plan in plans[:4]))


def overview(turn: Turn) -> Iterator[Say]:
    """Where prices start, product by product; for a number that was named, what each costs least for it."""
    language, catalogue = turn.conversation.language, turn.catalogue
    if turn.quantity and (ways := ways_for(turn, turn.quantity)):
        yield overview_for(turn, turn.quantity, ways)
        return
    starts = []
    for product in catalogue.products.values():
        starting = [
            pricing.starting_price(catalogue, plan.id, currency_for(turn), today=turn.now.date())
            for plan in catalogue.plans_of(product.id)
        ]
        paid = [way for way in starting if way and way.total.amount]
        if paid:
            lowest = min(paid, key=lambda way: way.total.amount)
            each = wording.price_per(lowest.per_unit, lowest.term, lowest.unit, language)
            starts.append((product, f"{product.name} {wording.word('from', language).format(each)}"))
    turn.conversation.pending = "action_quote_price"
    turn.has_asked = True
    turn.conversation.value_given = True
    turn.conversation.shown = [f"product:{product.id}" for product, _ in starts[:_LISTED]]
    prices = "; ".join(text for _, text in starts[:_LISTED])
    yield Say(
        "utter_price_overview", {"prices": prices}, buttons=tuple(product.name for product, _ in starts[:_LISTED])
    )


def overview_for(turn: Turn, quantity: int, ways: list[PriceBreakdown]) -> Say:
    """What each product costs least for a number."""
    language = turn.conversation.language
    turn.conversation.pending = "action_quote_price"
    turn.conversation.value_given = True
    turn.conversation.shown = [f"plan:{way.plan.id}" for way in ways]
    names = tuple(plan_name(turn.catalogue, way.plan) for way in ways)
    figures = [
        f"{name} {wording.money(way.total, language)} {wording.term(way.term, language=language)}"
        for name, way in zip(names, ways, strict=True)
    ]
    counted = wording.count(quantity, ways[0].unit, language)
    return Say("utter_price_overview_for", {"quantity": counted, "prices": "; ".join(figures)}, buttons=names)


def ways_for(turn: Turn, quantity: int) -> list[PriceBreakdown]:
    """The least costly way to buy each product for a number, of the first few that have one."""
    catalogue = turn.catalogue
    terms = (Term(turn.pricing["term"]),) if turn.pricing.get("term") else ()
    found = []
    for product in catalogue.products:
        plans, today = [plan.id for plan in catalogue.plans_of(product)], turn.now.date()
        way = pricing.cheapest_way(catalogue, plans, quantity, currency_for(turn), terms=terms, today=today)
        if way and way.total.amount and way.quantity == quantity:
            found.append(way)
    return found[:_LISTED]


def rival_price(turn: Turn, option: str) -> Iterator[Say]:
    """What is published about a competitor's price, with its source; nothing where no source says."""
    rival = turn.catalogue.competitors[option.partition(":")[2]]
    if rival.price_note:
        values = {"name": rival.name, "note": rival.price_note, "source": rival.price_source}
        yield Say("utter_price_rival", values)


def is_public(discount: Discount, turn: Turn) -> bool:
    """Whether a reduction needs no code and is in force today."""
    today = turn.now.date().isoformat()
    begun = not discount.valid_from or discount.valid_from <= today
    ended = bool(discount.valid_until) and (discount.valid_until or "") < today
    return discount.code is None and begun and not ended


def describe_discount(discount: Discount, language: str) -> str:
    """ "Non-profit 20%"."""
    if discount.percent is None:
        return discount.name
    return f"{discount.name} {wording.percent(discount.percent, language)}"


def code_alone(turn: Turn, code: str) -> Iterator[Say]:
    """A code given before anything was chosen: whether we have it."""
    known = [d for d in turn.catalogue.discounts.values() if d.code and d.code.casefold() == code.casefold()]
    if not known:
        turn.answered = Answered.NO_PRICE
        yield Say("utter_code_rejected", {"code": code, "reason": Phrase("utter_code_reason_unknown")})
        return
    expired = known[0].valid_until is not None and known[0].valid_until < turn.now.date().isoformat()
    if expired:
        yield Say("utter_code_rejected", {"code": code, "reason": Phrase("utter_code_reason_expired")})
        return
    turn.conversation.pending = "action_quote_price"
    turn.has_asked = True
    yield Say("utter_code_accepted", {"code": code, "name": describe_discount(known[0], turn.conversation.language)})
