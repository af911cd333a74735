from __future__ import annotations

from milepost.sales.conversations import Handler
from milepost.services import conversations, handoffs
from milepost.services.conversations import ConversationService
from milepost.store.database import Database
from tests.services.turns import NOW, turn_of
from tests.store.records import user


def people(database: Database) -> None:
    with database.begin() as store:
        conversations.start(store, "c1", channel="web", now=NOW)
        for name in ("ann", "bob"):
            store.users.add(user(name))


def handler(database: Database) -> Handler:
    with database.begin() as store:
        return store.conversations.find("c1").handler


def notices(database: Database) -> list[tuple]:
    return [(line.custom["state"], line.name) for line in ConversationService(database).read_after("c1", 0)]


def test_asking_twice_for_a_person_is_one_request(database: Database) -> None:
    for reason in ("asked for a person", "complaint"):
        with turn_of(database) as turn:
            handoffs.request(turn, reason)
    with database.begin() as store:
        assert [handoff.reason for handoff in store.handoffs.of("c1")] == ["asked for a person"]
    assert handler(database) is Handler.WAITING


def test_one_rep_claims_and_the_visitor_sees_who_joined(database: Database) -> None:
    people(database)
    with turn_of(database) as turn:
        handoffs.request(turn, "asked")
    with database.begin() as store:
        assert handoffs.claim(store, "c1", user("ann"), now=NOW)
        assert not handoffs.claim(store, "c1", user("bob"), now=NOW)
        assert store.handoffs.open_of("c1").claimed_by == "ann"
    assert handler(database) is Handler.REP
    assert notices(database) == [("joined", "ann")]


def test_a_rep_may_step_in_unasked_and_hand_back(database: Database) -> None:
    people(database)
    with database.begin() as store:
        assert handoffs.claim(store, "c1", user("ann"), now=NOW)
        assert handoffs.give_back(store, "c1", outcome="answered", now=NOW)
        assert not handoffs.give_back(store, "c1", outcome="again", now=NOW)
        assert [handoff.outcome for handoff in store.handoffs.of("c1")] == ["answered"]
    assert handler(database) is Handler.BOT
    assert notices(database) == [("joined", "ann"), ("ended", "")]


def test_a_conversation_is_passed_on_to_another_rep(database: Database) -> None:
    people(database)
    with database.begin() as store:
        assert not handoffs.pass_on(store, "c1", user("bob"), now=NOW)
        handoffs.claim(store, "c1", user("ann"), now=NOW)
        assert handoffs.pass_on(store, "c1", user("bob"), now=NOW)
        assert store.handoffs.open_of("c1").claimed_by == "bob"
    assert notices(database) == [("joined", "ann"), ("joined", "bob")]
