"""Moves of closing: how to order, a quote in writing, contact details, consent and its withdrawal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.handoff import reason_for_person
from actions.material.blocks import quote_block
from actions.material.contact import ask_for_consent, ask_for_contact, may_be_asked_again, others_now, thanked_for
from actions.material.needs_told import acknowledged, is_worth_repeating
from actions.moves import DELIVER, Move, Say
from actions.pricing import case_of, no_price, one_price
from milepost.dialogue.deal.ways import unwanted_ways
from milepost.sales import wording
from milepost.sales.catalogue import Plan
from milepost.sales.charges.case_prices import CasePrice, price_of_option, price_of_plan
from milepost.sales.conversations import CONTACT_FACTS, FactStatus, Handler, Touch
from milepost.sales.fit.verdicts import HEADS
from milepost.sales.handoffs.promised import Deed, Kind
from milepost.sales.next_best_action import Answered
from milepost.sales.options import exists, is_ours, name_of, plan_name, plans_of
from milepost.services import consents, follow_ups, handoffs, quotes
from milepost.services.handoffs import meetings, promised
from milepost.services.outgoing import mail
from milepost.services.turns import Turn

ERASE = "erase"
_CONFIRMS: dict[tuple[str, ...], str] = {("mail",): "utter_withdrawn_mail", ("call",): "utter_withdrawn_calls"}


class ActionHelpOrder(Move):
    """How to order what was chosen; nothing is pitched any more."""

    answered = Answered.ORDER

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_help_order"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """The way to order and to pay, as the catalogue says; nothing is taken as chosen where several are on the table."""
        company, options = turn.catalogue.company, chosen(turn)
        language = turn.conversation.language
        turn.conversation.value_given = True
        for option in options[:3]:
            turn.conversation.touch(option, Touch.CHOSEN, turn.message_id)
        names = wording.listing([name_of(turn.catalogue, option) for option in options[:3]], language)
        if options:
            yield from summed_up(turn, options)
            yield Say("utter_order_option", {"name": names, "order_steps": company.order_steps})
        elif company.order_steps:
            yield Say("utter_order", {"order_steps": company.order_steps})
        if company.payment_methods:
            methods = wording.listing(company.payment_methods, language, last="or")
            yield Say("utter_payment_methods", {"methods": methods})
        yield from ask_for_contact(turn)


def summed_up(turn: Turn, options: Sequence[str]) -> Iterator[Say]:
    """What is ordered and comes to, of the one thing that is taken, unless that very sum was told before."""
    case = case_of(turn, turn.act)
    found = price_of_option(turn.catalogue, options[0], case, today=turn.now.date()) if len(options) == 1 else ()
    made = found[0].breakdown if len(found) == 1 else None
    if made is None or case.basket.get(found[0].plan.id) == made.quantity:
        return
    yield from one_price(turn, found[0], case, set())


class ActionSendQuote(Move):
    """A quote that stands: lines, total, validity; by e-mail if the visitor gave an address."""

    answered = Answered.QUOTED

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_send_quote"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Needs one plan; asks for it where several are possible, unless a person comes for the rest of the message."""
        if turn.act.quote:
            yield from again(turn)
            return
        plan = plan_to_quote(turn)
        if plan is None and reason_for_person(turn):
            return
        if plan is None:
            turn.asks_for("option")
            yield Say("utter_quote_needs_option", buttons=choices(turn))
            return
        if is_quantity_open(turn, plan):
            turn.asks_for("number")
            turn.conversation.asked = "team_size"
            yield Say(
                "utter_quote_needs_quantity", {"unit": wording.noun(plan.prices[0].unit, 2, turn.conversation.language)}
            )
            return
        yield from quoted(turn, plan, price_to_quote(turn, plan))


def quoted(turn: Turn, plan: Plan, found: CasePrice) -> Iterator[Say]:
    """A quote of that price, on its way to the visitor."""
    if found.breakdown is None:
        yield from no_price(turn, plan, found.problem)
        return
    name = plan_name(turn.catalogue, plan)
    quote = quotes.record(turn, found.breakdown)
    turn.conversation.touch(f"plan:{plan.id}", Touch.PRICED, turn.message_id)
    yield Say("utter_quote_ready", quote_values(turn, quote), block=quote_block(turn, quote, name))
    yield from deliver(turn, quote)


