from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest

from milepost.brain.turns import TurnRunner
from milepost.brain.worker import Worker
from milepost.channels.port import InboundMessage
from milepost.errors import StoreUnavailable
from milepost.services.conversations import ConversationService
from milepost.services.jobs import JobRunner
from milepost.store.columns import utc_now
from milepost.store.database import Database
from tests.brain.bot.moves import everything
from tests.brain.tiny_bot import MOVES, lines, send
from tests.catalogues import small_catalogue

STILL_WORKING = "It takes longer; the answer follows."
ROOT = Path(__file__).resolve().parents[2]


class Ears:
    """Hears what a worker tells."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def wake(self, conversation: str) -> None:
        self.heard.append(("lines", conversation))

    def typing(self, conversation: str, on: bool = True) -> None:
        self.heard.append(("typing" if on else "stopped", conversation))


@contextmanager
def working(*workers: Worker) -> Iterator[None]:
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        ended = [worker.stop() for worker in workers]
        assert all(ended)


def until(true: Callable[[], bool], *, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def answers(database: Database, conversation: str) -> list[str]:
    return [text for author, text in lines(database, conversation) if author == "bot"]


def test_a_message_that_came_while_nobody_worked_is_answered_by_the_next_worker(
    database: Database, runner: TurnRunner
) -> None:
    send(database, "c1", "count", "m-1")
    with working(Worker(database, runner)):
        until(lambda: answers(database, "c1") == ["1"])


def test_a_message_is_answered_once_however_often_it_is_sent(database: Database, runner: TurnRunner) -> None:
    with working(Worker(database, runner)):
        senders = [threading.Thread(target=send, args=(database, "c1", "count", "m-1")) for _ in range(6)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        until(lambda: answers(database, "c1") == ["1"])
        send(database, "c1", "count", "m-1")
        send(database, "c1", "hello", "m-2")
        until(lambda: len(answers(database, "c1")) == 2)
    assert [line for line in lines(database, "c1") if line[0] == "visitor"] == [
        ("visitor", "count"),
        ("visitor", "hello"),
    ]


def test_a_wake_up_call_is_answered_without_waiting_for_the_next_look(database: Database, runner: TurnRunner) -> None:
    worker = Worker(database, runner, look=600)
    service = ConversationService(database, wake=worker.wake)
    with working(worker):
        time.sleep(0.3)
        for number in range(4):
            service.receive(InboundMessage("web", "c1", f"m-{number}", "hello"))
            until(lambda: len(answers(database, "c1")) > number)  # noqa: B023


def test_two_workers_keep_every_conversation_in_order(database: Database, processor) -> None:
    for conversation in ("c1", "c2", "c3"):
        for number in range(5):
            send(database, conversation, "count", f"m-{number}")
    workers = [Worker(database, TurnRunner(database, processor, small_catalogue)) for _ in range(2)]
    with working(*workers):
        until(lambda: all(len(answers(database, c)) == 5 for c in ("c1", "c2", "c3")), seconds=40)
    for conversation in ("c1", "c2", "c3"):
        assert answers(database, conversation) == ["1", "2", "3", "4", "5"]


def test_a_blocked_brain_says_that_the_answer_follows_and_answers_late(database: Database, runner: TurnRunner) -> None:
    everything.block_seconds[0] = 5
    send(database, "c1", "block", "m-1")
    with working(Worker(database, runner, patience=0.5)):
        until(lambda: answers(database, "c1") == [STILL_WORKING], seconds=4.5)
        until(lambda: answers(database, "c1") == [STILL_WORKING, "done blocking"])


def test_a_worker_tells_when_it_writes_and_when_there_are_lines(database: Database, runner: TurnRunner) -> None:
    ears = Ears()
    send(database, "c1", "hello", "m-1")
    with working(Worker(database, runner, told=ears)):
        until(lambda: len(ears.heard) == 3)
    assert ears.heard == [("typing", "c1"), ("stopped", "c1"), ("lines", "c1")]


def test_stopping_finishes_the_turn_in_progress_and_leaves_the_rest(database: Database, runner: TurnRunner) -> None:
    send(database, "c1", "dawdle", "m-1")
    send(database, "c1", "hello", "m-2")
    everything.dawdle_seconds[0] = 0.5
    worker = Worker(database, runner)
    with working(worker):
        until(lambda: bool(everything.begun.get("dawdle")))
    assert not worker.is_alive
    assert answers(database, "c1") == ["done dawdling"]
    with database.begin() as store:
        assert store.messages.take_oldest_open(now=utc_now(), seconds=1).message.text == "hello"


def test_a_worker_does_due_jobs_and_survives_one_that_fails(database: Database, runner: TurnRunner) -> None:
    done: list[str] = []

    async def work(payload, job_id, now) -> None:
        if payload["n"] == 1:
            raise ZeroDivisionError
        done.append(payload["n"])

    with database.begin() as store:
        for number in (1, 2):
            store.jobs.add("x", {"n": number}, idempotency_key=str(number), due=utc_now(), now=utc_now())
    send(database, "c1", "count", "m-1")
    with working(Worker(database, runner, jobs=JobRunner(database, {"x": work}))):
        until(lambda: done == [2] and answers(database, "c1") == ["1"])
    with database.begin() as store:
        # A turn may leave jobs of its own behind, of other kinds.
        (waiting,) = (job for job in store.jobs.list("waiting") if job.kind == "x")
    assert (waiting.last_error, waiting.tries) == ("ZeroDivisionError", 1)


CHILD = """
import sys, time, warnings
warnings.simplefilter("ignore")
from pathlib import Path
from milepost.brain.rasa_light import make_light
make_light()
from milepost.brain import model
from milepost.brain.turns import TurnRunner
from milepost.brain.worker import Worker
from milepost.store.database import Database
from tests.brain.bot.moves import everything
from tests.catalogues import small_catalogue
everything.dawdle_seconds[0] = everything.block_seconds[0] = 600
database = Database(sys.argv[1])
worker = Worker(database, TurnRunner(database, model.load(Path(sys.argv[2]), actions=sys.argv[3]), small_catalogue))
worker.start()
while not everything.begun:
    time.sleep(0.02)
