"""Lead events as a signed webhook, in the shape of Standard Webhooks (www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from milepost.services.outgoing.deliveries import EventPayload
from milepost.services.outgoing.posting import request
from milepost.store.columns import utc_now

_PREFIX = "whsec_"


@dataclass(frozen=True)
class WebhookDestination:
    """Posts every event as JSON. With two `secrets` there are two signatures, so that one can be replaced in peace."""

    url: str
    secrets: Sequence[str]
    public_url: str
    clock: Callable[[], datetime] = utc_now
    name: str = "webhook"

    def wants(self, event: EventPayload) -> bool:
        """All of them."""
        return True

    async def send(self, event_id: str, event: EventPayload) -> None:
        """One POST; `webhook-id` is the event's, whatever the try. Raises DeliveryFailed."""
        data = {**event["data"], "url": f"{self.public_url}/console/leads/{event['data']['conversation']}"}
        body = json.dumps({**event, "data": data}, ensure_ascii=False, default=str).encode()
        stamp = str(int(self.clock().timestamp()))
        await request(
            "POST",
            self.url,
            content=body,
            content_type="application/json",
            user_agent="Milepost-Webhooks/1",
            webhook_id=event_id,
            webhook_timestamp=stamp,
            webhook_signature=" ".join(signature(secret, event_id, stamp, body) for secret in self.secrets),
        )


def signature(secret: str, event_id: str, stamp: str, body: bytes) -> str:
    """ "v1," and the base64 HMAC-SHA256 of "id.timestamp.body" under the decoded "whsec_" secret.

    Raises ValueError for a secret that is not one.
    """
    signed = b".".join((event_id.encode(), stamp.encode(), body))
    return "v1," + base64.b64encode(hmac.new(key_of(secret), signed, hashlib.sha256).digest()).decode()


def key_of(secret: str) -> bytes:
    """The key in a secret: 24 to 64 bytes, base64 after "whsec_". Raises ValueError."""
    if not secret.startswith(_PREFIX):
        raise ValueError("a webhook secret begins with whsec_")
    key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    if not 24 <= len(key) <= 64:
        raise ValueError("a webhook secret holds 24 to 64 bytes")
    return key
