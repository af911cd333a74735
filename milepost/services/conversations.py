"""Conversations: a visitor's message is kept before anything else happens; everybody's lines are kept in one order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from milepost.channels.plain_text import TEXTS
from milepost.channels.port import InboundMessage, Notice, OutboundReply, Receipt, Withdrawn
from milepost.errors import NotAllowed, TooManyWaiting
from milepost.sales.conversations import Handler
from milepost.sales.secrets import masked
from milepost.services.channels import opting_out
from milepost.services.channels.bursts import settling_at
from milepost.services.channels.files import keep_due
from milepost.services.channels.lines import FETCHING_CHANNELS, add_line, add_lines, as_line, start
from milepost.services.channels.moves import (
    MoveCodes,
    Moving,
    bring,
    code_in,
    follow,
    use,
    wants_to_leave,
    wants_to_move,
)
from milepost.services.channels.outbox import Outbox
from milepost.services.queue.fairness import FAIRNESS, Fairness
from milepost.store.columns import utc_now
from milepost.store.database import Database, Store
from milepost.store.records.conversations import ConversationRow
from milepost.store.records.messages import DONE, OPEN
from milepost.store.records.users import User

__all__ = ["ConversationService", "add_line", "add_lines", "as_line", "button_token", "reply_as_rep", "start"]

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
# Nobody writes a mail in pieces.
_WHOLE = frozenset({"mailgun"})
_BUTTON = "btn:"
_TEXT_KEPT = 16_384


class _KeptAlreadyError(Exception):
    """The same message came before, or at this moment by another request."""


class ConversationService(Outbox, Moving):
    """What the doors ask for (`channels.port.Conversations`). `wake` is called for each message the bot must answer.

    Without `codes` no conversation goes on elsewhere. `burst_seconds`: how long what comes by a messaging channel may be followed
    by more of the same.
    """

    def __init__(
        self,
        database: Database,
        *,
        wake: Callable[[], None] = lambda: None,
        clock: Callable[[], datetime] = utc_now,
        codes: MoveCodes | None = None,
        burst_seconds: float = 0.0,
        fairness: Fairness = FAIRNESS,
    ) -> None:
        self._fairness = fairness
        self._database = database
        self._wake = wake
        self._clock = clock
        self._codes, self._burst_seconds = codes, burst_seconds

    def receive(self, message: InboundMessage) -> Receipt:
        """Commit a message, once per message id and conversation, and wake the brain.

        Raises StoreUnavailable, and TooManyWaiting for one that is not kept yet.
        """
        try:
            receipt = (self._moved(message) if self._codes else None) or self._keep(message)
        except _KeptAlreadyError:
            receipt = self._kept_before(message)
        except TooManyWaiting:
            known = self._known(message)
            if known is None:
                raise
            receipt = known
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
            notice.channel,
            notice.conversation,
            notice.message_id,
            notice.said,
            address=notice.address,
            handle=notice.handle,
            attachments=notice.attachments,
        )
        try:
            return self._keep(said, answer=notice.text)
        except _KeptAlreadyError:
            return self._kept_before(said)

    def withdraw(self, withdrawn: Withdrawn) -> None:
        """Put a word in the place of what the visitor deleted. What was learned from it before stays."""
        with self._database.begin() as store:
            for conversation in {withdrawn.conversation, store.handles.conversation_of(withdrawn.conversation)}:
                store.conversations.lock(conversation)
                gone = store.messages.withdraw(
                    conversation, withdrawn.channel, withdrawn.message_id, TEXTS["said"]["withdrawn"]
                )
                store.attachments.drop_of(gone)

    def ahead_of(self, conversation: str) -> int | None:
        """How many messages are answered before this conversation's next one; None where none of its messages waits."""
        with self._database.begin() as store:
            return store.messages.ahead_of(conversation)

    def latest_with_buttons(self, conversation: str) -> OutboundReply | None:
        """Our newest line, if it has buttons."""
        with self._database.begin() as store:
            found = store.messages.latest_with_buttons(conversation)
        return as_line(found) if found else None

    def _moved(self, message: InboundMessage) -> Receipt | None:
        """The receipt of a message that brings a code, asks for one, or takes one back; None for any other."""
        handle, now = message.handle or message.conversation, self._clock()
        if message.channel not in FETCHING_CHANNELS and (code := _code_of(message)):
            return self._brought(message, code, handle, now)
        if wants_to_leave(message.text) and handle != message.conversation:
            with self._database.begin() as store:
                store.handles.forget(handle)
                start(store, handle, channel=message.channel, now=now)
            return self._keep(replace(message, conversation=handle, handle=""), answer=TEXTS["move"]["left"])
        if not wants_to_move(message.text):
            return None
        if (known := self._known(message)) is not None:
            return known
        with self._database.begin() as store:
            answer = self._offered(store, message, now=now)
        return self._keep(message, answer=answer)

    def _brought(self, message: InboundMessage, code: str, handle: str, now: datetime) -> Receipt:
        """The conversation of a code goes on here, or we say that the code does not hold."""
        assert self._codes is not None
        if (known := self._known(message)) is not None:
            return known
        answer: str = TEXTS["move"]["void"]
        with self._database.begin() as store:
            try:
                found = use(store, self._codes, code, handle=handle, now=now)
            except NotAllowed as refused:
                found, answer = None, str(refused)
            if found is not None:
                target, _ = found
                seq = store.conversations.next_seq(target, now=now, from_visitor=True)
                store.messages.add(
                    target,
                    seq,
                    "visitor",
                    message.text,
                    channel=message.channel,
                    now=now,
                    channel_message_id=message.message_id,
                )
                bring(store, target, handle=handle, channel=message.channel, address=message.address, now=now)
                return Receipt(seq, now, bot_answers=False)
        return self._keep(message, answer=answer)

    def _kept_before(self, message: InboundMessage) -> Receipt:
        known = self._known(message)
        assert known is not None
        return known

    def _known(self, message: InboundMessage) -> Receipt | None:
        """The receipt of a message that was kept before, also before its conversation moved."""
        known_as = (message.channel, message.message_id)
        with self._database.begin() as store:
            kept = store.messages.find_by_channel_id(message.conversation, *known_as)
            if kept is None and message.handle:
                kept = store.messages.find_before_moves(message.handle, *known_as)
            row = store.conversations.find(kept.conversation) if kept else None
        if kept is None or row is None:
            return None
        return Receipt(kept.seq, kept.created_at, is_new=False, bot_answers=row.handler is not Handler.REP)

    def _keep(self, message: InboundMessage, *, answer: str = "") -> Receipt:
        """Commits a message for the bot, or for the rep who holds the conversation; with `answer` ours is that."""
        now = self._clock()
        with self._database.begin() as store:
            if message.handle and store.messages.find_before_moves(message.handle, message.channel, message.message_id):
                raise _KeptAlreadyError
            seq = store.conversations.next_seq(message.conversation, now=now, from_visitor=True)
            if not seq:
                start(store, message.conversation, channel=message.channel, source=message.source, now=now)
                seq = store.conversations.next_seq(message.conversation, now=now, from_visitor=True)
            # Read only now: the line above has locked the conversation.
            row = store.conversations.find(message.conversation)
            bot_answers = row is not None and row.handler is not Handler.REP
            if row is not None:
                follow(store, row, message.channel)
                _keep_place(store, row, message.source)
            text, payload = _read(store, message)
            is_for_bot = bot_answers and not answer and not _wants_transcript(message)
            seconds = self._burst_seconds if is_for_bot and _may_go_on(message) else 0.0
            origin = message.origin or message.conversation
            turn_at = self._fairness.turn_at(store, origin, now=now) if is_for_bot else None
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
                settles_at=settling_at(store, message.conversation, seconds=seconds, now=now),
                origin=origin,
                turn_at=turn_at,
            )
            if kept is None:
                raise _KeptAlreadyError
            _keep_beside(store, message, kept, now=now)
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


