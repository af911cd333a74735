"""What the chat's doors do with a frame: check how often, find what a button or form meant, have it committed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import Any

from starlette.concurrency import run_in_threadpool

from milepost.channels.limits import BODY_BYTES, TEXT_CHARACTERS
from milepost.channels.port import (
    LATEST,
    ButtonPress,
    Conversations,
    FilledForm,
    InboundMessage,
    OutboundReply,
    Receipt,
)
from milepost.channels.tracing import request_id
from milepost.channels.web_chat import (
    AskPerson,
    Fill,
    GoElsewhere,
    Press,
    Rate,
    Say,
    ack_frame,
    is_message_id,
    moved_frame,
    read_frame,
    refused_frame,
    wait_frame,
    ways_frame,
)
from milepost.channels.wire.inbound import mark_of
from milepost.errors import NotAllowed, RejectedMessage, StoreUnavailable, TooManyWaiting
from milepost.sales.catalogue import Catalogue
from milepost.sales.handoffs.opening_hours import is_open, next_opening
from milepost.services.channels.moves import code_in
from milepost.web.assets import Texts
from milepost.web.broadcast import Broadcaster
from milepost.web.rate_limits import RateLimit

_log = logging.getLogger(__name__)

CHANNEL = "web"
ASK_FOR_PERSON = "/human_handoff"
_RETRY_SECONDS = 3.0


@dataclass(frozen=True)
class Limits:
    """How often one conversation, and one address on the network, may send messages."""

    conversations: RateLimit
    addresses: RateLimit

    def seconds_to_wait(self, conversation: str, origin: str) -> float:
        """0.0 and one message counted, or the time after which the next is free."""
        wait = self.conversations.seconds_to_wait(conversation)
        return wait or (self.addresses.seconds_to_wait(origin) if origin else 0.0)


class Inbox:
    """Takes visitors' frames to the conversation service and reads a conversation's lines from it."""

    def __init__(
        self,
        conversations: Conversations,
        broadcaster: Broadcaster,
        limits: Limits,
        texts: Texts,
        catalogue: Callable[[], Catalogue],
        *,
        ways: Callable[[str], Sequence[Mapping[str, str]]] = lambda code: (),
        token_for: Callable[[str], str] = lambda conversation: "",
    ) -> None:
        self._ways, self._token_for = ways, token_for
        self._conversations, self._broadcaster, self._limits = conversations, broadcaster, limits
        self._texts, self._catalogue = texts, catalogue

    async def take(
        self, conversation: str, value: Mapping[str, Any], source: Mapping[str, str], origin: str = ""
    ) -> dict[str, Any]:
        """The answer to one frame: ack once it is committed, refused for good, or wait. `origin`: where it came from."""
        message_id = value.get("id")
        if isinstance(message_id, str) and is_message_id(message_id):
            request_id.set(message_id)  # the log of the brain names the same
        if seconds := self._limits.seconds_to_wait(conversation, origin):
            return wait_frame(message_id, "rate", seconds)
        try:
            frame = read_frame(value)
            if isinstance(frame, GoElsewhere) or (isinstance(frame, Say) and code_in(frame.text)):
                return await run_in_threadpool(self._move, conversation, frame)
            receipt = await run_in_threadpool(self._keep, conversation, frame, source, origin)
        except RejectedMessage as rejected:
            return refused_frame(message_id, str(rejected), self.sentence(str(rejected)))
        except TooManyWaiting as full:
            return wait_frame(message_id, "busy", full.seconds)
        except StoreUnavailable:
            _log.warning("a message of %s waits: the store is unavailable", conversation)
            return wait_frame(message_id, "unavailable", _RETRY_SECONDS)
        self._broadcaster.wake(conversation)
        if receipt.is_new and receipt.bot_answers and not isinstance(frame, Rate):
            self._broadcaster.typing(conversation, after=receipt.seq)
        return ack_frame(frame.id, receipt)

    async def take_up(self, token: str, conversation: str) -> str:
        """The token of the conversation that a link names, which goes on here; `conversation` is the one that was here before.

        Raises NotAllowed for a link that does not hold, StoreUnavailable.
        """
        target = await run_in_threadpool(self._conversations.take_up, token, handle=conversation, channel=CHANNEL)
        self._broadcaster.wake(target)
        return self._token_for(target)

    def _move(self, conversation: str, frame: Say | GoElsewhere) -> dict[str, Any]:
        """A code to go on elsewhere with, or what comes of one that was brought."""
        try:
            if isinstance(frame, GoElsewhere):
                offer = self._conversations.offer_move(conversation, channel=CHANNEL, by="visitor")
                return ways_frame(frame.id, offer, self._ways(offer.code))
            target = self._conversations.take_up(str(code_in(frame.text)), handle=conversation, channel=CHANNEL)
        except NotAllowed as refused:
            return refused_frame(frame.id, "code", str(refused))
        self._broadcaster.wake(target)
        return moved_frame(frame.id, self._token_for(target))

    async def lines_after(self, conversation: str, seq: int, limit: int) -> Sequence[OutboundReply] | None:
        """The lines after `seq`; None while the store is unavailable."""
        try:
            return await run_in_threadpool(self._conversations.read_after, conversation, seq, limit=limit)
        except StoreUnavailable:
            return None

    async def ahead_of(self, conversation: str) -> int | None:
        """How many messages are answered before this conversation's next one; None where none waits or it is not known."""
        try:
            return await run_in_threadpool(self._conversations.ahead_of, conversation)
        except StoreUnavailable:
            return None

    def about(self) -> dict[str, Any]:
        """What the widget shows of the company: its name, its privacy notice, whether people are there."""
        catalogue = self._catalogue()
        hours, now = catalogue.journey.opening_hours, datetime.now(timezone.utc)
        opening = None if is_open(hours, now) else next_opening(hours, now)
        return {
            "company": catalogue.company.name,
            "privacy_url": catalogue.company.privacy_url,
            "people_from": opening.isoformat() if opening else None,
            **({"elsewhere": True} if self._ways("") else {}),
        }

    def sentence(self, reason: str) -> str:
        """What a visitor can do about a refusal."""
        refusals = self._texts["en"]["refused"]  # the widget says it in the visitor's language
        sentence: str = refusals.get(reason, refusals["unreadable"])
        return sentence.format(limit=f"{TEXT_CHARACTERS:,}", kilobytes=BODY_BYTES // 1024)

    def _keep(
        self, conversation: str, frame: Say | Press | AskPerson | Fill | Rate, source: Mapping[str, str], origin: str
    ) -> Receipt:
        if isinstance(frame, Rate):
            line_of(self._conversations, conversation, frame.seq)
            self._conversations.rate(conversation, frame.seq, helpful=frame.helpful, comment=frame.comment)
            return Receipt(frame.seq, datetime.now(timezone.utc))
        return self._conversations.receive(replace(self._message(conversation, frame, source), origin=origin))

    def _message(
        self, conversation: str, frame: Say | Press | AskPerson | Fill, source: Mapping[str, str]
    ) -> InboundMessage:
        if isinstance(frame, Press):
            press = ButtonPress(CHANNEL, conversation, frame.id, frame.seq, frame.button)
            return button_message(self._conversations, press, source)
        if isinstance(frame, AskPerson):
            words: str = self._words(frame.language)["ask_person"]
            return InboundMessage(CHANNEL, conversation, frame.id, words, ASK_FOR_PERSON, source=source)
        if isinstance(frame, Say):
            return InboundMessage(CHANNEL, conversation, frame.id, frame.text, source=source)
        form = self._form(conversation, frame)
        return InboundMessage(
            CHANNEL, conversation, frame.id, ", ".join(form.fields.values()), form=form, source=source
        )

    def _words(self, language: str) -> Mapping[str, Any]:
        return self._texts.get(language) or self._texts["en"]

    def _form(self, conversation: str, frame: Fill) -> FilledForm:
        """What was filled into the form that we sent: its own fields only, and its own consent sentence."""
        block = line_of(self._conversations, conversation, frame.seq).custom or {}
        if block.get("type") != "contact_form":
            raise RejectedMessage("expired", status=422)
        fields = {name: value for name, value in frame.fields.items() if name in block.get("fields", ())}
        if not fields:
            raise RejectedMessage("empty", status=422)
        ways = block.get("any_of") or ()
        if ways and not any(fields.get(way) for way in ways):
            raise RejectedMessage("contact", status=422)
        purpose = str(block.get("purpose", ""))
        words = self._words(frame.language)
        asked = block.get("consent") or words.get(f"consent_{purpose}") or words["consent"]
        if purpose and not frame.consent:
            raise RejectedMessage("consent", status=422)
        return FilledForm(fields, frame.consent, str(asked), purpose)


def button_message(
    conversations: Conversations, press: ButtonPress, source: Mapping[str, str] | None = None
) -> InboundMessage:
    """The message that a pressed button stands for. Raises RejectedMessage for one that we did not issue there."""
    if press.of and press.of != mark_of(press.conversation):
        raise RejectedMessage("expired", status=422)
    if press.seq == LATEST:
        latest = conversations.latest_with_buttons(press.conversation)
        buttons = latest.buttons if latest else ()
    else:
        buttons = line_of(conversations, press.conversation, press.seq).buttons
    if press.button >= len(buttons):
        raise RejectedMessage("expired", status=422)
    button = buttons[press.button]
    return InboundMessage(
        press.channel,
        press.conversation,
        press.message_id,
        button.title,
        button.payload,
        source=source or {},
        address=press.address,
        handle=press.handle,
    )


def line_of(conversations: Conversations, conversation: str, seq: int) -> OutboundReply:
    """Our line of that number. Raises RejectedMessage where this conversation has none."""
    for line in conversations.read_after(conversation, seq - 1, limit=1):
        if line.seq == seq and line.author != "visitor":
            return line
    raise RejectedMessage("expired", status=422)
