"""The brain's thread: takes the oldest open message under a lease, answers it, and does the jobs that are due."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any, Protocol

from milepost.brain.turns import PATIENCE_SECONDS, TurnRunner
from milepost.errors import StoreUnavailable
from milepost.services.jobs import JobRunner
from milepost.store.columns import utc_now
from milepost.store.database import Database
from milepost.store.records.messages import Lease

LEASE_SECONDS = 30.0
# How often a worker looks by itself: messages of other processes come without a wake-up call.
LOOK_SECONDS = 1.0
_PAUSE_SECONDS = 1.0
# Jobs at the same time: a system that does not answer must not hold up a notice to a rep.
_JOBS_AT_ONCE = 4

log = logging.getLogger(__name__)


class Told(Protocol):
    """Who wants to know that a conversation has new lines, or that the bot is writing (web's Broadcaster)."""

    def wake(self, conversation: str) -> None:
        """There are new lines."""

    def typing(self, conversation: str, on: bool = True) -> None:
        """The bot is writing, or has stopped."""


class Worker:
    """Works in a thread of its own, off the web's loop. `start()`, `wake()` from any thread, `stop()`."""

    def __init__(
        self,
        database: Database,
        runner: TurnRunner,
        *,
        jobs: JobRunner | None = None,
        told: Told | None = None,
        clock: Callable[[], datetime] = utc_now,
        patience: float = PATIENCE_SECONDS,
        look: float = LOOK_SECONDS,
    ) -> None:
        self._database = database
        self._runner = runner
        self._jobs = jobs
        self._told = told
        self._clock = clock
        self._patience = patience
        self._look = look
        self._loop = asyncio.new_event_loop()
        self._news = asyncio.Event()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name="brain", daemon=True),
            threading.Thread(target=self._watch, name="brain-watch", daemon=True),
        ]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There is a message. Any thread may call."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)

    def stop(self, *, seconds: float = 15.0) -> bool:
        """Finish the turn in progress and end; whether it ended in time. What is not finished stays in the store."""
        self._stopping.set()
        self.wake()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(seconds)
        return not any(thread.is_alive() for thread in self._threads)

    @property
    def is_alive(self) -> bool:
        """Whether it works."""
        return all(thread.is_alive() for thread in self._threads)

    def _work(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._both())
        finally:
            self._loop.close()

    async def _both(self) -> None:
        lanes = range(_JOBS_AT_ONCE if self._jobs else 0)
        jobs = [asyncio.ensure_future(self._forever(self._next_job)) for _ in lanes]
        await self._forever(self._next_turn)
        await asyncio.gather(*jobs)

    async def _forever(self, step: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while not self._stopping.is_set():
            try:
                await step()
            except StoreUnavailable as error:
                log.error("%s", error)
                await asyncio.sleep(_PAUSE_SECONDS)
            except Exception as error:  # noqa: BLE001  # one bad message or job must not end the worker
                log.error("the worker goes on after: %s", type(error).__name__)
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _next_turn(self) -> None:
        self._news.clear()
        with self._database.begin() as store:
            lease = store.messages.take_oldest_open(now=self._clock(), seconds=LEASE_SECONDS)
        if lease is None:
            await self._wait(self._look)
            return
        await self._answer(lease)

    async def _answer(self, lease: Lease) -> None:
        conversation = lease.message.conversation
        self._tell_typing(conversation, on=True)
        try:
            await self._run(lease)
        finally:
            self._tell_typing(conversation, on=False)
            if self._told:
                self._told.wake(conversation)
        # Others on this loop, the jobs, get their turn as well.
        await asyncio.sleep(0)

    async def _run(self, lease: Lease) -> None:
        """Answers; while the database is away tries again until the lease is over, so that order is kept."""
        while True:
            try:
                await self._runner.run(lease)
                return
            except StoreUnavailable as error:
                if self._stopping.is_set() or self._clock() >= lease.until:
                    raise
                log.error("%s", error)
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _next_job(self) -> None:
        assert self._jobs is not None
        if not await self._jobs.run_next():
            await asyncio.sleep(LOOK_SECONDS)

    async def _wait(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except asyncio.TimeoutError:
            return

    def _tell_typing(self, conversation: str, *, on: bool) -> None:
        if self._told:
            self._told.typing(conversation, on)

    def _watch(self) -> None:
        """Tells those who wait too long that the answer follows, whatever holds the brain up."""
        while not self._stopping.wait(LOOK_SECONDS):
            try:
                self._tell_of_waits()
            except StoreUnavailable as error:
                log.error("%s", error)

    def _tell_of_waits(self) -> None:
        with self._database.begin() as store:
            late = store.messages.overdue(created_before=self._clock() - timedelta(seconds=self._patience))
        for message in late:
            if self._runner.tell_of_wait(message) and self._told:
                self._told.wake(message.conversation)
