"""The generic webhook for the shared checks: signed as the Standard Webhooks specification writes it down."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from tests.channels.local_platform import Called
from tests.channels.tables.table import Raw, Sent, Table, now

KEY = b"a key of thirty-two bytes, so so"
SECRET = "whsec_" + base64.b64encode(KEY).decode()


class Generic(Table):
    name = "generic"

    def environment(self, url: str) -> dict[str, str]:
        return {"MILEPOST_GENERIC_URL": f"{url}/inbox", "MILEPOST_GENERIC_SECRET": SECRET}

    def message(self, message_id: int, text: str, *, sender: int = 1) -> Raw:
        return _raw("message.received", message_id, {"conversation": f"Visitor/{sender}", "text": text})

    def voice(self, message_id: int) -> Raw:
        attachments = [{"kind": "voice", "url": "https://files.example/1.ogg"}]
        return _raw("message.received", message_id, {"conversation": "Visitor/1", "attachments": attachments})

    def press(self, message_id: int, sent: Sent, place: int) -> Raw:
        return _raw("message.received", message_id, {"conversation": "Visitor/1", "press": sent.buttons[place][1]})

    def signed(self, raw: Raw, *, secret: str | None = None, at: float | None = None) -> dict[str, str]:
        key = KEY if secret is None else secret.encode()
        stamp = str(int(now() if at is None else at))
        event_id = raw.event or "event-0"
        mac = hmac.new(key, b".".join([event_id.encode(), stamp.encode(), raw.body]), hashlib.sha256).digest()
        signature = f"v1,{base64.b64encode(mac).decode()}"
        return {"webhook-id": event_id, "webhook-timestamp": stamp, "webhook-signature": signature}

    def reply(self, called: Called) -> Any:
        return {}

    def sent(self, calls: Sequence[Called]) -> list[Sent]:
        events = [call.data for call in calls]
        found = [event["data"] for event in events if event["type"] == "message.sent"]
        return [Sent(each["text"], [(b["title"], b["press"]) for b in each["buttons"]]) for each in found]

    def refusal(self) -> tuple[int, Any]:
        return 422, {}


def _raw(kind: str, event: int, data: dict[str, Any]) -> Raw:
    body = {"type": kind, "timestamp": "2026-11-30T10:00:00Z", "data": data}
    return Raw(json.dumps(body).encode(), event=f"event-{event}")


TABLE = Generic()
