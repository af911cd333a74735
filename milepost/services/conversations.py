"""Conversations: a visitor's message is kept before anything else happens; everybody's lines are kept in one order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from milepost.channels.plain_text import TEXTS
from milepost.channels.port import Button, InboundMessage, Notice, OutboundReply, Receipt, Withdrawn
from milepost.errors import NotAllowed
from milepost.sales.conversations import Conversation, Handler
from milepost.sales.secrets import masked
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
NOTE_READING = "note_reading"
"""The job that reads for the note what a visitor writes to a rep."""
TRANSCRIPT = "transcript"
"""The purpose of a form, and the job, that sends what was said to the visitor's address."""
RATING = "rating"
"""The block that asks whether the conversation helped; its answer is kept as the rating of its line."""
# What of a message's source is kept anew each time, and as what.
_NOW = {
    **{"page": "now_page", "title": "now_title", "product": "now_product", "cart": "now_cart"},
    **{name: name for name in ("customer", "customer_name", "customer_email")},
}
_FIRST_LOOK = timedelta(minutes=1)
_BUTTON = "btn:"
_TEXT_KEPT = 16_384


class _KeptAlreadyError(Exception):
    """The same message came before, or at this moment by another request."""


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
        try:
            receipt = self._keep(message)
        except _KeptAlreadyError:
            receipt = self._kept_before(message)
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
            store.messages.rate(conversation, seq, helpful=helpful, comment=masked(comment))

    def answer(self, notice: Notice) -> Receipt:
        """Commit what stands for an unreadable update and our answer to it, once per message id. Raises StoreUnavailable."""
        said = InboundMessage(
            notice.channel, notice.conversation, notice.message_id, notice.said, address=notice.address
        )
        try:
            return self._keep(said, answer=notice.text)
        except _KeptAlreadyError:
            return self._kept_before(said)

    def undelivered(self, channel: str, *, limit: int = 50, but_not: Collection[str] = ()) -> tuple[OutboundReply, ...]:
        """Replies that a pushing channel has still to send, oldest first within each conversation; none of `but_not`."""
        with self._database.begin() as store:
            due = store.messages.undelivered(channel, limit=limit, but_not=but_not)
            reach = store.conversations.reach({message.conversation for message in due})
        lines = []
        for message in due:
            address, heard_at = reach[message.conversation]
            lines.append(replace(as_line(message), address=address, heard_at=heard_at))
        return tuple(lines)

    def mark_delivered(self, conversation: str, seq: int) -> None:
        """The channel has taken this reply and those before it."""
        with self._database.begin() as store:
            store.messages.mark_delivered(conversation, seq)

    def mark_failed(self, conversation: str, seq: int, reason: str) -> None:
        """This reply will never arrive; the lead card says why."""
        with self._database.begin() as store:
            store.messages.mark_failed(conversation, seq, reason)

    def withdraw(self, withdrawn: Withdrawn) -> None:
        """Put a word in the place of what the visitor deleted. What was learned from it before stays."""
        with self._database.begin() as store:
            store.conversations.lock(withdrawn.conversation)
            store.messages.withdraw(
                withdrawn.conversation, withdrawn.channel, withdrawn.message_id, TEXTS["said"]["withdrawn"]
            )

    def latest_with_buttons(self, conversation: str) -> OutboundReply | None:
        """Our newest line, if it has buttons."""
        with self._database.begin() as store:
            found = store.messages.latest_with_buttons(conversation)
        return as_line(found) if found else None

    def _kept_before(self, message: InboundMessage) -> Receipt:
        known = self._known(message)
        assert known is not None
        return known

    def _known(self, message: InboundMessage) -> Receipt | None:
        with self._database.begin() as store:
            kept = store.messages.find_by_channel_id(message.conversation, message.channel, message.message_id)
            row = store.conversations.find(message.conversation)
        if kept is None or row is None:
            return None
        return Receipt(kept.seq, kept.created_at, is_new=False, bot_answers=row.handler is not Handler.REP)

    def _keep(self, message: InboundMessage, *, answer: str = "") -> Receipt:
        """Commits a message for the bot, or for the rep who holds the conversation; with `answer` ours is that."""
        now = self._clock()
        with self._database.begin() as store:
            seq = store.conversations.next_seq(message.conversation, now=now, from_visitor=True)
            if not seq:
                start(store, message.conversation, channel=message.channel, source=message.source, now=now)
                seq = store.conversations.next_seq(message.conversation, now=now, from_visitor=True)
            # Read only now: the line above has locked the conversation.
            row = store.conversations.find(message.conversation)
            bot_answers = row is not None and row.handler is not Handler.REP
            if row is not None:
                _keep_place(store, row, message.source)
            text, payload = _read(store, message)
            is_for_bot = bot_answers and not answer and not _wants_transcript(message)
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
            if message.address:
                store.conversations.set_address(message.conversation, message.address)
            if answer:
                add_line(store, message.conversation, "bot", answer, now=now)
            if _wants_transcript(message):
                _send_transcript(store, message, kept, now=now)
            elif not bot_answers:
                _watch_reply(store, message.conversation, seq, now=now)
                _read_for_note(store, message.conversation, kept, now=now)
            ending = "the visitor wrote"
            store.follow_ups.cancel_all(message.conversation, ending=ending, now=now, made_before=now - SITTING)
        return Receipt(seq, now, bot_answers=is_for_bot)


def _keep_place(store: Store, row: ConversationRow, source: Mapping[str, str]) -> None:
    """Where the visitor is by now and who the host says that they are; what they first came by stays."""
    now = {kept: masked(source[name]) for name, kept in _NOW.items() if source.get(name)}
    known = {kept: row.source.get(kept, row.source.get(name)) for name, kept in _NOW.items()}
    if any(known[kept] != value for kept, value in now.items()):
        store.conversations.set_source(row.id, {**row.source, **now})


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


def reply_as_rep(
    store: Store,
    conversation_id: str,
    user: User,
    text: str,
    *,
    now: datetime,
    custom: Mapping[str, Any] | None = None,
    message_id: str | None = None,
) -> int:
    """Keep what a rep writes. Raises NotAllowed unless this rep has the conversation."""
    handoff = store.handoffs.open_of(conversation_id)
    if handoff is None or handoff.claimed_by != user.id:
        raise NotAllowed("claim the conversation first")
    return add_line(store, conversation_id, "rep", text, custom=custom, rep=user.id, now=now, message_id=message_id)


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


def _read_for_note(store: Store, conversation_id: str, message_id: str, *, now: datetime) -> None:
    """What is written to a rep is read for the lead's note as well, though nothing answers it."""
    key, payload = f"{NOTE_READING}:{message_id}", {"message": message_id}
    store.jobs.add(NOTE_READING, payload, idempotency_key=key, due=now, now=now, conversation=conversation_id)


def _read(store: Store, message: InboundMessage) -> tuple[str, dict[str, Any]]:
    """What the visitor sees as theirs, without secrets, and what it means where that is more than its words."""
    payload: dict[str, Any] = {}
    text = masked(message.text)[:_TEXT_KEPT]
    if message.payload is not None:
        payload["pressed"] = message.payload
    elif (pressed := _pressed(store, message)) is not None:
        text, payload["pressed"] = pressed
    if message.form is not None:
        form = message.form
        fields = {name: masked(value) for name, value in form.fields.items()}
        payload["form"] = {"fields": fields, "consent": form.consent, "consent_text": form.consent_text}
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
