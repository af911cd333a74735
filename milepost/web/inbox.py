"""What the chat's doors do with a frame: check how often, find what a button or form meant, have it committed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
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
from milepost.channels.web_chat import (
    AskPerson,
    Fill,
    Frame,
    Press,
    Rate,
    Say,
    ack_frame,
    read_frame,
    refused_frame,
    wait_frame,
)
from milepost.errors import RejectedMessage, StoreUnavailable
from milepost.sales.catalogue import Catalogue
from milepost.sales.handoffs.opening_hours import is_open, next_opening
from milepost.web.assets import Texts
from milepost.web.broadcast import Broadcaster
from milepost.web.rate_limits import RateLimit

_log = logging.getLogger(__name__)

CHANNEL = "web"
ASK_FOR_PERSON = "/human_handoff"
_RETRY_SECONDS = 3.0


class Inbox:
    """Takes visitors' frames to the conversation service and reads a conversation's lines from it."""

    def __init__(
        self,
        conversations: Conversations,
        broadcaster: Broadcaster,
        messages: RateLimit,
        texts: Texts,
        catalogue: Callable[[], Catalogue],
    ) -> None:
        self._conversations, self._broadcaster, self._messages = conversations, broadcaster, messages
        self._texts, self._catalogue = texts, catalogue

    async def take(self, conversation: str, value: Mapping[str, Any], source: Mapping[str, str]) -> dict[str, Any]:
        """The answer to one frame: ack once it is committed, refused for good, or wait."""
        message_id = value.get("id")
        if seconds := self._messages.seconds_to_wait(conversation):
            return wait_frame(message_id, "rate", seconds)
        try:
            frame = read_frame(value)
            receipt = await run_in_threadpool(self._keep, conversation, frame, source)
        except RejectedMessage as rejected:
            return refused_frame(message_id, str(rejected), self.sentence(str(rejected)))
        except StoreUnavailable:
            _log.warning("a message of %s waits: the store is unavailable", conversation)
            return wait_frame(message_id, "unavailable", _RETRY_SECONDS)
        self._broadcaster.wake(conversation)
        if receipt.is_new and receipt.bot_answers and not isinstance(frame, Rate):
            self._broadcaster.typing(conversation, after=receipt.seq)
        return ack_frame(frame.id, receipt)

    async def lines_after(self, conversation: str, seq: int, limit: int) -> Sequence[OutboundReply] | None:
        """The lines after `seq`; None while the store is unavailable."""
        try:
            return await run_in_threadpool(self._conversations.read_after, conversation, seq, limit=limit)
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
        }

    def sentence(self, reason: str) -> str:
        """What a visitor can do about a refusal."""
        refusals = self._texts["en"]["refused"]  # the widget says it in the visitor's language
        sentence: str = refusals.get(reason, refusals["unreadable"])
        return sentence.format(limit=f"{TEXT_CHARACTERS:,}", kilobytes=BODY_BYTES // 1024)

    def _keep(self, conversation: str, frame: Frame, source: Mapping[str, str]) -> Receipt:
        if isinstance(frame, Rate):
            line_of(self._conversations, conversation, frame.seq)
            self._conversations.rate(conversation, frame.seq, helpful=frame.helpful, comment=frame.comment)
            return Receipt(frame.seq, datetime.now(timezone.utc))
        return self._conversations.receive(self._message(conversation, frame, source))

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
    )


def line_of(conversations: Conversations, conversation: str, seq: int) -> OutboundReply:
    """Our line of that number. Raises RejectedMessage where this conversation has none."""
    for line in conversations.read_after(conversation, seq - 1, limit=1):
        if line.seq == seq and line.author != "visitor":
            return line
    raise RejectedMessage("expired", status=422)
