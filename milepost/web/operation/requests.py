"""Every request gets an id, which its answer and its log lines carry, and must be for a host that is ours."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from ipaddress import ip_address
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from milepost.channels.tracing import request_id

HEADER = "x-request-id"
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
# Probes ask by whatever address they know us.
_FOR_PROBES = ("/healthz", "/readyz", "/metrics")
_ALWAYS_OURS = ("localhost",)
_NOT_OURS = "this name is not served here; the operator can set MILEPOST_PUBLIC_URL or MILEPOST_HOSTS\n"


class RequestIds:
    """ASGI middleware: takes the id that a proxy or the widget gave, or makes one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on under its id."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        mine = given if _ID.fullmatch(given) else uuid4().hex
        known = request_id.set(mine)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = mine
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            request_id.reset(known)


class OwnHosts:
    """ASGI middleware: a page of another name must not reach us through that name (DNS rebinding).

    Ours are the names that are set, and every address written in numbers: behind a foreign name stands that name, not a number.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str]) -> None:
        self.app = app
        self._hosts = {host.lower() for host in (*hosts, *_ALWAYS_OURS)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is for us; 421 for the rest."""
        if scope["type"] not in ("http", "websocket") or self._is_ours(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        else:
            await PlainTextResponse(_NOT_OURS, 421)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        if scope["path"] in _FOR_PROBES:
            return True
        host = host_in(Headers(scope=scope))
        return host in self._hosts or any(host.endswith(f".{name[2:]}") for name in self._hosts if name[:2] == "*.")


def host_in(headers: Mapping[str, str]) -> str:
    """The host that a request is for, without its port; "localhost" for an address in numbers."""
    host = headers.get("host", "").strip().lower()
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    try:
        ip_address(name)
    except ValueError:
        return name.rstrip(".")
    return "localhost"
