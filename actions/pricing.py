"""Moves about money: exact prices for the case in force, codes and what reductions there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.material.blocks import quote_block
from actions.material.listed import add_on_price, add_on_times, overview, rival_price, which_one
from actions.material.reductions import discount_name, discount_text
from actions.material.written import owners_answer, written_answer
from actions.moves import Move, Phrase, Say
from milepost.dialogue.acts import PRICE, Act
from milepost.errors import NotPriceable
from milepost.sales import pricing, wording
from milepost.sales.cases import Case
from milepost.sales.catalogue import Discount, Plan, Term
from milepost.sales.charges import customer_kinds
from milepost.sales.charges.case_prices import (
    CasePrice,
    difference_of,
    extras_of,
    first_payment_of,
    price_of_option,
    total_of,
)
from milepost.sales.charges.discounts import CodeReason
from milepost.sales.charges.lines import LineKind, PriceLine
from milepost.sales.conversations import BuyingStage, Touch
from milepost.sales.next_best_action import CONTACT, Answered
from milepost.sales.options import is_ours, name_of, plan_name
from milepost.sales.pricing import PriceBreakdown
from milepost.services import quotes
from milepost.services.turns import Turn

_LISTED, _OPTIONS = 6, 4


class ActionQuotePrice(Move):
    """Prices what is meant, for the case in force."""

    answered = Answered.PRICED

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_quote_price"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """One plan: the exact sum. A product: its plans. Several: each, their sum or difference. Nothing named: where prices
        start."""
        act = turn.act
        for option in act.options:
            if not is_ours(option):
                yield from rival_price(turn, option)
        ours = [option for option in act.options if is_ours(option)]
        if act.among and not ours:
            turn.asks_for("option")
            yield which_one(turn, act, case_of(turn, act))
        elif not ours and act.add_ons and act.by != PRICE:
            for each in act.add_ons:
                yield from extra_alone(turn, each)
        elif not ours and (answer := owners_answer(turn)) is not None:
            yield written_answer(turn, answer)
        elif not ours:
            if not act.options:
                yield from overview(turn, act, case_of(turn, act))
        else:
            yield from priced(turn, act, ours)
            if (answer := owners_answer(turn)) is not None:
                yield written_answer(turn, answer)


def case_of(turn: Turn, act: Act) -> Case:
    """The case that an act's price is for: the one in force with the act's own arguments."""
    case = turn.conversation.case
    said = {"number": act.number, "term": act.term, "currency": act.currency, "customer_kind": act.customer_kind}
    case = case.changed(**{name: value for name, value in said.items() if value})
    codes = (*case.codes, act.code) if act.code and act.code not in case.codes else case.codes
    return case.changed(codes=codes, add_ons=act.add_ons if act.options else case.add_ons)


def extra_alone(turn: Turn, add_on: str) -> Iterator[Say]:
    """An extra by itself: what it is and costs, what so many of it come to, and that together with what was priced before."""
    extra, case, language = turn.catalogue.add_ons[add_on], turn.conversation.case, turn.conversation.language
    summary = f"{extra.summary} {add_on_price(turn, add_on)}.".strip()
    yield Say("utter_product", {"name": extra.name, "summary": summary})
    number = case.extra_numbers.get(add_on)
    if not number:
        return
    if (times := add_on_times(turn, add_on, number, case)) is not None:
        yield times
    before = [f"plan:{plan}" for plan in case.basket if plan in turn.catalogue.plans]
    with_it = [option for option in before if extras_of(turn.catalogue, option, before, (add_on,))]
    found = [
        price_of_option(
            turn.catalogue,
            option,
            case.changed(add_ons=(add_on,) if option in with_it[:1] else ()),
            today=turn.now.date(),
            number=case.basket[option[5:]],
        )[0]
        for option in before
    ]
    whole = total_of(found) if with_it else None
    if whole is not None:
        yield Say("utter_price_sum", {"total": wording.money(whole, language)})


def priced(turn: Turn, act: Act, options: Sequence[str]) -> Iterator[Say]:
    """Each option's price for the case, then the sum or the difference."""
    case, today = case_of(turn, act), turn.now.date()
    turn.conversation.value_given = True
    singles: list[CasePrice] = []
    told: set[str] = set()
    for option in options[:_OPTIONS]:
        own = case.changed(add_ons=extras_of(turn.catalogue, option, options[:_OPTIONS], case.add_ons))
        found = price_of_option(turn.catalogue, option, own, today=today, number=act.numbers.get(option))
        if len(found) == 1:
            singles.append(found[0])
            yield from one_price(turn, found[0], own, told)
            yield from saved(turn, found[0], own, asked=act.difference and len(options) == 1)
            yield from other_terms(turn, found[0])
            yield from lower_end(turn, option, own)
        else:
            turn.conversation.touch(option, Touch.PRICED, turn.message_id)
            turn.conversation.shown = [f"plan:{each.plan.id}" for each in found]
            yield plan_list(turn, option, found, own)
            yield from reductions(turn, next((each.breakdown for each in found if each.breakdown), None), told)
    if len(singles) > 1 and len(singles) == len(options[:_OPTIONS]):
        turn.conversation.shown = [f"plan:{each.plan.id}" for each in singles]
        yield from together(turn, singles, between=act.difference)
    for each in [single.breakdown for single in singles if single.breakdown is not None][:1]:
        yield from ask_kind(turn, each)


