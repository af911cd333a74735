"""The messaging platforms' way in: calls come by webhook, and what they bring is committed before they are answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

import anyio
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from milepost.channels.plain_text import TEXTS
from milepost.channels.port import (
    LATEST,
    ButtonPress,
    Call,
    Channel,
    Conversations,
    InboundMessage,
    Notice,
    Undelivered,
    Update,
    Withdrawn,
)
from milepost.errors import DeliveryFailed, RejectedMessage, StoreUnavailable
from milepost.web.broadcast import Broadcaster
from milepost.web.inbox import button_message
from milepost.web.rate_limits import RateLimit

_log = logging.getLogger(__name__)

_BODY_BYTES = 256 * 1024  # a platform wraps the text in a lot of its own
# Slack and Teams give up after three seconds and call again; the store has as long as leaves time to say so.
ANSWER_SECONDS = 2.5
_CONFIRM_SECONDS = 10.0
_CONFIRMS_AT_ONCE = 20
_SILENT = (Undelivered, Withdrawn)


class Webhook:
    """One platform's address. The brain is never waited for; on 503 and 429 the platform calls again.

    What was kept before a call failed is kept once only when it comes again, for its message ids are known.
    """

    def __init__(
        self,
        channel: Channel,
        conversations: Conversations,
        broadcaster: Broadcaster,
        messages: RateLimit,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._channel, self._conversations = channel, conversations
        self._broadcaster, self._messages = broadcaster, messages
        self._answer_seconds = answer_seconds
        self._confirming: set[asyncio.Task[None]] = set()

    async def take(self, request: Request) -> Response:
        """GET or POST: one call of the platform."""
        kept = False
        try:
            with anyio.move_on_after(self._answer_seconds):
                reading = await self._channel.read(await _call(request))
                if any(self._is_too_fast(update) for update in reading.updates):
                    return JSONResponse({"ok": False}, 429)
                await run_sync(self._keep, reading.updates, abandon_on_cancel=True)
                kept = True
        except RejectedMessage as rejected:
            _log.info("%s: a call was refused: %s", self._channel.name, rejected)
            return JSONResponse({"ok": False}, rejected.status)
        except StoreUnavailable:
            _log.warning("%s: a call waits: the store is unavailable", self._channel.name)
            return JSONResponse({"ok": False}, 503)
        if not kept:
            _log.warning("%s: a call waits: keeping what it brought took too long", self._channel.name)
            return JSONResponse({"ok": False}, 503)
        self._tell(reading.updates)
        answer = reading.answer
        return Response(answer.text, answer.status, media_type=answer.media_type)

    def _is_too_fast(self, update: Update) -> bool:
        return not isinstance(update, _SILENT) and bool(self._messages.seconds_to_wait(update.conversation))

    def _keep(self, updates: Sequence[Update]) -> None:
        for update in updates:
            if isinstance(update, Undelivered):
                self._conversations.mark_failed(update.conversation, update.seq, update.reason)
            elif isinstance(update, Withdrawn):
                self._conversations.withdraw(update)
            elif isinstance(update, Notice):
                self._conversations.answer(update)
            elif isinstance(update, ButtonPress):
                self._press(update)
            else:
                self._conversations.receive(update)

    def _press(self, press: ButtonPress) -> None:
        if press.seq == LATEST and not self._has_numbered(press.conversation):
            self._conversations.receive(_as_typed(press))
            return
        try:
            self._conversations.receive(button_message(self._conversations, press))
        except RejectedMessage:
            if press.typed:
                self._conversations.receive(_as_typed(press))
                return
            said, text = TEXTS["said"]["button"], TEXTS["expired"]
            self._conversations.answer(
                Notice(press.channel, press.conversation, press.message_id, said, text, press.address)
            )

    def _has_numbered(self, conversation: str) -> bool:
        """Whether our latest line told its choices by numbers: the platform has too few buttons for them."""
        latest = self._conversations.latest_with_buttons(conversation)
        return latest is not None and len(latest.buttons) > self._channel.limits.buttons

    def _tell(self, updates: Sequence[Update]) -> None:
        """Those who watch learn of it, and the visitor that it arrived; neither is waited for."""
        for update in updates:
            self._broadcaster.wake(update.conversation)
            if not isinstance(update, _SILENT) and len(self._confirming) < _CONFIRMS_AT_ONCE:
                task = asyncio.create_task(self._confirm(update))
                self._confirming.add(task)
                task.add_done_callback(self._confirming.discard)

    async def _confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        try:
            with anyio.move_on_after(_CONFIRM_SECONDS):
                await self._channel.confirm(update)
        except DeliveryFailed as failure:
            _log.info("%s: an arrival was not confirmed: %s", self._channel.name, failure)


def _as_typed(press: ButtonPress) -> InboundMessage:
    return InboundMessage(press.channel, press.conversation, press.message_id, press.typed, address=press.address)


async def _call(request: Request) -> Call:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_BYTES:
            raise RejectedMessage("too_large", status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Call(headers, body, request.url.query, request.method)
