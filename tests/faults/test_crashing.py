"""Whatever happens to a process, an acknowledged message stands in the record once and is answered within ten seconds of its
return."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.faults.product import Visitor, running, until
from tests.faults.test_starting import small_disk

RECOVERY = 10.0


def talk(visitors: list[Visitor], texts: tuple[str, ...], failures: list[BaseException]) -> list[threading.Thread]:
    """Everybody says everything, each in a thread of their own, again until it is taken."""

    def say(visitor: Visitor) -> None:
        try:
            for text in texts:
                visitor.say(text, seconds=120)
        except BaseException as failure:  # noqa: BLE001  # told by whoever waits for the thread
            failures.append(failure)

    threads = [threading.Thread(target=say, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    return threads


TEXTS = ("hello", "what do you offer?", "how much is Team for 20 people?", "and yearly?", "thanks")


def test_killed_in_mid_load_and_started_again(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    with running(tmp_path) as product:
        visitors = [Visitor(product) for _ in range(6)]
        threads = talk(visitors, TEXTS, failures)
        time.sleep(0.4)
        assert product.end(signal.SIGKILL) == -signal.SIGKILL
        product.start()
        ready = time.monotonic()
        for thread in threads:
            thread.join(120)
        assert failures == []
        for visitor in visitors:
            visitor.until_answered(seconds=max(RECOVERY - (time.monotonic() - ready), 1.0))


def test_killed_while_a_message_is_answered_its_visitor_waits_no_longer_than_others(tmp_path: Path) -> None:
    with running(tmp_path) as product:
        visitor, other = Visitor(product), Visitor(product)
        visitor.say(TEXTS[0])
        visitor.until_answered(seconds=RECOVERY)
        for text in TEXTS[1:]:
            visitor.say(text)
        product.end(signal.SIGKILL)
        product.start()
        other.say("hello")
        other.until_answered(seconds=RECOVERY)
        visitor.until_answered(seconds=RECOVERY)


def test_stopped_for_a_while_and_continued(tmp_path: Path) -> None:
    with running(tmp_path) as product:
        visitor = Visitor(product)
        visitor.say("hello")
        visitor.say("what do you offer?")
        product.send(signal.SIGSTOP)
        time.sleep(12)
        product.send(signal.SIGCONT)
        visitor.until_answered(seconds=RECOVERY)
        assert "something went wrong" not in str(visitor.lines()).casefold()


def test_a_disk_that_is_full_for_a_while(tmp_path: Path) -> None:
    with small_disk(tmp_path, kilobytes=6_000) as disk, running(tmp_path, MILEPOST_DATA_FOLDER=str(disk)) as product:
        visitor = Visitor(product)
        visitor.say("hello")
        visitor.until_answered(seconds=RECOVERY)
        filler = disk / "filler"
        fill(filler)
        until(lambda: product.status("readyz") == 503, seconds=30)
        assert product.status("healthz") == 200
        sent = threading.Thread(target=visitor.say, args=("what do you offer?",), kwargs={"seconds": 60})
        sent.start()
        time.sleep(3)
        filler.unlink()
        sent.join(60)
        visitor.until_answered(seconds=RECOVERY)
        until(lambda: product.status("readyz") == 200, seconds=RECOVERY)
        assert "Traceback" not in product.log


def fill(file: Path) -> None:
    """Everything that is left on its disk."""
    with file.open("wb", buffering=0) as opened:
        try:
            while True:
                opened.write(b"x" * 4096)
        except OSError:
            return


def test_two_processes_on_one_file_take_nothing_from_each_other(tmp_path: Path) -> None:
    with running(tmp_path) as first, running(tmp_path) as second:
        visitors = [Visitor(first if number % 2 else second) for number in range(4)]
        for text in TEXTS:
            for visitor in visitors:
                visitor.say(text)
        for visitor in visitors:
            visitor.until_answered(seconds=30)
            assert len([line for line in visitor.lines() if line["author"] == "bot"]) >= len(TEXTS)


@pytest.mark.parametrize("signal_to_first", [signal.SIGKILL, signal.SIGSTOP])
def test_another_brain_takes_over_from_one_that_is_gone(
    tmp_path: Path, postgresql_url: str, signal_to_first: int
) -> None:
    shared = {"MILEPOST_DATABASE_URL": postgresql_url, "MILEPOST_SECRET": "the same secret for both processes"}
    with running(tmp_path, **shared) as first, running(tmp_path, **shared) as second:
        visitors = [Visitor(second) for _ in range(4)]
        for text in TEXTS[:3]:
            for visitor in visitors:
                visitor.say(text)
        first.send(signal_to_first)
        gone = time.monotonic()
        for visitor in visitors:
            visitor.until_answered(seconds=RECOVERY + 5 - (time.monotonic() - gone))


def test_who_is_logged(tmp_path: Path) -> None:
    """No word of a visitor stands in the log, whatever went wrong."""
    with running(tmp_path, MILEPOST_LOG_LEVEL="debug") as product:
        visitor = Visitor(product)
        visitor.say("my dog is called zanzibarius and my mail is zanzibarius@example.com")
        visitor.until_answered(seconds=RECOVERY)
        product.end(signal.SIGKILL)
        product.start()
        visitor.say("zanzibarius again")
        visitor.until_answered(seconds=RECOVERY)
        assert "zanzibarius" not in product.log
        found = subprocess.run(
            ["grep", "-c", "is done after", str(product.folder / f"log-{product.port}.txt")], check=False
        )
        assert found.returncode == 0
