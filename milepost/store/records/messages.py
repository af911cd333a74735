"""Messages: the durable inbox, the transcript and the outbox of pushing channels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from milepost.store.columns import new_id
from milepost.store.tables import messages, users

OPEN, TAKEN, DONE, FAILED = "open", "taken", "done", "failed"


@dataclass(frozen=True)
class Message:
    """One line of a conversation. `payload` holds buttons, custom, and what the visitor pressed or filled in.

    `state` is how far the brain is with a visitor's message: open, taken, done or failed (apologised for); what others
    wrote is done from the start. `rep_name` is the name of the rep who wrote it.
    """

    id: str
    conversation: str
    seq: int
    author: str
    text: str
    payload: Mapping[str, Any]
    created_at: datetime
    channel: str
    channel_message_id: str | None
    state: str
    tries: int
    rep: str | None
    rep_name: str | None
    helpful: bool | None
    comment: str | None


@dataclass(frozen=True)
class Lease:
    """The right to answer one message until a moment; `token` proves it."""

    message: Message
    token: str
    until: datetime


_JOINED = messages.outerjoin(users, users.c.id == messages.c.rep)
_FIELDS = [name for name in Message.__dataclass_fields__ if name != "rep_name"]
_ROW = [*(messages.c[name] for name in _FIELDS), users.c.name.label("rep_name")]


class Messages:
    """The messages of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert

    def add(
        self,
        conversation: str,
        seq: int,
        author: str,
        text: str,
        *,
        channel: str,
        now: datetime,
        payload: Mapping[str, Any] | None = None,
        channel_message_id: str | None = None,
        state: str = DONE,
        rep: str | None = None,
        delivery: str | None = None,
        message_id: str | None = None,
    ) -> str | None:
        """Keep a message; its id, or None where that channel's message id is already kept in the conversation."""
        message_id = message_id or new_id()
        statement = self._insert(messages).values(
            id=message_id,
            conversation=conversation,
            seq=seq,
            author=author,
            text=text,
            payload=dict(payload or {}),
            created_at=now,
            channel=channel,
            channel_message_id=channel_message_id,
            state=state,
            rep=rep,
            delivery=delivery,
        )
        unique = [messages.c.channel, messages.c.conversation, messages.c.channel_message_id]
        added = self._connection.execute(statement.on_conflict_do_nothing(index_elements=unique))
        return message_id if added.rowcount else None

    def find(self, message_id: str) -> Message | None:
        """The message of that id."""
        return self._first(messages.c.id == message_id)

    def find_by_channel_id(self, conversation: str, channel: str, channel_message_id: str) -> Message | None:
        """The message that a channel knows by that id."""
        return self._first(
            messages.c.conversation == conversation,
            messages.c.channel == channel,
            messages.c.channel_message_id == channel_message_id,
        )

    def after(self, conversation: str, seq: int, *, limit: int = 200) -> tuple[Message, ...]:
        """The messages after a sequence number, oldest first."""
        query = self._select(messages.c.conversation == conversation, messages.c.seq > seq)
        return self._all(query.order_by(messages.c.seq).limit(limit))

    def latest_of_bot(self, conversation: str, *, limit: int = 5) -> tuple[Message, ...]:
        """The bot's last messages, newest first."""
        query = self._select(messages.c.conversation == conversation, messages.c.author == "bot")
        return self._all(query.order_by(messages.c.seq.desc()).limit(limit))

    def take_oldest_open(self, *, now: datetime, seconds: float) -> Lease | None:
        """Lease the oldest message that waits for an answer.

        A message waits until those before it in its conversation are answered; a lease that ran out is free again.
        """
        earlier = messages.alias("earlier")
        blocked = sa.exists().where(
            earlier.c.conversation == messages.c.conversation,
            earlier.c.seq < messages.c.seq,
            earlier.c.state.in_((OPEN, TAKEN)),
        )
        free = sa.or_(messages.c.state == OPEN, sa.and_(messages.c.state == TAKEN, messages.c.lease_until < now))
        query = sa.select(messages.c.id).where(messages.c.state.in_((OPEN, TAKEN)), free, ~blocked)
        candidate = self._connection.execute(
            query.order_by(messages.c.created_at, messages.c.seq).limit(1).with_for_update(skip_locked=True)
        ).scalar_one_or_none()
        if candidate is None:
            return None
        token, until = new_id(), now + timedelta(seconds=seconds)
        # On SQLite the row is not locked by the select: whoever updates first has it.
        taken = self._connection.execute(
            messages.update()
            .where(messages.c.id == candidate, free)
            .values(state=TAKEN, lease=token, lease_until=until, tries=messages.c.tries + 1)
        )
        message = self.find(candidate)
        return Lease(message, token, until) if taken.rowcount and message else None

    def finish(self, lease: Lease, *, state: str = DONE) -> bool:
        """The leased message is answered (or given up); False if the lease is no longer ours."""
        changed = self._connection.execute(
            messages.update()
            .where(messages.c.id == lease.message.id, messages.c.lease == lease.token, messages.c.state == TAKEN)
            .values(state=state, lease=None, lease_until=None)
        )
        return bool(changed.rowcount)

    def give_back(self, lease: Lease) -> None:
        """The leased message waits again, for whoever comes first."""
        self.finish(lease, state=OPEN)

    def close_open(self, conversation: str) -> None:
        """What waits in a conversation needs no bot any more: a rep answers."""
        self._connection.execute(
            messages.update()
            .where(messages.c.conversation == conversation, messages.c.state.in_((OPEN, TAKEN)))
            .values(state=DONE, lease=None, lease_until=None)
        )

    def overdue(self, *, created_before: datetime, limit: int = 20) -> tuple[Message, ...]:
        """Messages that have waited too long and were not apologised for, oldest first."""
        query = self._select(
            messages.c.state.in_((OPEN, TAKEN)),
            messages.c.created_at < created_before,
            messages.c.apologised_at.is_(None),
        )
        return self._all(query.order_by(messages.c.created_at).limit(limit))

    def mark_apologised(self, message_id: str, *, now: datetime) -> bool:
        """Remember that the wait was apologised for; False if somebody did already, or it is answered by now."""
        changed = self._connection.execute(
            messages.update()
            .where(messages.c.id == message_id, messages.c.apologised_at.is_(None), messages.c.state.in_((OPEN, TAKEN)))
            .values(apologised_at=now)
        )
        return bool(changed.rowcount)

    def rate(self, conversation: str, seq: int, *, helpful: bool, comment: str) -> None:
        """Keep what the visitor thought of one of our lines; the last word counts."""
        self._connection.execute(
            messages.update()
            .where(messages.c.conversation == conversation, messages.c.seq == seq, messages.c.author != "visitor")
            .values(helpful=helpful, comment=comment)
        )

    def undelivered(self, channel: str, *, limit: int = 50) -> tuple[Message, ...]:
        """What a pushing channel has still to send, oldest first within each conversation."""
        query = self._select(messages.c.channel == channel, messages.c.delivery == "due")
        return self._all(query.order_by(messages.c.created_at, messages.c.seq).limit(limit))

    def mark_delivered(self, conversation: str, seq: int) -> None:
        """The channel has taken this message and those before it."""
        self._connection.execute(
            messages.update()
            .where(messages.c.conversation == conversation, messages.c.seq <= seq, messages.c.delivery == "due")
            .values(delivery="sent")
        )

    def _select(self, *conditions: Any) -> Any:
        return sa.select(*_ROW).select_from(_JOINED).where(*conditions)

    def _first(self, *conditions: Any) -> Message | None:
        found = self._all(self._select(*conditions).limit(1))
        return found[0] if found else None

    def _all(self, query: Any) -> tuple[Message, ...]:
        rows: Sequence[Any] = self._connection.execute(query).all()
        return tuple(Message(**row._mapping) for row in rows)
