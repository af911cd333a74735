"""WhatsApp by Meta's Cloud API (https://developers.facebook.com/docs/whatsapp/cloud-api)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from milepost.channels.kinds import Kind, Setting, Values
from milepost.channels.limits import cut, parts_of
from milepost.channels.plain_text import TEXTS
from milepost.channels.port import (
    Button,
    ButtonPress,
    Call,
    InboundMessage,
    Limits,
    Notice,
    OutboundReply,
    Reading,
    Undelivered,
    Update,
)
from milepost.channels.short_text import short_text, with_choices
from milepost.channels.wire import meta
from milepost.channels.wire.calls import Platform, object_of, part, parts
from milepost.channels.wire.inbound import Envelope, button_data
from milepost.errors import DeliveryFailed
from milepost.settings import web_address

# https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-reply-buttons-messages and …-list-messages
_REPLY_BUTTONS, _REPLY_TITLE, _ROW_TITLE, _ROW_TEXT, _BODY = 3, 20, 24, 72, 1024
_TEMPLATE_CHARACTERS = 1000
_PERSON = re.compile(r"\d{5,20}")
_IGNORED = frozenset({"reaction", "system", "request_welcome", "ephemeral"})
# A minute less than Meta's day, so that what is on its way still arrives in it.
_WINDOW = timedelta(hours=24) - timedelta(minutes=1)
_REASONS = {
    131026: "this number cannot be reached on WhatsApp",
    131047: "the visitor last wrote more than 24 hours ago",
    131050: "the visitor wants no marketing messages",
    131049: "Meta chose not to deliver it, to protect the visitor from too many",
    131051: "this kind of message is not supported",
    132001: "the template does not exist in this language",
    132000: "the template wants other variables than one",
    132015: "the template is paused",
    132016: "the template is disabled",
}


class WhatsAppChannel:
    """One business number."""

    name = "whatsapp"
    # 80 messages a second, one to the same person every 6 s over time with bursts: throughput and pair rate limits.
    limits = Limits(text=4096, buttons=10, button=_ROW_TITLE, window_hours=24, per_second=40.0)

    def __init__(self, values: Values) -> None:
        self._secret, self._verify = values["MILEPOST_WHATSAPP_APP_SECRET"], values["MILEPOST_WHATSAPP_VERIFY_TOKEN"]
        self._phone = values["MILEPOST_WHATSAPP_PHONE_ID"]
        self._template = values["MILEPOST_WHATSAPP_TEMPLATE"]
        self._template_language = values["MILEPOST_WHATSAPP_TEMPLATE_LANGUAGE"]
        headers = {"authorization": f"Bearer {values['MILEPOST_WHATSAPP_TOKEN']}"}
        api = web_address(values, "MILEPOST_WHATSAPP_API").rstrip("/")
        self._platform = Platform("WhatsApp", api, headers, meta.judge("WhatsApp", _REASONS))

    async def read(self, call: Call) -> Reading:
        """See the port. Raises RejectedMessage: 403 for a wrong signature or verify token."""
        if call.method == "GET":
            return meta.challenge(call, self._verify)
        meta.check(call, self._secret)
        values = [
            part(change, "value")
            for entry in parts(object_of(call.body), "entry")
            for change in parts(entry, "changes")
            if change.get("field") == "messages"
        ]
        mine = [value for value in values if part(value, "metadata").get("phone_number_id") == self._phone]
        return Reading(tuple(update for value in mine for update in self._updates(value)))

    async def send(self, reply: OutboundReply) -> None:
        """The reply, within 24 hours of the visitor's last message as it is, after that as the template."""
        if reply.heard_at is None or datetime.now(timezone.utc) - reply.heard_at > _WINDOW:
            await self._post(reply, self._as_template(reply))
            return
        text, buttons = with_choices(reply, self.limits)
        texts = parts_of(text, self.limits.text)
        if buttons and (not texts or len(texts[-1]) > _BODY):
            texts.append(TEXTS["picks"])
        for number, each in enumerate(texts, 1):
            is_last = number == len(texts)
            await self._post(reply, _chosen(reply, each, buttons) if buttons and is_last else _text(each))

    async def confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        """Two blue ticks, and that somebody writes."""
        shown = {"status": "read", "message_id": update.message_id, "typing_indicator": {"type": "text"}}
        await self._platform.call("POST", f"/{self._phone}/messages", json={"messaging_product": "whatsapp", **shown})

    async def check(self) -> Sequence[str]:
        """Whether the token may use the number."""
        told = await self._platform.call("GET", f"/{self._phone}", params={"fields": "display_phone_number"})
        known = "display_phone_number" in told
        return () if known else ("MILEPOST_WHATSAPP_PHONE_ID is not the id of a WhatsApp number",)

    async def start(self) -> None:
        """Nothing to do: the webhook is set in the app's settings at Meta."""

    async def close(self) -> None:
        """Ends the connections."""
        await self._platform.close()

    def _updates(self, value: Mapping[str, Any]) -> Iterator[Update]:
        names = {str(each.get("wa_id")): part(each, "profile").get("name") for each in parts(value, "contacts")}
        for message in parts(value, "messages"):
            if (found := self._message(message, names)) is not None:
                yield found
        for status in parts(value, "statuses"):
            line = meta.marked(str(status.get("biz_opaque_callback_data", "")))
            if status.get("status") == "failed" and line and line[0].startswith("whatsapp-"):
                yield Undelivered(*line, _failure(status))

    def _message(self, message: Mapping[str, Any], names: Mapping[str, Any]) -> Update | None:
        sender, message_id, kind = (str(message.get(name) or "") for name in ("from", "id", "type"))
        if not _PERSON.fullmatch(sender) or not message_id or kind in _IGNORED:
            return None
        envelope = Envelope(self.name, f"whatsapp-{sender}", message_id)
        chosen = part(message, "interactive")
        pressed = part(chosen, "button_reply") or part(chosen, "list_reply")
        if pressed and (press := envelope.press(str(pressed.get("id", "")))):
            return press
        text = pressed.get("title") or part(message, "text").get("body") or part(message, "button").get("text")
        text = str(text or part(message, kind).get("caption") or "")
        if not text:
            return envelope.unreadable(kind)
        advert = part(message, "referral")
        source = {
            "profile": str(names.get(sender) or ""),
            "phone": f"+{sender}",
            "campaign": str(advert.get("headline") or ""),
        }
        return envelope.numbered(text) or envelope.message(text, source=source)

    def _as_template(self, reply: OutboundReply) -> dict[str, Any]:
        if not self._template:
            reason = (
                "WhatsApp: the visitor last wrote more than 24 hours ago, and MILEPOST_WHATSAPP_TEMPLATE is not set"
            )
            raise DeliveryFailed(reason, retry_after=None)
        # A variable may hold no line ends and no wide gaps.
        words = cut(" ".join(short_text(reply).split()), _TEMPLATE_CHARACTERS)
        body = {"type": "body", "parameters": [{"type": "text", "text": words}]}
        template = {"name": self._template, "language": {"code": self._template_language}, "components": [body]}
        return {"type": "template", "template": template}

    async def _post(self, reply: OutboundReply, content: Mapping[str, Any]) -> None:
        envelope = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": reply.conversation.removeprefix("whatsapp-"),
            "biz_opaque_callback_data": meta.line_mark(reply),
        }
        await self._platform.call("POST", f"/{self._phone}/messages", json={**envelope, **content})


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": {"body": text, "preview_url": False}}


