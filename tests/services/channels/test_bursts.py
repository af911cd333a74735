"""What is written in pieces is read as one turn, in the order in which it was written, whatever happens in between."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from milepost.channels.port import InboundMessage, Withdrawn
from milepost.services.channels import bursts
from milepost.services.conversations import ConversationService
from milepost.store.database import Database
from milepost.store.records.messages import Lease
from tests.services.turns import NOW

ADA = "whatsapp-16505551234"


class Chat:
    """A messaging channel, and a worker that takes what has settled."""

    def __init__(self, database: Database, seconds: float = 1.5) -> None:
        self.database, self.now = database, NOW
        self.service = ConversationService(database, clock=lambda: self.now, burst_seconds=seconds)

    def say(self, text: str, message_id: str, *, after: float = 0.0, **more: Any) -> None:
        self.now += timedelta(seconds=after)
        channel = more.pop("channel", "whatsapp")
        self.service.receive(InboundMessage(channel, ADA, message_id, text, **more))

    def take(self, *, after: float = 0.0) -> Lease | None:
        self.now += timedelta(seconds=after)
        with self.database.begin() as store:
            return store.messages.take_oldest_open(now=self.now, seconds=30)

    def read(self, lease: Lease | None) -> str:
        """The turn's text; it is answered with all its pieces."""
        assert lease is not None
        with self.database.begin() as store:
            more = bursts.pieces(store, lease.message)
            assert store.messages.finish(lease)
            assert store.messages.finish_pieces([each.id for each in more])
        return bursts.as_one(lease.message, more).text


@pytest.fixture
def chat(database: Database) -> Chat:
    return Chat(database)


def test_three_quick_pieces_are_one_turn(chat: Chat) -> None:
    chat.say("hi", "1")
    chat.say("how much is", "2", after=1)
    assert chat.take(after=1) is None
    chat.say("team for 20", "3")
    assert chat.take(after=1.4) is None
    assert chat.read(chat.take(after=0.2)) == "hi how much is team for 20"
    assert chat.take(after=9) is None


def test_nobody_waits_longer_than_six_seconds(chat: Chat) -> None:
    for number in range(7):
        chat.say(f"piece {number}", str(number), after=1)
    assert chat.take(after=1) is not None


def test_switched_off_each_message_is_a_turn_at_once(database: Database) -> None:
    chat = Chat(database, seconds=0)
    chat.say("hi", "1")
    chat.say("how much is team for 20", "2")
    assert [chat.read(chat.take()), chat.read(chat.take())] == ["hi", "how much is team for 20"]


def test_on_the_website_and_by_mail_nobody_waits(chat: Chat) -> None:
    chat.say("hi", "1", channel="web")
    assert chat.read(chat.take()) == "hi"
    chat.say("hello", "2", channel="mailgun")
    assert chat.read(chat.take()) == "hello"


def test_a_button_is_a_turn_of_its_own(chat: Chat) -> None:
    chat.say("hm", "1")
    chat.say("Yes", "2", payload="/affirm")
    chat.say("and one more thing", "3")
    assert [chat.read(chat.take(after=2)) for _ in range(3)] == ["hm", "Yes", "and one more thing"]


def test_pieces_that_overtook_one_another_are_read_as_they_were_written(chat: Chat) -> None:
    chat.say("team for 20", "2", said_at=1002.0)
    chat.say("how much is", "1", said_at=1001.0)
    assert chat.read(chat.take(after=2)) == "how much is team for 20"


def test_an_edited_piece_is_read_as_it_is_now(chat: Chat) -> None:
    chat.say("team for 200", "7")
    chat.say("please", "8")
    chat.say("team for 20", "7:2026-11-30T10:00:00Z", after=1)
    assert chat.read(chat.take(after=2)) == "team for 20 please"


def test_a_deleted_piece_is_not_read(chat: Chat) -> None:
    chat.say("my card is", "7")
    chat.say("how much is team", "8")
    chat.service.withdraw(Withdrawn("whatsapp", ADA, "7"))
    assert chat.read(chat.take(after=2)) == "how much is team"


def test_a_worker_that_dies_leaves_all_pieces_to_the_next(chat: Chat) -> None:
    chat.say("how much is", "1")
    chat.say("team for 20", "2")
    assert chat.take(after=2) is not None
    assert chat.take(after=5) is None
    assert chat.read(chat.take(after=31)) == "how much is team for 20"


def test_two_whole_questions_stay_two(chat: Chat) -> None:
    chat.say("do you support single sign-on", "1")
    chat.say("what does it cost for 20", "2")
    assert chat.read(chat.take(after=2)) == "do you support single sign-on, what does it cost for 20"


def test_a_turn_holds_no_more_than_a_message_may(chat: Chat) -> None:
    chat.say("x" * 1500, "1")
    chat.say("y" * 1500, "2")
    assert [len(chat.read(chat.take(after=2))) for _ in range(2)] == [1500, 1500]
