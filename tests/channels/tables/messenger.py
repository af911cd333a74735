"""Messenger and Instagram for the shared checks: the same calls, but for the word that names the network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.channels.local_platform import Called
from tests.channels.tables.table import Raw, Sent, Table
from tests.channels.tables.whatsapp import error, hub_signature

APP_SECRET = "0cc175b9c0f1b6a831c399e269772661"
ADA = 5432109876543210


class Messenger(Table):
    name = "messenger"
    network = "page"
    signs_time = False

    def environment(self, url: str) -> dict[str, str]:
        prefix = f"MILEPOST_{self.name.upper()}"
        return {
            f"{prefix}_TOKEN": "EAAP-page-token-for-tests",
            f"{prefix}_APP_SECRET": APP_SECRET,
            f"{prefix}_VERIFY_TOKEN": "verify-token-for-tests",
            f"{prefix}_API": url,
        }

    def message(self, message_id: int, text: str, *, sender: int = 1) -> Raw:
        return self.event({"message": {"mid": f"m_{message_id}", "text": text}}, sender=sender)

    def voice(self, message_id: int) -> Raw:
        attached = [{"type": "audio", "payload": {"url": "https://cdn.example/1.mp4"}}]
        return self.event({"message": {"mid": f"m_{message_id}", "attachments": attached}})

    def press(self, message_id: int, sent: Sent, place: int) -> Raw:
        title, data = sent.buttons[place]
        return self.event({"message": {"mid": f"m_{message_id}", "text": title, "quick_reply": {"payload": data}}})

    def signed(self, raw: Raw, *, secret: str | None = None, at: float | None = None) -> dict[str, str]:
        return hub_signature(raw.body, APP_SECRET if secret is None else secret)

    def reply(self, called: Called) -> Any:
        if called.path == "/me/subscribed_apps":
            return {"data": [{"id": "1", "subscribed_fields": ["messages", "messaging_postbacks"]}]}
        return {"id": "1"} if called.path == "/me" else {"recipient_id": str(ADA), "message_id": "m_ours"}

    def sent(self, calls: Sequence[Called]) -> list[Sent]:
        found = []
        for call in calls:
            if "message" in call.data:
                replies = call.data["message"].get("quick_replies", [])
                shown = [(each["title"], each["payload"]) for each in replies]
                assert len(shown) <= 13
                assert self.network == "page" or len(call.data["message"]["text"].encode()) <= 1000
                found.append(Sent(call.data["message"]["text"], shown))
        return found

    def refusal(self) -> tuple[int, Any]:
        return 400, error(551, error_subcode=1545041)

    def event(self, content: dict[str, Any], *, sender: int = 1) -> Raw:
        """A call with one event of Ada's as the documentation shows it."""
        person = str(ADA + sender - 1)
        whole = {"sender": {"id": person}, "recipient": {"id": "1"}, "timestamp": 1795000000000, **content}
        entry = {"id": "1", "time": 1795000000001, "messaging": [whole]}
        return Raw(json.dumps({"object": self.network, "entry": [entry]}).encode())


TABLE = Messenger()
