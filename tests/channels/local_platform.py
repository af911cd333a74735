"""A local server in a platform's place: it keeps the calls that a channel makes and answers as it is told to."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.web.doors import Server


@dataclass(frozen=True)
class Called:
    """One call that the channel made; `data` is its JSON or form."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def data(self) -> dict[str, Any]:
        if self.headers.get("content-type", "").startswith("application/json"):
            return dict(json.loads(self.body or b"{}"))
        return dict(parse_qsl(self.body.decode()))


@dataclass
class LocalPlatform:
    """`reply` gives the JSON of a success; `failure` is status, JSON and headers to answer with instead, but to what it
    `spares`."""

    reply: Callable[[Called], Any] = lambda called: {}
    spares: Callable[[Called, int], bool] = lambda called, status: False
    calls: list[Called] = field(default_factory=list)
    failure: tuple[int, Any, dict[str, str]] | None = None

    def __post_init__(self) -> None:
        methods = ["GET", "POST", "PUT", "DELETE"]
        self._server = Server(Starlette(routes=[Route("/{path:path}", self._take, methods=methods)]))

    @property
    def url(self) -> str:
        return self._server.url.rstrip("/")

    def stop(self) -> None:
        self._server.stop()

    def fail(self, status: int, told: Any = None, **headers: str) -> None:
        self.failure = (status, told or {}, {name.replace("_", "-"): value for name, value in headers.items()})

    def wait(self, count: Callable[[], int], wanted: int, *, seconds: float = 5.0) -> None:
        """Returns once there are so many, or when the time is over."""
        deadline = time.monotonic() + seconds
        while count() < wanted and time.monotonic() < deadline:
            time.sleep(0.02)

    async def _take(self, request: Request) -> Response:
        called = Called(request.method, request.url.path, dict(request.headers), await request.body())
        self.calls.append(called)
        if self.failure and not self.spares(called, self.failure[0]):
            status, told, headers = self.failure
            return JSONResponse(told, status, headers=headers)
        return JSONResponse(self.reply(called))
