"""The small port that every channel stands behind: what comes in, what goes out, what a door asks of the services."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Author = Literal["visitor", "bot", "rep", "system"]
LATEST = 0
"""The line of a press that names none: the newest of ours that has buttons."""


@dataclass(frozen=True)
class Button:
    """A quick reply. `payload` is what it means to the brain; it never leaves the server."""

    title: str
    payload: str


@dataclass(frozen=True)
class FilledForm:
    """What a visitor wrote into a form that we sent, and the consent sentence as it was shown to them.

    `purpose`: what the form was sent for, where that is more than to know the details ("transcript").
    """

    fields: Mapping[str, str]
    consent: bool = False
    consent_text: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class InboundMessage:
    """One message of a visitor, checked and cleaned.

    `conversation` is made by the server and never named by a client. `message_id` is the channel's own id: the same id
    in the same conversation is the same message. `text` is what the visitor sees as theirs. `payload` is set only for a
    button that the server itself issued; text is never a command. `source` tells where the visitor came from
    (page, referrer, campaign, language). `address` is where the platform wants replies, for a channel that cannot make
    that from the conversation's id alone.
    """

    channel: str
    conversation: str
    message_id: str
    text: str
    payload: str | None = None
    form: FilledForm | None = None
    source: Mapping[str, str] = field(default_factory=dict)
    address: str = ""


@dataclass(frozen=True)
class ButtonPress:
    """That a visitor pressed button number `button` of our line `seq`, or of the LATEST that has buttons.

    `query` is the platform's handle for the press. `typed` are the visitor's words where pressing means to type a number:
    they are an ordinary message if that number is on no button.
    """

    channel: str
    conversation: str
    message_id: str
    seq: int
    button: int
    query: str = ""
    typed: str = ""
    address: str = ""


@dataclass(frozen=True)
class Notice:
    """An update that cannot be read as words: `said` is what stands for it in the conversation, `text` our answer to it."""

    channel: str
    conversation: str
    message_id: str
    said: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class Undelivered:
    """That a platform took our line `seq` and found afterwards that it cannot be delivered."""

    conversation: str
    seq: int
    reason: str


@dataclass(frozen=True)
class Withdrawn:
    """That a visitor deleted a message of theirs, with all its edits (whose ids begin with its own and a colon)."""

    channel: str
    conversation: str
    message_id: str


Update = InboundMessage | ButtonPress | Notice | Undelivered | Withdrawn


@dataclass(frozen=True)
class Call:
    """One HTTP call of a platform. Header names are in lower case, `body` is as it came, `query` as it stands in the URL."""

    headers: Mapping[str, str]
    body: bytes
    query: str = ""
    method: str = "POST"


@dataclass(frozen=True)
class Answer:
    """What a platform wants to hear at once. `text` goes out as it is."""

    text: str = '{"ok": true}'
    status: int = 200
    media_type: str = "application/json"


@dataclass(frozen=True)
class Reading:
    """What one call brought: updates in their order, and an answer that is not just a yes."""

    updates: tuple[Update, ...] = ()
    answer: Answer = Answer()


@dataclass(frozen=True)
class Limits:
    """What a platform takes. `text`: characters of a message; `buttons`: at most so many, 0 where there are none and a
    visitor answers with a number; `button`: characters on one; `window_hours`: how long after the visitor's last message
    we may write freely, 0 for ever; `per_second`: messages of ours to everybody; `pause`: seconds between two to one person.
    """

    text: int
    buttons: int = 0
    button: int = 20
    window_hours: int = 0
    per_second: float = 20.0
    pause: float = 0.0


@dataclass(frozen=True)
class Receipt:
    """That a message is committed. `seq` is its place in the conversation; `bot_answers`: no rep holds it."""

    seq: int
    at: datetime
    is_new: bool = True
    bot_answers: bool = True


@dataclass(frozen=True)
class OutboundReply:
    """One line of a conversation as its visitor may see it.

    Author "visitor" gives back what they wrote themselves, with its `message_id`, for a reload or another tab.
    `custom` is one drawable block (docs/widget.md lists them); `name` is the rep's. For a pushing channel `address` is what
    the visitor's messages last brought, and `heard_at` when the last of them came.
    """

    conversation: str
    seq: int
    author: Author
    text: str
    at: datetime
    buttons: tuple[Button, ...] = ()
    custom: Mapping[str, Any] | None = None
    name: str = ""
    message_id: str = ""
    address: str = ""
    heard_at: datetime | None = None


class Conversations(Protocol):
    """What a door asks of the conversation service. Every call may block and may raise StoreUnavailable."""

    def receive(self, message: InboundMessage) -> Receipt:
        """Commit a message, once per message id, and wake the brain."""

    def read_after(self, conversation: str, seq: int, *, limit: int = 200) -> Sequence[OutboundReply]:
        """The lines after `seq`, oldest first."""

    def rate(self, conversation: str, seq: int, *, helpful: bool, comment: str) -> None:
        """Keep what the visitor thought of one reply; the last word counts."""

    def answer(self, notice: Notice) -> Receipt:
        """Commit what stands for an unreadable update and our answer to it, once per message id."""

    def withdraw(self, withdrawn: Withdrawn) -> None:
        """Put a word in the place of what the visitor deleted; what the bot has not answered yet it will not."""

    def latest_with_buttons(self, conversation: str) -> OutboundReply | None:
        """Our newest line, if it has buttons."""

    def undelivered(self, channel: str, *, limit: int = 50, but_not: Collection[str] = ()) -> Sequence[OutboundReply]:
        """Replies that a pushing channel has still to send, oldest first within each conversation; none of `but_not`."""

    def mark_delivered(self, conversation: str, seq: int) -> None:
        """The channel has taken this reply and those before it."""

    def mark_failed(self, conversation: str, seq: int, reason: str) -> None:
        """This reply will never arrive; reps see why."""


class Channel(Protocol):
    """A messaging platform: its calls become updates, our replies become its messages."""

    name: str
    limits: Limits

    async def read(self, call: Call) -> Reading:
        """What the call brought, after its signature was checked. Raises RejectedMessage, 503 where keys cannot be had."""

    async def send(self, reply: OutboundReply) -> None:
        """Hand one reply to the platform. Raises DeliveryFailed."""

    async def confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        """Show the visitor that an update arrived, where the platform can: read, pressed, typing. Raises DeliveryFailed."""

    async def check(self) -> Sequence[str]:
        """What is wrong between us and the platform, a sentence each, without secrets. Raises DeliveryFailed where it is away."""

    async def start(self) -> None:
        """Tell the platform where our door is, where it wants that by a call. Raises DeliveryFailed."""

    async def close(self) -> None:
        """End the connections."""
