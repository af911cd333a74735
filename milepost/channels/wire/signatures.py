"""Whether a call comes from whom it says, and from now: secrets are compared in constant time, over the raw body."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

from milepost.errors import RejectedMessage

# Slack and Standard Webhooks both ask for five minutes (docs/channels/slack.md, docs/channels/generic.md).
WINDOW_SECONDS = 300
_PREFIX = "whsec_"


def check(given: str, expected: str) -> None:
    """Raises RejectedMessage (403) unless the two are the same; an empty secret never is."""
    check_any((given,), (expected,))


def check_any(given: Iterable[str], expected: Iterable[str]) -> None:
    """Raises RejectedMessage (403) unless one of those given is one of those expected. Every pair is compared."""
    wanted = [each.encode() for each in expected if each]
    found = [hmac.compare_digest(each.encode("utf-8", "replace"), good) for each in given for good in wanted]
    if not any(found):
        raise RejectedMessage("forged", status=403)


def check_time(stamp: str, now: float) -> None:
    """Raises RejectedMessage (403) unless the stamp, in Unix seconds, lies within five minutes of now."""
    if not (stamp.isascii() and stamp.isdigit()) or len(stamp) > 12 or abs(now - int(stamp)) > WINDOW_SECONDS:
        raise RejectedMessage("old", status=403)


def standard_signature(secret: str, event_id: str, stamp: str, body: bytes) -> str:
    """Standard Webhooks: "v1," and the base64 HMAC-SHA256 of "id.timestamp.body" under the decoded "whsec_" secret.

    Raises ValueError for a secret that is not one.
    """
    signed = b".".join((event_id.encode(), stamp.encode(), body))
    return "v1," + base64.b64encode(hmac.new(key_of(secret), signed, hashlib.sha256).digest()).decode()


def key_of(secret: str) -> bytes:
    """The key in a Standard Webhooks secret: 24 to 64 bytes, base64 after "whsec_". Raises ValueError."""
    if not secret.startswith(_PREFIX):
        raise ValueError("a webhook secret begins with whsec_")
    key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    if not 24 <= len(key) <= 64:
        raise ValueError("a webhook secret holds 24 to 64 bytes")
    return key