def again(turn: Turn) -> Iterator[Say]:
    """An earlier quote as it was given while it stands; for another number, or once it is over, worked out anew."""
    catalogue, act = turn.catalogue, turn.act
    earlier = quotes.earlier(turn, act.quote)
    if earlier is None or earlier.plan not in catalogue.plans:
        turn.asks_for("option")
        yield Say("utter_quote_not_found", buttons=choices(turn))
        return
    plan = catalogue.plans[earlier.plan]
    turn.conversation.focus = [f"plan:{plan.id}"]
    if act.number in (None, earlier.quantity) and earlier.valid_until >= turn.now:
        block = quote_block(turn, earlier, plan_name(catalogue, plan))
        yield Say("utter_quote_ready", quote_values(turn, earlier), block=block)
        yield from deliver(turn, earlier)
        return
    case = turn.conversation.case.changed(
        number=act.number or earlier.quantity, low=None, term=earlier.term, currency=earlier.total.currency
    )
    yield from quoted(turn, plan, price_of_plan(catalogue, plan, case, today=turn.now.date()))


class ActionSaveContact(Move):
    """Keeps contact details, and asks once whether we may write."""

    answered = Answered.CONTACT

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_save_contact"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Says back what was kept; an address that cannot be one is asked about."""
        conversation = turn.conversation
        given = [fact for fact in turn.changed if fact.name in CONTACT_FACTS and fact.status is FactStatus.SAID]
        if others_now(turn) and not given:
            yield thanked_for(turn, given)
            return
        if not given and any(conversation.value(name) for name in ("email", "phone")):
            yield Say("utter_contact_known")
            return
        if not given and not turn.act.unlisted:
            yield Say("utter_noted_plain")
            return
        if not given and conversation.handler is Handler.WAITING:  # the number of an order, which is no address
            yield Say("utter_noted_for_colleague")
            return
        if not given:
            conversation.asked = "email"
            yield Say("utter_contact_invalid")
            return
        if any(is_worth_repeating(turn, fact) for fact in turn.changed if fact.name not in CONTACT_FACTS):
            turn.answered = Answered.NEED  # an introduction: who they are and what they look for
            yield from acknowledged(turn)
        else:
            yield thanked_for(turn, given)
        yield from after_contact(turn)


class ActionWithdrawConsent(Move):
    """Stops what a visitor had agreed to, or might be sent, at one word; has a person erase what they want erased."""

    answered = Answered.CONTACT

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_withdraw_consent"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """One sentence that says what is kept to from now on."""
        conversation = turn.conversation
        wishes = _wishes(turn)
        unwanted = unwanted_ways(turn.act.text or turn.text)
        named = unwanted if unwanted == ("call",) else wishes  # "don't ring me, mail is fine" names both
        ways = () if ERASE in wishes else tuple(way for way in consents.WAYS if way in named)
        consents.withdraw(turn, words=turn.act.text or turn.text, ways=ways or consents.WAYS)
        turn.has_asked = True  # nothing is asked or offered beside it
        conversation.offered = conversation.pending = conversation.asked = None
        if "contact" not in conversation.refused_offers and ways != ("call",):
            conversation.refused_offers.append("contact")
        if ERASE in wishes:
            handoffs.request(turn, "wants their data erased")
            turn.answered = Answered.HANDED_OVER
            yield Say("utter_erasure_passed", block={"type": "handoff", "state": "waiting"})
        else:
            yield Say(_CONFIRMS.get(ways, "utter_withdrawn"))


def after_contact(turn: Turn) -> Iterator[Say]:
    """With an address known: sends what waits for it; who waits for a person hears that the answer goes there, anyone else is
    asked for consent to follow up, once."""
    conversation = turn.conversation
    if not conversation.value("email"):
        return
    promises = turn.store.promises.open_of(conversation.id)
    if (conversation.handler is Handler.WAITING or promises) and conversation.pending != DELIVER:
        turn.has_asked = True  # the address is for the answer that we owe
        yield Say("utter_contact_for_colleague")
    if turn.can_mail and (when := meetings.invite_waiting(turn.store, turn.catalogue, conversation, now=turn.now)):
        yield Say("utter_meeting_invited", {"when": when, "email": str(conversation.value("email"))})
    if conversation.pending == DELIVER and conversation.quotes:
        conversation.pending = None
        quote = quotes.find(turn, conversation.quotes[-1])
        if quote is not None:
            yield from deliver(turn, quote)
    is_owed = (
        conversation.handler is Handler.WAITING
        or bool(promises)
        or any(each.kind is Kind.SEND for each in promised.wishes(turn))
    )
    if not is_owed:
        yield from ask_for_consent(turn)


def settle_consent(turn: Turn, *, given: bool) -> Iterator[Say]:
    """Keeps the answer with the visitor's words; with a yes, an open quote is followed up."""
    consents.record(turn, "follow_up", given=given, words=turn.text)
    if given and turn.conversation.quotes:
        follow_ups.schedule(turn, "quote_unanswered", quote=turn.conversation.quotes[-1])
    yield Say("utter_consent_given" if given else "utter_consent_refused")


