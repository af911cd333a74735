"""`/healthz`: the process lives. `/readyz`: it can do its work, part by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from milepost.errors import StoreUnavailable

Questions = Mapping[str, Callable[[], bool]]


def readiness_routes(parts: Questions) -> list[BaseRoute]:
    """Both addresses; `parts` are the named questions of `/readyz`."""

    async def ready(request: Request) -> Response:
        answers = {name: await run_in_threadpool(_answer, ask) for name, ask in parts.items()}
        return JSONResponse(answers, 200 if all(answers.values()) else 503, headers={"cache-control": "no-store"})

    return [Route("/healthz", _alive), Route("/readyz", ready)]


async def _alive(request: Request) -> Response:
    return PlainTextResponse("ok")


def _answer(ask: Callable[[], bool]) -> bool:
    """A part that raises StoreUnavailable answers no."""
    try:
        return ask()
    except StoreUnavailable:
        return False
