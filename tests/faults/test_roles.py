"""Web and brain apart on one PostgreSQL database: nothing is lost, doubled or out of order."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from tests.faults.product import Product, Visitor, put_down, running, until
from tests.faults.test_crashing import RECOVERY, TEXTS, talk


def memory_of(product: Product) -> float:
    """Megabytes that a process holds."""
    (line,) = (
        line
        for line in Path(f"/proc/{product.process.pid}/status").read_text().splitlines()
        if line.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1024


def test_a_web_process_takes_what_two_brains_answer(tmp_path: Path, postgresql_url: str) -> None:
    shared = {"MILEPOST_DATABASE_URL": postgresql_url, "MILEPOST_SECRET": "the same secret for all of the processes"}
    failures: list[BaseException] = []
    with (
        running(tmp_path, MILEPOST_ROLE="brain", **shared) as first,
        running(tmp_path, MILEPOST_ROLE="brain", **shared) as second,
        running(tmp_path, MILEPOST_ROLE="web", **shared) as web,
    ):
        assert first.status("chat/session") == 404
        print(f"web: {memory_of(web):.0f} MB, brain: {memory_of(first):.0f} MB")
        assert memory_of(web) < 200 < memory_of(first)
        visitors = [Visitor(web) for _ in range(10)]
        threads = talk(visitors, TEXTS, failures)
        time.sleep(0.5)
        assert first.end(signal.SIGTERM) == 0
        for thread in threads:
            thread.join(120)
        assert failures == []
        for visitor in visitors:
            visitor.until_answered(seconds=60)
        assert web.status("readyz") == 200
        second.end(signal.SIGKILL)
        visitors[0].say("one more thing", seconds=RECOVERY)  # taken although nobody is there who answers
        until(lambda: web.status("readyz") == 503, seconds=20)
        third = Product(tmp_path, MILEPOST_ROLE="brain", **shared)
        try:
            third.start()
            visitors[0].until_answered(seconds=RECOVERY)
        finally:
            put_down(third)
