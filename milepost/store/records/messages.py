"""Messages: the durable inbox, the transcript and the outbox of pushing channels."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.columns import new_id
from milepost.store.prepared import Prepared, given, inserted_once, prepared
from milepost.store.tables import messages, users

OPEN, TAKEN, DONE, FAILED = "open", "taken", "done", "failed"
DUE, SENT, UNDELIVERABLE = "due", "sent", "failed"


@dataclass(frozen=True)
class Message:
    """One line of a conversation. `payload` holds buttons, custom, and what the visitor pressed or filled in.

    `state` is how far the brain is with a visitor's message: open, taken, done or failed (apologised for); what others
    wrote is done from the start. `rep_name` is the name of the rep who wrote it. `delivery_error`: why a pushing channel
    could not deliver it. `reading` is what the interpreter read of a visitor's message, as `dialogue.deal.lines` writes it; None
    where it has not.
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
    delivery_error: str | None = None
    reading: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Lease:
    """The right to answer one message until a moment; `token` proves it."""

    message: Message
    token: str
    until: datetime


@dataclass(frozen=True)
class ChannelNews:
    """One pushing channel: when the last message came in and went out, how many replies wait, and the latest that failed."""

    last_in: datetime | None
    last_out: datetime | None
    due: int
    failed: tuple[Message, ...]


_JOINED = messages.outerjoin(users, users.c.id == messages.c.rep)
_FIELDS = Message.__dataclass_fields__
_ROW = [users.c.name.label(name) if name == "rep_name" else messages.c[name] for name in _FIELDS]
_KEPT = (
    *("id", "conversation", "seq", "author", "text", "payload", "created_at", "channel", "channel_message_id"),
    *("state", "rep", "delivery"),
)


def _select(*conditions: Any) -> Any:
    return sa.select(*_ROW).select_from(_JOINED).where(*conditions)


