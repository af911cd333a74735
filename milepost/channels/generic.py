"""A webhook for any other platform: signed calls in, signed calls out, both in the shape of Standard Webhooks.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from hashlib import sha256
from typing import Any

from milepost.channels.kinds import Kind, Setting, Values
from milepost.channels.limits import cut, parts_of
from milepost.channels.port import (
    ButtonPress,
    Call,
    InboundMessage,
    Limits,
    Notice,
    OutboundReply,
    Reading,
    Undelivered,
)
from milepost.channels.short_text import short_text
from milepost.channels.wire import signatures
from milepost.channels.wire.calls import Platform, object_of, part, parts
from milepost.channels.wire.inbound import Envelope, button_data
from milepost.errors import RejectedMessage, SettingsError
from milepost.settings import web_address

_CONVERSATION_CHARACTERS = 200
_REASON_CHARACTERS = 200
_ID_CHARACTERS = 64


class GenericChannel:
    """Whoever has the secret brings visitors' messages and takes our replies, for a platform of their own."""

    name = "generic"
    limits = Limits(text=4000, buttons=20, button=80, per_second=50.0)

    def __init__(self, url: str, secrets: Sequence[str], clock: Callable[[], float] = time.time) -> None:
        self._url, self._secrets, self._clock = url, secrets, clock
        self._platform = Platform("The webhook's receiver", "", {"user-agent": "Milepost-Webhooks/1"})

    async def read(self, call: Call) -> Reading:
        """See the port. Raises RejectedMessage: 403 for a wrong or old signature, 400 for what is no event of ours."""
        event_id = self._checked(call)
        event = object_of(call.body)
        data = part(event, "data")
        of = data.get("conversation")
        if not isinstance(of, str) or not 0 < len(of) <= _CONVERSATION_CHARACTERS:
            raise RejectedMessage("unreadable")
        if event.get("type") == "message.received":
            return self._received(Envelope(self.name, _conversation(of), event_id, address=of), data)
        if event.get("type") == "message.undelivered" and type(data.get("line")) is int:
            reason = str(data.get("reason") or "the receiver could not deliver it")[:_REASON_CHARACTERS]
            return Reading((Undelivered(_conversation(of), data["line"], reason),))
        raise RejectedMessage("unreadable")

    async def send(self, reply: OutboundReply) -> None:
        """One event for each part of the reply; buttons and the block as it is go with the last."""
        texts = parts_of(short_text(reply), self.limits.text) or [""]
        for number, text in enumerate(texts, 1):
            is_last = number == len(texts)
            data: dict[str, Any] = {
                "conversation": reply.address,
                "line": reply.seq,
                "author": reply.author,
                "name": reply.name,
                "text": text,
                "buttons": _buttons(reply, self.limits) if is_last else [],
                "block": dict(reply.custom) if reply.custom and is_last else None,
            }
            await self._post(f"{reply.conversation}-{reply.seq}-{number}", "message.sent", data)

    async def confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        """The answer to the call has said so."""

    async def check(self) -> Sequence[str]:
        """Whether the receiver takes a signed `ping`."""
        await self._post(f"ping-{int(self._clock())}", "ping", {})
        return ()

    async def start(self) -> None:
        """Nothing to do: whoever calls knows our address."""

    async def close(self) -> None:
        """Ends the connections."""
        await self._platform.close()

    def _checked(self, call: Call) -> str:
        event_id, stamp, given = (call.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
        if not event_id or len(event_id) > _ID_CHARACTERS or not event_id.isascii():
            raise RejectedMessage("forged", status=403)
        signatures.check_time(stamp, self._clock())
        expected = [signatures.standard_signature(secret, event_id, stamp, call.body) for secret in self._secrets]
        signatures.check_any(given.split(" "), expected)
        return event_id

    def _received(self, envelope: Envelope, data: Mapping[str, Any]) -> Reading:
        pressed, text = data.get("press"), data.get("text")
        if isinstance(pressed, str):
            press = envelope.press(pressed)
            if press is None:
                raise RejectedMessage("unreadable")
            return Reading((press,))
        if isinstance(text, str) and text.strip():
            names = ("profile", "language", "campaign", "page", "referrer")
            source = {name: value for name in names if isinstance(value := data.get(name), str)}
            return Reading((envelope.message(text, source=source),))
        attachment = next(iter(parts(data, "attachments")), {})
        return Reading((envelope.unreadable(str(attachment.get("kind", "other"))),))

    async def _post(self, event_id: str, kind: str, data: Mapping[str, Any]) -> None:
        now = self._clock()
        at = datetime.fromtimestamp(now, timezone.utc).isoformat(timespec="seconds")
        body = json.dumps({"type": kind, "timestamp": at, "data": data}, ensure_ascii=False, default=str).encode()
        stamp = str(int(now))
        headers = {
            "content-type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": stamp,
            "webhook-signature": " ".join(
                signatures.standard_signature(secret, event_id, stamp, body) for secret in self._secrets
            ),
        }
        await self._platform.call("POST", self._url, content=body, headers=headers)


def _conversation(of: str) -> str:
    return f"generic-{sha256(of.encode('utf-8', 'replace')).hexdigest()[:40]}"


def _buttons(reply: OutboundReply, limits: Limits) -> list[dict[str, str]]:
    return [
        {"title": cut(button.title, limits.button), "press": button_data(reply, place)}
        for place, button in enumerate(reply.buttons[: limits.buttons])
    ]


def _make(values: Values, public_url: str) -> GenericChannel:
    secrets = [secret.strip() for secret in values["MILEPOST_GENERIC_SECRET"].split(",") if secret.strip()]
    for secret in secrets:
        try:
            signatures.key_of(secret)
        except ValueError as error:
            raise SettingsError(f"MILEPOST_GENERIC_SECRET cannot be used: {error}") from None
    return GenericChannel(web_address(values, "MILEPOST_GENERIC_URL"), secrets)


KINDS = (
    Kind(
        "generic",
        "Webhook",
        (Setting("MILEPOST_GENERIC_URL"), Setting("MILEPOST_GENERIC_SECRET")),
        _make,
        GenericChannel.limits,
    ),
)
