"""A local stand-in for Telegram's servers: it keeps the calls, and makes updates as Telegram sends them."""

from __future__ import annotations

import time
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.web.doors import Server

TOKEN = "12345:token-for-tests"
SECRET = "webhook-secret"
CHAT = 777


class BotApi:
    """Takes every call of the bot; `answer` is the status and JSON to give, None for success."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answer: tuple[int, dict[str, Any]] | None = None
        self._server = Server(Starlette(routes=[Route("/bot{token}/{method}", self._take, methods=["POST"])]))

    @property
    def url(self) -> str:
        return self._server.url

    def stop(self) -> None:
        self._server.stop()

    def sent(self, count: int, *, seconds: float = 5.0) -> list[str]:
        """The texts of the messages sent, once there are so many."""
        deadline = time.monotonic() + seconds
        while True:
            texts = [call["text"] for method, call in self.calls if method == "sendMessage"]
            if len(texts) >= count or time.monotonic() > deadline:
                return texts
            time.sleep(0.02)

    async def _take(self, request: Request) -> JSONResponse:
        form = await request.form()
        self.calls.append((request.path_params["method"], dict(form)))
        status, answer = self.answer or (200, {"ok": True, "result": _result(request.path_params["method"])})
        return JSONResponse(answer, status)


def message_update(update_id: int, *, chat: dict[str, Any] | None = None, **content: Any) -> dict[str, Any]:
    """An update with one message of Ada."""
    sender = {
        "id": CHAT,
        "is_bot": False,
        "first_name": "Ada",
        "last_name": "Lovelace",
        "username": "ada",
        "language_code": "en",
    }
    message = {"message_id": update_id + 1000, "date": 1_795_000_000, "from": sender, **content}
    return {"update_id": update_id, "message": {**message, "chat": chat or {"id": CHAT, "type": "private"}}}


def signed(secret: str = SECRET) -> dict[str, str]:
    """The header that Telegram brings."""
    return {"x-telegram-bot-api-secret-token": secret}


def _result(method: str) -> Any:
    return {"message_id": 1, "date": 0, "chat": {"id": CHAT, "type": "private"}} if method == "sendMessage" else True
