"""Slack for the shared checks: signed by Slack's own client library."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from tests.channels.clients import file_of
from tests.channels.local_platform import Called
from tests.channels.tables.table import Raw, Sent, Table, now

SLACK = file_of("slack_sdk", "slack_sdk/signature/__init__.py")
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TOKEN = "xoxb-token-for-tests"


class Slack(Table):
    name = "slack"

    def environment(self, url: str) -> dict[str, str]:
        return {
            "MILEPOST_SLACK_TOKEN": TOKEN,
            "MILEPOST_SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "MILEPOST_SLACK_API": f"{url}/api",
        }

    def message(self, message_id: int, text: str, *, sender: int = 1) -> Raw:
        return event(message_id, sender=sender, text=text)

    def voice(self, message_id: int) -> Raw:
        file = {"id": "F1", "mimetype": "audio/mp4", "subtype": "slack_audio"}
        return event(message_id, text="", subtype="file_share", files=[file])

    def press(self, message_id: int, sent: Sent, place: int) -> Raw:
        return pressed(message_id, sent.buttons[place][1])

    def signed(self, raw: Raw, *, secret: str | None = None, at: float | None = None) -> dict[str, str]:
        stamp = str(int(now() if at is None else at))
        verifier = SLACK.SignatureVerifier(SIGNING_SECRET if secret is None else secret or "empty")
        # The client signs text only; what is none is refused whatever the signature.
        signature = verifier.generate_signature(timestamp=stamp, body=raw.body.decode("utf-8", "replace"))
        return {"x-slack-request-timestamp": stamp, "x-slack-signature": signature}

    def reply(self, called: Called) -> Any:
        return {"ok": True, "ts": "1.2"}

    def sent(self, calls: Sequence[Called]) -> list[Sent]:
        found = []
        for call in calls:
            if call.path == "/api/chat.postMessage":
                text, shown = call.data["text"], []
                for block in call.data.get("blocks", []):
                    if block["type"] == "actions":
                        assert len({each["action_id"] for each in block["elements"]}) == len(block["elements"]) <= 25
                        shown = [(each["text"]["text"], each["value"]) for each in block["elements"]]
                    else:
                        assert block["text"]["text"] == text
                        assert len(text) <= 3000
                found.append(Sent(html.unescape(text), shown))
        return found

    def refusal(self) -> tuple[int, Any]:
        return 200, {"ok": False, "error": "channel_not_found"}


def event(message_id: int, *, sender: int = 1, **more: Any) -> Raw:
    """A direct message of Ada's as the documentation shows it."""
    channel = f"D0ADA{sender:04}"
    message = {
        "type": "message",
        "channel": channel,
        "user": f"U0ADA{sender:04}",
        "ts": f"1795000000.{message_id:06}",
        "channel_type": "im",
        **more,
    }
    return Raw(json.dumps({"type": "event_callback", "team_id": "T0001", "event_id": "Ev1", "event": message}).encode())


def pressed(message_id: int, value: str, *, channel: str = "D0ADA0001") -> Raw:
    """Ada pressed a button."""
    action = {"type": "button", "action_id": "choice-0", "value": value, "action_ts": f"1795000001.{message_id:06}"}
    body = {"type": "block_actions", "user": {"id": "U0ADA0001"}, "channel": {"id": channel}, "actions": [action]}
    return Raw(urlencode({"payload": json.dumps(body)}).encode(), "application/x-www-form-urlencoded")


TABLE = Slack()
