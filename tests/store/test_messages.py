from __future__ import annotations

import threading
from datetime import timedelta

from milepost.sales.conversations import Conversation
from milepost.store.database import Database
from milepost.store.records.messages import Lease
from tests.store.records import NOW, user


def add(database: Database, conversation: str, *texts: str) -> None:
    with database.begin() as store:
        if store.conversations.find(conversation) is None:
            store.conversations.add(Conversation(conversation), visitor="v1", now=NOW, address=None, source={})
        for text in texts:
            seq = store.conversations.next_seq(conversation, now=NOW)
            moment = NOW + timedelta(seconds=seq)
            store.messages.add(conversation, seq, "visitor", text, channel="web", now=moment, state="open")


def take(database: Database, *, after: float = 60, seconds: float = 30) -> Lease | None:
    with database.begin() as store:
        return store.messages.take_oldest_open(now=NOW + timedelta(seconds=after), seconds=seconds)


def text_of(lease: Lease | None) -> str | None:
    return lease.message.text if lease else None


def test_a_channels_message_id_is_kept_once(database: Database) -> None:
    add(database, "c1")
    with database.begin() as store:
        first = store.messages.add("c1", 1, "visitor", "hello", channel="web", now=NOW, channel_message_id="m-1")
        again = store.messages.add("c1", 2, "visitor", "hello", channel="web", now=NOW, channel_message_id="m-1")
    assert first is not None
    assert again is None


def test_another_visitor_may_use_the_same_message_id(database: Database) -> None:
    add(database, "c1")
    add(database, "c2")
    with database.begin() as store:
        for conversation in ("c1", "c2"):
            assert store.messages.add(
                conversation, 1, "visitor", "hi", channel="web", now=NOW, channel_message_id="m-1"
            )


def test_many_messages_without_a_channel_id_are_all_kept(database: Database) -> None:
    add(database, "c1", "a", "b", "c")
    with database.begin() as store:
        assert [m.text for m in store.messages.after("c1", 0)] == ["a", "b", "c"]
        assert [m.text for m in store.messages.after("c1", 1, limit=1)] == ["b"]


def test_a_conversations_messages_are_taken_in_order_and_one_at_a_time(database: Database) -> None:
    add(database, "c1", "first", "second")
    add(database, "c2", "other")
    leases = [take(database), take(database), take(database)]
    assert [text_of(lease) for lease in leases] == ["first", "other", None]
    with database.begin() as store:
        assert store.messages.finish(leases[0])
    assert text_of(take(database)) == "second"


def test_a_lease_that_ran_out_is_free_again_and_worth_nothing(database: Database) -> None:
    add(database, "c1", "hello")
    dead = take(database, seconds=30)
    assert take(database, after=80) is None
    alive = take(database, after=91)
    assert (alive.message.text, alive.message.tries) == ("hello", 2)
    with database.begin() as store:
        assert not store.messages.finish(dead)
        assert store.messages.finish(alive)
    assert take(database, after=200) is None


def test_a_message_given_back_is_taken_again_before_the_next_one(database: Database) -> None:
    add(database, "c1", "first", "second")
    with database.begin() as store:
        lease = store.messages.take_oldest_open(now=NOW, seconds=30)
        store.messages.give_back(lease)
    assert text_of(take(database)) == "first"


def test_two_workers_never_have_the_same_message_or_conversation(database: Database) -> None:
    for conversation in ("c1", "c2", "c3", "c4"):
        add(database, conversation, *(f"{conversation}-{n}" for n in range(6)))
    seen: list[str] = []
    busy: set[str] = set()
    clashes: list[str] = []

    def work() -> None:
        idle = 0
        while idle < 20:
            lease = take(database, after=600, seconds=600)
            if lease is None:
                idle += 1
                threading.Event().wait(0.005)
                continue
            if lease.message.conversation in busy:
                clashes.append(lease.message.conversation)
            busy.add(lease.message.conversation)
            threading.Event().wait(0.002)
            busy.discard(lease.message.conversation)
            seen.append(lease.message.text)
            with database.begin() as store:
                store.messages.finish(lease)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert clashes == []
    assert sorted(seen) == sorted(f"c{c}-{n}" for c in range(1, 5) for n in range(6))
    for conversation in ("c1", "c2", "c3", "c4"):
        assert [text for text in seen if text.startswith(conversation)] == [f"{conversation}-{n}" for n in range(6)]


def test_when_a_rep_comes_nothing_waits_for_the_bot(database: Database) -> None:
    add(database, "c1", "one", "two")
    lease = take(database)
    with database.begin() as store:
        store.messages.close_open("c1")
        assert not store.messages.finish(lease)
    assert take(database) is None


def test_a_long_wait_is_apologised_for_once(database: Database) -> None:
    add(database, "c1", "hello")
    with database.begin() as store:
        (late,) = store.messages.overdue(created_before=NOW + timedelta(seconds=10))
        assert store.messages.mark_apologised(late.id, now=NOW)
        assert not store.messages.mark_apologised(late.id, now=NOW)
        assert store.messages.overdue(created_before=NOW + timedelta(seconds=10)) == ()
    assert text_of(take(database)) == "hello"


def test_the_last_rating_of_a_reply_counts_and_visitors_do_not_rate_themselves(database: Database) -> None:
    add(database, "c1", "hello")
    with database.begin() as store:
        store.messages.add("c1", 2, "bot", "hi", channel="web", now=NOW)
        for seq, helpful, comment in ((1, True, ""), (2, True, ""), (2, False, "too short")):
            store.messages.rate("c1", seq, helpful=helpful, comment=comment)
        mine, reply = store.messages.after("c1", 0)
    assert mine.helpful is None
    assert (reply.helpful, reply.comment) == (False, "too short")


def test_what_a_pushing_channel_has_to_send_waits_until_it_is_sent(database: Database) -> None:
    add(database, "c1")
    with database.begin() as store:
        for seq, text in enumerate("abc", start=1):
            store.messages.add("c1", seq, "bot", text, channel="telegram", now=NOW, delivery="due")
        assert [m.text for m in store.messages.undelivered("telegram")] == ["a", "b", "c"]
        store.messages.mark_delivered("c1", 2)
        assert [m.text for m in store.messages.undelivered("telegram")] == ["c"]
        assert store.messages.undelivered("web") == ()


def test_a_reps_message_carries_the_reps_name(database: Database) -> None:
    add(database, "c1")
    with database.begin() as store:
        store.users.add(user("ann"))
        store.messages.add("c1", 1, "rep", "Hello, Ann here", channel="web", now=NOW, rep="ann")
        (message,) = store.messages.after("c1", 0)
    assert (message.rep, message.rep_name) == ("ann", "ann")
