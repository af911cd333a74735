"""Conversations: the row, the memory, who answers, and erasing all of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.sales.conversations import Conversation, Handler
from milepost.store.columns import is_id
from milepost.store.prepared import given, inserted_once, prepared
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
_REMEMBERED = ("handler", "stage", "language", "memory")
_IS_IT = conversations.c.id == given("of")
_ADD = inserted_once(
    conversations,
    ("id", "channel", "visitor", "address", "source", "created_at", "last_message_at", *_REMEMBERED),
    ("id",),
)
_FIND = prepared(sa.select(*_ROW).where(_IS_IT))
_MEMORY = prepared(sa.select(conversations.c.memory, conversations.c.handler, conversations.c.version).where(_IS_IT))
_SAVE_MEMORY = prepared(
    conversations.update()
    .where(_IS_IT, conversations.c.version == given("seen"))
    .values(version=given("seen") + 1, **{name: given(f"new_{name}") for name in _REMEMBERED})
)
_NEXT = {"last_seq": conversations.c.last_seq + given("more"), "last_message_at": given("now")}
_NEXT_SEQ = prepared(conversations.update().where(_IS_IT).values(**_NEXT))
_NEXT_SEQ_OF_VISITOR = prepared(conversations.update().where(_IS_IT).values(**_NEXT, last_visitor_at=given("now")))
_LAST_SEQ = prepared(sa.select(conversations.c.last_seq).where(_IS_IT))


class Conversations:
    """The conversations of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, conversation: Conversation, *, visitor: str, now: datetime, address: str | None, source: Mapping[str, str]
    ) -> bool:
        """Keep a new conversation; False if there is one of that id. Raises ValueError for an id that is none."""
        for text in (conversation.id, visitor):
            if not is_id(text):
                raise ValueError("an id is 1 to 64 of a-z, 0-9 and hyphen")
        values = {
            "id": conversation.id,
            "channel": conversation.channel,
            "visitor": visitor,
            "address": address,
            "source": dict(source),
            "created_at": now,
            "last_message_at": now,
            **_columns_of(conversation),
        }
        return bool(_ADD.run(self._connection, values).rowcount)

    def set_source(self, conversation_id: str, source: Mapping[str, str]) -> None:
        """Keep where the visitor came from and is by now."""
        query = conversations.update().where(conversations.c.id == conversation_id)
        self._connection.execute(query.values(source=dict(source)))

    def find(self, conversation_id: str) -> ConversationRow | None:
        """The conversation of that id, if there is one."""
        row = _FIND.run(self._connection, {"of": conversation_id}).one_or_none()
        return None if row is None else _row(row)

    def set_address(self, conversation_id: str, address: str) -> None:
        """Where the visitor's replies go from now on."""
        update = conversations.update().where(
            conversations.c.id == conversation_id, conversations.c.address.is_distinct_from(address)
        )
        self._connection.execute(update.values(address=address))

    def reach(self, ids: Collection[str]) -> Mapping[str, tuple[str, datetime | None]]:
        """Of each conversation: where replies go, and when the visitor last wrote."""
        columns = (conversations.c.id, conversations.c.address, conversations.c.last_visitor_at)
        rows = self._connection.execute(sa.select(*columns).where(conversations.c.id.in_(ids)))
        return {row.id: (row.address or "", row.last_visitor_at) for row in rows}

    def of_visitor(self, visitor: str) -> tuple[ConversationRow, ...]:
        """All conversations of a visitor, newest first."""
        query = sa.select(*_ROW).where(conversations.c.visitor == visitor).order_by(conversations.c.created_at.desc())
        return tuple(_row(row) for row in self._connection.execute(query))

    def memory(self, conversation_id: str) -> tuple[Conversation, int] | None:
        """What is remembered, and its version for `save_memory`."""
        row = _MEMORY.run(self._connection, {"of": conversation_id}).one_or_none()
        if row is None:
            return None
        memory = read_memory(row.memory)
        memory.handler = Handler(row.handler)
        return memory, row.version

    def save_memory(self, conversation: Conversation, version: int) -> bool:
        """Keep the memory if nobody changed it since it was read at that version; whether it was kept."""
        values = {f"new_{name}": value for name, value in _columns_of(conversation).items()}
        changed = _SAVE_MEMORY.run(self._connection, {"of": conversation.id, "seen": version, **values})
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

    def next_seq(self, conversation_id: str, *, now: datetime, from_visitor: bool = False, count: int = 1) -> int:
        """Take the next sequence number, or the next `count`, of which this is the last; the conversation stays locked until
        the commit. 0: no such conversation."""
        step = _NEXT_SEQ_OF_VISITOR if from_visitor else _NEXT_SEQ
        step.run(self._connection, {"of": conversation_id, "now": now, "more": count})
        return int(_LAST_SEQ.run(self._connection, {"of": conversation_id}).scalar_one_or_none() or 0)

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
