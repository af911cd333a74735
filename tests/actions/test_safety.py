"""In danger, help comes first: nothing is sold, asked or offered."""

from __future__ import annotations

from dataclasses import replace

from actions.handoff import ActionPointToHelp
from actions.moves import Say
from milepost.sales.conversations import Handler
from milepost.sales.journey import DangerTable
from milepost.sales.next_best_action import Answered
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.services.turns import turn_of


def help_said(turn: Turn) -> list[Say]:
    move = ActionPointToHelp()
    move.begin(turn)
    return list(move.answer(turn))


def test_emergency_help_is_named_and_a_person_told(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        turn.conversation.asked, turn.conversation.offered = "team_size", "quote"
        says = help_said(turn)
        assert [say.response for say in says] == ["utter_danger_help", "utter_danger_person"]
        assert not any(say.buttons or say.offers for say in says)
        assert (turn.conversation.asked, turn.conversation.offered) == (None, None)
        assert turn.conversation.quiet
        assert turn.has_asked
        assert turn.answered is Answered.HANDED_OVER
        assert turn.conversation.handler is Handler.WAITING
        request = turn.store.handoffs.open_of("c1")
        assert request is not None
        assert request.reason == "danger to life or health"


def test_the_owners_help_is_said_where_there_is_one(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        danger = DangerTable(help="Call 999 now.")
        turn.catalogue = replace(turn.catalogue, journey=replace(turn.catalogue.journey, danger=danger))
        assert help_said(turn)[0] == Say("utter_danger_help_here", {"help": "Call 999 now."})
