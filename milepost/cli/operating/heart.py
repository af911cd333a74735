"""The heartbeat: what one process writes every few seconds, so that others and its own readiness know how it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import milepost
from milepost.errors import StoreUnavailable
from milepost.store.columns import utc_now
from milepost.store.database import Database
from milepost.store.records.processes import Process

BEAT_SECONDS = 3.0
# A beat that is older than this is none any more.
_TRUSTED_SECONDS = 12.0


class Heart:
    """Writes that its process is there, in a thread of its own. `start()`, `stop()`."""

    def __init__(self, database: Database, process: str, role: str, *, is_ready: Callable[[], bool]) -> None:
        self._database, self._is_ready = database, is_ready
        self._process, self._role, self._began = process, role, utc_now()
        self._beaten = 0.0
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heart", daemon=True)

    def start(self) -> None:
        """Beat once, then again and again. Raises StoreUnavailable where the first one cannot be written."""
        self._beat()
        self._thread.start()

    def stop(self) -> None:
        """The process has ended."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join()
        try:
            with self._database.begin() as store:
                store.processes.leave(self._process)
        except StoreUnavailable:
            return  # others see by its last beat that it has gone

    def can_write(self) -> bool:
        """Whether the last beat was committed, a moment ago."""
        return time.monotonic() - self._beaten < _TRUSTED_SECONDS

    def others(self, role: str) -> int:
        """How many processes that do the work of a role are ready. Raises StoreUnavailable."""
        since = utc_now() - timedelta(seconds=_TRUSTED_SECONDS)
        with self._database.begin() as store:
            return sum(each.is_ready and each.role in (role, "all") for each in store.processes.list(since=since))

    def _run(self) -> None:
        while not self._ends.wait(BEAT_SECONDS):
            try:
                self._beat()
            except StoreUnavailable:
                self._beaten = 0.0  # whoever wants to write says why it cannot

    def _beat(self) -> None:
        now: datetime = utc_now()
        process = Process(self._process, self._role, milepost.__version__, self._began, now, self._is_ready())
        with self._database.begin() as store:
            store.processes.seen(process)
        self._beaten = time.monotonic()
