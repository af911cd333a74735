"""Web apps for tests, and a real server that can be stopped and started again on its port."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from milepost.settings import Settings
from milepost.web.app import Pace, Parts, create_app, serve
from milepost.web.broadcast import Broadcaster
from tests.catalogues import small_catalogue
from tests.web.fake_conversations import FakeConversations

SECRET = "a-secret-for-tests"


def settings(folder: Path, **environment: str) -> Settings:
    """Settings with a throw-away data folder."""
    given = {
        "MILEPOST_DATA_FOLDER": str(folder),
        "MILEPOST_SECRET": SECRET,
        "MILEPOST_PROJECT": str(folder),
        **environment,
    }
    return Settings.from_environment(given)


def app_with(
    conversations: FakeConversations, folder: Path, *, environment: dict[str, str] | None = None, **parts: Any
) -> Starlette:
    """An app on a fake conversation service whose news reach its connections."""
    broadcaster = Broadcaster()
    conversations.wake = broadcaster.wake
    parts = {"catalogue": small_catalogue, "pace": Pace(message_burst=200), **parts}
    return create_app(
        Parts(conversations, settings=settings(folder, **(environment or {})), broadcaster=broadcaster, **parts)
    )


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Server:
    """A real server in a thread, on a free port or on one that the app had to know before."""

    def __init__(self, app: Starlette, port: int = 0) -> None:
        self.app, self.port = app, port or free_port()
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Returns when it answers."""
        self._server = serve(self.app, "127.0.0.1", self.port)
        self._server.config.timeout_graceful_shutdown = 1
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 10
        while not self._server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)

    def stop(self) -> None:
        """Returns when it is gone."""
        self._server.should_exit = True
        self._thread.join(10)
