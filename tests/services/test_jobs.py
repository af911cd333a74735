from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from milepost.errors import DeliveryFailed
from milepost.services import jobs
from milepost.services.jobs import JobRunner
from milepost.store.columns import utc_now
from milepost.store.database import Database
from tests.services.turns import NOW

ROOT = Path(__file__).resolve().parents[2]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now


def add(database: Database, kind: str = "x", key: str = "k1") -> None:
    with database.begin() as store:
        store.jobs.add(kind, {"n": 1}, idempotency_key=key, due=NOW, now=NOW)


def listed(database: Database, state: str) -> list[tuple[str, int]]:
    with database.begin() as store:
        return [(job.last_error, job.tries) for job in store.jobs.list(state)]


def failing(error: Exception):
    async def work(payload, job_id, now) -> None:
        raise error

    return work


async def test_a_job_is_done_once(database: Database) -> None:
    seen = []

    async def work(payload, job_id, now) -> None:
        seen.append((dict(payload), now))

    add(database)
    runner = JobRunner(database, {"x": work}, clock=Clock())
    assert await runner.run_next()
    assert not await runner.run_next()
    assert seen == [({"n": 1}, NOW)]


async def test_a_job_that_fails_waits_longer_each_time_and_is_given_up_in_the_end(database: Database) -> None:
    add(database)
    clock = Clock()
    runner = JobRunner(database, {"x": failing(ValueError("what a visitor wrote"))}, clock=clock)
    pauses = []
    for _ in range(jobs.MOST_TRIES):
        assert await runner.run_next()
        pauses.append(runner.seconds_until_due(1e9))
        clock.now += timedelta(seconds=pauses[-1])
    assert pauses[:3] == [60, 120, 240]
    assert listed(database, "dead") == [("ValueError", jobs.MOST_TRIES)]
    assert not await runner.run_next()


async def test_what_can_never_succeed_is_given_up_at_once(database: Database) -> None:
    add(database)
    add(database, "unknown", "k2")
    runner = JobRunner(database, {"x": failing(DeliveryFailed("no such address", retry_after=None))}, clock=Clock())
    while await runner.run_next():
        pass
    assert sorted(listed(database, "dead")) == [("no such address", 1), ("nothing here does unknown", 1)]


async def test_a_delivery_that_may_succeed_later_is_tried_again(database: Database) -> None:
    add(database)
    runner = JobRunner(database, {"x": failing(DeliveryFailed("busy", retry_after=5.0))}, clock=Clock())
    await runner.run_next()
    assert listed(database, "waiting") == [("busy", 1)]


async def test_a_job_that_hangs_is_tried_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def work(payload, job_id, now) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(jobs, "TRY_SECONDS", 0.05)
    add(database)
    await JobRunner(database, {"x": work}, clock=Clock()).run_next()
    assert listed(database, "waiting") == [("TimeoutError", 1)]


CHILD = """
import asyncio, sys
from milepost.services.jobs import JobRunner
from milepost.store.database import Database

async def work(payload, job_id, now):
    print("in the middle", flush=True)
    await asyncio.sleep(600)

asyncio.run(JobRunner(Database(sys.argv[1]), {"x": work}).run_next())
"""


async def test_a_job_whose_process_was_killed_in_the_middle_is_done_after_the_restart(
    database: Database, database_url: str
) -> None:
    add(database)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CHILD, database_url]
    child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    try:
        assert child.stdout.readline() == b"in the middle\n"
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
    seen = []

    async def work(payload, job_id, now) -> None:
        seen.append(payload["n"])

    clock = Clock()
    clock.now = utc_now()
    restarted = JobRunner(database, {"x": work}, clock=clock)
    assert not await restarted.run_next()
    clock.now += timedelta(seconds=jobs.LEASE_SECONDS + 1)
    assert await restarted.run_next()
    assert seen == [1]
