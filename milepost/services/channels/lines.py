"""Lines: where a conversation begins, what we say in it, and a line as its visitor may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from milepost.channels.port import Button, OutboundReply
from milepost.errors import NotAllowed
from milepost.sales.conversations import Conversation
from milepost.sales.secrets import masked
from milepost.store.database import Store
from milepost.store.records.conversations import ConversationRow
from milepost.store.records.messages import Message

# Channels whose side fetches the lines; to all others they are pushed.
FETCHING_CHANNELS = frozenset({"web", "chat"})


def start(
    store: Store,
    conversation_id: str,
    *,
    channel: str,
    now: datetime,
    visitor: str | None = None,
    source: Mapping[str, str] | None = None,
) -> ConversationRow:
    """The conversation of that id, begun if there is none. Without `visitor` it is its own visitor."""
    row = store.conversations.find(conversation_id)
    if row is None:
        conversation = Conversation(conversation_id, channel=channel)
        visitor = visitor or conversation_id
        came_by = {name: masked(value) for name, value in (source or {}).items()}
        store.conversations.add(conversation, visitor=visitor, now=now, address=None, source=came_by)
        row = store.conversations.find(conversation_id)
        assert row is not None
    return row


def add_line(
    store: Store,
    conversation_id: str,
    author: str,
    text: str,
    *,
    now: datetime,
    buttons: tuple[Mapping[str, str], ...] = (),
    custom: Mapping[str, Any] | None = None,
    rep: str | None = None,
    message_id: str | None = None,
) -> int:
    """Keep a line of ours, to be fetched or pushed as the channel is; its sequence number."""
    line = {"text": text, "buttons": buttons, "custom": custom}
    return add_lines(store, conversation_id, author, [line], now=now, rep=rep, message_id=message_id)


def add_lines(
    store: Store,
    conversation_id: str,
    author: str,
    lines: Sequence[Mapping[str, Any]],
    *,
    now: datetime,
    rep: str | None = None,
    message_id: str | None = None,
) -> int:
    """Keep lines of ours one after the other, each its `text`, `buttons` and `custom`; the last one's sequence number."""
    row = store.conversations.find(conversation_id)
    if row is None:
        raise NotAllowed("there is no such conversation")
    last = store.conversations.next_seq(conversation_id, now=now, count=len(lines))
    for seq, line in enumerate(lines, last - len(lines) + 1):
        payload: dict[str, Any] = {}
        if line["buttons"]:
            payload["buttons"] = [dict(button) for button in line["buttons"]]
        if line["custom"]:
            payload["custom"] = dict(line["custom"])
        store.messages.add(
            conversation_id,
            seq,
            author,
            line["text"],
            channel=row.channel,
            now=now,
            payload=payload,
            rep=rep,
            delivery=None if row.channel in FETCHING_CHANNELS else "due",
            message_id=message_id,
        )
    return last


def as_line(message: Message) -> OutboundReply:
    """A message as its visitor may see it."""
    return OutboundReply(
        conversation=message.conversation,
        seq=message.seq,
        author=message.author,  # type: ignore[arg-type]  # one of the four, as it was kept
        text=message.text,
        at=message.created_at,
        buttons=tuple(Button(button["title"], button["payload"]) for button in message.payload.get("buttons", ())),
        custom=message.payload.get("custom"),
        name=message.rep_name or "",
        message_id=message.channel_message_id or "",
    )
