"""Moves that fetch a person: only what will really happen is promised."""

from __future__ import annotations

from collections.abc import Iterator

from actions.moves import Move, Say
from milepost.sales import opening_hours, wording
from milepost.sales.conversations import Handler
from milepost.sales.next_best_action import Answered
from milepost.services import handoffs
from milepost.services.turns import Turn


class ActionHandOver(Move):
    """Asks a person to take over and says when one will be there."""

    answered = Answered.HANDED_OVER

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_hand_over"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Asked for by the visitor."""
        yield from hand_over(turn, "asked for a person")


def hand_over(turn: Turn, reason: str) -> Iterator[Say]:
    """Puts the conversation before a person and tells the visitor truthfully what happens next."""
    conversation = turn.conversation
    conversation.offered = None
    conversation.misunderstandings = 0
    turn.answered = Answered.HANDED_OVER
    if conversation.handler is Handler.WAITING:
        yield Say("utter_handoff_already", block=_block("waiting"))
        return
    handoffs.request(turn, reason)
    conversation.handler = Handler.WAITING
    hours = turn.catalogue.journey.opening_hours
    if not hours.days:
        yield Say("utter_handoff_no_hours", block=_block("waiting"))
    elif opening_hours.is_open(hours, turn.now):
        yield Say("utter_handoff_open", block=_block("waiting"))
    else:
        opening = opening_hours.next_opening(hours, turn.now)
        when = wording.moment(opening, turn.now.astimezone(opening.tzinfo), conversation.language) if opening else ""
        yield Say("utter_handoff_closed", {"opening": when}, block=_block("waiting"))


def _block(state: str) -> dict[str, str]:
    return {"type": "handoff", "state": state}