def lower_end(turn: Turn, option: str, case: Case) -> Iterator[Say]:
    """The price at the lower end too, where the number is a range."""
    if case.low is None or case.low == case.number:
        return
    found = price_of_option(turn.catalogue, option, case.changed(number=case.low, low=None), today=turn.now.date())
    if len(found) == 1 and found[0].breakdown is not None and found[0].breakdown.quantity == case.low:
        yield Say("utter_price_total", price_values(turn, found[0], case))


def together(turn: Turn, found: Sequence[CasePrice], *, between: bool = False) -> Iterator[Say]:
    """The sum of several prices, and how far two are apart; of who has asked for what lies `between` them that alone."""
    language = turn.conversation.language
    whole, apart = total_of(found), difference_of(found)
    if between and apart is not None and whole is not None:
        yield Say("utter_price_difference", {"difference": wording.money(apart, language)})
    elif whole is not None and apart is not None:
        yield Say(
            "utter_price_sum_and_difference",
            {"total": wording.money(whole, language), "difference": wording.money(apart, language)},
        )
    elif whole is not None:
        yield Say("utter_price_sum", {"total": wording.money(whole, language)})
    elif (first := first_payment_of(found)) is not None:
        yield Say("utter_price_first_payment", {"total": wording.money(first, language)})


def one_price(turn: Turn, found: CasePrice, case: Case, told: set[str]) -> Iterator[Say]:
    """The exact price of one plan with its lines, kept as a quote; or why there is none; and what could not be combined. `told`
    are the codes of which it was said that they do not count."""
    plan, language = found.plan, turn.conversation.language
    name = plan_name(turn.catalogue, plan)
    turn.conversation.touch(f"plan:{plan.id}", Touch.PRICED, turn.message_id)
    if found.outgrown is not None:
        values = {
            "name": plan_name(turn.catalogue, found.outgrown),
            "most": reach(found.outgrown, language),
            "instead": name,
        }
        yield Say("utter_price_outgrown", values)
    if found.roomier is not None:
        values = {"name": name, "most": reach(plan, language), "roomier": plan_name(turn.catalogue, found.roomier)}
        yield Say("utter_price_sold_singly", {**values, "number": str(case.number)})
    if found.term_wanted and found.over is None:
        terms = [wording.term(term, language=language) for term in pricing.available_terms(plan)]
        wanted = wording.term(Term(found.term_wanted), language=language)
        yield Say(
            "utter_price_not_for_term", {"name": name, "wanted": wanted, "available": wording.listing(terms, language)}
        )
    if found.currency_wanted:
        available = wording.listing(turn.catalogue.company.currencies, language)
        yield Say("utter_price_not_in_currency", {"available": available, "wanted": found.currency_wanted})
    for add_on in found.misfits:
        fitting = [each.name for each in turn.catalogue.add_ons.values() if not each.plans or plan.id in each.plans]
        available = wording.listing(fitting, language) or wording.word("none", language)
        yield Say(
            "utter_add_on_not_for_plan",
            {"name": name, "add_on": turn.catalogue.add_ons[add_on].name, "available": available},
        )
    if found.breakdown is None:
        yield from no_price(turn, plan, found.problem)
        return
    breakdown = found.breakdown
    quote = quotes.record(turn, breakdown)
    yield Say("utter_price_total", price_values(turn, found, case), block=quote_block(turn, quote, name))
    if found.over is not None:
        span = wording.count(*(case.span or (1, case.term or breakdown.term.value)), language)
        values = {"span": span, "total": wording.money(found.over, language)}
        yield (
            Say("utter_price_over", values)
            if not found.term_wanted
            else Say("utter_price_payments", {**values, "number": str(found.payments)})
        )
    yield from reductions(turn, breakdown, told)


