"""When a promise falls due and is still open, whoever wants to know is told, once: a job of its own for each promise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from milepost.sales.catalogue import Catalogue
from milepost.sales.handoffs.promised import told_promise
from milepost.sales.handoffs.promises import zone_of
from milepost.services.jobs import Work
from milepost.services.outgoing import events
from milepost.store.database import Database, Store
from milepost.store.records.handoffs.promises import PromiseRow

JOB = "promise_due"
_MOST = 10_000


def plan(store: Store, row: PromiseRow, *, now: datetime) -> None:
    """Have it told when this promise falls due; planned once, however often it is asked for."""
    key = f"{JOB}:{row.id}"
    store.jobs.add(JOB, {"promise": row.id}, idempotency_key=key, due=row.due, now=now, conversation=row.conversation)


def plan_all(database: Database, *, now: datetime) -> None:
    """Plan it for the open promises of an older version; what was due before is not told any more."""
    with database.begin() as store:
        for row in store.promises.to_come(now, limit=_MOST):
            plan(store, row, now=now)


def due_handler(database: Database, catalogue: Callable[[], Catalogue]) -> Work:
    """What the job does: the event `lead.promise_due`, with whose it is, unless the promise has ended."""

    async def work(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
        with database.begin() as store:
            row = store.promises.find(str(payload["promise"]))
            if row is None or not row.is_open:
                return
            zone, _ = zone_of(catalogue().journey.opening_hours.timezone)
            told = told_promise(row.kind, row.words, row.due.astimezone(zone))
            whose = f" ({row.owner_name})" if row.owner_name else ""
            events.promise_due(store, row, catalogue(), reason=f"{told}{whose}", now=now)

    return work
