"""Tells open connections that a conversation has something new; any thread may call."""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

EVERY_CONVERSATION = "*"


@dataclass(frozen=True)
class Typing:
    """Somebody has started or stopped writing; `after` is the line that they answer, where that is known."""

    on: bool
    after: int | None = None


class Subscription:
    """One connection's ear: new lines, and whether somebody is typing."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._typing: Typing | None = None
        self._visitors: dict[str, bool] = {}
        self._news = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Returns at the next news or after so many seconds."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except asyncio.TimeoutError:
            return
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

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, set[Subscription]] = defaultdict(set)

    def wake(self, conversation: str) -> None:
        """There are new lines."""
        self._tell(conversation, None)

    def typing(self, conversation: str, on: bool = True, *, after: int | None = None) -> None:
        """The bot or a rep is writing, or has stopped."""
        self._tell(conversation, Typing(on, after))

    def visitor_typing(self, conversation: str, on: bool) -> None:
        """A visitor is writing, or has stopped: told to those who follow every conversation, not to the visitor."""
        with self._lock:
            ears = tuple(self._open.get(EVERY_CONVERSATION, ()))
        for ear in ears:
            if not ear.loop.is_closed():
                ear.loop.call_soon_threadsafe(ear.tell_visitor, conversation, on)

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
