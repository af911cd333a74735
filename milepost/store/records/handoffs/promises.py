"""Promises: what was wished or put in prospect, until it is kept or no longer wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables import leads, notes, promises, users

OPEN, KEPT, DROPPED = "open", "kept", "dropped"


@dataclass(frozen=True)
class PromiseRow:
    """One promise. `words` are the visitor's or, where `made_by` says so, the rep's; `owner` a user's id, None: nobody's yet.

    `when_words` is the time as it was said, "" where none was and `due` is a usual one. `message` is where the words stand: in
    the chat, or in the internal note of the rep who wrote the promise in, whose name `written_by` then is.
    """

    id: str
    conversation: str
    kind: str
    words: str
    when_words: str
    made_by: str
    message: str
    owner: str | None
    due: datetime
    state: str
    ending: str
    created_at: datetime
    ended_at: datetime | None
    owner_name: str | None = None
    written_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == OPEN


class Promises:
    """The promises of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: PromiseRow) -> None:
        """Keep one."""
        values = {column.name: getattr(row, column.name) for column in promises.c}
        self._connection.execute(promises.insert().values(**values))

    def find(self, promise_id: str) -> PromiseRow | None:
        """The promise of that id."""
        return next(iter(self._all(promises.c.id == promise_id)), None)

    def of(self, conversation: str) -> tuple[PromiseRow, ...]:
        """A conversation's promises, those that are due first in front."""
        return self._all(promises.c.conversation == conversation)

    def open_of(self, conversation: str, kinds: Collection[str] = ()) -> tuple[PromiseRow, ...]:
        """Those that are still to be kept, of these kinds (all)."""
        of_kind = [promises.c.kind.in_(kinds)] if kinds else []
        return self._all(promises.c.conversation == conversation, promises.c.state == OPEN, *of_kind)

    def due_by(self, moment: datetime, *, limit: int = 100) -> tuple[PromiseRow, ...]:
        """Everybody's open promises that are due by then, the earliest first."""
        return self._all(promises.c.state == OPEN, promises.c.due <= moment, limit=limit)

    def to_come(self, moment: datetime, *, limit: int) -> tuple[PromiseRow, ...]:
        """Everybody's open promises that are due after then, the earliest first."""
        return self._all(promises.c.state == OPEN, promises.c.due > moment, limit=limit)

    def late_of(self, user: str, now: datetime) -> int:
        """How many open promises of this user's are due by now, nobody's among them where the lead is theirs or nobody's."""
        is_free = sa.and_(
            promises.c.owner.is_(None), sa.or_(leads.c.assigned_to.is_(None), leads.c.assigned_to == user)
        )
        query = sa.select(sa.func.count()).select_from(
            promises.outerjoin(leads, leads.c.conversation == promises.c.conversation)
        )
        mine = sa.or_(promises.c.owner == user, is_free)
        return int(
            self._connection.execute(query.where(promises.c.state == OPEN, promises.c.due <= now, mine)).scalar_one()
        )

    def end(self, promise_ids: Iterable[str], *, state: str, ending: str, now: datetime) -> None:
        """They are kept, or no longer wanted; what ended before stays as it ended."""
        self._connection.execute(
            promises.update()
            .where(promises.c.id.in_(list(promise_ids)), promises.c.state == OPEN)
            .values(state=state, ending=ending, ended_at=now)
        )

    def _all(self, *conditions: Any, limit: int = 500) -> tuple[PromiseRow, ...]:
        writers = users.alias()
        names = (users.c.name.label("owner_name"), writers.c.name.label("written_by"))
        source = promises.outerjoin(users, users.c.id == promises.c.owner).outerjoin(
            notes.join(writers, writers.c.id == notes.c.author), notes.c.id == promises.c.message
        )
        query = sa.select(promises, *names).select_from(source).where(*conditions)
        rows = self._connection.execute(query.order_by(promises.c.due, promises.c.created_at).limit(limit))
        return tuple(PromiseRow(**row._mapping) for row in rows)
