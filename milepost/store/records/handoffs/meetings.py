"""Meetings: a time to talk that a visitor picked or a rep proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables import meetings

WANTED, INVITED, CANCELLED = "wanted", "invited", "cancelled"


@dataclass(frozen=True)
class MeetingRow:
    """One meeting. `state`: wanted (no address to invite yet), invited or cancelled; `rep` is a user's id."""

    id: str
    conversation: str
    starts_at: datetime
    minutes: int
    state: str
    email: str | None
    rep: str | None
    created_at: datetime


class Meetings:
    """The meetings of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: MeetingRow) -> None:
        """Keep a new meeting."""
        values = {name: getattr(row, name) for name in MeetingRow.__dataclass_fields__}
        self._connection.execute(meetings.insert().values(**values))

    def of(self, conversation: str) -> tuple[MeetingRow, ...]:
        """A conversation's meetings, the first to come first."""
        return self._all(meetings.c.conversation == conversation)

    def between(self, start: datetime, end: datetime) -> tuple[MeetingRow, ...]:
        """All that take place within a span."""
        return self._all(meetings.c.starts_at >= start, meetings.c.starts_at < end, meetings.c.state != CANCELLED)

    def invite(self, meeting_id: str, email: str) -> None:
        """An invitation goes to that address."""
        self._change(meeting_id, state=INVITED, email=email)

    def cancel(self, meeting_id: str) -> None:
        """It does not take place."""
        self._change(meeting_id, state=CANCELLED)

    def _change(self, meeting_id: str, **values: str) -> None:
        self._connection.execute(meetings.update().where(meetings.c.id == meeting_id).values(**values))

    def _all(self, *conditions: object) -> tuple[MeetingRow, ...]:
        columns = [meetings.c[name] for name in MeetingRow.__dataclass_fields__]
        rows = self._connection.execute(sa.select(*columns).where(*conditions).order_by(meetings.c.starts_at))
        return tuple(MeetingRow(**row._mapping) for row in rows)
