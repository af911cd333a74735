"""Telegram for the shared checks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.channels.bot_api import CHAT, SECRET, TOKEN, message_update
from tests.channels.bot_api import signed as with_secret
from tests.channels.local_platform import Called
from tests.channels.tables.table import PUBLIC_URL, Raw, Sent, Table


class Telegram(Table):
    name = "telegram"
    signs_body = signs_time = False
    retry_header = False

    def environment(self, url: str) -> dict[str, str]:
        return {"MILEPOST_TELEGRAM_TOKEN": TOKEN, "MILEPOST_TELEGRAM_SECRET": SECRET, "MILEPOST_TELEGRAM_API": url}

    def message(self, message_id: int, text: str, *, sender: int = 1) -> Raw:
        return _raw(message_update(message_id, text=text, chat=_chat(sender)))

    def voice(self, message_id: int) -> Raw:
        return _raw(message_update(message_id, voice={"file_id": "x", "duration": 3}, chat=_chat(1)))

    def press(self, message_id: int, sent: Sent, place: int) -> Raw:
        query = {"id": "q", "data": sent.buttons[place][1], "message": {"message_id": 9, "chat": _chat(1)}}
        return _raw({"update_id": message_id, "callback_query": query})

    def signed(self, raw: Raw, *, secret: str | None = None, at: float | None = None) -> dict[str, str]:
        return with_secret(SECRET if secret is None else secret)

    def reply(self, called: Called) -> Any:
        method = called.path.rpartition("/")[2]
        results: dict[str, Any] = {
            "sendMessage": {"message_id": 1, "date": 0, "chat": {"id": CHAT, "type": "private"}},
            "getMe": {"id": 12345, "is_bot": True, "first_name": "Milepost"},
            "getWebhookInfo": {"url": f"{PUBLIC_URL}/webhooks/telegram", "pending_update_count": 0},
        }
        return {"ok": True, "result": results.get(method, True)}

    def sent(self, calls: Sequence[Called]) -> list[Sent]:
        found = []
        for call in calls:
            if call.path.endswith("/sendMessage"):
                rows = json.loads(call.data.get("reply_markup") or "{}").get("inline_keyboard", [])
                found.append(Sent(call.data["text"], [(row[0]["text"], row[0]["callback_data"]) for row in rows]))
        return found

    def refusal(self) -> tuple[int, Any]:
        return 403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}


def _raw(update: dict[str, Any]) -> Raw:
    return Raw(json.dumps(update).encode())


def _chat(sender: int) -> dict[str, Any]:
    return {"id": CHAT + sender - 1, "type": "private"}


TABLE = Telegram()
