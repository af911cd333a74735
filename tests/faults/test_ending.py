"""A process that is told to end finishes what it is at and ends with 0; what it leaves is answered by the next."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.faults.product import Product, Visitor, put_down, running, until

# Several messages of several visitors, so that some wait while one is answered.
SAID = ("hello", "what do you offer?", "how much is Team for 20 people?", "and yearly?")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_drains_and_ends_with_0_and_nothing_is_lost(tmp_path: Path, number: int) -> None:
    with running(tmp_path) as product:
        visitors = [Visitor(product) for _ in range(4)]
        for text in SAID:
            for visitor in visitors:
                visitor.say(text)
        assert product.end(number) == 0, product.log
        assert "Traceback" not in product.log
        product.start()
        for visitor in visitors:
            visitor.until_answered(seconds=10)
            assert len([line for line in visitor.lines() if line["author"] == "bot"]) >= len(SAID)
        assert product.end(number) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_it_starts_ends_with_0_too(tmp_path: Path, number: int) -> None:
    product = Product(tmp_path)
    product.start(ready=False)
    try:
        until(lambda: catches(product, number), seconds=60)
        time.sleep(1)  # somewhere in the middle of loading
        assert product.end(number) == 0, product.log
        assert "Traceback" not in product.log
    finally:
        put_down(product)


def catches(product: Product, number: int) -> bool:
    """Whether the process has a handler of its own for a signal, from which moment on it ends in order."""
    status = Path(f"/proc/{product.process.pid}/status").read_text()
    (caught,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:"))
    return bool(int(caught, 16) >> (number - 1) & 1)
