from __future__ import annotations

from milepost.sales.conversations import BuyingStage, Evidence, Fact, FactStatus, Handler, StageChange
from milepost.services import handoffs, leads, quotes
from milepost.services.outgoing import events
from milepost.services.outgoing.events import Event
from milepost.store.database import Database
from tests.catalogues import small_catalogue
from tests.services.quotes.test_giving import breakdown
from tests.services.turns import NOW, remember, turn_of


def told(database: Database) -> list[dict]:
    with database.begin() as store:
        return [dict(job.payload) for job in store.jobs.list("waiting") if job.kind == events.JOB]


def test_a_greeting_is_no_event_and_the_first_interest_is_a_new_lead(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        before = leads.before(turn.conversation)
        events.after_turn(turn, before)
        remember(turn.conversation, use_case="shared inbox", email="ana@costa.example", contact_name="Ana Costa")
        turn.conversation.stages.append(StageChange("m1", BuyingStage.RESEARCH, 0.8123, {"research": 0.8}))
        events.after_turn(turn, before)
    (event,) = told(sqlite_database)
    assert event["type"] == "lead.created"
    assert event["timestamp"] == NOW.isoformat()
    data = event["data"]
    assert (data["name"], data["email"], data["stage"], data["confidence"]) == (
        "Ana Costa",
        "ana@costa.example",
        "research",
        0.812,
    )
    assert data["sentence"].startswith("Ana Costa, for shared inbox")
    assert data["not_a_buyer"] == ""
    assert data["own_words"] == []
    assert data["facts"]["use_case"] == {"value": "shared inbox", "status": "said", "words": "shared inbox"}


def test_the_same_turn_tried_again_tells_nothing_twice(sqlite_database: Database) -> None:
    with turn_of(sqlite_database) as turn:
        before = leads.before(turn.conversation)
        remember(turn.conversation, use_case="shared inbox")
        events.after_turn(turn, before)
        events.after_turn(turn, before)
    assert len(told(sqlite_database)) == 1


def test_each_change_of_a_lead_is_an_event_of_its_own(sqlite_database: Database) -> None:
    with turn_of(sqlite_database, use_case="inbox") as turn:
        conversation, before = turn.conversation, leads.before(turn.conversation)
        assert events.happened(before, conversation) == ()
        conversation.facts["team_size"] = Fact("team_size", 20, FactStatus.SAID, Evidence("m1", "20"))
        assert events.happened(before, conversation) == (Event.UPDATED,)
        remember(conversation, email="ana@costa.example")
        assert events.happened(before, conversation) == (Event.CONTACT_CHANGED,)
        conversation.stages.append(StageChange("m1", BuyingStage.PURCHASE, 0.9, {"purchase": 0.9}))
        quotes.record(turn, breakdown(turn))
        handoffs.request(turn, "wants a contract")
        assert events.happened(before, conversation) == (
            Event.CONTACT_CHANGED,
            Event.STAGE_CHANGED,
            Event.QUOTED,
            Event.HANDOFF_REQUESTED,
        )
        data = events.described(turn.store, conversation, turn.catalogue, "")
    assert data["reason"] == "wants a contract"
    assert data["answered_by"] == "waiting"
    assert [quote["currency"] for quote in data["quotes"]] == ["EUR"]


def test_going_back_to_the_bot_asks_for_nobody(sqlite_database: Database) -> None:
    with turn_of(sqlite_database, use_case="inbox") as turn:
        turn.conversation.handler = Handler.WAITING
        before = leads.before(turn.conversation)
        assert events.happened(before, turn.conversation) == ()


def test_what_a_person_did_is_told_with_the_reason(sqlite_database: Database) -> None:
    with turn_of(sqlite_database, use_case="inbox"):
        pass
    with sqlite_database.begin() as store:
        catalogue = small_catalogue()
        events.tell(store, Event.WON, "c1", catalogue, now=NOW, reason="signed for a year")
        events.tell(store, Event.WON, "nobody", catalogue, now=NOW)
    assert [(event["type"], event["data"]["reason"]) for event in told(sqlite_database)] == [
        ("lead.won", "signed for a year")
    ]


def test_erasing_a_visitor_erases_what_was_still_to_be_sent(database: Database) -> None:
    with turn_of(database, use_case="inbox") as turn:
        events.tell(turn.store, Event.LOST, "c1", turn.catalogue, now=NOW)
    assert told(database)
    with database.begin() as store:
        store.conversations.erase("c1")
    assert told(database) == []
