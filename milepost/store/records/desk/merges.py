"""Merges: two visitors found to be one. Only a pointer changes, so both histories stay whole and a merge can be undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables import conversations, facts, leads, merges

MERGED, UNDONE, DECLINED = "merged", "undone", "declined"
_AT_ONCE = 500
STRONG = ("email", "phone")
"""What tells two people apart well enough to suggest that they are one."""


@dataclass(frozen=True)
class Merge:
    """`other` was put to the visitor of `conversation`; `before` is the visitor that it was of.

    `lead_before` is what the merge changed of the kept lead: by column, its value before and after.
    """

    id: str
    conversation: str
    other: str
    state: str
    by_what: str
    before: str
    user: str | None
    at: datetime
    ended_at: datetime | None
    lead_before: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Likeness:
    """Another conversation in which the same e-mail address or phone number was given."""

    conversation: str
    by_what: str
    value: str
    name: str | None
    created_at: datetime


class Merges:
    """The merges of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def suggestions(self, conversation: str) -> tuple[Likeness, ...]:
        """Conversations of other visitors who themselves gave the same address or number, and were not declined."""
        mine = self._identifiers(conversation)
        if not mine:
            return ()
        visitor = self._visitor(conversation)
        declined = {
            each.other if each.conversation == conversation else each.conversation
            for each in self.of(conversation)
            if each.state == DECLINED
        }
        matches = [sa.and_(facts.c.need == need, facts.c.value == value) for need, value in mine.items()]
        joined = facts.join(conversations, conversations.c.id == facts.c.conversation)
        query = (
            sa.select(facts.c.conversation, facts.c.need, facts.c.value, leads.c.name, conversations.c.created_at)
            .select_from(joined.outerjoin(leads, leads.c.conversation == facts.c.conversation))
            .where(sa.or_(*matches), facts.c.status == "said", conversations.c.visitor != visitor)
            .order_by(conversations.c.created_at.desc())
        )
        found: dict[str, Likeness] = {}
        for row in self._connection.execute(query.limit(20)):
            if row.conversation not in declined:
                likeness = Likeness(row.conversation, row.need, str(row.value), row.name, row.created_at)
                found.setdefault(row.conversation, likeness)
        return tuple(found.values())

    def holders(self, emails: Collection[str], phones: Collection[str]) -> dict[str, str]:
        """Which lead has each of these addresses and numbers, the oldest of several: conversation by address or number."""
        found: dict[str, str] = {}
        for column, values in ((leads.c.email, list(emails)), (leads.c.phone, list(phones))):
            for first in range(0, len(values), _AT_ONCE):
                query = sa.select(column, leads.c.conversation).where(column.in_(values[first : first + _AT_ONCE]))
                for value, conversation in self._connection.execute(query.order_by(leads.c.created_at)):
                    found.setdefault(value, conversation)
        return found

    def add(self, merge: Merge) -> None:
        """Keep a merge or that one was declined."""
        values = {name: getattr(merge, name) for name in Merge.__dataclass_fields__}
        self._connection.execute(merges.insert().values(**values))

    def find(self, merge_id: str) -> Merge | None:
        """The merge of that id."""
        found = self._all(merges.c.id == merge_id)
        return found[0] if found else None

    def of(self, conversation: str) -> tuple[Merge, ...]:
        """The merges that a conversation is part of, oldest first."""
        return self._all(sa.or_(merges.c.conversation == conversation, merges.c.other == conversation))

    def end(self, merge_id: str, state: str, *, now: datetime) -> bool:
        """A merge was undone; False if somebody undid it before."""
        in_force = merges.update().where(merges.c.id == merge_id, merges.c.state == MERGED)
        return bool(self._connection.execute(in_force.values(state=state, ended_at=now)).rowcount)

    def set_visitor(self, conversation: str, visitor: str, *, before: str) -> bool:
        """Whose conversation it is; False if it is not that visitor's any more."""
        mine = conversations.update().where(conversations.c.id == conversation, conversations.c.visitor == before)
        return bool(self._connection.execute(mine.values(visitor=visitor)).rowcount)

    def _identifiers(self, conversation: str) -> dict[str, Any]:
        """What this visitor gave of themselves; only what was said, never what was concluded."""
        query = sa.select(facts.c.need, facts.c.value).where(
            facts.c.conversation == conversation, facts.c.need.in_(STRONG), facts.c.status == "said"
        )
        return {row.need: row.value for row in self._connection.execute(query) if row.value}

    def _visitor(self, conversation: str) -> str:
        query = sa.select(conversations.c.visitor).where(conversations.c.id == conversation)
        return str(self._connection.execute(query).scalar_one_or_none() or "")

    def _all(self, condition: Any) -> tuple[Merge, ...]:
        query = sa.select(*(merges.c[name] for name in Merge.__dataclass_fields__)).where(condition)
        rows = self._connection.execute(query.order_by(merges.c.at, merges.c.id))
        return tuple(Merge(**row._mapping) for row in rows)
