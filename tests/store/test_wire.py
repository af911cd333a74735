from __future__ import annotations

import queue
from collections.abc import Iterator
from typing import Any

import pytest

from milepost.store.database import Database
from milepost.store.wire import Wire


class Process:
    """One process on the wire, and what it heard."""

    def __init__(self, url: str) -> None:
        self.heard: queue.Queue[Any] = queue.Queue()
        self.database = Database(url)
        self.wire = Wire(self.database)
        self.wire.start(self.heard.put)
        assert self.wire.listens.wait(5)

    def stop(self) -> None:
        self.wire.stop()
        self.database.close()


@pytest.fixture
def two(postgresql_url: str) -> Iterator[tuple[Process, Process]]:
    processes = (Process(postgresql_url), Process(postgresql_url))
    yield processes
    for process in processes:
        process.stop()


def test_a_word_reaches_the_others_in_order_and_not_who_says_it(two: tuple[Process, Process]) -> None:
    one, other = two
    for number in range(200):
        one.wire.send({"number": number, "text": "ü \"' %s"})
    assert [other.heard.get(timeout=5)["number"] for _ in range(200)] == list(range(200))
    other.wire.send({"text": "back"})
    assert one.heard.get(timeout=5) == {"text": "back"}
    assert other.heard.empty()


def test_a_word_that_is_too_long_is_not_said_and_the_next_one_is(two: tuple[Process, Process]) -> None:
    one, other = two
    one.wire.send({"text": "x" * 9_000})
    one.wire.send({"text": "short"})
    assert other.heard.get(timeout=5) == {"text": "short"}


def test_a_lost_line_is_opened_again(two: tuple[Process, Process]) -> None:
    one, other = two
    with other.database.line() as line, line.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND query LIKE %s",
            ("%milepost_words%",),
        )
        assert cursor.rowcount == 2
    for _ in range(100):
        one.wire.send({"text": "again"})
        try:
            assert other.heard.get(timeout=0.1) == {"text": "again"}
        except queue.Empty:
            continue
        return
    raise AssertionError("the line did not come back")
