"""The door at which teasers are counted: what happened, nothing of whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from milepost.channels.web_chat import read_json
from milepost.errors import RejectedMessage, StoreUnavailable
from milepost.sales.analytics.teasers import EVENTS, GROUPS, MOST_SHARE, NAMES, Seen
from milepost.web.rate_limits import RateLimit
from milepost.web.security import AllowedOrigins

_BYTES = 300


class TeaserDoor:
    """Takes what a page tells of its teaser to `count`."""

    def __init__(self, count: Callable[[Seen], None], origins: AllowedOrigins, calls: RateLimit) -> None:
        self._count, self._origins, self._calls = count, origins, calls

    async def take(self, request: Request) -> Response:
        """POST: one event. 204 whether or not it could be kept: a page never waits for it."""
        if not self._origins.allow(request.headers):
            return Response(status_code=403)
        if self._calls.seconds_to_wait(request.client.host if request.client else ""):
            return Response(status_code=429)
        try:
            seen = _seen(await _body(request))
        except RejectedMessage as rejected:
            return Response(status_code=rejected.status)
        try:
            await run_in_threadpool(self._count, seen)
        except StoreUnavailable:
            return Response(status_code=503)
        return Response(status_code=204)


async def _body(request: Request) -> Mapping[str, Any]:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _BYTES:
            raise RejectedMessage("too_large", status=413)
    return read_json(body)


def _seen(value: Mapping[str, Any]) -> Seen:
    """The event. Raises RejectedMessage for one that we do not know."""
    name, group, event = (str(value.get(each)) for each in ("name", "group", "event"))
    share = value.get("share")
    if name not in NAMES or group not in GROUPS or event not in EVENTS or type(share) is not int:
        raise RejectedMessage("unreadable", status=422)
    if not (1 if group == "held" else 0) <= share <= MOST_SHARE:
        raise RejectedMessage("unreadable", status=422)
    return Seen(name, group, share, event)
