from __future__ import annotations

from datetime import timedelta

import pytest

from milepost.store.database import Database
from milepost.store.records.jobs import DEAD, Job
from tests.store.records import NOW


def add(database: Database, key: str, *, minutes: float = 0) -> bool:
    with database.begin() as store:
        return store.jobs.add("mail", {"to": key}, idempotency_key=key, due=NOW + timedelta(minutes=minutes), now=NOW)


def take(database: Database, *, seconds_later: float = 0) -> Job | None:
    with database.begin() as store:
        return store.jobs.take_due(now=NOW + timedelta(seconds=seconds_later), seconds=60)


def test_a_key_is_kept_once(database: Database) -> None:
    assert add(database, "a")
    assert not add(database, "a")
    assert take(database).payload == {"to": "a"}
    assert take(database) is None


def test_jobs_are_taken_when_due_the_longest_waiting_first(database: Database) -> None:
    add(database, "late", minutes=5)
    add(database, "early", minutes=1)
    assert take(database) is None
    assert [take(database, seconds_later=600).idempotency_key for _ in range(2)] == ["early", "late"]


def test_a_job_whose_worker_was_killed_is_taken_again(database: Database) -> None:
    add(database, "a")
    lost = take(database)
    assert take(database, seconds_later=59) is None
    again = take(database, seconds_later=61)
    assert again.tries == 2
    with database.begin() as store:
        assert not store.jobs.finish(lost, now=NOW)
        assert store.jobs.finish(again, now=NOW)
    assert take(database, seconds_later=600) is None


def test_a_failed_job_waits_for_its_next_try_or_is_buried(database: Database) -> None:
    add(database, "a")
    job = take(database)
    with database.begin() as store:
        store.jobs.retry(job, due=NOW + timedelta(minutes=1), error="SMTPConnectError")
    assert take(database, seconds_later=30) is None
    job = take(database, seconds_later=90)
    assert job.last_error == "SMTPConnectError"
    with database.begin() as store:
        store.jobs.bury(job, now=NOW, error="SMTPConnectError")
        assert [dead.id for dead in store.jobs.list(DEAD)] == [job.id]
    assert take(database, seconds_later=9000) is None


def test_a_job_of_a_turn_that_failed_was_never_there(database: Database) -> None:
    def turn() -> None:
        with database.begin() as store:
            store.jobs.add("mail", {}, idempotency_key="a", due=NOW, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        turn()
    assert take(database) is None


def test_cancelled_and_old_jobs_are_gone(database: Database) -> None:
    add(database, "a", minutes=1)
    add(database, "b")
    job = take(database)
    with database.begin() as store:
        assert store.jobs.next_due() == NOW + timedelta(minutes=1)
        store.jobs.cancel("a")
        store.jobs.finish(job, now=NOW)
        store.jobs.forget_done(before=NOW + timedelta(days=1))
        assert store.jobs.next_due() is None
        assert store.jobs.find(job.id) is None
