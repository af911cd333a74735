"""Moves of small talk: hello, yes and no to an open offer, and admitting not to be sure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from actions.handoff import REASONS, hand_over, hand_over_for, reason_for_person
from actions.material.needs_told import acknowledged, fact_text
from actions.material.recommending import recommend
from actions.moves import DELIVER, Move, Phrase, Say
from actions.pricing import ActionQuotePrice, kind_buttons, priced
from actions.purchase import ActionSendQuote, settle_consent
from actions.referrals import ActionIssueReferral
from milepost.dialogue.acts import ActKind
from milepost.sales import wording
from milepost.sales.conversations import Evidence, Fact, FactStatus, Handler
from milepost.sales.handoffs.policy import HandOverReason
from milepost.sales.next_best_action import Answered
from milepost.sales.options import is_ours
from milepost.services import gaps
from milepost.services.turns import Turn

_READINGS_SHOWN = 3
_PATIENCE = 2
_KINDS = 4


class ActionGreetVisitor(Move):
    """Hello, once with who is speaking."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_greet_visitor"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """The first hello says who I am; what comes next is the visitor's to say. Who waits for a person hears of that."""
        turn.has_asked = True
        if turn.conversation.handler is Handler.WAITING:  # "hello? anybody?"
            yield from hand_over(turn, REASONS[HandOverReason.ASKED_FOR])
            return
        yield Say("utter_greet" if len(turn.conversation.stages) <= 1 else "utter_greet_again")


_COURTESIES = {
    ActKind.THANK: "utter_welcome",
    ActKind.LAUGH: "utter_laugh",
    ActKind.WAIT: "utter_wait",
    ActKind.TAKE_BACK: "utter_take_back",
    ActKind.JUST_LOOKING: "utter_just_looking",
}


class ActionAcceptCourtesy(Move):
    """A word for a word: thanks, laughter, waiting, taking back, looking around; and no more."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_accept_courtesy"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Nothing is asked; who only looks around is left to it."""
        turn.has_asked = True
        if turn.act.kind is ActKind.JUST_LOOKING:
            turn.conversation.quiet = True
        if turn.act.kind in (ActKind.TAKE_BACK, ActKind.JUST_LOOKING):
            turn.conversation.asked = turn.conversation.offered = None
        yield Say(_COURTESIES.get(turn.act.kind, "utter_welcome"))


class ActionTakeAnswer(Move):
    """Yes or no to the offer that is open."""

    answered = Answered.SMALL_TALK

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_take_answer"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Does what was offered, or leaves it."""
        conversation, said_yes = turn.conversation, turn.act.kind is ActKind.AFFIRM
        offered, conversation.offered = conversation.offered, None
        if offered == "consent":
            yield from settle_consent(turn, given=said_yes)
        elif offered and offered.startswith("confirm:"):
            yield from confirm(turn, offered.partition(":")[2], is_right=said_yes)
        elif offered and said_yes:
            yield from accept(turn, offered)
        elif offered:
            conversation.refused_offers.append(offered)
            yield Say("utter_contact_refused" if offered == "contact" else "utter_no_problem")
        elif not said_yes and turn.asked:
            conversation.facts[turn.asked] = Fact(turn.asked, None, FactStatus.REFUSED)
            conversation.asked = None
            turn.answered = Answered.REFUSED
            yield Say("utter_skipped")
        elif any(fact.value is not None for fact in turn.changed):
            turn.answered = Answered.NEED
            yield from acknowledged(turn)
        else:
            yield Say("utter_yes_to_what" if said_yes else "utter_no_problem")


class ActionAdmitNotSure(Move):
    """Answers by meaning if the knowledge base can; else "not sure" with the likeliest readings, and soon a person."""

    answered = Answered.MISUNDERSTOOD

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_admit_not_sure"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Never guesses; after two misses in a row a person is offered."""
        conversation = turn.conversation
        reason = reason_for_person(turn)
        if reason is not None:
            yield from hand_over_for(turn, reason)
            return
        if turn.act.kind is ActKind.OUT_OF_SCOPE:
            yield from lead_back(turn)
            return
        conversation.misunderstandings += 1
        if conversation.misunderstandings >= _PATIENCE:
            yield Say("utter_not_sure_again")
        else:
            gaps.record(turn, "not_understood", turn.text)
            yield Say("utter_not_sure", buttons=readings(turn))


def lead_back(turn: Turn) -> Iterator[Say]:
    """What was understood and is nothing of ours: said lightly, with what we do know; nobody is fetched and nothing asked."""
    turn.has_asked, turn.answered = True, Answered.SMALL_TALK
    kinds = list(dict.fromkeys(product.category for product in turn.catalogue.products.values()))[:_KINDS]
    yield Say("utter_out_of_scope", {"kinds": wording.listing(kinds, turn.conversation.language)})


def confirm(turn: Turn, need: str, *, is_right: bool) -> Iterator[Say]:
    """The newer of two values stands, or the older one does; where that is not known, it is asked for again."""
    conversation = turn.conversation
    fact = conversation.facts.pop(need, None)
    if fact is not None and is_right:
        conversation.facts[need] = replace(fact, status=FactStatus.SAID)
        conversation.asked = None
        yield Say("utter_confirmed")
    elif fact is not None and fact.earlier is not None:
        kept = Fact(need, fact.earlier.value, FactStatus.SAID, fact.earlier.evidence)
        conversation.facts[need], conversation.asked = kept, None
        yield Say("utter_kept", {"facts": fact_text(turn, kept)})
    else:
        conversation.asked = need
        yield Say("utter_misread")


def accept(turn: Turn, offered: str) -> Iterator[Say]:
    """Does what was offered."""
    if offered.startswith("kind:"):
        kind = offered.partition(":")[2]
        if not kind:
            turn.has_asked = True
            found = [each for each in turn.catalogue.discounts.values() if each.customer_kind]
            yield Say("utter_which_product", buttons=kind_buttons(found))
            return
        said = Evidence(turn.message_id, turn.text)
        turn.conversation.facts["customer_kind"] = Fact("customer_kind", kind, FactStatus.SAID, said)
        turn.conversation.case = turn.conversation.case.changed(customer_kind=kind)
        turn.answered = Answered.PRICED
        again = turn.act.with_args("offer accepted", options=tuple(turn.conversation.focus), customer_kind=kind)
        yield from priced(turn, again, [option for option in turn.conversation.focus if is_ours(option)])
    elif offered == "person":
        yield from hand_over(turn, "offer accepted")
    elif offered == "contact":
        turn.conversation.asked = "email"
        is_for_quote = turn.conversation.pending == DELIVER
        yield Say("utter_quote_needs_email") if is_for_quote else Say("utter_contact_where")
    else:
        moves = {
            "quote": ActionSendQuote,
            "price": ActionQuotePrice,
            "referral": ActionIssueReferral,
        }
        move = moves.get(offered)
        if offered == "recommendation":
            yield from recommend(turn)
        elif move:
            yield from move().answer(turn)
        else:
            yield Say("utter_yes_to_what")


def readings(turn: Turn) -> tuple[str, ...]:
    """The likeliest readings of an unclear message, as quick replies; a person last."""
    ranking = [str(reading["name"]) for reading in turn.parse.get("intent_ranking") or ()]
    likely = [name for name in ranking if name not in ("nlu_fallback", "out_of_scope", "human_handoff")]
    return tuple(Phrase(f"utter_reading_{name}") for name in [*likely[: _READINGS_SHOWN - 1], "human_handoff"])