def _keep_beside(store: Store, message: InboundMessage, kept: str, *, now: datetime) -> None:
    """What a message brings besides its words: where to answer, that no more is wanted, and what is attached to it."""
    if message.handle not in ("", message.conversation):
        store.handles.hear(message.handle, message.address, now=now)
    elif message.address:
        store.conversations.set_address(message.conversation, message.address)
    if opting_out.is_opting_out(message):
        opting_out.keep(store, message, kept, now=now)
    for each in message.attachments:
        keep_due(store, message.conversation, kept, message.channel, each, now=now)


def _keep_place(store: Store, row: ConversationRow, source: Mapping[str, str]) -> None:
    """Where the visitor is by now and who the host says that they are; what they first came by stays."""
    now = {kept: masked(source[name]) for name, kept in _NOW.items() if source.get(name)}
    known = {kept: row.source.get(kept, row.source.get(name)) for name, kept in _NOW.items()}
    if any(known[kept] != value for kept, value in now.items()):
        store.conversations.set_source(row.id, {**row.source, **now})


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


def button_token(message_id: str, place: int) -> str:
    """What stands for button number `place` of a message where its payload must stay with us."""
    return f"{_BUTTON}{message_id}-{place}"


def _code_of(message: InboundMessage) -> str | None:
    """The code that a message holds, or the link by which it came."""
    return code_in(message.source.get("campaign", "")) or code_in(message.text)


def _may_go_on(message: InboundMessage) -> bool:
    """Whether it came from where people write in pieces: not from the website, where they are seen to write, and no mail."""
    is_words = message.payload is None and message.form is None
    return is_words and message.channel not in FETCHING_CHANNELS and message.channel not in _WHOLE


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
    if opting_out.is_opting_out(message):
        message = replace(message, payload=opting_out.OPT_OUT)
    if message.said_at is not None:
        payload["said_at"] = message.said_at
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
