"""The small port that every channel stands behind: what comes in, what goes out, what a door asks of the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Author = Literal["visitor", "bot", "rep", "system"]


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
    (page, referrer, campaign, language).
    """

    channel: str
    conversation: str
    message_id: str
    text: str
    payload: str | None = None
    form: FilledForm | None = None
    source: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ButtonPress:
    """That a visitor pressed button number `button` of our line `seq`; `query` is the platform's handle for it."""

    channel: str
    conversation: str
    message_id: str
    seq: int
    button: int
    query: str = ""


@dataclass(frozen=True)
class Notice:
    """A sentence to send back at once, for an update that cannot be a message."""

    conversation: str
    text: str


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
    `custom` is one drawable block (docs/widget.md lists them); `name` is the rep's.
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


class Conversations(Protocol):
    """What a door asks of the conversation service. Every call may block and may raise StoreUnavailable."""

    def receive(self, message: InboundMessage) -> Receipt:
        """Commit a message, once per message id, and wake the brain."""

    def read_after(self, conversation: str, seq: int, *, limit: int = 200) -> Sequence[OutboundReply]:
        """The lines after `seq`, oldest first."""

    def rate(self, conversation: str, seq: int, *, helpful: bool, comment: str) -> None:
        """Keep what the visitor thought of one reply; the last word counts."""

    def undelivered(self, channel: str, *, limit: int = 50) -> Sequence[OutboundReply]:
        """Replies that a pushing channel has still to send, oldest first within each conversation."""

    def mark_delivered(self, conversation: str, seq: int) -> None:
        """The channel has taken this reply and those before it."""


class Channel(Protocol):
    """A messaging platform: its updates become messages, our replies become its messages."""

    name: str

    def read(self, headers: Mapping[str, str], body: bytes) -> InboundMessage | ButtonPress | Notice | None:
        """What the visitor did; None for an update that is not for us. Raises RejectedMessage."""

    async def send(self, reply: OutboundReply) -> None:
        """Hand one reply to the platform. Raises DeliveryFailed."""

    async def notify(self, notice: Notice) -> None:
        """Hand one sentence to the platform. Raises DeliveryFailed."""

    async def confirm(self, press: ButtonPress) -> None:
        """Show the visitor that a press arrived. Raises DeliveryFailed."""
