"""Contact details: asking for them, saying them back, and asking whether they may be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.material.says import Say
from milepost.dialogue.acts import ActKind
from milepost.sales import wording
from milepost.sales.conversations import Fact, FactStatus, OtherPerson
from milepost.services.turns import Turn

CONSENT = "consent"
_WAYS = ("contact_name", "email", "phone")


def ask_for_consent(turn: Turn) -> Iterator[Say]:
    """Whether we may write to them: once, until it is answered or they want something sent."""
    conversation = turn.conversation
    if "follow_up" in conversation.consents or CONSENT in (conversation.offered, *conversation.offers_made):
        return
    conversation.offered, turn.has_asked = CONSENT, True
    conversation.offers_made.append(CONSENT)
    yield Say("utter_consent_question")


def may_be_asked_again(turn: Turn) -> None:
    """Who wants something sent may be asked for consent once more."""
    conversation = turn.conversation
    conversation.offers_made = [each for each in conversation.offers_made if each != CONSENT]


def thanked_for(turn: Turn, given: Sequence[Fact]) -> Say:
    """The contact details said back, the visitor's own and those of others; thanks the first time only, where they come one after
    the other."""
    conversation = turn.conversation
    own = [str(fact.value) for name in _WAYS for fact in given if fact.name == name]
    own += [str(fact.value) for fact in given if fact.name == "company" and is_named(turn, fact)]
    of_others = [address for each in others_now(turn) for address in (each.name, *each.addresses) if address]
    contact = wording.listing(list(dict.fromkeys([*own, *of_others])), conversation.language)
    return Say("utter_contact_added" if goes_on(turn) else "utter_contact_saved", {"contact": contact})


def others_now(turn: Turn) -> list[OtherPerson]:
    """The other people whom this message names."""
    return [each for each in turn.conversation.others if each.message == turn.message_id]


def is_named(turn: Turn, company: Fact) -> bool:
    """Whether a company is named as such: no piece of an address."""
    email = str(turn.conversation.value("email") or "")
    return company.status is FactStatus.SAID and str(company.value).casefold() not in email.casefold()


def goes_on(turn: Turn) -> bool:
    """Whether the message right before this one gave a name or an address, too."""
    before = turn.conversation.stages[-2].message if len(turn.conversation.stages) > 1 else None
    facts = (turn.conversation.facts.get(name) for name in _WAYS)
    given = {fact.evidence.message for fact in facts if fact is not None and fact.evidence is not None}
    return before is not None and before in given


def ask_for_contact(turn: Turn) -> Iterator[Say]:
    """To whom an order goes, where nobody is known yet and nobody refused to say."""
    conversation = turn.conversation
    known = any(conversation.value(name) for name in ("email", "phone"))
    if known or turn.does(ActKind.SHARE_CONTACT):
        yield Say("utter_order_noted")
    elif "contact" not in conversation.refused_offers and not conversation.quiet:
        conversation.asked = "email"
        turn.has_asked = True
        yield Say("utter_order_contact", block={"type": "contact_form", "fields": ["name", "email"]})
