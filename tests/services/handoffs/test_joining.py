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


def test_the_bot_begins_afresh_after_a_rep_but_keeps_what_it_knows(database: Database) -> None:
    people(database)
    with turn_of(database, company="Costa Foods") as turn:
        handoffs.request(turn, "asked")
        turn.conversation.asked, turn.conversation.offered = "team_size", "quote"
        turn.conversation.pending, turn.conversation.misunderstandings = "action_send_quote", 1
    with database.begin() as store:
        handoffs.claim(store, "c1", user("ann"), now=NOW)
        assert handoffs.give_back(store, "c1", outcome="handed back", now=NOW)
        memory, _ = store.conversations.memory("c1")
    assert (memory.asked, memory.offered, memory.pending, memory.misunderstandings) == (None, None, None, 0)
    assert memory.value("company") == "Costa Foods"
    assert memory.handler is Handler.BOT


def test_what_was_answered_by_telephone_is_settled_without_a_word_in_the_chat(database: Database) -> None:
    people(database)
    with turn_of(database) as turn:
        handoffs.request(turn, "asked")
    with database.begin() as store:
        assert handoffs.settle(store, "c1", outcome="called back", now=NOW)
        assert not handoffs.settle(store, "c1", outcome="again", now=NOW)
        assert [handoff.outcome for handoff in store.handoffs.of("c1")] == ["called back"]
    assert handler(database) is Handler.BOT
    assert notices(database) == []


def test_a_conversation_that_a_rep_has_is_not_settled_over_their_head(database: Database) -> None:
    people(database)
    with database.begin() as store:
        handoffs.claim(store, "c1", user("ann"), now=NOW)
        assert not handoffs.settle(store, "c1", outcome="called back", now=NOW)
    assert handler(database) is Handler.REP
