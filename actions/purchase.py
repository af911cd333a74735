"""Moves of closing: how to order, a quote in writing, contact details and consent."""

from __future__ import annotations

from collections.abc import Iterator

from actions.handoff import reason_for_person
from actions.material.blocks import quote_block
from actions.material.cases import breakdown_for, is_quantity_open, quote_meant
from actions.material.options import last_priced_together, name_of, ours, plan_name, plans_of
from actions.moves import DELIVER, Move, Say
from actions.needs import acknowledged, fact_text
from actions.pricing import no_price
from milepost.errors import NotPriceable
from milepost.sales import wording
from milepost.sales.catalogue import Plan
from milepost.sales.conversations import CONTACT_FACTS, FactStatus, Touch
from milepost.sales.next_best_action import Answered
from milepost.services import consents, follow_ups, handoffs, quotes
from milepost.services.handoffs import meetings
from milepost.services.outgoing import mail
from milepost.services.turns import Turn


class ActionHelpOrder(Move):
    """How to order what was chosen; nothing is pitched any more."""

    answered = Answered.ORDER

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_help_order"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """The way to order and to pay, as the catalogue says."""
        company, options = turn.catalogue.company, ours(turn)
        turn.conversation.value_given = True
        if options:
            turn.conversation.touch(options[0], Touch.CHOSEN, turn.message_id)
            yield Say(
                "utter_order_option", {"name": name_of(turn.catalogue, options[0]), "order_steps": company.order_steps}
            )
        else:
            yield Say("utter_order", {"order_steps": company.order_steps})
        if company.payment_methods:
            methods = wording.listing(company.payment_methods, turn.conversation.language, last="or")
            yield Say("utter_payment_methods", {"methods": methods})


class ActionSendQuote(Move):
    """A quote that stands: lines, total, validity; by e-mail if the visitor gave an address."""

    answered = Answered.QUOTED

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_send_quote"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Needs one plan; asks for it where several are possible, unless a person comes for the rest of the message."""
        plan = plan_to_quote(turn)
        if plan is None and reason_for_person(turn):
            return
        if plan is None:
            turn.conversation.pending = self.name()
            turn.has_asked = True
            yield Say("utter_quote_needs_option", buttons=choices(turn))
            return
        if is_quantity_open(turn, plan):
            turn.conversation.pending = self.name()
            turn.has_asked = True
            turn.conversation.asked = "team_size"
            yield Say(
                "utter_quote_needs_quantity", {"unit": wording.noun(plan.prices[0].unit, 2, turn.conversation.language)}
            )
            return
        try:
            breakdown = breakdown_for(turn, plan)
        except NotPriceable as problem:
            yield no_price(turn, plan, problem)
            return
        name = plan_name(turn.catalogue, plan)
        quote = quotes.record(turn, breakdown)
        turn.conversation.touch(f"plan:{plan.id}", Touch.PRICED, turn.message_id)
        yield Say("utter_quote_ready", quote_values(turn, quote), block=quote_block(turn, quote, breakdown, name))
        yield from deliver(turn, quote)


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
        if not given:
            conversation.asked = "email"
            yield Say("utter_contact_invalid", {"words": turn.text[:60]})
            return
        if any(fact.name not in CONTACT_FACTS and fact.value is not None for fact in turn.changed):
            turn.answered = Answered.NEED  # an introduction: who they are and what they look for
            yield from acknowledged(turn)
        else:
            contact = wording.listing([fact_text(turn, fact) for fact in given], conversation.language)
            yield Say("utter_contact_saved", {"contact": contact})
        yield from after_contact(turn)


class ActionWithdrawConsent(Move):
    """Stops what a visitor had agreed to, at one word."""

    answered = Answered.CONTACT

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_withdraw_consent"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Nothing is written to them any more."""
        yield from settle_consent(turn, given=False)


def after_contact(turn: Turn) -> Iterator[Say]:
    """With an address known: sends what waits for it, then asks for consent to follow up, once."""
    conversation = turn.conversation
    if not conversation.value("email"):
        return
    if turn.can_mail and (when := meetings.invite_waiting(turn.store, turn.catalogue, conversation, now=turn.now)):
        yield Say("utter_meeting_invited", {"when": when, "email": str(conversation.value("email"))})
    if conversation.pending == DELIVER and conversation.quotes:
        conversation.pending = None
        quote = quotes.find(turn, conversation.quotes[-1])
        if quote is not None:
            yield from deliver(turn, quote)
    if "follow_up" not in conversation.consents and conversation.offered != "consent":
        conversation.offered = "consent"
        turn.has_asked = True
        yield Say("utter_consent_question")


def settle_consent(turn: Turn, *, given: bool) -> Iterator[Say]:
    """Keeps the answer with the visitor's words; with a yes, an open quote is followed up."""
    consents.record(turn, "follow_up", given=given, words=turn.text)
    if given and turn.conversation.quotes:
        follow_ups.schedule(turn, "quote_unanswered", quote=turn.conversation.quotes[-1])
    yield Say("utter_consent_given" if given else "utter_consent_refused")


def deliver(turn: Turn, quote: quotes.Quote) -> Iterator[Say]:
    """Sends a quote to the visitor's address; asks for one where there is none."""
    email = turn.conversation.value("email")
    if not turn.can_mail:
        if email:
            handoffs.request(turn, "wants a quote by e-mail")
            yield Say("utter_quote_sent_by_person", {"email": email})
        return
    if email:
        mail.send_quote(turn, quote, to=email)
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
    return {"number": quote.number, "total": total, "valid_until": quote.valid_until.date().isoformat()}


def plan_to_quote(turn: Turn) -> Plan | None:
    """The one plan that is meant: that of an earlier quote, named, last priced or chosen, or the only one of its product."""
    earlier = quote_meant(turn)
    if earlier is not None and earlier.plan in turn.catalogue.plans:
        return turn.catalogue.plan(earlier.plan)
    if not turn.options and last_priced_together(turn.conversation):
        return None
    touched = [touch.option for touch in reversed(turn.conversation.touches) if touch.option.startswith("plan:")]
    for option in (*ours(turn), *touched[:1]):
        plans = plans_of(turn.catalogue, option)
        if len(plans) == 1:
            return plans[0]
    return None


def choices(turn: Turn) -> tuple[str, ...]:
    """The plans that were priced together or of what is meant, else the products, as quick replies."""
    if together := last_priced_together(turn.conversation):
        return tuple(name_of(turn.catalogue, option) for option in together)
    options = ours(turn)
    if options:
        return tuple(plan_name(turn.catalogue, plan) for plan in plans_of(turn.catalogue, options[0]))[:5]
    return tuple(product.name for product in turn.catalogue.products.values())[:5]