_earlier = messages.alias("earlier")
_IS_BLOCKED = sa.exists().where(
    _earlier.c.conversation == messages.c.conversation,
    _earlier.c.seq < messages.c.seq,
    _earlier.c.state.in_((OPEN, TAKEN)),
)
_IS_FREE = sa.or_(
    messages.c.state == OPEN, sa.and_(messages.c.state == TAKEN, messages.c.lease_until < given("ran_out"))
)
_IN_CONVERSATION = messages.c.conversation == given("of")
_ADD = inserted_once(messages, _KEPT, ("channel", "conversation", "channel_message_id"))
_FIND = prepared(_select(messages.c.id == given("of")).limit(1))
_FIND_BY_CHANNEL_ID = prepared(
    _select(
        _IN_CONVERSATION, messages.c.channel == given("by"), messages.c.channel_message_id == given("known_as")
    ).limit(1)
)
_LATEST_OF_BOT = prepared(
    _select(_IN_CONVERSATION, messages.c.author == "bot").order_by(messages.c.seq.desc()).limit(given("most"))
)
_OLDEST_OPEN = prepared(
    sa.select(messages.c.id)
    .where(messages.c.state.in_((OPEN, TAKEN)), _IS_FREE, ~_IS_BLOCKED)
    .order_by(messages.c.created_at, messages.c.seq)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_TAKE = prepared(
    messages.update()
    .where(messages.c.id == given("of"), _IS_FREE)
    .values(state=TAKEN, lease=given("token"), lease_until=given("until"), tries=messages.c.tries + 1)
)
_FINISH = prepared(
    messages.update()
    .where(messages.c.id == given("of"), messages.c.lease == given("token"), messages.c.state == TAKEN)
    .values(state=given("ending"), lease=None, lease_until=None)
)


_KEEP_READING = prepared(
    messages.update().where(messages.c.id == given("of")).values(reading=given("read", messages.c.reading.type))
)


class Messages:
    """The messages of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

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
        values = {
            "id": message_id,
            "conversation": conversation,
            "seq": seq,
            "author": author,
            "text": text,
            "payload": dict(payload or {}),
            "created_at": now,
            "channel": channel,
            "channel_message_id": channel_message_id,
            "state": state,
            "rep": rep,
            "delivery": delivery,
        }
        added = _ADD.run(self._connection, values)
        return message_id if added.rowcount else None

    def find(self, message_id: str) -> Message | None:
        """The message of that id."""
        return self._first(_FIND, {"of": message_id})

    def find_by_channel_id(self, conversation: str, channel: str, channel_message_id: str) -> Message | None:
        """The message that a channel knows by that id."""
        known = {"of": conversation, "by": channel, "known_as": channel_message_id}
        return self._first(_FIND_BY_CHANNEL_ID, known)

    def after(self, conversation: str, seq: int, *, limit: int = 200) -> tuple[Message, ...]:
        """The messages after a sequence number, oldest first."""
        query = _select(messages.c.conversation == conversation, messages.c.seq > seq)
        return self._all(query.order_by(messages.c.seq).limit(limit))

    def latest_of_bot(self, conversation: str, *, limit: int = 5) -> tuple[Message, ...]:
        """The bot's last messages, newest first."""
        return _all(_LATEST_OF_BOT.run(self._connection, {"of": conversation, "most": limit}))

    def take_oldest_open(self, *, now: datetime, seconds: float) -> Lease | None:
        """Lease the oldest message that waits for an answer.

        A message waits until those before it in its conversation are answered; a lease that ran out is free again.
        """
        candidate = _OLDEST_OPEN.run(self._connection, {"ran_out": now}).scalar_one_or_none()
        if candidate is None:
            return None
        token, until = new_id(), now + timedelta(seconds=seconds)
        # On SQLite the row is not locked by the select: whoever updates first has it.
        lease = {"of": candidate, "ran_out": now, "token": token, "until": until}
        taken = _TAKE.run(self._connection, lease)
        message = self.find(candidate)
        return Lease(message, token, until) if taken.rowcount and message else None

    def finish(self, lease: Lease, *, state: str = DONE) -> bool:
        """The leased message is answered (or given up); False if the lease is no longer ours."""
        changed = _FINISH.run(self._connection, {"of": lease.message.id, "token": lease.token, "ending": state})
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
        """Messages that have waited too long and whose visitors were not told so, oldest first."""
        query = _select(
            messages.c.state.in_((OPEN, TAKEN)),
            messages.c.created_at < created_before,
            messages.c.apologised_at.is_(None),
        )
        return self._all(query.order_by(messages.c.created_at).limit(limit))

    def keep_reading(self, message_id: str, reading: Mapping[str, Any]) -> None:
        """Keep what the interpreter read of a message."""
        _KEEP_READING.run(self._connection, {"of": message_id, "read": reading})

    def mark_apologised(self, message_id: str, *, now: datetime) -> bool:
        """Remember that the visitor was told of the wait; False if somebody did already, or it is answered by now."""
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

    def undelivered(self, channel: str, *, limit: int = 50, but_not: Collection[str] = ()) -> tuple[Message, ...]:
        """What a pushing channel has still to send, oldest first within each conversation; nothing of `but_not`."""
        query = _select(messages.c.channel == channel, messages.c.delivery == DUE)
        if but_not:
            query = query.where(messages.c.conversation.not_in(but_not))
        return self._all(query.order_by(messages.c.created_at, messages.c.seq).limit(limit))

    def mark_delivered(self, conversation: str, seq: int) -> None:
        """The channel has taken this message and those before it."""
        self._connection.execute(
            messages.update()
            .where(messages.c.conversation == conversation, messages.c.seq <= seq, messages.c.delivery == DUE)
            .values(delivery=SENT)
        )

    def mark_failed(self, conversation: str, seq: int, reason: str) -> bool:
        """This message of ours will never arrive, even if the channel had taken it; whether there is such a message."""
        changed = self._connection.execute(
            messages.update()
            .where(messages.c.conversation == conversation, messages.c.seq == seq, messages.c.delivery.is_not(None))
            .values(delivery=UNDELIVERABLE, delivery_error=reason)
        )
        return bool(changed.rowcount)

    def news_of(self, channel: str, *, limit: int = 20) -> ChannelNews:
        """How a pushing channel is doing."""

        def latest(*conditions: Any) -> datetime | None:
            of_channel = sa.select(messages.c.created_at).where(messages.c.channel == channel, *conditions)
            newest = of_channel.order_by(messages.c.created_at.desc()).limit(1)
            return self._connection.execute(newest).scalar_one_or_none()

        waiting = sa.select(sa.func.count()).where(messages.c.channel == channel, messages.c.delivery == DUE)
        failed = _select(messages.c.channel == channel, messages.c.delivery == UNDELIVERABLE)
        return ChannelNews(
            last_in=latest(messages.c.author == "visitor"),
            last_out=latest(messages.c.delivery == SENT),
            due=int(self._connection.execute(waiting).scalar_one()),
            failed=self._all(failed.order_by(messages.c.created_at.desc()).limit(limit)),
        )

    def withdraw(self, conversation: str, channel: str, channel_message_id: str, text: str) -> int:
        """Put `text` in the place of a visitor's message and of its edits; how many that were."""
        known_as = messages.c.channel_message_id
        changed = self._connection.execute(
            messages.update()
            .where(
                messages.c.conversation == conversation,
                messages.c.channel == channel,
                messages.c.author == "visitor",
                sa.or_(known_as == channel_message_id, known_as.startswith(f"{channel_message_id}:", autoescape=True)),
            )
            .values(text=text, payload={}, state=DONE, lease=None, lease_until=None)
        )
        return int(changed.rowcount)

    def latest_with_buttons(self, conversation: str) -> Message | None:
        """Our newest message, if it has buttons; what the visitor wrote since does not count."""
        query = _select(messages.c.conversation == conversation, messages.c.author != "visitor")
        found = self._all(query.order_by(messages.c.seq.desc()).limit(1))
        return found[0] if found and found[0].payload.get("buttons") else None

    def _first(self, query: Prepared, values: Mapping[str, Any]) -> Message | None:
        found = _all(query.run(self._connection, values))
        return found[0] if found else None

    def _all(self, query: Any) -> tuple[Message, ...]:
        return _all(self._connection.execute(query))


def _all(found: Any) -> tuple[Message, ...]:
    rows: Sequence[Any] = found.all()
    return tuple(Message(*row) for row in rows)
