"""Under Rasa's own action server the first move of a turn answers all that a message does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk.executor import CollectingDispatcher

from actions.material.standing_alone import moves_by_act
from actions.next_steps import ActionTakeNextStep
from actions.pricing import ActionQuotePrice
from actions.small_talk import ActionGreetVisitor
from milepost.dialogue.acts import ActKind
from milepost.services import turns
from milepost.services.turns import StandAlone, stand_in_with
from milepost.store.database import Database
from tests.catalogues import small_catalogue

RESPONSES = Path(__file__).resolve().parents[2] / "data/responses"


@dataclass
class Tracker:
    latest_message: dict[str, Any]
    sender_id: str = "shell"


@dataclass
class Server:
    """What Rasa calls move by move; everything said is kept."""

    message: dict[str, Any]
    said: list[str] = field(default_factory=list)

    async def run(self, *moves: Any) -> list[str]:
        for move in moves:
            dispatcher = CollectingDispatcher()
            await move.run(dispatcher, Tracker(self.message), {"responses": {}})
            self.said += [str(each["response"]) for each in dispatcher.messages]
            await asyncio.sleep(0)
        return self.said


@pytest.fixture(autouse=True)
def alone(database: Database):
    stand_in_with(StandAlone(database, small_catalogue).turn)
    yield
    turns._stand_in.clear()


def parse(text: str, intent: str, **more: Any) -> dict[str, Any]:
    found = {"name": intent, "confidence": 0.99}
    evidence = {ActKind.ASK_PRICE.value: 0.0, **{intent: 0.99}}
    return {
        "message_id": text,
        "text": text,
        "intent": found,
        "intent_ranking": [found],
        "act_evidence": evidence,
        **more,
    }


async def test_every_act_has_its_move_of_the_rules() -> None:
    assert set(moves_by_act()) >= {kind.value for kind in ActKind}
    assert moves_by_act()["ask_price"] == "action_quote_price"
    assert moves_by_act()["goodbye"] == "utter_goodbye"


async def test_a_message_is_answered_by_what_it_does_whatever_move_rasa_called() -> None:
    said = await Server(parse("stop writing to me", "greet", set_phrases=[{"kind": "withdraw_consent"}])).run(
        ActionGreetVisitor(), ActionTakeNextStep()
    )
    assert said == ["utter_withdrawn"]


async def test_the_moves_that_follow_answer_nothing_again() -> None:
    said = await Server(parse("hello", "greet")).run(ActionGreetVisitor(), ActionTakeNextStep(), ActionTakeNextStep())
    assert said.count("utter_greet") + said.count("utter_greet_again") <= 1
    assert len(said) == len(set(said))


async def test_what_is_told_is_kept_with_the_conversation(database: Database) -> None:
    need = {"name": "team_size", "value": 20, "words": "20 people", "how": "said", "op": "set", "start": 7, "end": 16}
    case = {"counts": [{"number": 20, "low": None, "people": True, "start": 7, "end": 9}]}
    said = parse("we are 20 people", "state_need", needs=[need], case=case)
    await Server(said).run(ActionQuotePrice(), ActionTakeNextStep())
    with database.begin() as store:
        facts = {fact.need: fact.value for fact in store.leads.card("shell").facts}
    assert facts["team_size"] == 20


def test_what_is_said_alone_is_a_response() -> None:
    written = {
        name
        for path in RESPONSES.glob("*.yml")
        for name in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
    }
    assert {name for name in moves_by_act().values() if name.startswith("utter_")} <= written