def _chosen(reply: OutboundReply, text: str, buttons: Sequence[Button]) -> dict[str, Any]:
    """Up to three short titles as buttons, more or longer ones as a list, where there is room for the whole title."""
    if len(buttons) <= _REPLY_BUTTONS and all(len(button.title) <= _REPLY_TITLE for button in buttons):
        shown = [
            {"type": "reply", "reply": {"id": button_data(reply, place), "title": button.title}}
            for place, button in enumerate(buttons)
        ]
        return {
            "type": "interactive",
            "interactive": {"type": "button", "body": {"text": text}, "action": {"buttons": shown}},
        }
    rows = [_row(reply, place, button.title) for place, button in enumerate(buttons)]
    action = {"button": TEXTS["pick"], "sections": [{"rows": rows}]}
    return {"type": "interactive", "interactive": {"type": "list", "body": {"text": text}, "action": action}}


def _row(reply: OutboundReply, place: int, title: str) -> dict[str, str]:
    row = {"id": button_data(reply, place), "title": cut(title, _ROW_TITLE)}
    return {**row, "description": cut(title, _ROW_TEXT)} if len(title) > _ROW_TITLE else row


def _failure(status: Mapping[str, Any]) -> str:
    code = next((error.get("code") for error in parts(status, "errors")), 0)
    return (
        f"WhatsApp: {_REASONS.get(code, f'not delivered, code {code}') if isinstance(code, int) else 'not delivered'}"
    )


def _make(values: Values, public_url: str) -> WhatsAppChannel:
    return WhatsAppChannel(values)


KINDS = (
    Kind(
        "whatsapp",
        "WhatsApp",
        (
            Setting("MILEPOST_WHATSAPP_TOKEN"),
            Setting("MILEPOST_WHATSAPP_PHONE_ID"),
            Setting("MILEPOST_WHATSAPP_APP_SECRET"),
            Setting("MILEPOST_WHATSAPP_VERIFY_TOKEN"),
            Setting("MILEPOST_WHATSAPP_TEMPLATE", ""),
            Setting("MILEPOST_WHATSAPP_TEMPLATE_LANGUAGE", "en"),
            Setting("MILEPOST_WHATSAPP_API", meta.GRAPH),
        ),
        _make,
        WhatsAppChannel.limits,
    ),
)
