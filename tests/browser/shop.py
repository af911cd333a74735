"""Another website that embeds the chat."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.web.doors import Server

PAGE = """<!doctype html><html lang="{lang}">
<head><meta charset="utf-8"><title>A shop</title><link rel="icon" href="data:,">{head}</head>
<body><header><a href="/">A shop</a></header><main><h1>A shop</h1><p>Shoes and more.</p>{body}</main>
{script}</body></html>"""
SCRIPT = '<script src="{chat}widget/loader.js" async {options}></script>'


class Shop:
    """Its pages at every path but those in `files`, with the policy of docs/widget.md. `script` embeds the chat."""

    def __init__(self) -> None:
        self.chat = self.head = self.body = self.options = ""
        self.lang, self.script, self.policy = "en", SCRIPT, True
        self.own_policy = ""
        self.files: dict[str, tuple[str, str]] = {}
        self.server = Server(Starlette(routes=[Route("/{path:path}", self.show)]))

    async def show(self, request: Request) -> Response:
        """GET: one of its files, or its page."""
        if kept := self.files.get(request.path_params["path"]):
            return Response(kept[1], media_type=kept[0])
        chat = self.chat.rstrip("/")
        policy = (
            f"default-src 'none'; script-src {chat}; connect-src {chat} {chat.replace('http', 'ws')}; img-src data:; "
            "base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        )
        policy = self.own_policy or policy
        script = self.script.format(chat=self.chat, options=self.options)
        return HTMLResponse(
            PAGE.format(lang=self.lang, head=self.head, body=self.body, script=script),
            headers={"content-security-policy": policy} if self.policy else {},
        )
