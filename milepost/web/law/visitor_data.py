"""A visitor's own data, by the token that their browser holds: to read, to take along, to erase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from milepost.errors import NotAllowed, StoreUnavailable
from milepost.services.privacy.export import sections
from milepost.web.rate_limits import RateLimit
from milepost.web.security import AllowedOrigins, VisitorTokens, bearer
from milepost.web.templating import environment

_AT_ONCE, _A_MINUTE = 5, 2.0


class Requests(Protocol):
    """What this door asks of the services (`services.privacy.requests.VisitorRequests`)."""

    def stored(self, conversation: str) -> dict[str, Any]:
        """Everything that is stored of the visitor."""

    def erase(self, conversation: str) -> bool:
        """Erase it; False where a person has to decide."""


class VisitorData:
    """GET what is stored (JSON, or `?as=html` a page), POST to erase it."""

    def __init__(self, requests: Requests, tokens: VisitorTokens, origins: AllowedOrigins, folder: Any) -> None:
        self._requests, self._tokens, self._origins = requests, tokens, origins
        self._calls = RateLimit(burst=_AT_ONCE, per_minute=_A_MINUTE)
        self._page = environment(folder).get_template("visitor_data.html")

    def routes(self) -> list[BaseRoute]:
        """Beside those of the chat."""
        return [
            Route("/data", self.show, methods=["GET"]),
            Route("/erase", self.erase, methods=["POST"]),
            *(Route(path, self.preflight, methods=["OPTIONS"]) for path in ("/data", "/erase")),
        ]

    async def show(self, request: Request) -> Response:
        """GET: what is stored."""
        return await self._answer(request, self._show)

    async def erase(self, request: Request) -> Response:
        """POST: erase it."""
        return await self._answer(request, self._erase)

    async def preflight(self, request: Request) -> Response:
        """OPTIONS: what an allowed website's script may send."""
        allowed = self._origins.allow(request.headers)
        return Response(status_code=204 if allowed else 403, headers=self._origins.cors(request.headers))

    async def _answer(self, request: Request, act: Callable[[Request, str], Response]) -> Response:
        headers = {**self._origins.cors(request.headers), "cache-control": "no-store"}
        if not self._origins.allow(request.headers):
            return JSONResponse({"reason": "origin"}, 403, headers=headers)
        try:
            conversation = self._tokens.visitor(bearer(request.headers)).conversation
        except NotAllowed:
            return JSONResponse({"reason": "session"}, 401, headers=headers)
        if seconds := self._calls.seconds_to_wait(conversation):
            return JSONResponse({"reason": "rate", "seconds": round(seconds, 1)}, 429, headers=headers)
        try:
            answer = await run_in_threadpool(act, request, conversation)
        except StoreUnavailable:
            return JSONResponse({"reason": "unavailable", "seconds": 3}, 503, headers=headers)
        answer.headers.update(headers)
        return answer

    def _show(self, request: Request, conversation: str) -> Response:
        stored = self._requests.stored(conversation)
        if request.query_params.get("as") != "html":
            return JSONResponse(stored)
        page = self._page.render(made_at=stored["made_at"], sections=sections(stored))
        return HTMLResponse(page, headers={"content-disposition": 'attachment; filename="my-data.html"'})

    def _erase(self, request: Request, conversation: str) -> Response:
        if self._requests.erase(conversation):
            return JSONResponse({"erased": True})
        return JSONResponse({"erased": False, "reason": "person"}, 409)
