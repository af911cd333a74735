"""Conversations: a visitor's message is kept before anything else happens; everybody's lines are kept in one order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from milepost.channels.port import Button, InboundMessage, OutboundReply, Receipt
from milepost.errors import NotAllowed
from milepost.sales.conversations import Conversation, Handler
from milepost.store.columns import utc_now
from milepost.store.database import Database, Store
from milepost.store.records.conversations import ConversationRow
from milepost.store.records.messages import DONE, OPEN, Message
from milepost.store.records.users import User

# Channels whose side fetches the lines; to all others they are pushed.
FETCHING_CHANNELS = frozenset({"web", "chat"})
# What is written within this time of scheduling a follow-up is still the same sitting, not an answer to it.
SITTING = timedelta(hours=1)
REPLY_CLOCK = "handoff_reply"
"""The job that looks whether the rep who has a conversation has answered."""
TRANSCRIPT = "transcript"
"""The purpose of a form, and the job, that sends what was said to the visitor's address."""
_FIRST_LOOK = timedelta(minutes=1)
_BUTTON = "btn:"
_TEXT_KEPT = 16_384


class _KeptAlreadyError(Exception):
    """Another request kept the same message first."""


class ConversationService:
    """What the doors ask for (`channels.port.Conversations`). `wake` is called for each message the bot must answer."""

    def __init__(
        self,
        database: Database,
        *,
        wake: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database = database
        self._wake = wake
        self._clock = clock

    def receive(self, message: InboundMessage) -> Receipt:
        """Commit a message, once per message id and conversation, and wake the brain. Raises StoreUnavailable."""
        receipt = self._known(message)
        if receipt is None:
            try:
                receipt = self._keep(message)
            except _KeptAlreadyError:
                receipt = self._known(message)
                assert receipt is not None
        if receipt.is_new and receipt.bot_answers:
            self._wake()
        return receipt

    def read_after(self, conversation: str, seq: int, *, limit: int = 200) -> tuple[OutboundReply, ...]:
        """The lines after `seq`, oldest first."""
        with self._database.begin() as store:
            return tuple(as_line(message) for message in store.messages.after(conversation, seq, limit=limit))

    def rate(self, conversation: str, seq: int, *, helpful: bool, comment: str) -> None:
        """Keep what the visitor thought of one reply; the last word counts."""
        with self._database.begin() as store:
            store.messages.rate(conversation, seq, helpful=helpful, comment=comment)

    def undelivered(self, channel: str, *, limit: int = 50) -> tuple[OutboundReply, ...]:
        """Replies that a pushing channel has still to send, oldest first within each conversation."""
        with self._database.begin() as store:
            return tuple(as_line(message) for message in store.messages.undelivered(channel, limit=limit))

    def mark_delivered(self, conversation: str, seq: int) -> None:
        """The channel has taken this reply and those before it."""
        with self._database.begin() as store:
            store.messages.mark_delivered(conversation, seq)

    def _known(self, message: InboundMessage) -> Receipt | None:
        with self._database.begin() as store:
            kept = store.messages.find_by_channel_id(message.conversation, message.channel, message.message_id)
            row = store.conversations.find(message.conversation)
        if kept is None or row is None:
            return None
        return Receipt(kept.seq, kept.created_at, is_new=False, bot_answers=row.handler is not Handler.REP)

    def _keep(self, message: InboundMessage) -> Receipt:
        now = self._clock()
        with self._database.begin() as store:
            start(store, message.conversation, channel=message.channel, source=message.source, now=now)
            seq = store.conversations.next_seq(message.conversation, now=now, from_visitor=True)
            # Read only now: the line above has locked the conversation.
            row = store.conversations.find(message.conversation)
            bot_answers = row is not None and row.handler is not Handler.REP
            text, payload = _read(store, message)
            is_for_bot = bot_answers and not _wants_transcript(message)
            kept = store.messages.add(
                message.conversation,
                seq,
                "visitor",
                text,
                channel=message.channel,
                now=now,
                payload=payload,
                channel_message_id=message.message_id,
                state=OPEN if is_for_bot else DONE,
            )
            if kept is None:
                raise _KeptAlreadyError
            if _wants_transcript(message):
                _send_transcript(store, message, kept, now=now)
            elif not bot_answers:
                _watch_reply(store, message.conversation, seq, now=now)
            ending = "the visitor wrote"
            store.follow_ups.cancel_all(message.conversation, ending=ending, now=now, made_before=now - SITTING)
        return Receipt(seq, now, bot_answers=is_for_bot)


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
        store.conversations.add(conversation, visitor=visitor, now=now, address=None, source=source or {})
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
    row = store.conversations.find(conversation_id)
    if row is None:
        raise NotAllowed("there is no such conversation")
    seq = store.conversations.next_seq(conversation_id, now=now)
    payload: dict[str, Any] = {}
    if buttons:
        payload["buttons"] = [dict(button) for button in buttons]
    if custom:
        payload["custom"] = dict(custom)
    store.messages.add(
        conversation_id,
        seq,
        author,
        text,
        channel=row.channel,
        now=now,
        payload=payload,
        rep=rep,
        delivery=None if row.channel in FETCHING_CHANNELS else "due",
        message_id=message_id,
    )
    return seq


def reply_as_rep(
    store: Store, conversation_id: str, user: User, text: str, *, now: datetime, custom: Mapping[str, Any] | None = None
) -> int:
    """Keep what a rep writes. Raises NotAllowed unless this rep has the conversation."""
    handoff = store.handoffs.open_of(conversation_id)
    if handoff is None or handoff.claimed_by != user.id:
        raise NotAllowed("claim the conversation first")
    return add_line(store, conversation_id, "rep", text, custom=custom, rep=user.id, now=now)


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


def button_token(message_id: str, place: int) -> str:
    """What stands for button number `place` of a message where its payload must stay with us."""
    return f"{_BUTTON}{message_id}-{place}"


def _wants_transcript(message: InboundMessage) -> bool:
    form = message.form
    return form is not None and form.purpose == TRANSCRIPT and form.consent and bool(form.fields.get("email"))


def _send_transcript(store: Store, message: InboundMessage, message_id: str, *, now: datetime) -> None:
    form = message.form
    assert form is not None
    payload = {"conversation": message.conversation, "to": form.fields["email"], "words": form.consent_text}
    key = f"{TRANSCRIPT}:{message_id}"
    store.jobs.add(
        TRANSCRIPT,
        {**payload, "message": message_id},
        idempotency_key=key,
        due=now,
        now=now,
        conversation=message.conversation,
    )


def _watch_reply(store: Store, conversation_id: str, seq: int, *, now: datetime) -> None:
    payload, key = {"conversation": conversation_id, "seq": seq}, f"{REPLY_CLOCK}:{conversation_id}:{seq}"
    due = now + _FIRST_LOOK
    store.jobs.add(REPLY_CLOCK, payload, idempotency_key=key, due=due, now=now, conversation=conversation_id)


def _read(store: Store, message: InboundMessage) -> tuple[str, dict[str, Any]]:
    """What the visitor sees as theirs, and what it means where that is more than its words."""
    payload: dict[str, Any] = {}
    text = message.text[:_TEXT_KEPT]
    if message.payload is not None:
        payload["pressed"] = message.payload
    elif (pressed := _pressed(store, message)) is not None:
        text, payload["pressed"] = pressed
    if message.form is not None:
        form = message.form
        payload["form"] = {"fields": dict(form.fields), "consent": form.consent, "consent_text": form.consent_text}
    return text, payload


def _pressed(store: Store, message: InboundMessage) -> tuple[str, str] | None:
    """Title and payload of the button whose token the text is, if we issued it in this conversation."""
    if not message.text.startswith(_BUTTON):
        return None
    message_id, _, place = message.text.removeprefix(_BUTTON).rpartition("-")
    ours = store.messages.find(message_id)
    buttons = ours.payload.get("buttons", ()) if ours and ours.conversation == message.conversation else ()
    if ours is None or ours.author != "bot" or not place.isdecimal() or int(place) >= len(buttons):
        return None
    button = buttons[int(place)]
    return button["title"], button["payload"]
