"""Jobs: what is to be done later, once, whatever happens to the process meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.columns import new_id
from milepost.store.prepared import inserted_once
from milepost.store.tables import jobs

WAITING, TAKEN, DONE, DEAD = "waiting", "taken", "done", "dead"
# The kind of job that hands a lead event to another system; a lead card shows how far it is.
DELIVERY = "delivery"


@dataclass(frozen=True)
class Job:
    """One job under a lease. `tries` counts this one."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    conversation: str | None
    idempotency_key: str
    due: datetime
    state: str
    lease: str | None
    tries: int
    last_error: str
    created_at: datetime
    ended_at: datetime | None


_ROW = [jobs.c[name] for name in Job.__dataclass_fields__]
_NEW = ("id", "kind", "payload", "conversation", "idempotency_key", "due", "state", "created_at")
_ADD = inserted_once(jobs, _NEW, ("idempotency_key",))


class Jobs:
    """The jobs of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        idempotency_key: str,
        due: datetime,
        now: datetime,
        conversation: str | None = None,
    ) -> bool:
        """Keep a job; False if one with that key is kept already."""
        values = {
            "id": new_id(),
            "kind": kind,
            "payload": dict(payload),
            "conversation": conversation,
            "idempotency_key": idempotency_key,
            "due": due,
            "state": WAITING,
            "created_at": now,
        }
        return bool(_ADD.run(self._connection, values).rowcount)

    def take_due(self, *, now: datetime, seconds: float) -> Job | None:
        """Lease the job that is due longest; a lease that ran out is free again."""
        free = sa.or_(jobs.c.state == WAITING, sa.and_(jobs.c.state == TAKEN, jobs.c.lease_until < now))
        query = sa.select(jobs.c.id).where(jobs.c.state.in_((WAITING, TAKEN)), free, jobs.c.due <= now)
        candidate = self._connection.execute(
            query.order_by(jobs.c.due).limit(1).with_for_update(skip_locked=True)
        ).scalar_one_or_none()
        if candidate is None:
            return None
        lease = {
            "state": TAKEN,
            "lease": new_id(),
            "lease_until": now + timedelta(seconds=seconds),
            "tries": jobs.c.tries + 1,
        }
        taken = self._connection.execute(jobs.update().where(jobs.c.id == candidate, free).values(**lease))
        return self.find(candidate) if taken.rowcount else None

    def next_due(self) -> datetime | None:
        """When the next waiting job is due."""
        return self._connection.execute(
            sa.select(sa.func.min(jobs.c.due)).where(jobs.c.state == WAITING)
        ).scalar_one_or_none()

    def finish(self, job: Job, *, now: datetime) -> bool:
        """It is done; False if the lease is no longer ours."""
        return self._change(job, state=DONE, ended_at=now, last_error="")

    def retry(self, job: Job, *, due: datetime, error: str) -> bool:
        """It failed and waits for another try."""
        return self._change(job, state=WAITING, due=due, last_error=error)

    def bury(self, job: Job, *, now: datetime, error: str) -> bool:
        """It failed for good; a person has to look."""
        return self._change(job, state=DEAD, ended_at=now, last_error=error)

    def cancel(self, idempotency_key: str) -> None:
        """It need not be done any more."""
        self._connection.execute(
            jobs.delete().where(jobs.c.idempotency_key == idempotency_key, jobs.c.state.in_((WAITING, TAKEN)))
        )

    def find(self, job_id: str) -> Job | None:
        """The job of that id."""
        row = self._connection.execute(sa.select(*_ROW).where(jobs.c.id == job_id)).one_or_none()
        return None if row is None else Job(**row._mapping)

    def list(self, state: str, *, limit: int = 200) -> tuple[Job, ...]:
        """Jobs in one state, by due time."""
        query = sa.select(*_ROW).where(jobs.c.state == state).order_by(jobs.c.due).limit(limit)
        return tuple(Job(**row._mapping) for row in self._connection.execute(query))

    def deliveries_of(self, conversation: str, *, limit: int = 50) -> tuple[Job, ...]:
        """What of a conversation goes or went to other systems, newest first."""
        query = sa.select(*_ROW).where(jobs.c.conversation == conversation, jobs.c.kind == DELIVERY)
        rows = self._connection.execute(query.order_by(jobs.c.created_at.desc(), jobs.c.id).limit(limit))
        return tuple(Job(**row._mapping) for row in rows)

    def undelivered(self, *, limit: int = 200) -> tuple[Job, ...]:
        """Deliveries that were given up, and those that have failed so far, the latest first."""
        failed = sa.and_(jobs.c.state.in_((WAITING, TAKEN)), jobs.c.last_error != "")
        query = sa.select(*_ROW).where(jobs.c.kind == DELIVERY, sa.or_(jobs.c.state == DEAD, failed))
        rows = self._connection.execute(query.order_by(jobs.c.state, jobs.c.created_at.desc()).limit(limit))
        return tuple(Job(**row._mapping) for row in rows)

    def undelivered_mark(self) -> str:
        """Changes whenever what `undelivered` lists does."""
        seen = repr([(job.id, job.state, job.tries, job.due) for job in self.undelivered()])
        return sha256(seen.encode()).hexdigest()[:16]

    def delivery(self, job_id: str) -> Job | None:
        """The delivery of that id; other kinds of job are none."""
        job = self.find(job_id)
        return job if job is not None and job.kind == DELIVERY else None

    def replay(self, job_id: str, *, now: datetime) -> bool:
        """Do it again from the first try, whatever came of it; False if it is being done at this moment, or is none."""
        values = {"state": WAITING, "due": now, "tries": 0, "ended_at": None}
        update = jobs.update().where(jobs.c.id == job_id, jobs.c.state != TAKEN).values(**values)
        return bool(self._connection.execute(update).rowcount)

    def forget_done(self, *, before: datetime) -> None:
        """Remove what was done before then."""
        self._connection.execute(jobs.delete().where(jobs.c.state == DONE, jobs.c.ended_at < before))

    def _change(self, job: Job, **values: Any) -> bool:
        update = jobs.update().where(jobs.c.id == job.id, jobs.c.lease == job.lease, jobs.c.state == TAKEN)
        return bool(self._connection.execute(update.values(lease=None, lease_until=None, **values)).rowcount)