print("in the middle", flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("text", ["dawdle", "block"])
def test_a_message_whose_worker_was_killed_in_mid_turn_is_answered_once(
    database: Database, database_url: str, trained: Path, runner: TurnRunner, text: str
) -> None:
    send(database, "c1", text, "m-1")
    send(database, "c1", "count", "m-2")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, database_url, str(trained), MOVES],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
    )
    try:
        assert child.stdout.readline() == b"in the middle\n"
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        child.stdout.close()
    assert answers(database, "c1") == []
    with database.begin() as store:
        assert store.messages.take_oldest_open(now=utc_now(), seconds=1) is None
    expire_leases(database)
    with working(Worker(database, runner)):
        until(lambda: answers(database, "c1") == [f"done {text}ing".replace("dawdleing", "dawdling"), "1"])


def expire_leases(database: Database) -> None:
    """As if the time of all leases had passed."""
    with database._connected() as connection:
        connection.exec_driver_sql("UPDATE messages SET lease_until = '2020-01-01 00:00:00' WHERE state = 'taken'")


def test_a_database_that_closes_its_connections_costs_no_turn(database: Database, runner: TurnRunner) -> None:
    if database.is_sqlite:
        pytest.skip("a SQLite file has no connections to lose")
    send(database, "c1", "count", "m-1")
    with working(Worker(database, runner)):
        until(lambda: answers(database, "c1") == ["1"])
        connection = psycopg2.connect(database.url.render_as_string(hide_password=False))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        connection.close()
        until(lambda: sent(database))
        until(lambda: answers(database, "c1") == ["1", "2"])


def sent(database: Database) -> bool:
    """Sends as a client does: again until it is acknowledged."""
    try:
        send(database, "c1", "count", "m-2")
    except StoreUnavailable:
        return False
    return True
