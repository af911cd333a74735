"""A wish for a call, a demo or papers is said to be passed on, and for when; nobody is fetched into the chat for it."""

from __future__ import annotations

import pytest

from actions.handoff import ActionHandOver, pass_on_rest, reason_for_person
from milepost.dialogue.acts import Act, ActKind
from milepost.sales.conversations import Handler
from milepost.sales.handoffs.promised import Deed
from milepost.sales.next_best_action import Answered
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.services.turns import turn_of


def wish(turn: Turn, text: str, how: str) -> list[tuple[str, dict[str, str]]]:
    turn.text, turn.act = text, Act(ActKind.HUMAN_HANDOFF, how=how, text=text)
    move = ActionHandOver()
    move.begin(turn)
    return [(say.response, dict(say.values)) for say in move.answer(turn)]


def test_a_call_is_passed_on_with_its_time_and_nobody_is_fetched(sqlite_database: Database) -> None:
    with turn_of(sqlite_database, phone="+14155550134") as turn:
        says = wish(turn, "call me tomorrow afternoon", "call")
        assert says == [("utter_call_passed_on", {"when": "tomorrow afternoon", "reach": "+14155550134"})]
        assert turn.has_asked
        assert turn.conversation.handler is Handler.BOT
        assert reason_for_person(turn) is None
        assert turn.store.handoffs.open_of("c1") is None


@pytest.mark.parametrize(
    ("text", "how", "responses", "asked"),
    [
        ("can someone ring before 4?", "call", ["utter_call_passed_on_open", "utter_call_needs_phone"], "phone"),
        ("call me please", "call", ["utter_call_passed_on_soon_open", "utter_call_needs_phone"], "phone"),
        (
            "a demo next Tuesday at 10",
            "meeting",
            ["utter_meeting_passed_on_open", "utter_meeting_needs_email"],
            "email",
        ),
    ],
)
def test_only_the_way_to_reach_them_is_asked_for(
    sqlite_database: Database, text: str, how: str, responses: list[str], asked: str
) -> None:
    with turn_of(sqlite_database) as turn:
        assert [response for response, _ in wish(turn, text, how)] == responses
        assert turn.conversation.asked == asked


def test_who_would_not_leave_an_address_is_not_asked_for_one(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        turn.conversation.refused_offers.append("contact")
        assert [response for response, _ in wish(turn, "call me please", "call")] == ["utter_call_passed_on_soon_open"]


def test_papers_are_passed_on_unless_the_turn_sent_them(sqlite_database: Database) -> None:
    with turn_of(sqlite_database, email="lea@acorn.example") as turn:
        turn.text = "send me an offer in writing please"
        assert [(say.response, dict(say.values)) for say in pass_on_rest(turn)] == [
            ("utter_sending_passed_on", {"reach": "lea@acorn.example"})
        ]
        turn.deeds.add(Deed.SENT_QUOTE)
        assert list(pass_on_rest(turn)) == []
        turn.deeds.clear()
        turn.answered = Answered.HANDED_OVER
        assert list(pass_on_rest(turn)) == []
