"""The messaging platforms' way in and out: updates come by webhook, replies go as soon as they are committed."""

from __future__ import annotations

import asyncio
import logging

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from milepost.channels.plain_text import TEXTS
from milepost.channels.port import ButtonPress, Channel, Conversations, InboundMessage, Notice, OutboundReply
from milepost.errors import DeliveryFailed, RejectedMessage, StoreUnavailable
from milepost.web.broadcast import EVERY_CONVERSATION, Broadcaster
from milepost.web.inbox import button_message
from milepost.web.rate_limits import RateLimit

_log = logging.getLogger(__name__)

_BODY_BYTES = 256 * 1024  # a platform wraps the text in a lot of its own
_LOOK_SECONDS = 5.0


class Webhook:
    """One platform's address. Every update is committed before it is answered; on 503 the platform sends it again."""

    def __init__(self, channel: Channel, conversations: Conversations, messages: RateLimit) -> None:
        self._channel, self._conversations, self._messages = channel, conversations, messages

    async def take(self, request: Request) -> Response:
        """POST: one update."""
        try:
            update = self._channel.read(request.headers, await _body(request))
            if update is None:
                return JSONResponse({"ok": True})
            if self._messages.seconds_to_wait(update.conversation):
                return JSONResponse({"ok": False}, 429)
            await self._settle(update)
        except RejectedMessage as rejected:
            _log.info("%s: an update was refused: %s", self._channel.name, rejected)
            return JSONResponse({"ok": False}, rejected.status)
        except StoreUnavailable:
            _log.warning("%s: an update waits: the store is unavailable", self._channel.name)
            return JSONResponse({"ok": False}, 503)
        return JSONResponse({"ok": True})

    async def _settle(self, update: InboundMessage | ButtonPress | Notice) -> None:
        try:
            if isinstance(update, Notice):
                await self._channel.notify(update)
            elif isinstance(update, ButtonPress):
                await self._press(update)
            else:
                await run_in_threadpool(self._conversations.receive, update)
        except DeliveryFailed as failure:
            _log.warning("%s: %s", self._channel.name, failure)

    async def _press(self, press: ButtonPress) -> None:
        try:
            message = await run_in_threadpool(button_message, self._conversations, press)
        except RejectedMessage:
            await self._channel.notify(Notice(press.conversation, TEXTS["expired"]))
        else:
            await run_in_threadpool(self._conversations.receive, message)
        await self._channel.confirm(press)


class Courier:
    """Carries committed replies to one platform, in order within a conversation, until it has taken them.

    A reply is marked after it was taken: a crash in between sends it twice, never not at all. One courier per channel.
    """

    def __init__(self, channel: Channel, conversations: Conversations, broadcaster: Broadcaster) -> None:
        self._channel, self._conversations, self._broadcaster = channel, conversations, broadcaster
        self._not_before: dict[str, float] = {}

    async def run(self) -> None:
        """Works until it is cancelled."""
        with self._broadcaster.subscribe(EVERY_CONVERSATION) as ear:
            while True:
                try:
                    await self._carry()
                except StoreUnavailable:
                    _log.warning("%s: replies wait: the store is unavailable", self._channel.name)
                await ear.wait(_LOOK_SECONDS)

    async def _carry(self) -> None:
        now = asyncio.get_running_loop().time()
        self._not_before = {conversation: then for conversation, then in self._not_before.items() if then > now}
        replies = await run_in_threadpool(self._conversations.undelivered, self._channel.name)
        for reply in replies:
            if reply.conversation not in self._not_before and await self._send(reply):
                await run_in_threadpool(self._conversations.mark_delivered, reply.conversation, reply.seq)

    async def _send(self, reply: OutboundReply) -> bool:
        """Whether the reply is settled: taken, or refused for good."""
        try:
            await self._channel.send(reply)
        except DeliveryFailed as failure:
            _log.warning("%s: reply %d of %s: %s", self._channel.name, reply.seq, reply.conversation, failure)
            if failure.retry_after is None:
                return True
            self._not_before[reply.conversation] = asyncio.get_running_loop().time() + failure.retry_after
            return False
        return True


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BODY_BYTES:
            raise RejectedMessage("too_large", status=413)
    return body