def deliver(turn: Turn, quote: quotes.Quote) -> Iterator[Say]:
    """Sends a quote to the visitor's address; asks for one where there is none."""
    may_be_asked_again(turn)
    email = turn.conversation.value("email")
    if not turn.can_mail:
        if email:
            handoffs.request(turn, "wants a quote by e-mail")
            yield Say("utter_quote_sent_by_person", {"email": email})
        return
    if email:
        mail.send_quote(turn, quote, to=email)
        turn.deeds.add(Deed.SENT_QUOTE)
        promised.done(turn.store, turn.conversation.id, Deed.SENT_QUOTE, now=turn.now)
        if turn.conversation.consents.get("follow_up"):
            follow_ups.schedule(turn, "quote_unanswered", quote=quote.id)
        yield Say("utter_quote_will_be_sent", {"email": email})
    elif "contact" not in turn.conversation.refused_offers:
        turn.conversation.asked = "email"
        turn.conversation.pending = DELIVER
        turn.has_asked = True
        yield Say("utter_quote_needs_email")


def quote_values(turn: Turn, quote: quotes.Quote) -> dict[str, str]:
    """What the quote's sentence needs."""
    total = wording.money(quote.total, turn.conversation.language)
    return {
        "number": quote.number,
        "total": total,
        "valid_until": wording.date(quote.valid_until.date(), turn.conversation.language, today=turn.now.date()),
    }


def ours(turn: Turn) -> tuple[str, ...]:
    """The options of ours that the act is about, else those in focus."""
    options = [option for option in turn.act.options or turn.conversation.focus if is_ours(option)]
    return tuple(option for option in options if exists(turn.catalogue, option))


def chosen(turn: Turn) -> tuple[str, ...]:
    """The options that an order is for: those that the act is about, else the one alone that is spoken of."""
    options = ours(turn)
    if not turn.act.options and (len(options) > 1 or len(turn.conversation.shown) > 1):
        return ()
    return options


def is_quantity_open(turn: Turn, plan: Plan) -> bool:
    """Whether the price depends on a number of people that nobody has named yet."""
    by_heads = bool(plan.prices) and plan.prices[0].unit in HEADS and bool(plan.prices[0].tiers)
    return by_heads and turn.conversation.case.number is None and plan.max_quantity != plan.min_quantity


def price_to_quote(turn: Turn, plan: Plan) -> CasePrice:
    """The price of a plan for the case in force."""
    return price_of_plan(
        turn.catalogue,
        plan,
        case_of(turn, turn.act.with_args(turn.act.why, add_ons=turn.conversation.case.add_ons)),
        today=turn.now.date(),
    )


def plan_to_quote(turn: Turn) -> Plan | None:
    """The one plan that is meant: named or in focus, last priced, or the only one of its product."""
    options = ours(turn)
    priced = [
        touch for touch in turn.conversation.touches if touch.how is Touch.PRICED and touch.option.startswith("plan:")
    ]
    last = list(dict.fromkeys(touch.option for touch in priced if touch.message == priced[-1].message))
    if not turn.act.options and len(last) > 1:
        return None
    for option in (*options, *last[:1]):
        plans = plans_of(turn.catalogue, option) if exists(turn.catalogue, option) else ()
        priced_of = [plan for plan in plans if f"plan:{plan.id}" in last]
        if len(plans) == 1 or len(priced_of) == 1:
            return (priced_of or list(plans))[0]
    return None


def choices(turn: Turn) -> tuple[str, ...]:
    """The plans that were priced together or of what is meant, else the products, as quick replies."""
    shown = [
        option for option in turn.conversation.shown if option.startswith("plan:") and exists(turn.catalogue, option)
    ]
    if len(shown) > 1:
        return tuple(name_of(turn.catalogue, option) for option in shown[:5])
    options = ours(turn)
    if options:
        return tuple(plan_name(turn.catalogue, plan) for plan in plans_of(turn.catalogue, options[0]))[:5]
    return tuple(product.name for product in turn.catalogue.products.values())[:5]


def _wishes(turn: Turn) -> set[str]:
    """What the withdrawals in the message name: "mail", "call", "erase"; empty: everything."""
    said = [each for each in turn.parse.get("set_phrases") or () if each.get("kind") == "withdraw_consent"]
    if any(not each.get("wishes") for each in said):
        return {ERASE} & {wish for each in said for wish in each.get("wishes", ())}
    return {wish for each in said for wish in each["wishes"]}
