"""Milepost as its own process, and visitors who come to it as a widget does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.web.doors import free_port

HOUSE = Path(__file__).resolve().parents[2]
CODE = f"import sys; sys.path.insert(0, {str(HOUSE)!r}); from milepost.cli import main; main()"
COMMAND = [sys.executable, "-W", "ignore", "-c", CODE]
# On a machine that others use as well, a start takes its time.
START_SECONDS = 420.0


def environment(folder: Path, **given: str) -> dict[str, str]:
    """What the process gets: nothing of ours but where its model lies."""
    left_out = (
        "PYTHONDONTWRITEBYTECODE",
    )  # a start would compile everything anew, which takes longer than the rest of it
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith("MILEPOST_") and name not in left_out
    }
    plain["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "milepost-bytecode")
    kept = {name: os.environ[name] for name in ("MILEPOST_MODELS",) if name in os.environ}
    return {**plain, **kept, "MILEPOST_DATA_FOLDER": str(folder), "MILEPOST_PROJECT": str(HOUSE), **given}


def run(*words: str, folder: Path, seconds: float = 120, **given: str) -> subprocess.CompletedProcess[str]:
    """A command of Milepost's that ends by itself."""
    return subprocess.run(
        [*COMMAND, *words],
        cwd=folder,
        env=environment(folder, **given),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


class Product:
    """One process of Milepost."""

    def __init__(self, folder: Path, *, port: int = 0, **given: str) -> None:
        self.folder, self.port = folder, port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._given = {"MILEPOST_PORT": str(self.port), **given}
        self._log = folder / f"log-{self.port}.txt"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, ready: bool = True) -> None:
        """Returns when it is ready to answer, or at once."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "run"],
                cwd=HOUSE,  # where the converted encoders lie
                env=environment(self.folder, **self._given),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        if ready:
            self.until_ready()

    def until_ready(self, *, seconds: float = START_SECONDS) -> None:
        def is_ready() -> bool:
            assert self.process is not None
            assert self.process.poll() is None, self.log
            return self.status("readyz") == 200

        until(is_ready, seconds=seconds)

    def status(self, page: str) -> int:
        """What a page answers; 0 where nobody does."""
        try:
            return httpx.get(f"{self.url}/{page}", timeout=10).status_code
        except httpx.HTTPError:
            return 0

    def send(self, number: int) -> None:
        """A signal."""
        assert self.process is not None
        self.process.send_signal(number)

    def end(self, number: int = signal.SIGTERM, *, seconds: float = 40.0) -> int:
        """A signal, and the status that the process ends with."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(seconds)

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""


@contextmanager
def running(folder: Path, **given: str) -> Iterator[Product]:
    """A product that is ready, and is gone at the end whatever happens."""
    product = Product(folder, **given)
    try:
        product.start()
        yield product
    finally:
        put_down(product)


def put_down(product: Product) -> None:
    """Whatever state it is in."""
    if product.process is not None and product.process.poll() is None:
        product.process.send_signal(signal.SIGCONT)
        product.process.kill()
        product.process.wait()


class Visitor:
    """Keeps what it says until that is acknowledged, and sends it again, as the widget does."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._client = httpx.Client(timeout=30)
        answer = self._client.post(f"{product.url}/chat/session")
        assert answer.status_code == 200, answer.text
        self._token = answer.json()["token"]
        self.said: list[str] = []

    def say(self, text: str, *, seconds: float = 60.0, through: Product | None = None) -> float:
        """Sends until it is acknowledged; when that was."""
        product = through or self._product
        frame = {"type": "say", "id": f"message-{len(self.said):04d}", "text": text}
        end = time.monotonic() + seconds
        while True:
            answer = self._post(product, frame)
            if answer.get("type") == "ack":
                self.said.append(text)
                return time.monotonic()
            assert answer.get("type") in ("wait", None), answer
            assert time.monotonic() < end, f"{text!r} was not taken in time"
            time.sleep(min(float(answer.get("seconds", 0.3)), 1.0))

    def _post(self, product: Product, frame: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = self._client.post(f"{product.url}/chat/messages", json=frame, headers=self._headers)
            return dict(answer.json())
        except (httpx.HTTPError, ValueError):
            return {}

    def lines(self, *, through: Product | None = None) -> list[dict[str, Any]]:
        """Everything in the record by now."""
        found: list[dict[str, Any]] = []
        product = through or self._product
        with self._client.stream("GET", f"{product.url}/chat/events?after=0", headers=self._headers) as answer:
            assert answer.status_code == 200
            for line in answer.iter_lines():
                if not line.startswith("data: "):
                    continue
                frame = json.loads(line.removeprefix("data: "))
                if frame["type"] == "ready":
                    return found
                if frame["type"] == "line":
                    found.append(frame)
        return found

    def answered(self, *, through: Product | None = None) -> bool:
        """Whether each message stands there once, in order, and the last of them has an answer after it."""
        lines = self.lines(through=through)
        assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
        own = [line for line in lines if line["author"] == "visitor"]
        assert [line["text"] for line in own] == self.said
        return bool(lines) and lines[-1]["author"] == "bot"

    def until_answered(self, *, seconds: float, through: Product | None = None) -> None:
        until(lambda: self.answered(through=through), seconds=seconds)

    @property
    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._token}"}


def until(true: Callable[[], bool], *, seconds: float) -> float:
    """Waits; how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"it did not happen within {seconds:.0f} seconds"
        time.sleep(0.1)
    return time.monotonic() - began
