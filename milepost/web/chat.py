"""The gateway of the website's chat: a message is acknowledged after its commit and never before.

docs/protocol.md describes the protocol: over a WebSocket, and over server-sent events with POST where sockets are blocked.
A visitor's token comes from POST /chat/session and names the conversation; no frame can.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Mapping
from contextlib import aclosing, suppress
from dataclasses import asdict
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from milepost.channels.limits import BODY_BYTES
from milepost.channels.web_chat import line_frame, read_json, read_source, refused_frame
from milepost.errors import NotAllowed, RejectedMessage
from milepost.web.broadcast import Broadcaster
from milepost.web.customers import Customer, CustomerTokens
from milepost.web.inbox import Inbox
from milepost.web.rate_limits import RateLimit
from milepost.web.security import AllowedOrigins, Visitor, VisitorTokens, bearer

_log = logging.getLogger(__name__)

_PAGE = 200
_BEAT_SECONDS = 15.0
_LOOK_SECONDS = 5.0
_HELLO_SECONDS = 10.0
_SILENCE_SECONDS = 120.0
_CONNECTIONS = 12
_DRAINED_BYTES = 1024 * 1024


class ChatDoor:
    """The chat's endpoints. `about` gives what the widget shows of the company."""

    def __init__(
        self,
        inbox: Inbox,
        broadcaster: Broadcaster,
        tokens: VisitorTokens,
        origins: AllowedOrigins,
        sessions: RateLimit,
        customers: CustomerTokens,
    ) -> None:
        self._inbox, self._broadcaster = inbox, broadcaster
        self._tokens, self._origins, self._sessions = tokens, origins, sessions
        self._customers = customers

    async def session(self, request: Request) -> Response:
        """POST: a new conversation and its token."""
        cors = self._origins.cors(request.headers)
        if not self._origins.allow(request.headers):
            # Readable from everywhere, so that the widget can say why.
            return JSONResponse(self._refused("origin"), 403, headers={"access-control-allow-origin": "*"})
        if seconds := self._sessions.seconds_to_wait(request.client.host if request.client else ""):
            return JSONResponse({"type": "wait", "id": None, "reason": "rate", "seconds": seconds}, 429, headers=cors)
        try:
            _, token = self._tokens.issue(await self._customer(request))
        except NotAllowed:
            return JSONResponse(self._refused("identity"), 401, headers=cors)
        return JSONResponse(
            {"token": token, "about": self._inbox.about()}, headers={**cors, "cache-control": "no-store"}
        )

    async def _customer(self, request: Request) -> Customer | None:
        """The host's customer, where the page sent its server's word on who is signed in."""
        try:
            body = await _body(request)
            identity = read_json(body).get("identity") if body else None
        except RejectedMessage:
            return None
        return None if identity is None else self._customers.customer(identity)

    async def preflight(self, request: Request) -> Response:
        """OPTIONS: what an allowed website's script may send."""
        allowed = self._origins.allow(request.headers)
        return Response(status_code=204 if allowed else 403, headers=self._origins.cors(request.headers))

    async def messages(self, request: Request) -> Response:
        """POST: one frame of a visitor."""
        cors = self._origins.cors(request.headers)
        try:
            visitor = self._admit(request)
            value = read_json(await _body(request))
        except NotAllowed:
            return JSONResponse(self._refused("session"), 401, headers=cors)
        except RejectedMessage as rejected:
            return JSONResponse(self._refused(str(rejected)), rejected.status, headers=cors)
        answer = await self._inbox.take(visitor.conversation, value, _source(visitor, value))
        return JSONResponse(answer, _status(answer), headers=cors)

    async def events(self, request: Request) -> Response:
        """GET: the conversation's lines after N, and then as they come, as server-sent events."""
        cors = self._origins.cors(request.headers)
        try:
            visitor = self._admit(request)
        except NotAllowed:
            return JSONResponse(self._refused("session"), 401, headers=cors)
        after = request.headers.get("last-event-id", request.query_params.get("after", "0"))
        frames = self._frames(visitor, int(after) if after.isdecimal() and len(after) < 12 else 0)
        headers = {**cors, "cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(_as_events(frames), media_type="text/event-stream", headers=headers)

    async def socket(self, websocket: WebSocket) -> None:
        """The WebSocket: reads and pushes until either side ends it."""
        if not self._origins.allow(websocket.headers):
            await websocket.close(1008)
            return
        await websocket.accept()
        try:
            hello = await asyncio.wait_for(_receive(websocket), _HELLO_SECONDS)
            visitor, after = self._tokens.visitor(hello.get("token")), hello.get("after")
        except NotAllowed:
            await websocket.close(4401)
            return
        except (RejectedMessage, asyncio.TimeoutError):
            await websocket.close(4400)
            return
        except WebSocketDisconnect:
            return
        if self._broadcaster.connections(visitor.conversation) >= _CONNECTIONS:
            await websocket.close(4429)
            return
        start = after if type(after) is int and after >= 0 else 0
        await self._both_ways(websocket, visitor, start, _source(visitor, hello))

    async def _both_ways(self, websocket: WebSocket, visitor: Visitor, after: int, source: Mapping[str, str]) -> None:
        async with anyio.create_task_group() as ways:

            async def go(way: Awaitable[None]) -> None:
                try:
                    await way
                except (WebSocketDisconnect, OSError):
                    pass
                except Exception as failure:  # noqa: BLE001 - whatever it was, the visitor's widget connects anew
                    _log.error("chat connection of %s ended by %s", visitor.conversation, type(failure).__name__)
                    with suppress(RuntimeError):
                        await websocket.close(1011)
                ways.cancel_scope.cancel()

            ways.start_soon(go, self._push(websocket, visitor, after))
            ways.start_soon(go, self._read(websocket, visitor, source))

    async def _push(self, websocket: WebSocket, visitor: Visitor, after: int) -> None:
        async with aclosing(self._frames(visitor, after)) as frames:
            async for frame in frames:
                await websocket.send_text(_dumps(frame))

    async def _read(self, websocket: WebSocket, visitor: Visitor, source: Mapping[str, str]) -> None:
        conversation = visitor.conversation
        while True:
            try:
                value = await asyncio.wait_for(_receive(websocket), _SILENCE_SECONDS)
            except asyncio.TimeoutError:
                await websocket.close(4408)
                return
            except RejectedMessage as rejected:
                await websocket.send_text(_dumps(self._refused(str(rejected))))
                continue
            if value.get("type") == "where":
                source = _source(visitor, value)
                continue
            if value.get("type") == "typing":
                self._broadcaster.visitor_typing(conversation, value.get("on") is True)
                continue
            ping = value.get("type") == "ping"
            answer = {"type": "pong"} if ping else await self._inbox.take(conversation, value, source)
            await websocket.send_text(_dumps(answer))

    async def _frames(self, visitor: Visitor, after: int) -> AsyncGenerator[dict[str, Any], None]:
        """What the server has to say, without end: every line once and in order, from the store."""
        conversation = visitor.conversation
        yield {"type": "welcome", "token": self._tokens.sign(visitor), "about": self._inbox.about()}
        replaying, last = True, time.monotonic()
        with self._broadcaster.subscribe(conversation) as ear:
            while True:
                lines = await self._inbox.lines_after(conversation, after, _PAGE)
                for line in lines or ():
                    yield line_frame(line)
                    after, last = line.seq, time.monotonic()
                if replaying and lines is not None and len(lines) < _PAGE:
                    replaying = False
                    yield {"type": "ready", "seq": after}
                if (typing := ear.take_typing()) is not None:
                    yield {"type": "typing", **asdict(typing)}
                if lines is None or len(lines) < _PAGE:
                    await ear.wait(_LOOK_SECONDS)
                if time.monotonic() - last >= _BEAT_SECONDS:
                    last = time.monotonic()
                    yield {"type": "beat"}

    def _admit(self, request: Request) -> Visitor:
        if not self._origins.allow(request.headers):
            raise NotAllowed("this website may not use the chat")
        return self._tokens.visitor(bearer(request.headers))

    def _refused(self, reason: str) -> dict[str, Any]:
        return refused_frame(None, reason, self._inbox.sentence(reason))


def _source(visitor: Visitor, frame: Mapping[str, Any]) -> dict[str, str]:
    """Where the visitor is by their browser's word, and who they are by the host's."""
    return {**read_source(frame.get("source")), **(visitor.customer.source() if visitor.customer else {})}


async def _receive(websocket: WebSocket) -> dict[str, Any]:
    """The next frame. Raises WebSocketDisconnect, and RejectedMessage for one that cannot be read."""
    message = await websocket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    return read_json(message.get("text") or message.get("bytes") or b"")


async def _body(request: Request) -> bytes:
    """The request's body. One that is too large is read to its end, within reason, so that the answer arrives."""
    body, size = b"", 0
    async for chunk in request.stream():
        size += len(chunk)
        body = body + chunk if size <= BODY_BYTES else b""
        if size > _DRAINED_BYTES:
            break
    if size > BODY_BYTES:
        raise RejectedMessage("too_large", status=413)
    return body


async def _as_events(frames: AsyncIterator[dict[str, Any]]) -> AsyncIterator[str]:
    async for frame in frames:
        place = f"id: {frame['seq']}\n" if frame["type"] == "line" else ""
        yield f"{place}data: {_dumps(frame)}\n\n"


def _dumps(frame: Mapping[str, Any]) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def _status(answer: Mapping[str, Any]) -> int:
    if answer["type"] == "ack":
        return 200
    if answer["type"] == "wait":
        return 429 if answer["reason"] == "rate" else 503
    return 422