def saved(turn: Turn, found: CasePrice, case: Case, *, asked: bool) -> Iterator[Say]:
    """What a year at once costs beside a monthly price and what it saves; where a term was said only if that is asked."""
    language = turn.conversation.language
    saving = wording.money(found.saving, language) if found.saving is not None else None
    months = wording.money(found.by_the_month, language) if found.by_the_month is not None else None
    if found.yearly is not None and (asked or case.term is None):
        values = {"total": wording.money(found.yearly, language)}
        if saving and months and case.term is not None:
            yield Say("utter_price_month_by_month", {**values, "months": months, "saving": saving})
        elif saving:
            yield Say("utter_price_yearly_saves", {**values, "saving": saving})
        else:
            yield Say("utter_price_yearly", values)
    elif asked and saving and months:
        yield Say("utter_price_saved", {"months": months, "saving": saving})


def other_terms(turn: Turn, found: CasePrice) -> Iterator[Say]:
    """What the same costs by the other terms that it is sold by, of who has asked for none."""
    language = turn.conversation.language
    ways = [
        f"{wording.money(each.total, language)} {wording.term(each.term, language=language)}" for each in found.beside
    ]
    if ways:
        yield Say("utter_price_beside", {"prices": wording.listing(ways, language, last="or")})


def reductions(turn: Turn, breakdown: PriceBreakdown | None, told: set[str]) -> Iterator[Say]:
    """What came off, and which codes did not count and why, each code once."""
    if breakdown is None:
        return
    language = turn.conversation.language
    off = [line for line in breakdown.lines if line.kind in (LineKind.DISCOUNT, LineKind.SALE)]
    if off:
        yield Say("utter_price_reduced", {"reductions": reductions_text(off, language)})
    for rejected in breakdown.codes_rejected:
        codes = turn.conversation.case.codes
        if rejected.code in told:
            continue
        told.add(rejected.code)
        if rejected.reason is CodeReason.UNKNOWN:  # said once: no price that follows is for it
            if rejected.code not in codes:
                continue
            kept = tuple(code for code in codes if code != rejected.code)
            turn.conversation.case = turn.conversation.case.changed(codes=kept)
        yield Say(
            "utter_code_rejected",
            {"code": rejected.code, "reason": Phrase(f"utter_code_reason_{rejected.reason.value}")},
        )
        if rejected.discount is not None:
            yield Say("utter_fact", {"fact": discount_text(turn, rejected.discount)})


def reductions_text(off: Sequence[PriceLine], language: str) -> str:
    """What discounts by name and a sale take off."""
    named = [wording.word("sale", language) if line.kind is LineKind.SALE else line.label for line in off]
    told = [f"{name} ({wording.money(line.amount, language)})" for name, line in zip(named, off, strict=True)]
    return wording.listing(told, language)


