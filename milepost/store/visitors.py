"""Everything that is kept of one visitor, read straight from the tables, so that no table is forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables import audit, conversations, jobs, lead_files, leads, messages, metadata

# How a row is worked on, which says nothing of anybody.
_WORKINGS = ("lease", "lease_until", "version", "last_event", "turn_at", "tries")


class Visitors:
    """The visitors of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def everything_of(self, conversation: str) -> dict[str, list[dict[str, Any]]]:
        """All rows that hang on any conversation of this one's visitor, by table; times and amounts as text."""
        whose = sa.select(conversations.c.visitor).where(conversations.c.id == conversation).scalar_subquery()
        mine = sa.select(conversations.c.id).where(conversations.c.visitor == whose)
        found = {"conversations": self._rows(conversations, conversations.c.id.in_(mine))}
        for table, key in _hanging():
            if rows := self._rows(table, table.c[key].in_(mine)):
                found[table.name] = rows
        found["audit"] = self._rows(audit, audit.c.conversation.in_(mine))
        return found

    def contacts_of(self, conversation: str) -> tuple[str, ...]:
        """Addresses and numbers of this conversation's visitor."""
        whose = sa.select(conversations.c.visitor).where(conversations.c.id == conversation).scalar_subquery()
        mine = sa.select(conversations.c.id).where(conversations.c.visitor == whose)
        rows = self._connection.execute(sa.select(leads.c.email, leads.c.phone).where(leads.c.conversation.in_(mine)))
        return tuple({contact for row in rows for contact in row if contact})

    def forget_files_with(self, words: str) -> int:
        """Remove uploaded files of leads that hold these words; how many those were."""
        holds = lead_files.c.text.contains(words, autoescape=True)
        return int(self._connection.execute(lead_files.delete().where(holds)).rowcount)

    def silent_since(self, moment: datetime, *, with_contact: bool, limit: int) -> tuple[str, ...]:
        """Conversations in which nothing was said since then and nobody's work is open, the oldest first; with the contact of
        their visitor, or without."""
        has = sa.exists().where(
            leads.c.conversation == conversations.c.id, sa.or_(leads.c.email.is_not(None), leads.c.phone.is_not(None))
        )
        waits = sa.exists().where(
            messages.c.conversation == conversations.c.id, messages.c.state.in_(("open", "taken"))
        )
        query = sa.select(conversations.c.id).where(
            conversations.c.last_message_at < moment, has if with_contact else ~has, ~waits
        )
        rows = self._connection.execute(query.order_by(conversations.c.last_message_at).limit(limit))
        return tuple(row.id for row in rows)

    def forget_audit(self, *, before: datetime) -> int:
        """Remove what the audit trail holds from before then; how many lines those were."""
        return int(self._connection.execute(audit.delete().where(audit.c.at < before)).rowcount)

    def forget_dead_jobs(self, *, before: datetime) -> int:
        """Remove what was given up before then; how many jobs those were."""
        old = sa.and_(jobs.c.state == "dead", jobs.c.ended_at < before)
        return int(self._connection.execute(jobs.delete().where(old)).rowcount)

    def _rows(self, table: sa.Table, condition: Any) -> list[dict[str, Any]]:
        columns = [column for column in table.columns if column.name not in _WORKINGS]
        rows = self._connection.execute(sa.select(*columns).where(condition))
        return [{name: _plain(value) for name, value in row._mapping.items() if value is not None} for row in rows]


def _hanging() -> Iterator[tuple[sa.Table, str]]:
    """Tables whose rows belong to a conversation, and the column that says to which."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            if (
                key.column.table is conversations
                and key.parent.name == "conversation"
                and table.name != "search_entries"
            ):
                yield table, key.parent.name


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
