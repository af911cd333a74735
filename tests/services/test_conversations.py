from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from milepost.channels.port import Button, Conversations, InboundMessage
from milepost.errors import NotAllowed
from milepost.sales.conversations import Handler
from milepost.services import conversations, handoffs
from milepost.services.conversations import ConversationService
from milepost.store.database import Database
from tests.services.turns import NOW
from tests.store.records import follow_up, user


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now


def service(database: Database, clock: Clock | None = None, woken: list | None = None) -> ConversationService:
    wake = (lambda: woken.append(1)) if woken is not None else (lambda: None)
    return ConversationService(database, wake=wake, clock=clock or Clock())


def message(
    text: str = "hello", message_id: str = "m-1", conversation: str = "c1", channel: str = "web"
) -> InboundMessage:
    return InboundMessage(channel, conversation, message_id, text, source={"page": "/pricing"})


def test_the_service_is_what_doors_ask_for(database: Database) -> None:
    port: Conversations = service(database)
    assert port.read_after("c1", 0) == ()


def test_a_message_is_kept_before_it_is_acknowledged_and_wakes_the_brain(database: Database) -> None:
    woken: list = []
    receipt = service(database, woken=woken).receive(message())
    assert (receipt.seq, receipt.at, receipt.is_new, receipt.bot_answers) == (1, NOW, True, True)
    assert woken == [1]
    with Database(database.url.render_as_string(hide_password=False)).begin() as other:
        assert [line.text for line in other.messages.after("c1", 0)] == ["hello"]
        assert other.conversations.find("c1").source == {"page": "/pricing"}


def test_the_same_message_again_gets_the_same_receipt_and_wakes_nobody(database: Database) -> None:
    woken: list = []
    clock = Clock()
    chat = service(database, clock, woken)
    first = chat.receive(message())
    clock.now += timedelta(minutes=5)
    again = chat.receive(message("something else"))
    assert (again.seq, again.at, again.is_new) == (first.seq, first.at, False)
    assert woken == [1]
    assert len(chat.read_after("c1", 0)) == 1


def test_the_same_message_from_many_connections_at_once_is_kept_once_and_leaves_no_gap(database: Database) -> None:
    receipts = []
    senders = [threading.Thread(target=lambda: receipts.append(service(database).receive(message()))) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert {receipt.seq for receipt in receipts} == {1}
    assert [receipt.is_new for receipt in receipts].count(True) == 1
    assert service(database).receive(message("next", "m-2")).seq == 2


def test_lines_come_back_in_order_after_a_number(database: Database) -> None:
    chat = service(database)
    chat.receive(message())
    with database.begin() as store:
        buttons = ({"title": "Yes", "payload": "/affirm"},)
        conversations.add_line(store, "c1", "bot", "Hi!", buttons=buttons, custom={"type": "steps"}, now=NOW)
    mine, reply = chat.read_after("c1", 0)
    assert (mine.author, mine.text, mine.message_id, mine.seq) == ("visitor", "hello", "m-1", 1)
    assert (reply.author, reply.text, reply.buttons, reply.custom) == (
        "bot", "Hi!", (Button("Yes", "/affirm"),), {"type": "steps"},
    )  # fmt: skip
    assert [line.seq for line in chat.read_after("c1", 1)] == [2]
    assert chat.read_after("nobody", 0) == ()


def test_a_line_of_a_conversation_that_is_not_there_is_refused(database: Database) -> None:
    with database.begin() as store, pytest.raises(NotAllowed):
        conversations.add_line(store, "c1", "bot", "Hi!", now=NOW)


def test_only_pushing_channels_have_lines_to_deliver(database: Database) -> None:
    chat = service(database)
    chat.receive(message(conversation="web-1"))
    chat.receive(message(conversation="telegram-1", channel="telegram"))
    with database.begin() as store:
        for conversation in ("web-1", "telegram-1"):
            conversations.add_line(store, conversation, "bot", "Hi!", now=NOW)
            conversations.add_line(store, conversation, "bot", "More.", now=NOW)
    assert chat.undelivered("web") == ()
    assert [line.text for line in chat.undelivered("telegram")] == ["Hi!", "More."]
    chat.mark_delivered("telegram-1", 2)
    assert [line.text for line in chat.undelivered("telegram")] == ["More."]


def test_a_rating_is_kept(database: Database) -> None:
    chat = service(database)
    chat.receive(message())
    with database.begin() as store:
        conversations.add_line(store, "c1", "bot", "Hi!", now=NOW)
    chat.rate("c1", 2, helpful=False, comment="too short")
    with database.begin() as store:
        assert [line.helpful for line in store.messages.after("c1", 0)] == [None, False]


def test_a_message_to_a_rep_waits_for_no_bot(database: Database) -> None:
    woken: list = []
    chat = service(database, woken=woken)
    chat.receive(message())
    with database.begin() as store:
        store.users.add(user("ann"))
        handoffs.claim(store, "c1", user("ann"), now=NOW)
    receipt = chat.receive(message("are you there?", "m-2"))
    assert not receipt.bot_answers
    assert woken == [1]
    with database.begin() as store:
        assert store.messages.take_oldest_open(now=NOW, seconds=1) is None


def test_only_the_rep_who_has_the_conversation_may_write(database: Database) -> None:
    chat = service(database)
    chat.receive(message())
    with database.begin() as store:
        for name in ("ann", "bob"):
            store.users.add(user(name))
        with pytest.raises(NotAllowed):
            conversations.reply_as_rep(store, "c1", user("ann"), "Hello", now=NOW)
        handoffs.claim(store, "c1", user("ann"), now=NOW)
        with pytest.raises(NotAllowed):
            conversations.reply_as_rep(store, "c1", user("bob"), "Hello", now=NOW)
        conversations.reply_as_rep(store, "c1", user("ann"), "Hello, Ann here", now=NOW)
    line = chat.read_after("c1", 0)[-1]
    assert (line.author, line.name, line.text) == ("rep", "ann", "Hello, Ann here")


def test_an_answer_cancels_what_was_to_be_written_later_but_the_same_sitting_does_not(database: Database) -> None:
    clock = Clock()
    chat = service(database, clock)
    chat.receive(message())
    with database.begin() as store:
        store.follow_ups.add(follow_up("f1", "c1"))
    clock.now += timedelta(minutes=10)
    chat.receive(message("thanks, bye", "m-2"))
    with database.begin() as store:
        assert store.follow_ups.find("f1").state == "scheduled"
    clock.now += timedelta(hours=5)
    chat.receive(message("I'm back", "m-3"))
    with database.begin() as store:
        assert (store.follow_ups.find("f1").state, store.follow_ups.find("f1").ending) == (
            "cancelled",
            "the visitor wrote",
        )


def test_starting_a_conversation_twice_is_starting_it_once(database: Database) -> None:
    with database.begin() as store:
        row = conversations.start(store, "c1", channel="web", visitor="v1", now=NOW)
        again = conversations.start(store, "c1", channel="web", now=NOW + timedelta(days=1))
    assert row == again
    assert (row.visitor, row.handler) == ("v1", Handler.BOT)
