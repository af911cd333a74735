from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from milepost.dialogue.acts import ActKind
from milepost.errors import MilepostError
from milepost.services import turns
from milepost.services.turns import StandAlone, current_turn, in_progress, stand_in_with, turn_in_progress
from milepost.store.database import Database
from tests.catalogues import small_catalogue
from tests.services.turns import remember, turn_of


@dataclass
class Tracker:
    sender_id: str
    latest_message: dict


def tracker(message_id: str, sender: str = "default") -> Tracker:
    intent = {"name": "greet", "confidence": 0.99}
    said = {"message_id": message_id, "text": "hello", "intent": intent, "act_evidence": {"greet": 0.99}}
    return Tracker(sender, said)


@pytest.fixture
def alone(database: Database):
    stand_in_with(StandAlone(database, small_catalogue).turn)
    yield
    turns._stand_in.clear()


def test_there_is_no_turn_outside_of_one(database: Database) -> None:
    assert turn_in_progress() is None
    with pytest.raises(MilepostError, match="no turn is in progress"):
        current_turn(tracker("m1"))
    with turn_of(database) as turn, in_progress(turn):
        assert current_turn() is turn is turn_in_progress()
    assert turn_in_progress() is None


@pytest.mark.usefixtures("alone")
async def test_a_stand_alone_action_server_keeps_what_each_action_does(database: Database) -> None:
    turn = current_turn(tracker("m1"))
    assert (turn.text, turn.act.kind) == ("hello", ActKind.GREET)
    remember(turn.conversation, team_size="20")
    turn.done.append("action_a")
    assert current_turn(tracker("m1")) is turn
    await asyncio.sleep(0)
    second = current_turn(tracker("m1"))
    assert second.done == ["action_a"]
    remember(second.conversation, company="Acme")
    await asyncio.sleep(0)
    third = current_turn(tracker("m2"))
    assert (third.done, sorted(third.conversation.facts)) == ([], ["company", "team_size"])
    await asyncio.sleep(0)
    with database.begin() as store:
        assert sorted(fact.need for fact in store.leads.card("default").facts) == ["company", "team_size"]


@pytest.mark.usefixtures("alone")
async def test_a_sender_that_is_no_id_gets_one(database: Database) -> None:
    turn = current_turn(tracker("m1", "Some One\x00"))
    await asyncio.sleep(0)
    with database.begin() as store:
        assert store.conversations.find(turn.conversation.id) is not None
