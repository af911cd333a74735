"""The server under the app: how it listens, whom it believes where a visitor is, and how it ends."""

from __future__ import annotations

from collections.abc import Sequence
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp

_LARGEST_FRAME = 1024 * 1024  # larger than the door's own limit, so that the door can answer with a sentence
_CLOSING_SECONDS = 5
# Requests and connections at once; beyond that the answer is 503, at once.
_MOST_AT_ONCE = 10_000
_KEPT_OPEN_SECONDS = 15
HERE = ("127.0.0.1", "::1")


class _Server(uvicorn.Server):
    """Ends at SIGTERM and SIGINT by returning from `run()`: whoever started it drains the rest. A second signal makes haste."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Notes the signal; uvicorn itself would raise it again afterwards, and so end the process before it has drained."""
        self.force_exit = self.should_exit
        self.should_exit = True


def serve(app: ASGIApp, host: str, port: int, *, trusted_proxies: Sequence[str] = HERE) -> uvicorn.Server:
    """A server for the app: `.run()` it. wsproto, because Rasa holds websockets where uvicorn cannot use it.

    `trusted_proxies`: addresses and networks whose X-Forwarded-For and X-Forwarded-Proto are believed.
    """
    options: dict[str, Any] = {"ws_max_size": _LARGEST_FRAME, "limit_concurrency": _MOST_AT_ONCE}
    return _Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            ws="wsproto",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=_KEPT_OPEN_SECONDS,
            timeout_graceful_shutdown=_CLOSING_SECONDS,
            proxy_headers=bool(trusted_proxies),
            forwarded_allow_ips=list(trusted_proxies),
            **options,
        )
    )
