"""Attachments: pictures and files that visitors sent, fetched later and kept for reps."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.columns import new_id
from milepost.store.tables import attachments

DUE, KEPT, REFUSED = "due", "kept", "refused"


@dataclass(frozen=True)
class AttachmentRow:
    """One of them without its content. `where_from` tells its channel how to fetch it; `reason`: why it was refused."""

    id: str
    conversation: str
    message: str
    channel: str
    kind: str
    name: str
    media_type: str
    where_from: Mapping[str, Any]
    state: str
    reason: str
    size: int | None
    created_at: datetime


_ROW = [attachments.c[name] for name in AttachmentRow.__dataclass_fields__]


class Attachments:
    """The attachments of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, conversation: str, message: str, channel: str, given: Mapping[str, Any], *, now: datetime) -> None:
        """Keep that one has to be fetched: its `kind`, `name`, `media_type` and `where_from`."""
        values = {"id": new_id(), "conversation": conversation, "message": message, "channel": channel, **given}
        self._connection.execute(attachments.insert().values(state=DUE, created_at=now, **values))

    def due(self, channel: str, *, limit: int = 5) -> tuple[AttachmentRow, ...]:
        """What is still to be fetched, oldest first."""
        return self._all(attachments.c.channel == channel, attachments.c.state == DUE, limit=limit)

    def keep(self, attachment: str, content: bytes, media_type: str) -> None:
        """It is here."""
        values = {"state": KEPT, "content": content, "size": len(content), "media_type": media_type}
        self._set(attachment, values)

    def refuse(self, attachment: str, reason: str) -> None:
        """It is not kept."""
        self._set(attachment, {"state": REFUSED, "reason": reason})

    def find(self, attachment: str) -> AttachmentRow | None:
        """The one of that id."""
        found = self._all(attachments.c.id == attachment, limit=1)
        return found[0] if found else None

    def content(self, attachment: str) -> bytes | None:
        """Its bytes, if it was kept."""
        query = sa.select(attachments.c.content).where(attachments.c.id == attachment, attachments.c.state == KEPT)
        found = self._connection.execute(query).scalar_one_or_none()
        return None if found is None else bytes(found)

    def of(self, conversations: Collection[str]) -> tuple[AttachmentRow, ...]:
        """Those of these conversations, oldest first."""
        return self._all(attachments.c.conversation.in_(conversations), limit=500)

    def count_since(self, conversation: str, since: datetime) -> int:
        """How many a conversation has brought since then."""
        mine = (attachments.c.conversation == conversation, attachments.c.created_at >= since)
        return int(self._connection.execute(sa.select(sa.func.count()).where(*mine)).scalar_one())

    def drop_of(self, messages: Collection[str]) -> None:
        """Their messages were deleted by whoever wrote them."""
        self._connection.execute(attachments.delete().where(attachments.c.message.in_(messages)))

    def _set(self, attachment: str, values: Mapping[str, Any]) -> None:
        due = attachments.update().where(attachments.c.id == attachment, attachments.c.state == DUE)
        self._connection.execute(due.values(**values))

    def _all(self, *conditions: Any, limit: int) -> tuple[AttachmentRow, ...]:
        query = sa.select(*_ROW).where(*conditions).order_by(attachments.c.created_at, attachments.c.id).limit(limit)
        return tuple(AttachmentRow(**row._mapping) for row in self._connection.execute(query))
