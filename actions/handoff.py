"""Moves that fetch a person: only what will really happen is promised; in danger to life, help comes first."""

from __future__ import annotations

from collections.abc import Iterator

from actions.moves import Move, Say
from milepost.dialogue.deal.outright import is_to_speak
from milepost.dialogue.deal.wishes import Wish
from milepost.sales.conversations import Handler
from milepost.sales.handoffs.policy import HandOverReason, must_hand_over
from milepost.sales.handoffs.promised import Deed, Kind
from milepost.sales.handoffs.promises import Expectation, Promise, told_time
from milepost.sales.handoffs.routing import SKILLS
from milepost.sales.next_best_action import CONTACT, Answered
from milepost.services import handoffs
from milepost.services.contact_forms import contact_form
from milepost.services.handoffs import meetings, promised
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
# How a wish is said to be passed on, by whether a way to reach them and a time is known.
_PASSED_ON = {
    Kind.CALL: {
        (True, True): "utter_call_passed_on",
        (True, False): "utter_call_passed_on_soon",
        (False, True): "utter_call_passed_on_open",
        (False, False): "utter_call_passed_on_soon_open",
    },
    Kind.MEETING: {
        (True, True): "utter_meeting_passed_on",
        (True, False): "utter_meeting_passed_on_soon",
        (False, True): "utter_meeting_passed_on_open",
        (False, False): "utter_meeting_passed_on_soon_open",
    },
}
_NEEDS = {Kind.CALL: "utter_call_needs_phone", Kind.MEETING: "utter_meeting_needs_email"}


class ActionHandOver(Move):
    """Asks a person to take over and says when one will be there; takes the time that was picked for a meeting."""

    answered = Answered.HANDED_OVER

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_hand_over"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Asked for by the visitor."""
        picked = _picked(turn)
        if picked is None and (wish := to_speak(turn)):
            yield from pass_on(turn, wish)
            return
        if picked is None:
            yield from hand_over(turn, REASONS[HandOverReason.ASKED_FOR])
            return
        turn.conversation.offered = None
        when = meetings.pick(
            turn.store, turn.catalogue, turn.conversation, picked, now=turn.now, can_mail=turn.can_mail
        )
        if when is not None:
            promised.done(turn.store, turn.conversation.id, Deed.SET_MEETING, now=turn.now)
        if when is None:
            yield Say("utter_meeting_taken", offers=_times(turn))
        elif not turn.can_mail or "contact" in turn.conversation.refused_offers:
            yield Say("utter_meeting_noted", {"when": when})
        elif meetings.has_invited(turn.store, turn.conversation):
            yield Say("utter_meeting_invited", {"when": when, "email": str(turn.conversation.value("email"))})
        else:
            turn.has_asked = True
            turn.conversation.asked = "email"
            yield Say("utter_meeting_kept", {"when": when}, block=contact_form("email"))


class ActionPointToHelp(Move):
    """Points to emergency help and tells a person; nothing is asked, offered or sold."""

    answered = Answered.HANDED_OVER

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_point_to_help"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """The owner's words of help, else the usual ones; then that a person knows."""
        conversation = turn.conversation
        turn.has_asked = conversation.quiet = True
        conversation.offered = conversation.pending = conversation.asked = None
        help_text = turn.catalogue.journey.danger.help
        yield Say("utter_danger_help_here", {"help": help_text}) if help_text else Say("utter_danger_help")
        handoffs.request(turn, "danger to life or health")
        yield Say("utter_danger_person", block={"type": "handoff", "state": "waiting"})


def to_speak(turn: Turn) -> Wish | None:
    """The call or meeting that the message wishes, where the act that is being answered is that wish."""
    if not is_to_speak(turn.act):
        return None
    return next((wish for wish in promised.wishes(turn) if wish.kind.value == turn.act.how), None)


def pass_on(turn: Turn, wish: Wish) -> Iterator[Say]:
    """Says that a colleague is asked to call or to meet them, and for when, in the visitor's own words; asks for no more than
    the number or the address that it takes."""
    conversation, when = turn.conversation, wish.when.words if wish.when else ""
    conversation.offered = None
    conversation.misunderstandings = 0
    wanted = "phone" if wish.kind is Kind.CALL else "email"
    reach = str(conversation.value(wanted) or (conversation.value("phone") if wanted == "email" else "") or "")
    yield Say(_PASSED_ON[wish.kind][bool(reach), bool(when)], {"when": when, "reach": reach})
    turn.has_asked = True  # nothing else is asked beside it
    if not reach and "contact" not in conversation.refused_offers:
        conversation.asked = wanted
        yield Say(_NEEDS[wish.kind], block=contact_form(wanted))


def pass_on_rest(turn: Turn) -> Iterator[Say]:
    """Says of what is to be sent that a colleague is asked for it, where the turn did not send it itself."""
    wish = next((each for each in promised.wishes(turn) if each.kind is Kind.SEND), None)
    if wish is None or Deed.SENT_QUOTE in turn.deeds or turn.answered is Answered.HANDED_OVER:
        return
    conversation = turn.conversation
    turn.has_asked = True
    email = conversation.value("email")
    yield Say("utter_sending_passed_on" if email else "utter_sending_passed_on_open", {"reach": str(email or "")})
    if not email and "contact" not in conversation.refused_offers:
        conversation.asked = "email"
        yield Say("utter_meeting_needs_email", block=contact_form("email"))


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
        acts={act.kind.value for act in turn.acts if not is_to_speak(act)},
        topics=turn.topics,
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
