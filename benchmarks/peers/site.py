"""A website for each widget, with the answers that the public ones ask their server for; ours has its own server."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from benchmarks.peers.widgets import PEERS, Peer
from milepost.channels.port import InboundMessage, Receipt
from milepost.services.conversations import ConversationService, add_line
from milepost.settings import Settings
from milepost.store.catalogue_files import load_catalogue
from milepost.store.columns import utc_now
from milepost.store.database import Database
from milepost.web.app import Parts, create_app, serve
from milepost.web.broadcast import Broadcaster

ROOT = Path(__file__).resolve().parents[2]
STRICT = (
    "default-src 'none'; script-src 'self' {ours}; style-src 'self'; connect-src 'self' {ours} {sockets}; img-src 'self' data:; "
    "font-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">{style}
</head><body><main><h1>A shop</h1>{body}</main><script {script}></script></body></html>"""


class Answering(ConversationService):
    """Our conversations, with a bot that says back what it was told."""

    def __init__(self, database: Database, broadcaster: Broadcaster, heard: list[str]) -> None:
        super().__init__(database)
        self._own, self._broadcaster, self._heard = database, broadcaster, heard

    def receive(self, message: InboundMessage) -> Receipt:
        """Keeps the message as the product does, and answers it."""
        receipt = super().receive(message)
        if receipt.is_new:
            self._heard.append(message.text)
            with self._own.begin() as store:
                add_line(store, message.conversation, "bot", f"reply to {message.text}", now=utc_now())
            self._broadcaster.wake(message.conversation)
        return receipt


class Site:
    """The pages at /ours and /NUMBER of a peer, `?strict` with a strict policy; `heard` are the messages that arrived."""

    def __init__(self, packages: Path, data: Path) -> None:
        self.heard: list[str] = []
        self._packages = packages
        routes = [
            Route("/page/{which}", self.page),
            Route("/start/{which}.js", self.start),
            Route("/answer/{name}", self.answer, methods=["POST"]),
            Route("/api/v1/{path:path}", self.api, methods=["GET", "POST"]),
            Mount("/files", StaticFiles(directory=packages)),
        ]
        self.url = _running(Starlette(routes=routes))
        self.ours = self._ours(data)

    def _ours(self, data: Path) -> str:
        database = Database(f"sqlite:///{data / 'peers.sqlite3'}")
        database.upgrade()
        catalogue = load_catalogue(ROOT / "catalogue")
        broadcaster = Broadcaster()
        settings = Settings.from_environment(
            {"MILEPOST_DATA_FOLDER": str(data), "MILEPOST_SECRET": "for-measuring-only", "MILEPOST_PROJECT": str(ROOT),
             "MILEPOST_ALLOWED_ORIGINS": self.url.rstrip("/")}
        )  # fmt: skip
        service = Answering(database, broadcaster, self.heard)
        return _running(create_app(Parts(service, lambda: catalogue, settings, broadcaster=broadcaster)))

    async def page(self, request: Request) -> Response:
        """GET: a page with one widget on it."""
        which = request.path_params["which"]
        if which == "ours":
            body, style, script = "", "", f'src="{self.ours}widget/loader.js" async'
        else:
            peer = PEERS[int(which)]
            body, script = peer.body, f'type="module" src="/start/{which}.js"'
            style = f'<link rel="stylesheet" href="{peer.style}">' if peer.style else ""
        ours = self.ours.rstrip("/")
        policy = STRICT.format(ours=ours, sockets=ours.replace("http", "ws"))
        headers = {"content-security-policy": policy} if "strict" in request.query_params else {}
        return HTMLResponse(PAGE.format(style=style, body=body, script=script), headers=headers)

    async def start(self, request: Request) -> Response:
        """GET: the lines that put a peer on its page."""
        return Response(PEERS[int(request.path_params["which"])].start, media_type="text/javascript")

    async def answer(self, request: Request) -> Response:
        """POST: a reply under the name that the widget looks for."""
        text = said_in(json.loads(await request.body() or b"{}"))
        return JSONResponse({request.path_params["name"]: self._reply(text)})

    async def api(self, request: Request) -> Response:
        """What Typebot and Flowise ask of their servers, as far as a conversation needs it."""
        path = request.path_params["path"]
        value = json.loads(await request.body() or b"{}") if request.method == "POST" else {}
        if path.endswith("startChat"):
            return JSONResponse({"sessionId": "s", "resultId": "r", "typebot": TYPEBOT, **typebot_says("Hello")})
        if path.endswith("continueChat"):
            return JSONResponse(typebot_says(self._reply(said_in(value))))
        if path.startswith("prediction/"):
            return JSONResponse({"text": self._reply(said_in(value)), "chatId": "c", "chatMessageId": "m"})
        return JSONResponse({"isStreaming": False} if "streaming" in path else {})

    def _reply(self, text: str) -> str:
        if text:
            self.heard.append(text)
        return f"reply to {text}"


TYPEBOT = {"id": "t", "version": "6", "theme": {}, "settings": {}}


def typebot_says(text: str) -> dict[str, Any]:
    """A turn of Typebot: a text, and a box to answer in."""
    rich = {"type": "richText", "richText": [{"type": "p", "children": [{"text": text}]}]}
    return {
        "messages": [{"id": f"m{time.monotonic_ns()}", "type": "text", "content": rich}],
        "input": {"id": "i", "type": "text input", "options": {"isLong": False}},
        "lastMessageNewFormat": "",
    }


def said_in(value: Mapping[str, Any]) -> str:
    """What the visitor wrote, by the names that the four have for it."""
    messages = value.get("messages") or [{}]
    message = value.get("message")
    inner = message.get("text") if isinstance(message, dict) else message
    return str(value.get("chatInput") or value.get("question") or inner or messages[-1].get("text") or "")


def _running(app: Starlette) -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = serve(app, "127.0.0.1", port)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{port}/"


def peers() -> dict[str, Peer]:
    """The widgets by the name of their page."""
    return {str(number): peer for number, peer in enumerate(PEERS)}
