"""Moves for customers: feedback, complaints, leaving, renewal, loyalty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from actions.handoff import hand_over
from actions.material.written import nearest_written, owners_answer, with_verdict, written_answer
from actions.moves import Move, Say
from actions.pricing import priced
from milepost.dialogue.acts import ActKind
from milepost.sales.catalogue import Answer
from milepost.sales.conversations import Handler
from milepost.sales.handoffs.policy import HandOverReason
from milepost.sales.handoffs.routing import SKILLS
from milepost.sales.next_best_action import Answered
from milepost.sales.options import is_ours
from milepost.services import feedback
from milepost.services.turns import Turn

# How near (`nearness`) what is written has to come to be told of each.
_NEAR_A_COMPLAINT, _NEAR_WHILE_WAITING, _NEAR_A_LEAVE, _NEAR_A_RENEWAL = 0.53, 0.74, 0.38, 0.45


class ActionRecordFeedback(Move):
    """Keeps what a customer says of us."""

    answered = Answered.FEEDBACK

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_record_feedback"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """In the customer's own words."""
        feedback.record(turn, "feedback")
        yield Say("utter_feedback_thanks")


class ActionHandleComplaint(Move):
    """Says sorry, gives what help is written down, and puts it before a person."""

    answered = Answered.COMPLAINT

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_handle_complaint"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """An unsolved problem always reaches a person. Who waits for one already hears once that we are sorry, and after that in a
        line that it is passed on too."""
        feedback.record(turn, "complaint")
        known = owners_answer(turn)
        is_waiting = turn.conversation.handler is Handler.WAITING
        told = known or nearest_answer(turn, _NEAR_WHILE_WAITING if is_waiting else _NEAR_A_COMPLAINT)
        is_told_again, turn.conversation.apologised = is_waiting and turn.conversation.apologised, True
        if told is None:
            yield Say("utter_complaint_again" if is_told_again else "utter_complaint")
        elif is_told_again:
            yield written_answer(turn, told, is_sure=bool(known))
        else:
            response = "utter_complaint_answer" if known else "utter_complaint_near"
            yield Say(response, {"answer": with_verdict(turn, told.answer)})
        yield from hand_over(turn, "complaint", skill=SKILLS[HandOverReason.CUSTOMER_AT_RISK.value])


class ActionHandleCancellation(Move):
    """Lets a customer leave by the rules that are written down, and tells a person."""

    answered = Answered.COMPLAINT

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_handle_cancellation"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """No obstruction and no counter-offer."""
        feedback.record(turn, "cancellation")
        known = owners_answer(turn) or nearest_answer(turn, _NEAR_A_LEAVE)
        if known:
            yield Say("utter_cancel", {"answer": with_verdict(turn, known.answer)})
        else:
            yield Say("utter_cancel_no_policy")
        yield from hand_over(turn, "wants to cancel", skill=SKILLS[HandOverReason.CUSTOMER_AT_RISK.value])


class ActionHandleRenewal(Move):
    """Renewal and change of plan: priced like any other, settled by a person."""

    answered = Answered.QUESTION

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_handle_renewal"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """What is written on it, the price of the plan that is meant, or what plans there are of it; then who settles it."""
        options = [option for option in turn.act.options or turn.conversation.focus if is_ours(option)]
        known = None if turn.act.options else owners_answer(turn) or nearest_answer(turn, _NEAR_A_RENEWAL)
        if known:
            yield written_answer(turn, known)
        elif options:
            yield from priced(turn, replace(turn.act, kind=ActKind.ASK_PRICE), options[:1])
        else:
            turn.has_asked = True
            yield Say("utter_renewal")
            return
        if turn.catalogue.company.email and turn.conversation.handler is Handler.BOT:
            yield Say("utter_renewal_person", {"email": turn.catalogue.company.email})


class ActionExplainLoyalty(Move):
    """What staying is worth, as the catalogue says."""

    answered = Answered.QUESTION

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_explain_loyalty"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """The whole of it; where there is no programme, that is said."""
        loyalty = turn.catalogue.journey.loyalty
        if not loyalty.summary:
            turn.answered = Answered.UNKNOWN
            yield Say("utter_no_loyalty")
        elif loyalty.benefits:
            yield Say("utter_loyalty", {"summary": loyalty.summary, "benefits": "; ".join(loyalty.benefits)})
        else:
            yield Say("utter_loyalty_plain", {"summary": loyalty.summary})


def nearest_answer(turn: Turn, least: float) -> Answer | None:
    """The owner's answer that comes nearest to what is said, where it comes as near as that."""
    near = nearest_written(turn, least=least)
    return turn.catalogue.answers.get(near.id.partition(":")[2]) if near else None
