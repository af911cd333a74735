"""The brain's thread: takes the oldest open message under a lease, answers it, and does the jobs that are due."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from milepost.brain.turns import PATIENCE_SECONDS, TurnRunner
from milepost.channels.tracing import request_id
from milepost.errors import StoreUnavailable
from milepost.services.jobs import JobRunner
from milepost.services.queue.measures import Measures
from milepost.store.columns import utc_now
from milepost.store.database import Database
from milepost.store.records.messages import Lease

# A lease outlives the turn where one process works; where several do it is short, and renewed while the turn goes on, so
# that others take over soon from one that was killed or stopped.
LEASE_SECONDS = 30.0
SHARED_LEASE_SECONDS = 6.0
# How often a worker looks by itself: messages of other processes come without a wake-up call.
LOOK_SECONDS = 1.0
_PAUSE_SECONDS = 1.0
# A moment later than a message settles, it has settled.
_SETTLED_SECONDS = 0.01
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
        warm: Callable[[], None] = lambda: None,
        measures: Measures | None = None,
    ) -> None:
        self._warm, self._measures = warm, measures or Measures()
        self._database = database
        self._runner = runner
        self._jobs = jobs
        self._told = told
        self._clock = clock
        self._patience = patience
        self._look = look
        self._lease_seconds = LEASE_SECONDS if database.is_sqlite else SHARED_LEASE_SECONDS
        self._held: Lease | None = None
        self._is_warm = False
        self._moved = time.monotonic()
        self._loop = asyncio.new_event_loop()
        self._news = asyncio.Event()
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name="brain", daemon=True),
            threading.Thread(target=self._watch, name="brain-watch", daemon=True),
        ]
        if not database.is_sqlite:
            self._threads.append(threading.Thread(target=self._renew, name="brain-lease", daemon=True))

    def start(self) -> None:
        """Begin to work. Where nobody else does, what a process that died had taken is free at once."""
        self._free_what_was_left()
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

    @property
    def is_warm(self) -> bool:
        """Whether the first message is answered as fast as the next."""
        return self._is_warm

    @property
    def seconds_since_progress(self) -> float:
        """How long nothing has moved: looked for a message, answered one."""
        return time.monotonic() - self._moved

    def _free_what_was_left(self) -> None:
        if not self._database.claim():
            return
        with self._database.begin() as store:
            messages, jobs = store.messages.free_all(), store.jobs.free_all()
        if messages or jobs:
            log.warning("%d messages and %d jobs were left in the middle; they are taken up again", messages, jobs)

    def _work(self) -> None:
        self._get_warm()
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._both())
        finally:
            self._loop.close()

    def _get_warm(self) -> None:
        """Before the first message comes; a brain that does not get warm still answers, the first time slowly."""
        try:
            self._warm()
        except Exception as error:  # noqa: BLE001  # whatever fails in a rehearsal fails in earnest as well, and is told there
            log.error("the brain did not get warm: %s", type(error).__name__)
        self._is_warm = True

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
        self._moved = time.monotonic()
        self._news.clear()
        now = self._clock()
        with self._database.begin() as store:
            lease = store.messages.take_oldest_open(now=now, seconds=self._lease_seconds)
            settles = store.messages.settles_next(now=now) if lease is None else None
        if lease is None:
            pause = (settles - now).total_seconds() + _SETTLED_SECONDS if settles else self._look
            await self._wait(min(self._look, pause))
            return
        await self._answer(lease)

    async def _answer(self, lease: Lease) -> None:
        conversation = lease.message.conversation
        named = request_id.set(lease.message.channel_message_id or lease.message.id)
        self._tell_typing(conversation, on=True)
        self._held = lease
        waited = (self._clock() - lease.message.created_at).total_seconds()
        self._measures.took("milepost_message_wait_seconds", max(waited, 0.0))
        began = time.perf_counter()
        try:
            await self._run(lease)
            log.info("a message of %s is done after %.0f ms", conversation, (time.perf_counter() - began) * 1000)
        finally:
            request_id.reset(named)
            self._held = None
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
                held = self._held or lease
                if self._stopping.is_set() or self._clock() >= held.until:
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

    def _renew(self) -> None:
        """Keeps the message that is being answered ours, however long it takes."""
        while not self._stopping.wait(self._lease_seconds / 3):
            lease, until = self._held, self._clock() + timedelta(seconds=self._lease_seconds)
            if lease is None:
                continue
            try:
                with self._database.begin() as store:
                    is_ours = store.messages.renew(lease, until=until)
            except StoreUnavailable as error:
                log.error("%s", error)
                continue
            if is_ours and self._held is lease:
                self._held = replace(lease, until=until)

    def _tell_of_waits(self) -> None:
        with self._database.begin() as store:
            late = store.messages.overdue(created_before=self._clock() - timedelta(seconds=self._patience))
        for message in late:
            if self._runner.tell_of_wait(message) and self._told:
                self._told.wake(message.conversation)
