"""Nothing is kept for ever where the operator says so: once a day what is older than its kind may be is removed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from milepost.services.desk import erasing
from milepost.services.jobs import Work
from milepost.store.database import Database, Store

JOB = "retention"
_SOME = 20
_REST_SECONDS = 0.02
_DEAD_JOBS = timedelta(days=90)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Retention:
    """Days that each kind is kept after the last word; 0 is for ever. `visitors`: conversations of people who left no address or
    number; `leads`: those who did; `audit`: who did what in the console."""

    visitors: int = 0
    leads: int = 0
    audit: int = 0


def plan(database: Database, *, now: datetime) -> None:
    """Have today's removing done, if it is not planned yet."""
    with database.begin() as store:
        store.jobs.add(JOB, {}, idempotency_key=f"{JOB}:{now.date()}", due=now, now=now)


def retention_handler(database: Database, keep: Retention) -> Work:
    """What the daily job does, some conversations in each short transaction; the next day's is planned at its end."""

    async def work(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
        erased = 0
        for days, with_contact in ((keep.visitors, False), (keep.leads, True)):
            while days:
                with database.begin() as store:
                    some = _erase_some(store, now - timedelta(days=days), with_contact=with_contact, now=now)
                erased += some
                if not some:
                    break
                await asyncio.sleep(_REST_SECONDS)
        with database.begin() as store:
            lines = store.visitors.forget_audit(before=now - timedelta(days=keep.audit)) if keep.audit else 0
            store.visitors.forget_dead_jobs(before=now - _DEAD_JOBS)
            tomorrow = now + timedelta(days=1)
            store.jobs.add(JOB, {}, idempotency_key=f"{JOB}:{tomorrow.date()}", due=tomorrow, now=now)
        log.info("retention: %d conversations and %d lines of the audit trail were removed", erased, lines)

    return work


def _erase_some(store: Store, before: datetime, *, with_contact: bool, now: datetime) -> int:
    found = store.visitors.silent_since(before, with_contact=with_contact, limit=_SOME)
    return sum(erasing.erase(store, conversation, now=now) for conversation in found)
