"""WhatsApp (Meta Cloud API) for the shared checks."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from tests.channels.local_platform import Called
from tests.channels.tables.table import Raw, Sent, Table

APP_SECRET = "5f4dcc3b5aa765d61d8327deb882cf99"
PHONE = "106540352242922"
ADA = 16505551234


class WhatsApp(Table):
    name = "whatsapp"
    signs_time = False
    open_settings = ("_API", "_PHONE_ID")

    def environment(self, url: str) -> dict[str, str]:
        return {
            "MILEPOST_WHATSAPP_TOKEN": "EAAG-token-for-tests",
            "MILEPOST_WHATSAPP_PHONE_ID": PHONE,
            "MILEPOST_WHATSAPP_APP_SECRET": APP_SECRET,
            "MILEPOST_WHATSAPP_VERIFY_TOKEN": "verify-token-for-tests",
            "MILEPOST_WHATSAPP_API": url,
        }

    def message(self, message_id: int, text: str, *, sender: int = 1) -> Raw:
        return incoming(message_id, sender=sender, type="text", text={"body": text})

    def voice(self, message_id: int) -> Raw:
        return incoming(
            message_id, type="audio", audio={"id": "1", "mime_type": "audio/ogg; codecs=opus", "voice": True}
        )

    def press(self, message_id: int, sent: Sent, place: int) -> Raw:
        title, data = sent.buttons[place]
        pressed = {"type": "button_reply", "button_reply": {"id": data, "title": title}}
        return incoming(message_id, type="interactive", interactive=pressed, context={"from": "1", "id": "wamid.ours"})

    def signed(self, raw: Raw, *, secret: str | None = None, at: float | None = None) -> dict[str, str]:
        return hub_signature(raw.body, APP_SECRET if secret is None else secret)

    def reply(self, called: Called) -> Any:
        if called.method == "GET":
            return {"display_phone_number": "+1 650-555-1111", "id": PHONE}
        return {"messaging_product": "whatsapp", "contacts": [], "messages": [{"id": "wamid.ours"}]}

    def sent(self, calls: Sequence[Called]) -> list[Sent]:
        return [shown(call.data) for call in calls if call.method == "POST" and "to" in call.data]

    def refusal(self) -> tuple[int, Any]:
        return 400, error(131026)


def incoming(message_id: int, *, sender: int = 1, **message: Any) -> Raw:
    """A message of Ada's as the documentation shows it."""
    number = str(ADA + sender - 1)
    whole = {"from": number, "id": f"wamid.{message_id}", "timestamp": "1795000000", **message}
    contacts = [{"profile": {"name": "Ada Lovelace"}, "wa_id": number}]
    return change({"contacts": contacts, "messages": [whole]})


def change(value: dict[str, Any], *, phone: str = PHONE) -> Raw:
    """A call with one change."""
    metadata = {"display_phone_number": "16505551111", "phone_number_id": phone}
    whole = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": whole}]}
    return Raw(json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode())


def hub_signature(body: bytes, secret: str) -> dict[str, str]:
    """Meta's header."""
    return {"x-hub-signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def error(code: int, **more: Any) -> dict[str, Any]:
    """An answer of the Graph API that is an error."""
    return {"error": {"message": f"(#{code}) What Meta says", "type": "OAuthException", "code": code, **more}}


def shown(data: dict[str, Any]) -> Sent:
    """What the visitor sees of a message of ours."""
    if data["type"] == "text":
        return Sent(data["text"]["body"])
    if data["type"] == "template":
        return Sent(data["template"]["components"][0]["parameters"][0]["text"])
    content = data["interactive"]
    if content["type"] == "button":
        replies = [button["reply"] for button in content["action"]["buttons"]]
        assert len(replies) <= 3
        assert all(len(reply["title"]) <= 20 for reply in replies)
    else:
        replies = [row for section in content["action"]["sections"] for row in section["rows"]]
        assert len(replies) <= 10
        assert all(len(reply["title"]) <= 24 and len(reply.get("description", "")) <= 72 for reply in replies)
    assert len(content["body"]["text"]) <= 1024
    return Sent(content["body"]["text"], [(reply["title"], reply["id"]) for reply in replies])


TABLE = WhatsApp()
