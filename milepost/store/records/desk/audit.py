"""The audit trail: who saw, changed, exported or erased what. It is only ever added to, and holds nothing a visitor said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables import audit

# Looking at the same lead again within this time is the same look.
ONE_LOOK = timedelta(minutes=10)


@dataclass(frozen=True)
class AuditLine:
    """One deed. `action` is a word ("saw", "exported" …), `detail` what exactly; `conversation` may be erased since."""

    at: datetime
    user: str | None
    user_name: str
    action: str
    conversation: str | None
    detail: str


@dataclass(frozen=True)
class AuditFilter:
    """Which lines to list; empty lets everything through."""

    user: str = ""
    action: str = ""
    conversation: str = ""
    limit: int = 100
    offset: int = 0


class Audit:
    """The audit trail of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, line: AuditLine) -> None:
        """Keep a deed."""
        self._connection.execute(audit.insert().values(**{name: getattr(line, name) for name in _FIELDS}))

    def saw_lately(self, user: str, conversation: str, *, now: datetime) -> bool:
        """Whether this user looked at this lead within the last minutes."""
        query = sa.select(audit.c.id).where(
            audit.c.user == user,
            audit.c.conversation == conversation,
            audit.c.action == "saw",
            audit.c.at > now - ONE_LOOK,
        )
        return self._connection.execute(query.limit(1)).scalar_one_or_none() is not None

    def list(self, wanted: AuditFilter | None = None) -> tuple[AuditLine, ...]:
        """The lines that a filter lets through, the newest first."""
        wanted = wanted or AuditFilter()
        pairs = [(audit.c.user, wanted.user), (audit.c.action, wanted.action)]
        pairs.append((audit.c.conversation, wanted.conversation))
        query = sa.select(*(audit.c[name] for name in _FIELDS)).order_by(audit.c.id.desc())
        query = query.where(*(column == value for column, value in pairs if value))
        rows = self._connection.execute(query.limit(wanted.limit).offset(wanted.offset))
        return tuple(AuditLine(**row._mapping) for row in rows)

    def actions(self) -> tuple[str, ...]:
        """Every action that there is a line of."""
        return tuple(self._connection.execute(sa.select(audit.c.action).distinct().order_by(audit.c.action)).scalars())


_FIELDS = tuple(AuditLine.__dataclass_fields__)
