"""Moves about money: exact prices, codes and what reductions there are."""

from __future__ import annotations

from collections.abc import Iterator

from actions.material.blocks import quote_block
from actions.material.options import name_of, ours, plan_name, plans_of, rivals
from actions.moves import Move, Phrase, Say
from milepost.errors import NotPriceable
from milepost.sales import pricing, wording
from milepost.sales.catalogue import Discount, Plan, Term
from milepost.sales.conversations import Touch
from milepost.sales.fit.verdicts import HEADS
from milepost.sales.next_best_action import Answered
from milepost.sales.pricing import PriceBreakdown
from milepost.services import quotes
from milepost.services.turns import Turn

_LISTED = 5


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
        options = ours(turn)
        if not options and rivals(turn):
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
        public = [discount for discount in turn.catalogue.discounts.values() if is_public(discount, turn)]
        described = [describe_discount(discount, turn.conversation.language) for discount in public]
        if described:
            yield Say("utter_discounts", {"discounts": "; ".join(described)})
        else:
            turn.answered = Answered.NO_PRICE
            yield Say("utter_no_discounts")


def currency_for(turn: Turn) -> str:
    """The currency that the message names, else the budget's, else the company's first."""
    known = turn.catalogue.company.currencies
    budget = turn.conversation.value("budget")
    wanted = turn.pricing.get("currency") or (budget.get("currency") if isinstance(budget, dict) else None)
    return wanted if wanted in known else known[0]


def last_quote(turn: Turn, plan: Plan) -> quotes.Quote | None:
    """The last quote of this conversation, if it was for this plan: its number and term hold until others are named."""
    kept = quotes.find(turn, turn.conversation.quotes[-1]) if turn.conversation.quotes else None
    return kept if kept and kept.plan == plan.id else None


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
    """The term that the message or the last quote names, else the plan's usual one; None where it has no price."""
    quoted = last_quote(turn, plan)
    named = turn.pricing.get("term") or (quoted.term if quoted else None)
    terms = pricing.available_terms(plan)
    if named:
        return Term(named)
    return terms[0] if terms else None


def breakdown_for(turn: Turn, plan: Plan, *, code: str | None = None) -> PriceBreakdown:
    """The price of a plan for this visitor's case. Raises NotPriceable."""
    return pricing.price(
        turn.catalogue,
        plan.id,
        quantity_for(turn, plan),
        term_for(turn, plan) or Term.MONTH,
        currency_for(turn),
        codes=[code] if code else (),
        today=turn.now.date(),
    )


def one_price(turn: Turn, plan: Plan, *, code: str | None = None) -> Iterator[Say]:
    """The exact price of one plan with its lines, kept as a quote; or why there is none."""
    code = code or turn.pricing.get("code")
    name = plan_name(turn.catalogue, plan)
    turn.conversation.touch(f"plan:{plan.id}", Touch.PRICED, turn.message_id)
    try:
        breakdown = breakdown_for(turn, plan, code=code)
    except NotPriceable as problem:
        yield no_price(turn, plan, problem)
        return
    quote = quotes.record(turn, breakdown)
    turn.conversation.value_given = True
    yield Say("utter_price_total", price_values(turn, breakdown, name), block=quote_block(turn, quote, breakdown, name))
    for rejected in breakdown.codes_rejected:
        yield Say(
            "utter_code_rejected",
            {"code": rejected.code, "reason": Phrase(f"utter_code_reason_{rejected.reason.value}")},
        )


def price_values(turn: Turn, breakdown: PriceBreakdown, name: str) -> dict[str, str]:
    """What the price sentence needs, in the visitor's language."""
    language = turn.conversation.language
    return {
        "name": name,
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
        yield Say("utter_code_rejected", {"code": code, "reason": Phrase("utter_code_reason_unknown")})
        return
    expired = known[0].valid_until is not None and known[0].valid_until < turn.now.date().isoformat()
    if expired:
        yield Say("utter_code_rejected", {"code": code, "reason": Phrase("utter_code_reason_expired")})
        return
    turn.conversation.pending = "action_quote_price"
    turn.has_asked = True
    yield Say("utter_code_accepted", {"code": code, "name": describe_discount(known[0], turn.conversation.language)})
