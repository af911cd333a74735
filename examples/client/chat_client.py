"""A client of the website chat's protocol (docs/protocol.md): nothing that is said is lost, nothing arrives twice.

    async with ChatClient("https://chat.example/chat/") as chat:
        await chat.say("How much is Team for 20 people?")
        print(await chat.answer())

Needs httpx (anyio comes with it) and websockets.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any, Literal

import anyio
import httpx
import websockets

_QUIET_SECONDS, _PATIENCE_SECONDS = 15.0, 5.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0

Frame = dict[str, Any]


class ChatClient:
    """One visitor. `way` is "socket" or "events"; `token` and `after` go on with an earlier conversation.

    `lines` are the conversation's lines after `after`, each once and in order; `refused` what will never be taken.
    """

    def __init__(
        self, address: str, *, way: Literal["socket", "events"] = "socket", token: str = "", after: int = 0
    ) -> None:
        self.address, self.way, self.token, self.after = address, way, token, after
        self.lines: list[Frame] = []
        self.refused: list[Frame] = []
        self.acks: dict[str, Frame] = {}
        self._waiting: list[Frame] = []
        self._hold = 0.0  # seconds for which the server has asked to wait
        self._news = asyncio.Condition()

    async def __aenter__(self) -> ChatClient:
        self._work = asyncio.create_task(self._forever())
        return self

    async def __aexit__(self, *error: object) -> None:
        self._work.cancel()
        with suppress(asyncio.CancelledError):
            await self._work

    async def say(self, text: str) -> str:
        """Keep a message until it is committed; its id."""
        return await self.send({"type": "say", "text": text})

    async def send(self, frame: Frame) -> str:
        """Keep any frame of a visitor until it is committed or refused; its id."""
        frame = {**frame, "id": secrets.token_hex(16)}
        async with self._news:
            self._waiting.append(frame)
            self._news.notify_all()
        return str(frame["id"])

    async def until(self, is_so: Callable[[], object], *, seconds: float = 20.0) -> None:
        """Returns when something is so. Raises TimeoutError."""
        # Not asyncio.wait_for: before Python 3.12 it loses a cancellation that comes together with the news.
        with anyio.fail_after(seconds):
            async with self._news:
                await self._news.wait_for(lambda: bool(is_so()))

    async def answer(self, *, seconds: float = 20.0) -> str:
        """The text of the next line that is not the visitor's own."""
        seen = len(self.lines)
        await self.until(lambda: any(line["author"] != "visitor" for line in self.lines[seen:]), seconds=seconds)
        return str(next(line["text"] for line in self.lines[seen:] if line["author"] != "visitor"))

    async def _forever(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                async with httpx.AsyncClient(base_url=self.address, timeout=_QUIET_SECONDS) as http:
                    self.token = self.token or (await _session(http))
                    await (self._socket() if self.way == "socket" else self._events(http))
                pause = _FIRST_PAUSE
            except (
                OSError,
                httpx.HTTPError,
                websockets.exceptions.WebSocketException,
                TimeoutError,
                ValueError,
            ):
                pause = min(pause * 2, _LONGEST_PAUSE)
            except _UnknownVisitorError:
                self.token, self.after = "", 0
            await asyncio.sleep(pause)

    async def _socket(self) -> None:
        async with websockets.connect(f"{self.address.replace('http', 'ws', 1)}ws") as socket:  # type: ignore[attr-defined]
            await socket.send(json.dumps({"type": "hello", "token": self.token, "after": self.after}))

            async def hand_over(frame: Frame) -> None:
                await socket.send(json.dumps(frame))

            await self._both(self._heard_on(socket), hand_over)

    async def _heard_on(self, socket: Any) -> AsyncIterator[Frame]:
        while True:
            try:
                yield json.loads(await _within(_QUIET_SECONDS, socket))
            except TimeoutError:  # a half-open line never says that it is dead
                await socket.send('{"type":"ping"}')
                yield json.loads(await _within(_PATIENCE_SECONDS, socket))
            except websockets.exceptions.ConnectionClosed as closed:
                if closed.rcvd and closed.rcvd.code == 4401:
                    raise _UnknownVisitorError from None
                raise

    async def _events(self, http: httpx.AsyncClient) -> None:
        headers = {"authorization": f"Bearer {self.token}"}

        async def hand_over(frame: Frame) -> None:
            await self._hear((await http.post("messages", json=frame, headers=headers)).json())

        patience = httpx.Timeout(_QUIET_SECONDS, read=_QUIET_SECONDS + _PATIENCE_SECONDS)
        async with http.stream(
            "GET", "events", params={"after": self.after}, headers=headers, timeout=patience
        ) as answer:
            if answer.status_code == 401:
                raise _UnknownVisitorError
            answer.raise_for_status()
            rows = answer.aiter_lines()
            await self._both((json.loads(row[6:]) async for row in rows if row.startswith("data: ")), hand_over)

    async def _both(self, frames: AsyncIterator[Frame], hand_over: Callable[[Frame], Any]) -> None:
        """Listens, and hands over what waits one by one, until the line is lost."""
        sender = asyncio.create_task(self._hand_over(hand_over))
        listener = asyncio.create_task(self._listen(frames))
        try:
            done, _ = await asyncio.wait((sender, listener), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (sender, listener):
                task.cancel()
            await asyncio.gather(sender, listener, return_exceptions=True)

    async def _listen(self, frames: AsyncIterator[Frame]) -> None:
        async for frame in frames:
            await self._hear(frame)

    async def _hand_over(self, hand_over: Callable[[Frame], Any]) -> None:
        while True:
            await self.until(lambda: self._waiting, seconds=86_400)
            frame = self._waiting[0]
            await hand_over(frame)
            with suppress(TimeoutError):  # the same id is the same message: it may be sent again
                await self.until(
                    lambda frame=frame: frame not in self._waiting or self._hold, seconds=_PATIENCE_SECONDS
                )
            await asyncio.sleep(self._hold)
            self._hold = 0.0

    async def _hear(self, frame: Frame) -> None:
        async with self._news:
            if frame["type"] == "welcome":
                self.token = frame["token"]
            elif frame["type"] == "line" and frame["seq"] > self.after:
                self.after = frame["seq"]
                self.lines.append(frame)
            elif frame["type"] == "wait":
                self._hold = float(frame["seconds"])
            elif frame["type"] in ("ack", "refused"):
                if frame["type"] == "ack":
                    self.acks[frame["id"]] = frame
                else:
                    self.refused.append(frame)
                self._waiting = [each for each in self._waiting if each["id"] != frame["id"]]
            self._news.notify_all()


async def _within(seconds: float, socket: Any) -> str:
    with anyio.fail_after(seconds):
        return str(await socket.recv())


class _UnknownVisitorError(Exception):
    """The server does not know the token: a new conversation has to be begun."""


async def _session(http: httpx.AsyncClient) -> str:
    answer = await http.post("session")
    answer.raise_for_status()
    return str(answer.json()["token"])
