"""Who is there, who looks, who writes: on both databases."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from milepost.sales.conversations import Conversation
from milepost.store.database import Database
from milepost.store.records.handoffs.duty import DutyRow
from milepost.store.records.handoffs.meetings import CANCELLED, INVITED, WANTED, MeetingRow
from tests.store.records import NOW, user


@pytest.fixture
def staffed(database: Database) -> Database:
    with database.begin() as store:
        store.conversations.add(Conversation("c1"), visitor="v1", now=NOW, address=None, source={})
        for name in ("ann", "bob", "cy"):
            store.users.add(user(name))
    return database


def names(database: Database, seconds: float = 0) -> list[str]:
    with database.begin() as store:
        return [rep.id for rep in store.duty.there(now=NOW + timedelta(seconds=seconds))]


def test_whoever_has_a_page_open_is_there_until_it_is_not_heard_of_any_more(staffed: Database) -> None:
    with staffed.begin() as store:
        store.duty.see("ann", "", now=NOW)
        store.duty.see("ann", "c1", now=NOW)
        store.duty.see("bob", "", now=NOW + timedelta(seconds=30))
    assert names(staffed) == ["ann", "bob"]
    assert names(staffed, 50) == ["bob"]
    assert names(staffed, 120) == []


def test_who_is_away_or_locked_out_or_signed_out_is_not_there(staffed: Database) -> None:
    with staffed.begin() as store:
        for name in ("ann", "bob", "cy"):
            store.duty.see(name, "", now=NOW)
        store.duty.put("ann", DutyRow(away=True))
        store.users.set_disabled("bob", True)
    assert names(staffed) == ["cy"]
    with staffed.begin() as store:
        store.duty.leave("cy")
        store.duty.put("ann", DutyRow(("de",), ("security",), ("inbox",)))
        assert store.duty.of("ann") == DutyRow(("de",), ("security",), ("inbox",))
        assert store.duty.of("cy") == DutyRow()
    assert names(staffed) == ["ann"]


def test_who_was_asked_and_who_holds_how_many_is_known(staffed: Database) -> None:
    with staffed.begin() as store:
        for name in ("ann", "bob"):
            store.duty.see(name, "", now=NOW)
        store.duty.put("ann", DutyRow(("de",)))
        store.duty.asked("ann", now=NOW)
        store.duty.asked("bob", now=NOW + timedelta(minutes=1))
        store.handoffs.add("h1", "c1", reason="asked", message="m1", now=NOW, skill="security", products=["inbox"])
        store.handoffs.claim("h1", "bob", now=NOW)
        ann, bob = store.duty.there(now=NOW)
    assert (ann.languages, ann.asked_at, ann.holds) == (("de",), NOW, 0)
    assert (bob.languages, bob.asked_at, bob.holds) == ((), NOW + timedelta(minutes=1), 1)


def test_the_first_to_write_has_the_field_until_they_stop(staffed: Database) -> None:
    with staffed.begin() as store:
        assert store.duty.write("ann", "c1", now=NOW) is None
        assert store.duty.write("bob", "c1", now=NOW) == "ann"
        assert [(each.name, each.writes) for each in store.duty.lookers("c1", now=NOW)] == [
            ("ann", True),
            ("bob", False),
        ]
        assert store.duty.write("ann", "c1", now=NOW, on=False) is None
        assert store.duty.write("bob", "c1", now=NOW) is None
        later = NOW + timedelta(seconds=20)
        assert store.duty.write("ann", "c1", now=later) is None, "bob has stopped writing"


def test_of_two_who_begin_to_write_at_once_one_has_the_field(staffed: Database) -> None:
    refused: list[str | None] = []
    start = threading.Barrier(2)

    def begin(name: str) -> None:
        start.wait()
        with staffed.begin() as store:
            refused.append(store.duty.write(name, "c1", now=NOW))

    threads = [threading.Thread(target=begin, args=(name,)) for name in ("ann", "bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(other is None for other in refused) == [False, True]


def test_a_request_remembers_whom_it_asked_and_what_became_of_it(staffed: Database) -> None:
    with staffed.begin() as store:
        store.handoffs.add("h1", "c1", reason="asked", message="m1", now=NOW, clock_from=NOW)
        for name in ("ann", "bob"):
            row = store.handoffs.find("h1")
            assert row
            store.handoffs.ask(row, name, now=NOW)
        store.handoffs.mark("h1", now=NOW, escalated=True, owed=True, given_up=True)
        row = store.handoffs.find("h1")
        assert row
        assert (row.asked_name, row.asked_before, row.owed_at) == ("bob", ("ann", "bob"), NOW)
        assert row.wait.is_given_up
        store.handoffs.begin_again("h1", clock_from=NOW + timedelta(hours=1))
        row = store.handoffs.find("h1")
        assert row
        assert (row.asked_before, row.given_up_at, row.owed_at) == ((), None, NOW), "the debt stands until it is paid"
        assert row.wait.since == NOW + timedelta(hours=1)


def test_meetings_are_kept_by_time(staffed: Database) -> None:
    with staffed.begin() as store:
        for number, hours in enumerate((3, 1)):
            at = NOW + timedelta(hours=hours)
            store.meetings.add(MeetingRow(f"m{number}", "c1", at, 30, WANTED, None, None, NOW))
        assert [row.id for row in store.meetings.of("c1")] == ["m1", "m0"]
        store.meetings.invite("m0", "ana@b.example")
        store.meetings.cancel("m1")
        assert [(row.state, row.email) for row in store.meetings.of("c1")] == [
            (CANCELLED, None),
            (INVITED, "ana@b.example"),
        ]
        assert [row.id for row in store.meetings.between(NOW, NOW + timedelta(hours=9))] == ["m0"]
    with staffed.begin() as store:
        store.conversations.erase("c1")
        assert store.meetings.of("c1") == ()
