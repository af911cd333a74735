"""Moves for customers: feedback, complaints, leaving, renewal, loyalty."""

from __future__ import annotations

from collections.abc import Iterator

from actions.handoff import hand_over
from actions.material.knowledge import found
from actions.material.options import name_of, ours, plans_of
from actions.moves import Move, Say
from actions.pricing import one_price, plan_prices
from milepost.sales.handoffs.policy import HandOverReason
from milepost.sales.handoffs.routing import SKILLS
from milepost.sales.next_best_action import Answered
from milepost.services import feedback
from milepost.services.turns import Turn


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
        """An unsolved problem always reaches a person."""
        feedback.record(turn, "complaint")
        known = found(turn)
        yield Say("utter_complaint_answer", {"answer": known.answer}) if known else Say("utter_complaint")
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
        known = found(turn)
        yield Say("utter_cancel", {"answer": known.answer}) if known else Say("utter_cancel_no_policy")
        yield from hand_over(turn, "wants to cancel", skill=SKILLS[HandOverReason.CUSTOMER_AT_RISK.value])


class ActionHandleRenewal(Move):
    """Renewal and change of plan: priced like any other."""

    answered = Answered.QUESTION

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_handle_renewal"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """With a plan and a number known, the price; else what is missing."""
        options = ours(turn)
        known = found(turn)
        if turn.options and options:
            plans = plans_of(turn.catalogue, options[0])
            yield from (one_price(turn, plans[0]) if len(plans) == 1 else plan_prices(turn, options[0], plans))
        elif known:
            yield Say("utter_answer", {"answer": known.answer})
        elif options:
            turn.conversation.offered = "price"
            yield Say("utter_renewal_known", {"name": name_of(turn.catalogue, options[0])})
        else:
            turn.conversation.pending = "action_quote_price"
            turn.has_asked = True
            yield Say("utter_renewal")


class ActionExplainLoyalty(Move):
    """What staying is worth, as the catalogue says."""

    answered = Answered.QUESTION

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_explain_loyalty"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Says so where there is no programme."""
        loyalty = turn.catalogue.journey.loyalty
        if not loyalty.summary:
            turn.answered = Answered.UNKNOWN
            yield Say("utter_no_loyalty")
        elif loyalty.benefits:
            yield Say("utter_loyalty", {"summary": loyalty.summary, "benefits": "; ".join(loyalty.benefits)})
        else:
            yield Say("utter_loyalty_plain", {"summary": loyalty.summary})
