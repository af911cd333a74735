"""Short words between the processes on one PostgreSQL database, by LISTEN and NOTIFY: nobody keeps them, none is awaited.

https://www.postgresql.org/docs/current/sql-notify.html: a word has at most 8,000 bytes. A pooler before the database must
lend connections for a session, not for a transaction; otherwise no word arrives, which nothing depends on.
"""

from __future__ import annotations

import json
import logging
import os
import select
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from milepost.errors import StoreUnavailable
from milepost.store.columns import new_id
from milepost.store.database import Database

_CHANNEL = "milepost_words"
_LONGEST = 7_900
# Words that could not be sent for longer than this are of no use any more.
_MOST_WAITING = 1_000
_PAUSE_SECONDS = 2.0

log = logging.getLogger(__name__)


class Wire:
    """Says words to the other processes and hears theirs, in a thread of its own. `start(hear)`, `send(word)`, `stop()`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._name = new_id()
        self._waiting: deque[str] = deque(maxlen=_MOST_WAITING)
        self._ends = threading.Event()
        self._thread: threading.Thread | None = None
        self.listens = threading.Event()

    def start(self, hear: Callable[[Mapping[str, Any]], None]) -> None:
        """Listen from now on; `hear` is called in the wire's thread with what others say, never with our own words.

        Nothing on SQLite, which one process serves.
        """
        if self._database.is_sqlite:
            return
        self._ring, self._bell = os.pipe()
        os.set_blocking(self._bell, False)
        self._thread = threading.Thread(target=self._run, args=(hear,), name="wire", daemon=True)
        self._thread.start()

    def send(self, word: Mapping[str, Any]) -> None:
        """Say it to all others. Returns at once; any thread may call. Nothing unless started."""
        if self._thread is None:
            return
        text = json.dumps({"from": self._name, "word": word})
        if len(text.encode()) <= _LONGEST:
            self._waiting.append(text)
            self._wake()

    def stop(self) -> None:
        """Close the line."""
        if self._thread is None:
            return
        self._ends.set()
        self._wake()
        self._thread.join()
        self._thread = None
        os.close(self._ring)
        os.close(self._bell)

    def _run(self, hear: Callable[[Mapping[str, Any]], None]) -> None:
        while not self._ends.is_set():
            try:
                with self._database.line() as line:
                    self._talk(line, hear)
            except StoreUnavailable as problem:
                log.warning("words to and from other processes are lost for now: %s", problem)
                self._waiting.clear()
                self._ends.wait(_PAUSE_SECONDS)
            finally:
                self.listens.clear()

    def _talk(self, line: Any, hear: Callable[[Mapping[str, Any]], None]) -> None:
        with line.cursor() as cursor:
            cursor.execute(f"LISTEN {_CHANNEL}")
            self.listens.set()
            while not self._ends.is_set():
                while self._waiting:
                    cursor.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, self._waiting.popleft()))
                line.poll()
                while line.notifies:
                    said = json.loads(line.notifies.pop(0).payload)
                    if said["from"] != self._name:
                        hear(said["word"])
                if not self._waiting and self._ring in select.select([line, self._ring], [], [])[0]:
                    os.read(self._ring, 4096)

    def _wake(self) -> None:
        # A full pipe wakes it as well.
        with suppress(BlockingIOError):
            os.write(self._bell, b"!")
