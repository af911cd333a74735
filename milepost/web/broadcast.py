"""Tells open connections that a conversation has something new, those of other web processes too; any thread may call."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import anyio

EVERY_CONVERSATION = "*"


@dataclass(frozen=True)
class Typing:
    """Somebody has started or stopped writing; `after` is the line that they answer, where that is known."""

    on: bool
    after: int | None = None


class Wire(Protocol):
    """The way to the other web processes (store's Wire, on PostgreSQL)."""

    def send(self, word: Mapping[str, Any]) -> None:
        """Say it to all others; returns at once."""


class Subscription:
    """One connection's ear: new lines, and whether somebody is typing."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._typing: Typing | None = None
        self._visitors: dict[str, bool] = {}
        self._news = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Returns at the next news or after so many seconds."""
        # Not asyncio.wait_for: before Python 3.12 it loses a cancellation that comes together with the news.
        with anyio.move_on_after(seconds):
            await self._news.wait()
            self._news.clear()

    def take_typing(self) -> Typing | None:
        """The newest word on typing since the last call."""
        typing, self._typing = self._typing, None
        return typing

    def take_visitor_typing(self, conversation: str) -> bool | None:
        """Whether a visitor writes, where there was news of it since the last call."""
        found = self._visitors.get(conversation)
        self._visitors.clear()
        return found

    def tell_visitor(self, conversation: str, on: bool) -> None:
        """Called on the connection's own loop."""
        self._visitors[conversation] = on
        self._news.set()

    def tell(self, typing: Typing | None) -> None:
        """Called on the connection's own loop."""
        if typing is not None:
            self._typing = typing
        self._news.set()


class Broadcaster:
    """Wakes the connections of a conversation. What is new they read from the store, so a lost call loses no line."""

    def __init__(self, wire: Wire | None = None) -> None:
        self._wire = wire
        self._lock = threading.Lock()
        self._open: dict[str, set[Subscription]] = defaultdict(set)

    def wake(self, conversation: str) -> None:
        """There are new lines."""
        self._tell(conversation, None)
        self._pass_on("lines", conversation)

    def typing(self, conversation: str, on: bool = True, *, after: int | None = None) -> None:
        """The bot or a rep is writing, or has stopped."""
        typing = Typing(on, after)
        self._tell(conversation, typing)
        self._pass_on("typing", conversation, **asdict(typing))

    def visitor_typing(self, conversation: str, on: bool) -> None:
        """A visitor is writing, or has stopped: told to those who follow every conversation, not to the visitor."""
        self._tell_of_visitor(conversation, on)
        self._pass_on("visitor", conversation, on=on)

    def hear(self, word: Mapping[str, Any]) -> None:
        """What another web process passed on; a kind that this version does not know is left alone."""
        kind, conversation = word.get("kind"), str(word.get("conversation", ""))
        if kind == "lines":
            self._tell(conversation, None)
        elif kind == "typing":
            self._tell(conversation, Typing(word.get("on") is True, word.get("after")))
        elif kind == "visitor":
            self._tell_of_visitor(conversation, word.get("on") is True)

    @contextmanager
    def subscribe(self, conversation: str) -> Iterator[Subscription]:
        """An ear for as long as the block lasts; within a running loop."""
        subscription = Subscription(asyncio.get_running_loop())
        with self._lock:
            self._open[conversation].add(subscription)
        try:
            yield subscription
        finally:
            with self._lock:
                self._open[conversation].discard(subscription)
                if not self._open[conversation]:
                    del self._open[conversation]

    def connections(self, conversation: str) -> int:
        """How many connections listen to a conversation."""
        with self._lock:
            return len(self._open.get(conversation, ()))

    def _tell(self, conversation: str, typing: Typing | None) -> None:
        with self._lock:
            ears = [*self._open.get(conversation, ()), *self._open.get(EVERY_CONVERSATION, ())]
        for ear in ears:
            if not ear.loop.is_closed():
                ear.loop.call_soon_threadsafe(ear.tell, typing)

    def _tell_of_visitor(self, conversation: str, on: bool) -> None:
        with self._lock:
            ears = tuple(self._open.get(EVERY_CONVERSATION, ()))
        for ear in ears:
            if not ear.loop.is_closed():
                ear.loop.call_soon_threadsafe(ear.tell_visitor, conversation, on)

    def _pass_on(self, kind: str, conversation: str, **more: Any) -> None:
        if self._wire is not None:
            self._wire.send({"kind": kind, "conversation": conversation, **more})
