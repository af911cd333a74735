"""Mentions: internal notes that name a colleague."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables import leads, mentions, notes, users


@dataclass(frozen=True)
class MentionRow:
    """A note in which somebody is named. `who` is the lead's name, where it is known; `author` the note's."""

    note: str
    conversation: str
    who: str | None
    author: str | None
    text: str
    created_at: datetime
    seen_at: datetime | None


class Mentions:
    """The mentions of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, note: str, people: Iterable[str]) -> None:
        """Note whom a note names."""
        for user in people:
            self._connection.execute(mentions.insert().values(note=note, user=user))

    def of(self, user: str, *, limit: int = 100) -> tuple[MentionRow, ...]:
        """What a user is named in: the unseen first, then the newest."""
        author = users.alias("author")
        query = (
            sa.select(
                mentions.c.note,
                notes.c.conversation,
                sa.func.coalesce(leads.c.name, leads.c.email, leads.c.company).label("who"),
                author.c.name.label("author"),
                notes.c.text,
                notes.c.created_at,
                mentions.c.seen_at,
            )
            .select_from(mentions.join(notes, notes.c.id == mentions.c.note))
            .outerjoin(leads, leads.c.conversation == notes.c.conversation)
            .outerjoin(author, author.c.id == notes.c.author)
            .where(mentions.c.user == user)
            .order_by(mentions.c.seen_at.is_not(None), notes.c.created_at.desc(), notes.c.id)
            .limit(limit)
        )
        return tuple(MentionRow(**row._mapping) for row in self._connection.execute(query))

    def unseen(self, user: str) -> int:
        """How many notes name a user and were not seen by them."""
        query = sa.select(sa.func.count()).where(mentions.c.user == user, mentions.c.seen_at.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def see(self, user: str, conversation: str, *, now: datetime) -> None:
        """They have the card with the notes before them."""
        here = sa.select(notes.c.id).where(notes.c.conversation == conversation)
        unseen = sa.and_(mentions.c.user == user, mentions.c.seen_at.is_(None), mentions.c.note.in_(here))
        self._connection.execute(mentions.update().where(unseen).values(seen_at=now))
