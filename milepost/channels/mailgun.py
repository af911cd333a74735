"""E-mail in and out by Mailgun (https://documentation.mailgun.com/docs/mailgun/user-manual/)."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from email.parser import BytesParser
from email.policy import HTTP
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qsl, quote

from milepost.channels.kinds import Kind, Setting, Values
from milepost.channels.limits import parts_of
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
from milepost.channels.short_text import with_choices
from milepost.channels.wire import signatures
from milepost.channels.wire.calls import Platform, object_of, part, parts
from milepost.channels.wire.inbound import Envelope
from milepost.errors import DeliveryFailed, RejectedMessage, SettingsError
from milepost.settings import web_address

# Mailgun calls again for eight hours, perhaps with the first call's stamp: its documentation does not say.
_OLDEST_SECONDS = 9 * 3600.0
_FIELDS = 400
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")
_OURS = re.compile(r"<(mailgun-[0-9a-f]{40})\.(\d{1,9})\.([0-9a-f]{24})@")
_ROBOTS = re.compile(r"(mailer-daemon|postmaster|no-?reply|bounces?)\b", re.I)
_SUBJECT, _IDS = 200, 10


class MailgunChannel:
    """One address of ours. An answer belongs to the conversation whose mail it answers; any other mail begins one."""

    name = "mailgun"
    limits = Limits(text=20_000, per_second=5.0)

    def __init__(self, values: Values, clock: Callable[[], float] = time.time) -> None:
        self._key, self._from = values["MILEPOST_MAILGUN_SIGNING_KEY"], values["MILEPOST_MAILGUN_FROM"]
        self._own = parseaddr(self._from)[1].lower()
        if not _ADDRESS.fullmatch(self._own):
            raise SettingsError("MILEPOST_MAILGUN_FROM is an address of ours, as Acorn <sales@mail.acorn.example>")
        self._domain, self._clock = self._own.rpartition("@")[2], clock
        api = web_address(values, "MILEPOST_MAILGUN_API").rstrip("/")
        self._platform = Platform("Mailgun", api, auth=("api", values["MILEPOST_MAILGUN_API_KEY"]))

    async def read(self, call: Call) -> Reading:
        """See the port. Raises RejectedMessage: 403 for a wrong signature, 400 for what is no mail."""
        if call.headers.get("content-type", "").startswith("application/json"):
            body = object_of(call.body)
            self._check({name: str(value) for name, value in part(body, "signature").items()})
            return self._event(part(body, "event-data"))
        fields = _fields(call)
        self._check(fields)
        headers = _headers(fields)
        sender, message_id = parseaddr(fields.get("from", ""))[1].lower(), headers.get("message-id", "")
        if not _ADDRESS.fullmatch(sender) or not message_id:
            raise RejectedMessage("unreadable")
        if sender == self._own or _is_automatic(fields, headers):
            return Reading()
        envelope = Envelope(self.name, self._conversation(sender, headers), message_id[:300], _address(sender, headers))
        text = (fields.get("stripped-text") or fields.get("body-plain") or "").strip()
        if not text:
            return Reading((envelope.unreadable(_attached(fields)),))
        source = {"profile": parseaddr(fields.get("from", ""))[0], "email": sender}
        return Reading((envelope.numbered(text) or envelope.message(text, source=source),))

    async def send(self, reply: OutboundReply) -> None:
        """The reply as an answer to the visitor's last mail, in the same thread."""
        try:
            to = object_of(reply.address)
        except RejectedMessage:
            raise DeliveryFailed("Mailgun: this visitor's address is not known", retry_after=None) from None
        text, _ = with_choices(reply, self.limits)
        for each in parts_of(text, self.limits.text):
            form = {
                "from": self._from,
                "to": to["to"],
                "subject": to["subject"],
                "text": each,
                "h:Message-Id": f"<{self._mark(reply.conversation, reply.seq)}@{self._domain}>",
                "h:In-Reply-To": to["re"],
                "h:References": f"{to['references']} {to['re']}".strip(),
            }
            form |= {} if reply.author == "rep" else {"h:Auto-Submitted": "auto-replied"}
            await self._platform.call("POST", f"/v3/{quote(self._domain)}/messages", data=form)

    async def confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        """E-mail has neither typing nor read marks."""

    async def check(self) -> Sequence[str]:
        """Whether the key is taken, and the domain is ready to send."""
        told = await self._platform.call("GET", f"/v3/domains/{quote(self._domain)}")
        state = str(part(told, "domain").get("state") or "unknown")[:20]
        return () if state == "active" else (f"the domain {self._domain} is {state}, not active",)

    async def start(self) -> None:
        """Nothing to do: the route is set at Mailgun."""

    async def close(self) -> None:
        """Ends the connections."""
        await self._platform.close()

    def _check(self, given: Mapping[str, str]) -> None:
        """https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks

        HMAC-SHA256 of timestamp and token under the signing key. The mail itself is not signed.
        """
        stamp, token = given.get("timestamp", ""), given.get("token", "")
        mac = hmac.new(self._key.encode(), f"{stamp}{token}".encode(), hashlib.sha256)
        signatures.check(given.get("signature", ""), mac.hexdigest())
        if not stamp.isdecimal() or abs(self._clock() - float(stamp)) > _OLDEST_SECONDS:
            raise RejectedMessage("old", status=403)

    def _event(self, event: Mapping[str, Any]) -> Reading:
        """What became of a mail of ours: only that it will never arrive is news."""
        message_id = str(part(event, "message", "headers").get("message-id") or "")
        line = self._marked(f"<{message_id.strip('<>')}>")
        if event.get("event") != "failed" or event.get("severity") != "permanent" or line is None:
            return Reading()
        code = str(part(event, "delivery-status").get("code") or "")[:6]
        return Reading((Undelivered(*line, f"the mail could not be delivered, code {code}"),))

    def _conversation(self, sender: str, headers: Mapping[str, str]) -> str:
        """Whose mail it answers, by the id that only its reader knows; else a new one. A sender's name proves nothing."""
        named = f"{headers.get('references', '')} {headers.get('in-reply-to', '')}"
        if line := self._marked(named):
            return line[0]
        begun = f"{sender} {headers['message-id']}"
        return f"{self.name}-{hashlib.sha256(begun.encode()).hexdigest()[:40]}"

    def _mark(self, conversation: str, seq: int) -> str:
        mac = hmac.new(self._key.encode(), f"mail {conversation}.{seq}".encode(), hashlib.sha256).hexdigest()[:24]
        return f"{conversation}.{seq}.{mac}"

    def _marked(self, named: str) -> tuple[str, int] | None:
        """Conversation and line of the last of our mails that is named."""
        for conversation, seq, mac in reversed(_OURS.findall(named)):
            if hmac.compare_digest(self._mark(conversation, int(seq)), f"{conversation}.{int(seq)}.{mac}"):
                return conversation, int(seq)
        return None


