"""What Meta's platforms share: the signature, the question whether a door is ours, errors, and the Graph API.

https://developers.facebook.com/docs/graph-api/webhooks/getting-started (verification requests, validating payloads)
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from milepost.channels.port import Answer, Call, OutboundReply, Reading
from milepost.channels.wire import signatures
from milepost.channels.wire.calls import Judge, part
from milepost.errors import DeliveryFailed, RejectedMessage

GRAPH = "https://graph.facebook.com/v21.0"
_BUSY_SECONDS, _PAIR_SECONDS = 30.0, 6.0
# https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes and
# https://developers.facebook.com/docs/messenger-platform/error-codes : too much at once, or a fault of theirs.
_BUSY = frozenset({1, 2, 4, 17, 32, 341, 613, 1200, 80007, 130429, 131000, 131016, 131048, 133004, 133016})
_PAIR_BUSY = frozenset({131056})
_TOKEN = frozenset({0, 3, 10, 102, 190})


def check(call: Call, secret: str) -> None:
    """Raises RejectedMessage (403) unless X-Hub-Signature-256 is the HMAC-SHA256 of the raw body under the app's secret."""
    expected = "sha256=" + hmac.new(secret.encode(), call.body, hashlib.sha256).hexdigest()
    signatures.check(call.headers.get("x-hub-signature-256", ""), expected)


def challenge(call: Call, verify_token: str) -> Reading:
    """The answer to the question with which Meta sets up a webhook. Raises RejectedMessage for another's token."""
    asked = {name: values[0] for name, values in parse_qs(call.query).items()}
    if asked.get("hub.mode") != "subscribe":
        raise RejectedMessage("unreadable")
    signatures.check(asked.get("hub.verify_token", ""), verify_token)
    return Reading(answer=Answer(asked.get("hub.challenge", "")[:200], media_type="text/plain"))


def judge(title: str, reasons: Mapping[int, str]) -> Judge:
    """What Meta's errors mean, by their code, as its documentation advises; `reasons` are the known refusals in words."""

    def judged(status: int, told: Mapping[str, Any]) -> DeliveryFailed | None:
        error = part(told, "error")
        code = error.get("code")
        if status < 400 or type(code) is not int:
            return None
        sentence = f"{title} answered {status}, code {code}"
        if code in _PAIR_BUSY:
            return DeliveryFailed(sentence, retry_after=_PAIR_SECONDS)
        if code in _BUSY or status == 429 or error.get("is_transient") is True:
            return DeliveryFailed(sentence, retry_after=_BUSY_SECONDS, for_all=True)
        reason = reasons.get(code)
        if reason is None and (code in _TOKEN or status == 401):
            return DeliveryFailed(f"{sentence}: the token is not taken", retry_after=60.0, for_all=True)
        if status >= 500:
            return None
        return DeliveryFailed(f"{title}: {reason}" if reason else sentence, retry_after=None)

    return judged


def line_mark(reply: OutboundReply) -> str:
    """What a platform gives back to say which line of ours it means."""
    return f"{reply.conversation}:{reply.seq}"


def marked(mark: str) -> tuple[str, int] | None:
    """Conversation and line of a mark; None for what is none of ours."""
    conversation, _, seq = mark.rpartition(":")
    return (conversation, int(seq)) if conversation and seq.isascii() and seq.isdigit() and len(seq) < 10 else None
