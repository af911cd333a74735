"""SMS and WhatsApp by Twilio (https://www.twilio.com/docs/messaging)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

from milepost.channels.kinds import Kind, Setting, Values
from milepost.channels.limits import cut, parts_of
from milepost.channels.port import (
    Answer,
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
from milepost.channels.wire import meta, signatures
from milepost.channels.wire.calls import Platform
from milepost.channels.wire.inbound import Envelope
from milepost.errors import DeliveryFailed, RejectedMessage, SettingsError
from milepost.settings import web_address

# At these words in English, French and German carriers and Twilio stop messages by themselves (opt-out keywords).
OPT_OUT = "/withdraw_consent"
_STOP_WORDS = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "optout", "revoke", "arret", "arrêt"}
)
_NUMBER = re.compile(r"\+\d{3,15}")
_SENDER = re.compile(r"\+\d{3,15}|MG[0-9a-f]{32}")
_FIELDS = 200
_WINDOW = timedelta(hours=24) - timedelta(minutes=1)
_TEMPLATE_CHARACTERS = 1000
_THANKS = Answer("<Response/>", media_type="text/xml")
# https://www.twilio.com/docs/api/errors : what is not worth another try, in words.
_REASONS = {
    21211: "this is no number that can be written to",
    21408: "the account may not write to this country",
    21610: "the visitor has opted out (STOP)",
    21612: "there is no way to this number from ours",
    21614: "this number takes no messages",
    30003: "the phone cannot be reached",
    30004: "the carrier blocks messages to this phone",
    30005: "there is no such phone",
    30006: "this is a landline, or its carrier cannot be reached",
    30007: "the carrier filtered the message",
    63003: "this number is not on WhatsApp",
    63016: "the visitor last wrote more than 24 hours ago",
    63024: "this number cannot be reached on WhatsApp",
}
_BUSY = frozenset({14107, 20429, 63017, 63018, 63051})
_BUSY_SECONDS = 10.0


@dataclass(frozen=True)
class _Way:
    """One of the two ways. `prefix` stands before numbers; `sender` names the setting with ours."""

    name: str
    title: str
    prefix: str
    sender: str
    limits: Limits


# A long code sends one message a second (docs/channels/sms.md). Neither way has buttons without templates made beforehand.
_SMS = _Way("sms", "SMS", "", "MILEPOST_SMS_FROM", Limits(1600, per_second=1.0))
_WHATSAPP = _Way(
    "twilio-whatsapp",
    "WhatsApp (Twilio)",
    "whatsapp:",
    "MILEPOST_TWILIO_WHATSAPP_FROM",
    Limits(1600, window_hours=24, per_second=20.0),
)
TEMPLATE = "MILEPOST_TWILIO_WHATSAPP_TEMPLATE"


class TwilioChannel:
    """One number of ours, or one messaging service."""

    def __init__(self, way: _Way, values: Values, public_url: str) -> None:
        self.name, self.limits, self._way = way.name, way.limits, way
        self._account, self._token = values["MILEPOST_TWILIO_ACCOUNT_SID"], values["MILEPOST_TWILIO_AUTH_TOKEN"]
        self._sender, self._template = values[way.sender], values.get(TEMPLATE, "")
        if not _SENDER.fullmatch(self._sender):
            raise SettingsError(f"{way.sender} is a number such as +15551234567, or the MG… of a messaging service")
        self._url = f"{public_url}/webhooks/{way.name}"
        login = base64.b64encode(f"{self._account}:{self._token}".encode()).decode()
        api = web_address(values, "MILEPOST_TWILIO_API").rstrip("/")
        base = f"{api}/2010-04-01/Accounts/{self._account}"
        self._platform = Platform(way.title, base, {"authorization": f"Basic {login}"}, self._judge)

    async def read(self, call: Call) -> Reading:
        """See the port. Raises RejectedMessage: 403 for a wrong signature, 400 for what is no message."""
        fields = _fields(call.body)
        signatures.check_any((call.headers.get("x-twilio-signature", ""),), self._expected(call.query, fields))
        named = {name: values[0] for name, values in fields.items()}
        if "MessageStatus" in named and "Body" not in named:
            return Reading(_failure(self._way, call.query, named), _THANKS)
        sender = named.get("From", "").removeprefix(self._way.prefix)
        message_id = named.get("MessageSid", "")
        if not message_id or not named.get("From", "").startswith(self._way.prefix):
            raise RejectedMessage("unreadable")
        if not _NUMBER.fullmatch(sender):
            return Reading(answer=_THANKS)  # a name in place of a number: nobody who could be answered
        envelope = Envelope(self.name, f"{self.name}-{sender.removeprefix('+')}", message_id)
        return Reading((self._update(envelope, named, sender),), _THANKS)

    async def send(self, reply: OutboundReply) -> None:
        """The reply; on WhatsApp after a day of silence as the template."""
        is_open = not self._way.prefix or (
            reply.heard_at is not None and datetime.now(timezone.utc) - reply.heard_at < _WINDOW
        )
        if not is_open:
            await self._post(reply, self._as_template(reply))
            return
        text, _ = with_choices(reply, self.limits)
        for each in parts_of(text, self.limits.text):
            await self._post(reply, {"Body": each})

    async def confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        """There is nothing to show on a phone."""

    async def check(self) -> Sequence[str]:
        """Whether the account is open to us, and the number calls our door."""
        told = await self._platform.call("GET", ".json")
        problems = [] if told.get("status") == "active" else [f"the account is {str(told.get('status'))[:20]}"]
        if self._way is _SMS and self._sender.startswith("+"):
            asked = {"PhoneNumber": self._sender}
            numbers = (await self._platform.call("GET", "/IncomingPhoneNumbers.json", params=asked)).get(
                "incoming_phone_numbers"
            )
            called = (
                str(numbers[0].get("sms_url", "")).partition("#")[0] if isinstance(numbers, list) and numbers else ""
            )
            problems += [] if called == self._url else [f"{self._sender} does not call {self._url}"]
        return problems

    async def start(self) -> None:
        """Nothing to do: the webhook is set on the number at Twilio."""

    async def close(self) -> None:
        """Ends the connections."""
        await self._platform.close()

    def _expected(self, query: str, fields: Mapping[str, Sequence[str]]) -> list[str]:
        """https://www.twilio.com/docs/usage/security#validating-requests

        The URL and then each field, by name, with its value, under HMAC-SHA1; with and without the standard port, for
        Twilio may sign either.
        """
        url = self._url + (f"?{query}" if query else "")
        parts = urlsplit(url)
        port = f":{443 if parts.scheme == 'https' else 80}"
        other = parts._replace(netloc=parts.netloc + port if parts.port is None else parts.netloc.partition(":")[0])
        told = "".join(f"{name}{value}" for name in sorted(fields) for value in sorted(set(fields[name])))
        key = self._token.encode()
        macs = [hmac.new(key, (each + told).encode(), hashlib.sha1) for each in (url, other.geturl())]
        return [base64.b64encode(mac.digest()).decode() for mac in macs]

    def _update(self, envelope: Envelope, named: Mapping[str, str], sender: str) -> Update:
        text = named.get("Body", "").strip()
        if not text:
            kind = named.get("MediaContentType0", "").partition("/")[0]
            return envelope.unreadable(kind if kind in ("audio", "image", "video") else "file" if kind else "other")
        word = text.strip(" .!").lower()
        if self._way is _SMS and (named.get("OptOutType") == "STOP" or word in _STOP_WORDS):
            return envelope.message(text, payload=OPT_OUT)
        source = {"profile": named.get("ProfileName", ""), "phone": sender}
        return envelope.numbered(text) or envelope.message(text, source=source)

    def _as_template(self, reply: OutboundReply) -> dict[str, str]:
        if not self._template:
            reason = f"{self._way.title}: the visitor last wrote more than 24 hours ago, and {TEMPLATE} is not set"
            raise DeliveryFailed(reason, retry_after=None)
        words = cut(" ".join(short_text(reply).split()), _TEMPLATE_CHARACTERS)
        return {"ContentSid": self._template, "ContentVariables": json.dumps({"1": words})}

    async def _post(self, reply: OutboundReply, content: Mapping[str, str]) -> None:
        is_service = self._sender.startswith("MG")
        number = reply.conversation.removeprefix(f"{self.name}-")
        form = {
            "To": f"{self._way.prefix}+{number}",
            "MessagingServiceSid" if is_service else "From": self._sender
            if is_service
            else self._way.prefix + self._sender,
            "StatusCallback": f"{self._url}?line={quote(meta.line_mark(reply), safe='')}",
        }
        await self._platform.call("POST", "/Messages.json", data={**form, **content})

    def _judge(self, status: int, told: Mapping[str, Any]) -> DeliveryFailed | None:
        code = told.get("code")
        if status < 400 or type(code) is not int:
            return None
        if code in _BUSY:
            return DeliveryFailed(f"{self._way.title} answered code {code}", retry_after=_BUSY_SECONDS, for_all=True)
        if code in _REASONS:
            return DeliveryFailed(f"{self._way.title}: {_REASONS[code]}", retry_after=None)
        return DeliveryFailed(f"{self._way.title} answered code {code}", retry_after=None) if status == 400 else None


def _fields(body: bytes) -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS)
    except ValueError:
        raise RejectedMessage("unreadable") from None
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def _failure(way: _Way, query: str, named: Mapping[str, str]) -> tuple[Update, ...]:
    """What Twilio found out after it had taken a message: the line stands in the address that we gave it."""
    line = meta.marked(parse_qs(query).get("line", [""])[0])
    if named["MessageStatus"] not in ("failed", "undelivered") or not line or not line[0].startswith(f"{way.name}-"):
        return ()
    code = named.get("ErrorCode", "")
    reason = _REASONS.get(int(code)) if code.isascii() and code.isdigit() else None
    return (Undelivered(*line, f"{way.title}: {reason or f'not delivered, code {code[:6]}'}"),)


def _kind(way: _Way, *more: Setting) -> Kind:
    account = ("MILEPOST_TWILIO_ACCOUNT_SID", "MILEPOST_TWILIO_AUTH_TOKEN")
    shared = [Setting(name, is_shared=True) for name in account]
    api = Setting("MILEPOST_TWILIO_API", "https://api.twilio.com")
    return Kind(
        way.name,
        way.title,
        (*shared, Setting(way.sender), *more, api),
        lambda values, public_url: TwilioChannel(way, values, public_url),
        way.limits,
    )


KINDS = (_kind(_SMS), _kind(_WHATSAPP, Setting(TEMPLATE, "")))
