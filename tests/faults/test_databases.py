"""PostgreSQL stops, restarts, loses its power; Redis is not asked for anything."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.faults.postgresql import own_server
from tests.faults.product import Visitor, running, until
from tests.faults.test_crashing import RECOVERY, TEXTS, talk


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_postgresql_stopped_for_ten_seconds_under_load(tmp_path: Path, how: str) -> None:
    failures: list[BaseException] = []
    with own_server() as server, running(tmp_path, MILEPOST_DATABASE_URL=server.url) as product:
        visitors = [Visitor(product) for _ in range(4)]
        threads = talk(visitors, TEXTS, failures)
        time.sleep(0.3)
        server.stop(how)
        until(lambda: product.status("readyz") == 503, seconds=30)
        time.sleep(10)
        server.start()
        back = time.monotonic()
        for thread in threads:
            thread.join(120)
        assert failures == []
        for visitor in visitors:
            visitor.until_answered(seconds=max(RECOVERY - (time.monotonic() - back), 5.0))
            assert "something went wrong" not in str(visitor.lines()).casefold()
        until(lambda: product.status("readyz") == 200, seconds=RECOVERY)


def test_postgresql_restarted_while_nobody_writes(tmp_path: Path) -> None:
    with own_server() as server, running(tmp_path, MILEPOST_DATABASE_URL=server.url) as product:
        visitor = Visitor(product)
        visitor.say("hello")
        visitor.until_answered(seconds=RECOVERY)
        server.stop()
        server.start()
        visitor.say("what do you offer?")
        visitor.until_answered(seconds=RECOVERY)
