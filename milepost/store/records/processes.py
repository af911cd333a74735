"""Processes: which are at work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.prepared import put
from milepost.store.tables import processes

_FORGOTTEN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Process:
    """One process of Milepost. `role`: all, web or brain; `seen_at`: when it last said that it is there; `is_ready`: whether it
    could work then."""

    id: str
    role: str
    version: str
    started_at: datetime
    seen_at: datetime
    is_ready: bool


_FIELDS = tuple(Process.__dataclass_fields__)
_PUT = put(processes, _FIELDS, ("id",), ("seen_at", "is_ready"))


class Processes:
    """The processes of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seen(self, process: Process) -> None:
        """It is there; those that were not heard of for an hour are forgotten."""
        _PUT.run(self._connection, {name: getattr(process, name) for name in _FIELDS})
        gone = processes.c.seen_at < process.seen_at - _FORGOTTEN_AFTER
        self._connection.execute(processes.delete().where(gone))

    def leave(self, process_id: str) -> None:
        """It has ended."""
        self._connection.execute(processes.delete().where(processes.c.id == process_id))

    def list(self, *, since: datetime) -> tuple[Process, ...]:
        """Those that were heard of since then, the oldest first."""
        query = sa.select(processes).where(processes.c.seen_at >= since).order_by(processes.c.started_at)
        return tuple(Process(**row._mapping) for row in self._connection.execute(query))
