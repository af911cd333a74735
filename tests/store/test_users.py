from __future__ import annotations

from datetime import timedelta

from milepost.store.database import Database
from tests.store.records import NOW, user


def test_a_user_is_found_by_address_however_it_is_written(database: Database) -> None:
    with database.begin() as store:
        store.users.add(user("ann"))
        assert store.users.find_by_email(" Ann@Example.com ").id == "ann"
        assert store.users.find_by_email("bob@example.com") is None
        assert [u.id for u in store.users.list()] == ["ann"]


def test_a_session_ends_by_time_sign_out_lock_out_and_a_new_password(database: Database) -> None:
    later = NOW + timedelta(hours=8)
    with database.begin() as store:
        store.users.add(user("ann"))
        for token in ("one", "two"):
            store.users.add_session(token, "ann", now=NOW, expires_at=later)
        assert store.users.of_session("one", now=NOW).id == "ann"
        assert store.users.of_session("one", now=later) is None
        store.users.end_session("one")
        assert store.users.of_session("one", now=NOW) is None
        store.users.set_password("ann", "new")
        assert store.users.of_session("two", now=NOW) is None
        store.users.add_session("three", "ann", now=NOW, expires_at=later)
        store.users.set_disabled("ann", True)
        assert store.users.of_session("three", now=NOW) is None


def test_expired_sessions_are_forgotten_and_failures_counted(database: Database) -> None:
    with database.begin() as store:
        store.users.add(user("ann"))
        store.users.add_session("old", "ann", now=NOW, expires_at=NOW)
        store.users.forget_expired(now=NOW)
        store.users.set_failures("ann", 3, at=NOW)
        assert (store.users.find("ann").failures, store.users.find("ann").failed_at) == (3, NOW)
        assert store.users.find("bob") is None


def test_a_session_is_prolonged_up_to_its_longest_time(database: Database) -> None:
    longest = timedelta(hours=12)
    with database.begin() as store:
        store.users.add(user("ann"))
        store.users.add_session("one", "ann", now=NOW, expires_at=NOW + timedelta(hours=2))
        store.users.prolong_session("one", until=NOW + timedelta(hours=3), longest=longest)
        assert store.users.of_session("one", now=NOW + timedelta(minutes=179))
        assert store.users.of_session("one", now=NOW + timedelta(minutes=181)) is None
        store.users.prolong_session("one", until=NOW + timedelta(hours=14), longest=longest)
        assert store.users.of_session("one", now=NOW + timedelta(minutes=719))
        assert store.users.of_session("one", now=NOW + timedelta(minutes=721)) is None
        store.users.prolong_session("one", until=NOW + timedelta(hours=1), longest=longest)
        assert store.users.of_session("one", now=NOW + timedelta(minutes=719))
        store.users.prolong_session("nobody", until=NOW, longest=longest)
