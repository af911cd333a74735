"""Moves that fetch a person: only what will really happen is promised."""

from __future__ import annotations

from collections.abc import Iterator

from actions.moves import Move, Say
from milepost.sales.conversations import Handler
from milepost.sales.handoffs.policy import HandOverReason, must_hand_over, topics_of
from milepost.sales.handoffs.promises import Expectation, Promise, told_time
from milepost.sales.handoffs.routing import SKILLS
from milepost.sales.next_best_action import CONTACT, Answered
from milepost.services import handoffs
from milepost.services.handoffs import meetings
from milepost.services.turns import Turn

# What a rep reads as the reason, by the policy's case.
REASONS = {
    HandOverReason.ASKED_FOR: "asked for a person",
    HandOverReason.BEYOND_LIST_PRICE: "wants terms beyond the list price",
    HandOverReason.CUSTOMER_AT_RISK: "a customer at risk",
    HandOverReason.LEGAL: "legal or security demand",
    HandOverReason.NOT_UNDERSTOOD: "was not understood twice",
}
_WHY = {
    HandOverReason.BEYOND_LIST_PRICE: "utter_person_for_terms",
    HandOverReason.CUSTOMER_AT_RISK: "utter_person_for_customer",
    HandOverReason.LEGAL: "utter_person_for_legal",
}


class ActionHandOver(Move):
    """Asks a person to take over and says when one will be there; takes the time that was picked for a meeting."""

    answered = Answered.HANDED_OVER

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_hand_over"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Asked for by the visitor."""
        picked = _picked(turn)
        if picked is None:
            yield from hand_over(turn, REASONS[HandOverReason.ASKED_FOR])
            return
        turn.conversation.offered = None
        when = meetings.pick(
            turn.store, turn.catalogue, turn.conversation, picked, now=turn.now, can_mail=turn.can_mail
        )
        if when is None:
            yield Say("utter_meeting_taken", offers=_times(turn))
        elif not turn.can_mail:
            yield Say("utter_meeting_noted", {"when": when})
        elif meetings.has_invited(turn.store, turn.conversation):
            yield Say("utter_meeting_invited", {"when": when, "email": str(turn.conversation.value("email"))})
        else:
            turn.has_asked = True
            turn.conversation.asked = "email"
            yield Say("utter_meeting_kept", {"when": when}, block={"type": "contact_form", "fields": ["name", "email"]})


def hand_over(turn: Turn, reason: str, *, skill: str = "") -> Iterator[Say]:
    """Puts the conversation before a person and tells the visitor truthfully what happens next."""
    conversation = turn.conversation
    conversation.offered = None
    conversation.misunderstandings = 0
    turn.answered = Answered.HANDED_OVER
    open_before = turn.store.handoffs.open_of(conversation.id)
    if conversation.handler is Handler.WAITING and open_before and open_before.given_up_at is None:
        yield Say("utter_handoff_already", block=_block())
        return
    yield from _promise(turn, handoffs.request(turn, reason, skill=skill))


def hand_over_for(turn: Turn, reason: HandOverReason) -> Iterator[Say]:
    """By the policy: why a person is fetched, unless one waits already, and what happens next."""
    if turn.conversation.handler is Handler.WAITING:
        return
    if reason in _WHY:
        yield Say(_WHY[reason])
    yield from hand_over(turn, REASONS[reason], skill=SKILLS.get(reason.value, ""))


def reason_for_person(turn: Turn) -> HandOverReason | None:
    """Why a person must take over now; None for what only offers one, or where one was fetched in this turn."""
    if turn.answered is Answered.HANDED_OVER or turn.conversation.handler is not Handler.BOT:
        return None
    reason = must_hand_over(
        turn.conversation,
        intent=turn.intent,
        topics=topics_of(turn.text),
        is_answered=turn.answered not in (Answered.UNKNOWN, Answered.MISUNDERSTOOD, Answered.SMALL_TALK),
        has_list_price=turn.answered is not Answered.NO_PRICE,
    )
    # Two failed understandings lead to the offer of a person, which next_best_action makes.
    return None if reason is HandOverReason.NOT_UNDERSTOOD else reason


def _promise(turn: Turn, told: Expectation) -> Iterator[Say]:
    when = _when(turn, told)
    if told.promise is Promise.ASKED:
        yield Say("utter_handoff_asked", {"name": told.name, "when": when}, block=_block())
    elif told.promise is Promise.NOBODY_THERE:
        yield Say("utter_handoff_nobody_there", {"when": when}, block=_block())
    elif told.when is None:
        yield Say("utter_handoff_closed_for_long", block=_block())
    else:
        is_known = any(turn.conversation.value(name) for name in CONTACT)
        name = "utter_handoff_closed_known" if is_known else "utter_handoff_closed"
        yield Say(name, {"opening": when}, block=_block(), offers=_times(turn))


def _when(turn: Turn, told: Expectation) -> str:
    if told.when is None:
        return ""
    zone, is_theirs = meetings.zone_for(turn.store, turn.catalogue, turn.conversation)
    return told_time(told.when, turn.now, zone, is_theirs=is_theirs, language=turn.conversation.language)


def _times(turn: Turn) -> tuple[tuple[str, str], ...]:
    times = meetings.choices(turn.store, turn.catalogue, turn.conversation, now=turn.now)
    return tuple((choice.title, choice.payload) for choice in times)


def _picked(turn: Turn) -> str | None:
    """The time on the button that was pressed; only buttons of ours carry one."""
    entities = turn.parse.get("entities") or ()
    is_pressed = turn.parse.get("is_pressed", False)
    return next((str(e["value"]) for e in entities if is_pressed and e.get("entity") == meetings.PICK), None)


def _block() -> dict[str, str]:
    return {"type": "handoff", "state": "waiting"}
