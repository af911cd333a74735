"""Whoever wants to know hears, once, that a promise falls due and is still open."""

from __future__ import annotations

from datetime import datetime, timedelta

from milepost.services.handoffs import due, promised
from milepost.services.jobs import JobRunner
from milepost.services.outgoing import events
from milepost.store.database import Database
from tests.catalogues import small_catalogue
from tests.services.turns import NOW, turn_of
from tests.store.records import user

DUE = NOW.replace(hour=17, minute=0) + timedelta(days=1)


def wishes(database: Database, text: str = "call me tomorrow afternoon") -> str:
    with turn_of(database) as turn:
        turn.text = text
        [row] = promised.keep(turn)
    return row.id


async def work(database: Database, at: datetime) -> list[str]:
    """Do what is due at a time; the reasons of the events that tell of a promise's time."""
    told: list[str] = []

    async def keep(payload: dict, job_id: str, now: datetime) -> None:
        if payload["type"] == "lead.promise_due":
            told.append(payload["data"]["reason"])

    runner = JobRunner(
        database, {due.JOB: due.due_handler(database, small_catalogue), events.JOB: keep}, clock=lambda: at
    )
    while await runner.run_next():
        pass
    return told


async def test_it_is_told_when_the_time_has_come_and_not_before_and_once(sqlite_database: Database) -> None:
    wishes(sqlite_database)
    assert await work(sqlite_database, DUE - timedelta(minutes=1)) == []
    [told] = await work(sqlite_database, DUE)
    assert told.startswith("call them by 22 Nov 17:00")
    assert "call me tomorrow afternoon" in told
    assert await work(sqlite_database, DUE + timedelta(days=1)) == []


async def test_a_promise_that_was_kept_is_told_no_more(sqlite_database: Database) -> None:
    promise = wishes(sqlite_database)
    with sqlite_database.begin() as store:
        store.users.add(user("ann"))
        promised.close(store, "c1", promise, user("ann"), kept=True, now=NOW)
    assert await work(sqlite_database, DUE) == []


async def test_the_same_job_twice_tells_once(sqlite_database: Database) -> None:
    promise = wishes(sqlite_database)
    tell = due.due_handler(sqlite_database, small_catalogue)
    for _ in range(2):  # a worker that died after it and before the job was done
        await tell({"promise": promise}, "j1", DUE)
    assert len(await work(sqlite_database, DUE)) == 1


async def test_promises_of_an_older_version_are_planned_and_none_twice(sqlite_database: Database) -> None:
    wishes(sqlite_database)
    due.plan_all(sqlite_database, now=NOW)
    due.plan_all(sqlite_database, now=NOW)
    assert len(await work(sqlite_database, DUE)) == 1


def test_late_promises_are_counted_for_whose_they_are(sqlite_database: Database) -> None:
    wishes(sqlite_database)
    with sqlite_database.begin() as store:
        assert store.promises.late_of("ann", NOW) == 0
        assert store.promises.late_of("ann", DUE) == 1
