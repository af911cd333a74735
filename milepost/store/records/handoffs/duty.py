"""Duty: which reps are there, what they are good at, which conversation they look at and write in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from milepost.sales.handoffs.routing import OnDuty
from milepost.store.tables import conversations, duties, handoffs, presences, users

# A page that was not heard of for so long is closed; whoever wrote nothing for so long writes no more.
THERE = timedelta(seconds=45)
WRITING = timedelta(seconds=12)
_FORGOTTEN = timedelta(days=1)


@dataclass(frozen=True)
class Looker:
    """Somebody of the company who looks at a conversation; `writes`: a reply to its visitor, at this moment."""

    user: str
    name: str
    writes: bool


@dataclass(frozen=True)
class DutyRow:
    """What a rep is good at (language codes, skills, product ids), and whether they are away."""

    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    away: bool = False


class Duty:
    """The presence of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert

    def see(self, user: str, conversation: str, *, now: datetime) -> None:
        """Somebody has a page open; "" for one that shows no single conversation."""
        self._connection.execute(presences.delete().where(presences.c.seen_at < now - _FORGOTTEN))
        self._put(presences, {"user": user, "conversation": conversation}, {"seen_at": now})

    def leave(self, user: str) -> None:
        """They have signed out."""
        self._connection.execute(presences.delete().where(presences.c.user == user))

    def write(self, user: str, conversation: str, *, now: datetime, on: bool = True) -> str | None:
        """Note that somebody writes to a visitor, or has stopped; the name of the one who writes already, if there is one.

        The first to write has the field until they send, stop, or write nothing for a while.
        """
        self._connection.execute(
            sa.select(conversations.c.id).where(conversations.c.id == conversation).with_for_update()
        )
        # The write comes first, so that of two at once the second sees the first.
        self._put(presences, {"user": user, "conversation": conversation}, {"seen_at": now})
        other = next((each for each in self.lookers(conversation, now=now) if each.writes and each.user != user), None)
        mine = sa.and_(presences.c.user == user, presences.c.conversation == conversation)
        at = now if on and other is None else None
        self._connection.execute(presences.update().where(mine).values(writing_at=at))
        return other.name if other else None

    def lookers(self, conversation: str, *, now: datetime) -> tuple[Looker, ...]:
        """Who looks at a conversation, by name."""
        query = (
            sa.select(users.c.id, users.c.name, presences.c.writing_at)
            .join(users, users.c.id == presences.c.user)
            .where(presences.c.conversation == conversation, presences.c.seen_at > now - THERE)
            .order_by(users.c.name, users.c.id)
        )
        rows = self._connection.execute(query)
        return tuple(
            Looker(row.id, row.name, row.writing_at is not None and row.writing_at > now - WRITING) for row in rows
        )

    def of(self, user: str) -> DutyRow:
        """What a rep is good at; nothing special where nobody has said."""
        row = self._connection.execute(sa.select(duties).where(duties.c.user == user)).one_or_none()
        if row is None:
            return DutyRow()
        return DutyRow(tuple(row.languages), tuple(row.skills), tuple(row.products), row.away)

    def put(self, user: str, duty: DutyRow) -> None:
        """Keep what a rep is good at and whether they are away."""
        lists = {name: list(getattr(duty, name)) for name in ("languages", "skills", "products")}
        self._put(duties, {"user": user}, {**lists, "away": duty.away})

    def there(self, *, now: datetime) -> tuple[OnDuty, ...]:
        """Who has a page open, may sign in and is not away, with what they have to do already."""
        open_pages = sa.select(presences.c.user).where(presences.c.seen_at > now - THERE)
        held = (
            sa.select(sa.func.count())
            .where(handoffs.c.claimed_by == users.c.id, handoffs.c.ended_at.is_(None))
            .scalar_subquery()
        )
        query = (
            sa.select(users.c.id, users.c.name, duties, held.label("holds"))
            .select_from(users.outerjoin(duties, duties.c.user == users.c.id))
            .where(
                users.c.id.in_(open_pages),
                users.c.disabled.is_(False),
                sa.or_(duties.c.away.is_(None), duties.c.away.is_(False)),
            )
            .order_by(users.c.name, users.c.id)
        )
        return tuple(
            OnDuty(
                row.id,
                row.name,
                tuple(row.languages or ()),
                tuple(row.skills or ()),
                tuple(row.products or ()),
                row.holds,
                row.asked_at,
            )
            for row in self._connection.execute(query)
        )

    def asked(self, user: str, *, now: datetime) -> None:
        """A rep was asked to join, so that others are next."""
        nothing: dict[str, Any] = {"languages": [], "skills": [], "products": [], "away": False}
        insert = self._insert(duties).values(user=user, **nothing, asked_at=now)
        self._connection.execute(insert.on_conflict_do_update(index_elements=[duties.c.user], set_={"asked_at": now}))

    def _put(self, table: sa.Table, key: dict[str, Any], values: dict[str, Any]) -> None:
        insert = self._insert(table).values(**key, **values)
        unique = [table.c[name] for name in key]
        self._connection.execute(insert.on_conflict_do_update(index_elements=unique, set_=values))
