"""Conversations: the row, the memory, who answers, and erasing all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from milepost.sales.conversations import Conversation, Handler
from milepost.store.columns import is_id
from milepost.store.records.memories import read_memory, write_memory
from milepost.store.search import forget_erased, forget_some
from milepost.store.tables import conversations


@dataclass(frozen=True)
class ConversationRow:
    """A conversation as it lies in the store. `version` goes up with every change of memory or handler."""

    id: str
    channel: str
    visitor: str
    address: str | None
    handler: Handler
    stage: str
    language: str
    version: int
    source: Mapping[str, str]
    last_seq: int
    created_at: datetime
    last_message_at: datetime
    last_visitor_at: datetime | None


_ROW = [conversations.c[name] for name in ConversationRow.__dataclass_fields__]


class Conversations:
    """The conversations of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert

    def add(
        self, conversation: Conversation, *, visitor: str, now: datetime, address: str | None, source: Mapping[str, str]
    ) -> bool:
        """Keep a new conversation; False if there is one of that id. Raises ValueError for an id that is none."""
        for text in (conversation.id, visitor):
            if not is_id(text):
                raise ValueError("an id is 1 to 64 of a-z, 0-9 and hyphen")
        statement = self._insert(conversations).values(
            id=conversation.id,
            channel=conversation.channel,
            visitor=visitor,
            address=address,
            source=dict(source),
            created_at=now,
            last_message_at=now,
            **_columns_of(conversation),
        )
        added = self._connection.execute(statement.on_conflict_do_nothing(index_elements=[conversations.c.id]))
        return bool(added.rowcount)

    def find(self, conversation_id: str) -> ConversationRow | None:
        """The conversation of that id, if there is one."""
        return self._one(conversations.c.id == conversation_id)

    def find_by_address(self, channel: str, address: str) -> ConversationRow | None:
        """The conversation that a pushing channel holds with an address."""
        return self._one(conversations.c.channel == channel, conversations.c.address == address)

    def of_visitor(self, visitor: str) -> tuple[ConversationRow, ...]:
        """All conversations of a visitor, newest first."""
        query = sa.select(*_ROW).where(conversations.c.visitor == visitor).order_by(conversations.c.created_at.desc())
        return tuple(_row(row) for row in self._connection.execute(query))

    def memory(self, conversation_id: str) -> tuple[Conversation, int] | None:
        """What is remembered, and its version for `save_memory`."""
        query = sa.select(conversations.c.memory, conversations.c.handler, conversations.c.version)
        row = self._connection.execute(query.where(conversations.c.id == conversation_id)).one_or_none()
        if row is None:
            return None
        memory = read_memory(row.memory)
        memory.handler = Handler(row.handler)
        return memory, row.version

    def save_memory(self, conversation: Conversation, version: int) -> bool:
        """Keep the memory if nobody changed it since it was read at that version; whether it was kept."""
        changed = self._connection.execute(
            conversations.update()
            .where(conversations.c.id == conversation.id, conversations.c.version == version)
            .values(version=version + 1, **_columns_of(conversation))
        )
        return bool(changed.rowcount)

    def set_handler(self, conversation_id: str, handler: Handler, *, unless: Handler | None = None) -> bool:
        """Change who answers; a turn in progress is thereby outdated. False if it is `unless` already."""
        update = conversations.update().where(conversations.c.id == conversation_id)
        if unless is not None:
            update = update.where(conversations.c.handler != unless.value)
        changed = self._connection.execute(update.values(handler=handler.value, version=conversations.c.version + 1))
        return bool(changed.rowcount)

    def lock(self, conversation_id: str) -> None:
        """Let nobody else change this conversation until the commit. Whoever changes messages too does this first."""
        query = sa.select(conversations.c.id).where(conversations.c.id == conversation_id)
        self._connection.execute(query.with_for_update())

    def next_seq(self, conversation_id: str, *, now: datetime, from_visitor: bool = False) -> int:
        """Take the next sequence number; the conversation stays locked until the commit. 0: no such conversation."""
        values: dict[str, Any] = {"last_seq": conversations.c.last_seq + 1, "last_message_at": now}
        if from_visitor:
            values["last_visitor_at"] = now
        self._connection.execute(conversations.update().where(conversations.c.id == conversation_id).values(**values))
        found = self._connection.execute(
            sa.select(conversations.c.last_seq).where(conversations.c.id == conversation_id)
        )
        return int(found.scalar_one_or_none() or 0)

    def erase(self, conversation_id: str) -> int:
        """Remove everything of this conversation's visitor; how many conversations that were.

        Their words are not found any more. Out of a large index they are taken by `forget_some`.
        """
        visitor = sa.select(conversations.c.visitor).where(conversations.c.id == conversation_id).scalar_subquery()
        ids = [
            row.id
            for row in self._connection.execute(sa.select(conversations.c.id).where(conversations.c.visitor == visitor))
        ]
        erased = int(self._connection.execute(conversations.delete().where(conversations.c.id.in_(ids))).rowcount)
        forget_erased(self._connection)
        return erased

    def forget_some(self, *, begin: bool) -> bool:
        """Take a part of what was erased out of the index of words; whether there is more to do."""
        return forget_some(self._connection, begin=begin)

    def inactive_since(self, moment: datetime, *, limit: int = 100) -> tuple[str, ...]:
        """Conversations without a message since then, for an owner's retention period."""
        query = sa.select(conversations.c.id).where(conversations.c.last_message_at < moment)
        return tuple(self._connection.execute(query.order_by(conversations.c.last_message_at).limit(limit)).scalars())

    def _one(self, *conditions: Any) -> ConversationRow | None:
        row = self._connection.execute(sa.select(*_ROW).where(*conditions)).one_or_none()
        return None if row is None else _row(row)


def _row(row: Any) -> ConversationRow:
    return ConversationRow(**{**row._mapping, "handler": Handler(row.handler)})


def _columns_of(conversation: Conversation) -> dict[str, Any]:
    return {
        "handler": conversation.handler.value,
        "stage": conversation.buying_stage.value,
        "language": conversation.language,
        "memory": write_memory(conversation),
    }
