"""A bridge for Rasa's own channels (credentials.yml): `rasa run` keeps the platform, Milepost has the dialogue.

It stands in for one channel of Rasa: what comes by that goes to Milepost's webhook (docs/channels/generic.md), and what Milepost
answers goes out by it. Named in credentials.yml as `milepost.brain.bridge.MilepostBridge`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timezone
from hashlib import sha256
from typing import Any

import httpx
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from milepost.channels.wire import signatures
from milepost.errors import RejectedMessage

PRESS = "milepost-press:"
_KEPT = 5_000
_PAUSES = (0.5, 2.0, 5.0, 15.0, 60.0)
_SECONDS = 10.0

log = logging.getLogger(__name__)


class _Recent(OrderedDict[str, Any]):
    """What was used last, as much as memory is to hold."""

    def keep(self, name: str, value: Any) -> None:
        self[name] = value
        self.move_to_end(name)
        if len(self) > _KEPT:
            self.popitem(last=False)


class MilepostBridge(InputChannel):
    """`inner` is Rasa's channel; `url` Milepost's webhook, `secret` the one that both know."""

    @classmethod
    def name(cls) -> str:
        """What Rasa calls it; its address stays that of the inner channel."""
        return "milepost"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """From `channel` (Rasa's name of it), its own `credentials`, `url` and `secret`."""
        given = credentials or {}
        if not all(given.get(name) for name in ("channel", "url", "secret")):
            cls.raise_missing_credentials_exception()
        return cls(_inner(str(given["channel"]), given.get("credentials")), str(given["url"]), str(given["secret"]))

    def __init__(self, inner: InputChannel, url: str, secret: str, clock: Callable[[], float] = time.time) -> None:
        signatures.key_of(secret)
        self._inner, self._url, self._secret, self._clock = inner, url, secret, clock
        self._outputs, self._numbered, self._seen = _Recent(), _Recent(), _Recent()

    def url_prefix(self) -> str:
        """The platform goes on calling where it always did."""
        return self._inner.url_prefix()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The inner channel's doors, and `milepost`, to which MILEPOST_GENERIC_URL points. Rasa's own dialogue gets nothing."""
        doors: Blueprint = self._inner.blueprint(self._bring)

        async def take(request: Request) -> HTTPResponse:  # Sanic marks what it is given, which a method does not bear
            return await self._take(request)

        doors.add_route(take, "/milepost", methods=["POST"])
        return doors

    def get_output_channel(self) -> OutputChannel | None:
        """That of the inner channel."""
        found: OutputChannel | None = self._inner.get_output_channel()
        return found

    async def _bring(self, message: UserMessage) -> None:
        """Hands a visitor's message to Milepost, again and again until it is kept there."""
        sender, text = str(message.sender_id), str(message.text or "")
        self._outputs.keep(sender, message.output_channel)
        press = text.removeprefix(PRESS) if text.startswith(PRESS) else self._numbered.get(sender, {}).get(text.strip())
        said = {"press": press} if press else {"text": text}
        event_id = sha256(f"{sender} {message.message_id}".encode()).hexdigest()[:40]
        for pause in (*_PAUSES, None):
            if await self._post(event_id, {"conversation": sender, **said}):
                return
            if pause is not None:
                await asyncio.sleep(pause)
        log.error("a message could not be handed to Milepost")

    async def _post(self, event_id: str, data: Mapping[str, Any]) -> bool:
        """Whether Milepost has it, or will never take it."""
        now = self._clock()
        at = datetime.fromtimestamp(now, timezone.utc).isoformat(timespec="seconds")
        body = json.dumps({"type": "message.received", "timestamp": at, "data": dict(data)}).encode()
        stamp = str(int(now))
        headers = {
            "content-type": "application/json",
            "webhook-id": event_id,
            "webhook-timestamp": stamp,
            "webhook-signature": signatures.standard_signature(self._secret, event_id, stamp, body),
        }
        try:
            async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as client:
                status = (await client.post(self._url, content=body, headers=headers)).status_code
        except httpx.HTTPError:
            return False
        if status in (400, 413):
            log.error("Milepost will not take a message: %d", status)
        return status < 300 or status in (400, 413)

    async def _take(self, request: Request) -> HTTPResponse:
        """POST: an answer of Milepost's, or its ping; each once."""
        try:
            event_id, event = self._checked(request)
        except RejectedMessage as rejected:
            return response.json({"ok": False}, rejected.status)
        if event.get("type") != "message.sent" or event_id in self._seen:
            return response.json({"ok": True})
        data = event["data"]
        output = self._outputs.get(str(data["conversation"])) or self.get_output_channel()
        if output is None:
            return response.json({"ok": False}, 410)
        await self._send(output, str(data["conversation"]), str(data["text"]), data.get("buttons") or [])
        self._seen.keep(event_id, True)
        return response.json({"ok": True})

    def _checked(self, request: Request) -> tuple[str, dict[str, Any]]:
        event_id, stamp, given = (
            str(request.headers.get(f"webhook-{name}", "")) for name in ("id", "timestamp", "signature")
        )
        signatures.check_time(stamp, self._clock())
        expected = signatures.standard_signature(self._secret, event_id, stamp, request.body)
        signatures.check_any(given.split(" "), [expected])
        return event_id, dict(json.loads(request.body))

    async def _send(self, output: OutputChannel, to: str, text: str, buttons: list[dict[str, str]]) -> None:
        """By the channel's own buttons where it has any, else as numbers to answer with."""
        has_buttons = type(output).send_text_with_buttons is not OutputChannel.send_text_with_buttons
        if buttons and has_buttons:
            shown = [{"title": each["title"], "payload": f"{PRESS}{each['press']}"} for each in buttons]
            self._numbered.pop(to, None)
            await output.send_text_with_buttons(to, text, shown)
            return
        self._numbered.keep(to, {str(number): each["press"] for number, each in enumerate(buttons, 1)})
        choices = [f"{number}. {each['title']}" for number, each in enumerate(buttons, 1)]
        await output.send_text_message(to, "\n".join([text, *choices]))


def _inner(name: str, credentials: dict[str, Any] | None) -> InputChannel:
    """Rasa's channel of that name, or the class at that path, as `rasa run` would make it."""
    from rasa.core.channels import BUILTIN_CHANNELS
    from rasa.shared.utils.common import class_from_module_path

    made: type[InputChannel] = BUILTIN_CHANNELS.get(name) or class_from_module_path(name)
    channel: InputChannel = made.from_credentials(credentials)
    return channel
