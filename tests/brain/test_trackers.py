from __future__ import annotations

import json

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    FollowupAction,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.slots import FloatSlot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from milepost.brain.trackers import TurnTrackerStore, compact, read_event
from milepost.sales.conversations import Conversation
from milepost.services.turns import Turn, in_progress
from milepost.store.columns import utc_now
from milepost.store.database import Database
from tests.catalogues import small_catalogue

EVENTS = [
    SessionStarted(),
    ActionExecuted("action_listen"),
    UserUttered("hello", {"name": "greet", "confidence": 0.9}, [{"entity": "x", "value": "y"}], input_channel="web"),
    SlotSet("mood", "good"),
    SlotSet("mood", None),
    SlotSet("mood", False),
    ActionExecuted("utter_greet", policy="RulePolicy", confidence=1.0, hide_rule_turn=True),
    BotUttered("hi", {"buttons": [{"title": "a", "payload": "b"}]}, {"utter_action": "utter_greet"}),
    ActiveLoop("contact_form"),
    ActiveLoop(None),
    ActionExecutionRejected("x", "p", 0.5),
    FollowupAction("action_count"),
    Restarted(),
]


def domain() -> Domain:
    slots = [TextSlot("mood", mappings=[{"type": "custom"}]), FloatSlot("counted", mappings=[{"type": "custom"}])]
    parts = {"intents": ["greet"], "entities": [], "responses": {}, "action_names": [], "forms": {}, "data": {}}
    return Domain(**parts, slots=slots)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type_name)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    kept = json.loads(json.dumps(compact(event)))
    assert read_event(kept) == event
    assert read_event(kept).timestamp == event.timestamp
    assert None not in [value for name, value in kept.items() if name != "value"]


def test_of_a_parse_only_what_dialogue_needs_is_kept() -> None:
    parse = {"text": "hello", "intent": {"name": "greet"}, "entities": [], "intent_ranking": [{"name": "x"}] * 30}
    kept = compact(UserUttered("hello", {"name": "greet"}, [], parse))
    assert set(kept["parse_data"]) == {"text", "intent", "entities"}


async def in_turn(database: Database, work):
    with database.begin() as store:
        turn = Turn(Conversation("c1"), "m1", "hello", small_catalogue(), utc_now(), store)
        with in_progress(turn):
            return await work(TurnTrackerStore(domain()))


async def add(database: Database, *events: Event) -> None:
    async def work(trackers: TurnTrackerStore) -> None:
        tracker = await trackers.get_or_create_tracker("c1", append_action_listen=False)
        for event in events:
            tracker.update(event)
        await trackers.save(tracker)
        await trackers.save(tracker)

    await in_turn(database, work)


async def load(database: Database) -> DialogueStateTracker:
    return await in_turn(database, lambda trackers: trackers.retrieve("c1"))


@pytest.fixture
def conversation(database: Database) -> None:
    with database.begin() as store:
        store.conversations.add(Conversation("c1"), visitor="v1", now=utc_now(), address=None, source={})


@pytest.mark.usefixtures("conversation")
async def test_only_new_events_are_written_each_time(database: Database) -> None:
    await add(database, *EVENTS[:3])
    await add(database, *EVENTS[3:8])
    with database.begin() as store:
        tail = store.trackers.tail("c1")
    assert [event["event"] for event in tail.events] == [event.type_name for event in EVENTS[:8]]
    assert list((await load(database)).events) == EVENTS[:8]


@pytest.mark.usefixtures("conversation")
async def test_what_was_set_before_the_window_still_holds(database: Database) -> None:
    turn = [ActionExecuted("action_listen"), UserUttered("hello", {"name": "greet"}), ActionExecuted("utter_greet")]
    await add(database, SlotSet("mood", "good"), SlotSet("counted", 1.0), ActiveLoop("contact_form"))
    for _ in range(30):
        await add(database, *turn)
    await add(database, SlotSet("counted", 2.0))
    tracker = await load(database)
    assert len(tracker.events) < 65
    assert (tracker.get_slot("mood"), tracker.get_slot("counted")) == ("good", 2.0)
    assert tracker.active_loop_name == "contact_form"
    assert tracker.events[2].as_dict()["event"] == "action"


@pytest.mark.usefixtures("conversation")
async def test_a_new_conversation_has_no_tracker(database: Database) -> None:
    assert await load(database) is None
