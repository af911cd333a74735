from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from milepost.channels.port import InboundMessage, Receipt
from milepost.errors import TooManyWaiting
from milepost.services.conversations import ConversationService
from milepost.services.queue.fairness import Fairness
from milepost.store.database import Database
from tests.services.turns import NOW


class Street:
    """Visitors of several addresses, and a brain that answers one message a step."""

    def __init__(self, database: Database, **limits: int) -> None:
        self.database, self.now = database, NOW
        self.service = ConversationService(database, clock=lambda: self.now, fairness=Fairness(**limits))
        self._said = 0

    def say(self, conversation: str, origin: str = "", *, message: str = "") -> Receipt:
        self._said += 1
        named = message or f"message-{self._said}"
        return self.service.receive(InboundMessage("web", conversation, named, "hello", origin=origin))

    def answer(self) -> str:
        """Whose message was answered."""
        with self.database.begin() as store:
            lease = store.messages.take_oldest_open(now=self.now, seconds=30)
            assert lease is not None
            store.messages.finish(lease)
            return lease.message.conversation

    def wait(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


def test_a_flood_of_one_address_holds_up_another_visitor_by_a_few_messages_only(database: Database) -> None:
    street = Street(database)
    for number in range(60):
        street.say(f"flood-{number}", "one-address")
    street.wait(2)
    street.say("ana", "another-address")
    answered = [street.answer() for _ in range(6)]
    assert answered.index("ana") <= 3


def test_a_conversation_that_sends_much_waits_behind_those_who_send_one(database: Database) -> None:
    street = Street(database)
    for _ in range(10):
        street.say("chatty")
    street.say("ana")
    assert [street.answer() for _ in range(3)] == ["chatty", "ana", "chatty"]


def test_whoever_is_alone_is_answered_at_full_speed_and_in_order(database: Database) -> None:
    street = Street(database)
    seqs = [street.say("ana", "home").seq for _ in range(12)]
    assert [street.answer() for _ in seqs] == ["ana"] * 12
    assert seqs == sorted(seqs)


def test_nobody_waits_for_ever(database: Database) -> None:
    street = Street(database)
    for _ in range(5):
        street.say("chatty", "office")
    last = False
    for number in range(40):
        street.wait(1)
        street.say(f"new-{number}", f"address-{number}")
        last = last or street.answer() == "chatty"
    with database.begin() as store:
        assert store.messages.ahead_of("chatty") in (0, 1, None) or last


@pytest.mark.parametrize("limits", [{"most_waiting": 5}, {"most_of_one": 5}])
def test_what_is_too_much_is_not_taken_but_what_was_taken_is_acknowledged_again(
    database: Database, limits: dict[str, int]
) -> None:
    street = Street(database, **limits)
    for number in range(5):
        street.say("ana", "home", message=f"kept-{number:04}")
    with pytest.raises(TooManyWaiting) as caught:
        street.say("bob", "home")
    assert 2 <= caught.value.seconds <= 30
    again = street.say("ana", "home", message="kept-0003")
    assert (again.is_new, again.seq) == (False, 4)
    street.answer()
    assert street.say("bob", "home").is_new


def test_where_a_message_came_from_is_forgotten_with_its_answer(database: Database) -> None:
    street = Street(database)
    street.say("ana", "home")
    street.answer()
    with database._connected() as connection:
        assert connection.exec_driver_sql("SELECT origin FROM messages").scalars().all() == [None]


def test_the_place_in_the_queue_is_told(database: Database) -> None:
    street = Street(database)
    for number in range(4):
        street.say(f"c-{number}", f"address-{number}")
        street.wait(0.1)
    assert [street.service.ahead_of(f"c-{number}") for number in range(4)] == [0, 1, 2, 3]
    assert street.service.ahead_of("nobody") is None
