from __future__ import annotations

import contextlib
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from milepost.channels.port import Button, Conversations, FilledForm, InboundMessage, Notice, Withdrawn
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


def test_where_the_visitor_is_by_now_is_kept_beside_where_they_came_in(database: Database) -> None:
    ours = service(database)
    ours.receive(message())
    for number, source in enumerate(
        ({"page": "/boots", "product": "Boots"}, {"page": "/pay", "customer": "42"}, {"page": "/pay"}), 2
    ):
        ours.receive(InboundMessage("web", "c1", f"m-{number}", "and", source=source))
    with database.begin() as store:
        row = store.conversations.find("c1")
    assert row is not None
    assert row.source == {"page": "/pricing", "now_page": "/pay", "now_product": "Boots", "customer": "42"}


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


def test_a_reply_goes_where_the_visitor_last_wrote_from_and_knows_when(database: Database) -> None:
    clock = Clock()
    chat = service(database, clock)
    for number, address in enumerate(("old server", "new server"), 1):
        clock.now = NOW + timedelta(minutes=number)
        chat.receive(InboundMessage("generic", "generic-1", f"m-{number}", "hello", address=address))
    with database.begin() as store:
        conversations.add_line(store, "generic-1", "bot", "Hi!", now=clock.now)
    [due] = chat.undelivered("generic")
    assert (due.address, due.heard_at) == ("new server", NOW + timedelta(minutes=2))
    assert chat.undelivered("generic", but_not=("generic-1",)) == ()


def test_what_cannot_be_read_is_answered_once_without_the_bot(database: Database) -> None:
    woken: list = []
    chat = service(database, woken=woken)
    notice = Notice("telegram", "telegram-1", "9", "(a voice message)", "Please write it.", address="x")
    assert [chat.answer(notice).is_new for _ in range(3)] == [True, False, False]
    assert [(line.author, line.text) for line in chat.read_after("telegram-1", 0)] == [
        ("visitor", "(a voice message)"),
        ("bot", "Please write it."),
    ]
    assert [line.text for line in chat.undelivered("telegram")] == ["Please write it."]
    assert woken == []
    with database.begin() as store:
        assert store.messages.take_oldest_open(now=NOW, seconds=1) is None


def test_a_reply_that_will_never_arrive_is_kept_with_its_reason_even_if_it_had_been_taken(database: Database) -> None:
    chat = service(database)
    chat.receive(message(conversation="telegram-1", channel="telegram"))
    with database.begin() as store:
        conversations.add_line(store, "telegram-1", "bot", "Hi!", now=NOW)
        conversations.add_line(store, "telegram-1", "bot", "More.", now=NOW)
    chat.mark_delivered("telegram-1", 2)
    for seq in (1, 2, 3):
        chat.mark_failed("telegram-1", seq, "blocked")
    assert chat.undelivered("telegram") == ()
    with database.begin() as store:
        lines = store.messages.after("telegram-1", 0)
    assert [line.delivery_error for line in lines] == [None, "blocked", "blocked"]


def test_what_a_visitor_deletes_is_gone_with_its_edits_and_waits_for_no_answer(database: Database) -> None:
    chat = service(database)
    for number, name in enumerate(("m_1", "m_1:1", "m_1x", "m_2")):
        chat.receive(message(f"secret {number}", name, "slack-1", "slack"))
    chat.withdraw(Withdrawn("slack", "slack-1", "m_1"))
    chat.withdraw(Withdrawn("slack", "slack-1", "m_9"))
    gone = "(deleted by the visitor)"
    assert [line.text for line in chat.read_after("slack-1", 0)] == [gone, gone, "secret 2", "secret 3"]
    with database.begin() as store:
        lease = store.messages.take_oldest_open(now=NOW, seconds=1)
    assert lease
    assert lease.message.text == "secret 2"


def test_only_the_newest_line_of_ours_has_numbers_to_answer_with(database: Database) -> None:
    chat = service(database)
    chat.receive(message())
    assert chat.latest_with_buttons("c1") is None
    with database.begin() as store:
        conversations.add_line(store, "c1", "bot", "Which?", buttons=({"title": "A", "payload": "/a"},), now=NOW)
    chat.receive(message("hm", "m-2"))
    found = chat.latest_with_buttons("c1")
    assert found is not None
    assert found.text == "Which?"
    with database.begin() as store:
        conversations.add_line(store, "c1", "rep", "How many?", now=NOW)
    assert chat.latest_with_buttons("c1") is None


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


SECRETS = ("4111 1111 1111 1111", "hunter2secret", "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "123-45-6789")


def test_a_secret_is_neither_kept_nor_found(sqlite_database: Database) -> None:
    chat = service(sqlite_database)
    text = f"Zebra card {SECRETS[0]}, my password is {SECRETS[1]}"
    form = FilledForm({"company": f"key {SECRETS[2]}", "email": "anna@acorn.example"}, consent=True)
    source = {"page": f"/pricing?token={SECRETS[2]}"}
    chat.receive(InboundMessage("web", "c1", "m-1", text, source=source))
    chat.receive(InboundMessage("telegram", "c2", "m-2", f"ssn {SECRETS[3]}", form=form))
    chat.rate("c1", 1, helpful=False, comment=f"my password is {SECRETS[1]}")
    lines = [line.text for name in ("c1", "c2") for line in chat.read_after(name, 0)]
    assert lines == ["Zebra card [card number], my password is [password]", "ssn [id number]"]
    kept = bytes_kept(sqlite_database)
    assert b"Zebra card [card number]" in kept
    for secret in (*SECRETS, SECRETS[0].replace(" ", "")):
        assert secret.encode() not in kept
    sqlite_database.close()
    with contextlib.closing(sqlite3.connect(str(sqlite_database.url.database))) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [str(row) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"')]
    assert any("Zebra card" in row for row in rows)
    assert not [row for row in rows for secret in SECRETS if secret in row]


def bytes_kept(database: Database) -> bytes:
    """All that stands in the database's file and in the log beside it."""
    path = Path(str(database.url.database))
    return b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