def price_values(turn: Turn, found: CasePrice, case: Case) -> dict[str, str]:
    """What the price sentence needs, in the visitor's language: what it is for, and what it comes to."""
    language, breakdown = turn.conversation.language, found.breakdown
    assert breakdown is not None  # called for prices only
    extras = extras_in(breakdown)
    form = f" ({', '.join(breakdown.variant.options.values())})" if breakdown.variant else ""
    fixed = breakdown.quantity == 1 and found.plan.max_quantity in (1, None) and case.number is None
    name = " + ".join([f"{plan_name(turn.catalogue, found.plan)}{form}", *dict.fromkeys(extras)])
    total = (
        wording.word("free", language)
        if not breakdown.total.amount
        else wording.price_per(breakdown.total, breakdown.term, "", language)
    )
    unit = f"{wording.word('per', language)} {wording.noun(breakdown.unit, 1, language)}"
    each = f" ({wording.money(breakdown.per_unit, language)} {unit})" if breakdown.quantity > 1 else ""
    return {
        "name": name if fixed else f"{name}, {wording.count(breakdown.quantity, breakdown.unit, language)}",
        "total": f"{total}{each}",
        "note": breakdown.tax_note,
    }


def extras_in(breakdown: PriceBreakdown) -> list[str]:
    """The add-ons that a price is with, by name."""
    return [line.label for line in breakdown.lines if line.kind in (LineKind.ADD_ON, LineKind.ONE_TIME)]


def reach(plan: Plan, language: str) -> str:
    """How few and how many a plan is sold for."""
    value = {"min": plan.min_quantity, **({"max": plan.max_quantity} if plan.max_quantity else {})}
    return wording.need_value(value, language=language)


def no_price(turn: Turn, plan: Plan, problem: NotPriceable | None) -> Iterator[Say]:
    """Why the catalogue has no figure."""
    name, language = plan_name(turn.catalogue, plan), turn.conversation.language
    turn.answered = Answered.NO_PRICE
    if problem is not None and problem.reason == "quantity" and problem.option == plan.id:
        yield Say(
            "utter_price_not_for_quantity", {"name": name, "range": reach(plan, language), "quantity": problem.detail}
        )
    else:
        yield Say("utter_price_custom", {"name": name})


def ask_kind(turn: Turn, breakdown: PriceBreakdown) -> Iterator[Say]:
    """Asks, once and of who buys, whether the reduction for one kind of customer applies."""
    conversation = turn.conversation
    buys = conversation.buying_stage is BuyingStage.PURCHASE
    asked = any(offer.startswith("kind:") for offer in conversation.offers_made)
    if asked or not buys or conversation.asked in CONTACT or turn.has_asked or conversation.quiet:
        return
    kind = conversation.case.customer_kind
    found = customer_kinds.worth_asking(turn.catalogue, breakdown, kind, today=turn.now.date())
    if found:
        conversation.offered = f"kind:{found[0].customer_kind if len(found) == 1 else ''}"
        conversation.offers_made.append(conversation.offered)
        conversation.asked = None  # who buys is asked no more of what they need
        turn.has_asked = True
        described = "; ".join(discount_name(each, conversation.language) for each in found)
        yield Say("utter_ask_customer_kind", {"discounts": described}, buttons=kind_buttons(found))


def kind_buttons(discounts: Sequence[Discount]) -> tuple[str, ...]:
    """The reductions by name, and none of them."""
    return (*(each.name for each in discounts), Phrase("utter_reading_deny"))


def plan_list(turn: Turn, option: str, found: Sequence[CasePrice], case: Case) -> Say:
    """Every plan of a product for the same case, as the catalogue lists them."""
    language = turn.conversation.language
    rows = []
    for each in found:
        if each.breakdown is None:
            rows.append(f"{each.plan.name} {wording.word('custom', language)}")
            continue
        free = not each.breakdown.total.amount
        total = (
            wording.word("free", language)
            if free
            else wording.price_per(each.breakdown.total, each.breakdown.term, "", language)
        )
        count = (
            f" ({wording.count(each.breakdown.quantity, each.breakdown.unit, language)})"
            if each.breakdown.quantity > 1
            else ""
        )
        rows.append(f"{each.plan.name} {total}{count}")
    note = next((each.breakdown.tax_note for each in found if each.breakdown), "")
    extras = [label for each in found if each.breakdown for label in extras_in(each.breakdown)]
    values = {
        "product": " + ".join([name_of(turn.catalogue, option), *dict.fromkeys(extras)]),
        "prices": "; ".join(rows),
        "note": note,
    }
    return Say("utter_price_list", values, buttons=tuple(plan_name(turn.catalogue, each.plan) for each in found[:4]))
