"""Jobs: what is put off until after a turn's commit, done once, tried again when it fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from milepost.errors import DeliveryFailed
from milepost.store.columns import utc_now
from milepost.store.database import Database
from milepost.store.records.jobs import Job

# How long one try may take, and how long others leave it alone: a killed process frees it after the lease.
TRY_SECONDS = 60.0
LEASE_SECONDS = 120.0
MOST_TRIES = 8
# Seconds before the second try; doubled each time, so that eight tries reach over about two hours.
_FIRST_PAUSE = 60.0
_PAUSES = tuple(_FIRST_PAUSE * 2**number for number in range(MOST_TRIES - 1))
# How long what was done stays to be looked at, and how often what is older is cleared away.
KEPT = timedelta(days=30)
_CLEARING = timedelta(hours=1)

log = logging.getLogger(__name__)


class Work(Protocol):
    """What one kind of job does. `job_id` stays the same over all tries."""

    def __call__(self, payload: Mapping[str, Any], job_id: str, now: datetime) -> Awaitable[None]:
        """Do it. Raises whatever went wrong; DeliveryFailed with `retry_after=None` to give up."""


class JobRunner:
    """Does what is due, one job after the other. `pauses`: seconds between the tries of a kind of job, if not ours."""

    def __init__(
        self,
        database: Database,
        work: Mapping[str, Work],
        *,
        pauses: Mapping[str, Sequence[float]] | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._work = dict(work)
        self._pauses = dict(pauses or {})
        self._clock = clock
        self._cleared: datetime | None = None

    async def run_next(self) -> bool:
        """Do the job that is due longest; False where none is due."""
        with self._database.begin() as store:
            job = store.jobs.take_due(now=self._clock(), seconds=LEASE_SECONDS)
        if job is None:
            self._clear()
            return False
        try:
            await self._do(job)
        except DeliveryFailed as error:
            if error.retry_after is None:
                self._bury(job, str(error))
            else:
                self._put_off(job, error)
        except Exception as error:  # noqa: BLE001  # whatever a kind of job raises, the next one must run
            self._put_off(job, error)
        else:
            with self._database.begin() as store:
                store.jobs.finish(job, now=self._clock())
        return True

    def seconds_until_due(self, longest: float) -> float:
        """How long nothing will be due, at most `longest`."""
        with self._database.begin() as store:
            due = store.jobs.next_due()
        return longest if due is None else min(max((due - self._clock()).total_seconds(), 0.0), longest)

    async def _do(self, job: Job) -> None:
        work = self._work.get(job.kind)
        if work is None:
            raise DeliveryFailed(f"nothing here does {job.kind}", retry_after=None)
        await asyncio.wait_for(work(job.payload, job.id, self._clock()), TRY_SECONDS)

    def _put_off(self, job: Job, error: Exception) -> None:
        # Only our own sentence is kept: what another exception says may hold what a visitor wrote.
        said, wanted = (str(error), error.retry_after or 0.0) if isinstance(error, DeliveryFailed) else ("", 0.0)
        reason = said or type(error).__name__
        pauses = self._pauses.get(job.kind, _PAUSES)
        if job.tries > len(pauses):
            self._bury(job, reason)
            return
        pause = timedelta(seconds=max(pauses[job.tries - 1], wanted))
        log.warning("job %s of kind %s failed (%s); next try in %s", job.id, job.kind, reason, pause)
        with self._database.begin() as store:
            store.jobs.retry(job, due=self._clock() + pause, error=reason)

    def _bury(self, job: Job, reason: str) -> None:
        log.error("job %s of kind %s is given up: %s", job.id, job.kind, reason)
        with self._database.begin() as store:
            store.jobs.bury(job, now=self._clock(), error=reason)

    def _clear(self) -> None:
        now = self._clock()
        if self._cleared is None or now - self._cleared >= _CLEARING:
            self._cleared = now
            with self._database.begin() as store:
                store.jobs.forget_done(before=now - KEPT)