def _fields(call: Call) -> dict[str, str]:
    """The form's fields, the last of each name; files are left out."""
    kind = call.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        whole = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + call.body)
        fields = [each for each in whole.iter_parts() if not each.get_filename()] if whole.is_multipart() else []
        named = [
            (each.get_param("name", header="content-disposition"), each.get_payload(decode=True)) for each in fields
        ]
        return {str(name): value.decode("utf-8", "replace") for name, value in named if isinstance(value, bytes)}
    try:
        return dict(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:
        raise RejectedMessage("unreadable") from None


def _headers(fields: Mapping[str, str]) -> dict[str, str]:
    """The mail's headers by their names in lower case."""
    try:
        pairs = json.loads(fields.get("message-headers") or "[]")
    except (ValueError, RecursionError):
        pairs = []
    found = {}
    for pair in pairs if isinstance(pairs, list) else []:
        if isinstance(pair, list) and len(pair) == 2:
            found[str(pair[0]).lower()] = " ".join(str(pair[1]).split())
    return {"message-id": " ".join(fields.get("Message-Id", "").split()), **found}


def _is_automatic(fields: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Whether no person wrote this to us (RFC 3834): answering it might go on for ever."""
    return (
        headers.get("auto-submitted", "no").lower() != "no"
        or headers.get("precedence", "").lower() in ("bulk", "junk", "list", "auto_reply")
        or any(name in headers for name in ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond"))
        or not fields.get("sender", "")
        or _ROBOTS.match(fields.get("sender", "")) is not None
    )


def _address(sender: str, headers: Mapping[str, str]) -> str:
    subject = headers.get("subject", "")[:_SUBJECT]
    references = " ".join(headers.get("references", "").split()[-_IDS:])
    titled = subject if subject.lower().startswith("re:") else f"Re: {subject}".strip()
    return json.dumps({"to": sender, "subject": titled, "re": headers["message-id"], "references": references})


def _attached(fields: Mapping[str, str]) -> str:
    try:
        files = parts({"files": json.loads(fields.get("attachments") or "[]")}, "files")
    except (ValueError, RecursionError):
        files = []
    kind = str(files[0].get("content-type") or "").partition("/")[0] if files else ""
    is_file = files or fields.get("attachment-count", "0") != "0"
    return kind if kind in ("audio", "image", "video") else "file" if is_file else "other"


def _make(values: Values, public_url: str) -> MailgunChannel:
    return MailgunChannel(values)


KINDS = (
    Kind(
        "mailgun",
        "E-mail",
        (
            Setting("MILEPOST_MAILGUN_FROM"),
            Setting("MILEPOST_MAILGUN_API_KEY"),
            Setting("MILEPOST_MAILGUN_SIGNING_KEY"),
            Setting("MILEPOST_MAILGUN_API", "https://api.mailgun.net"),
        ),
        _make,
        MailgunChannel.limits,
    ),
)
