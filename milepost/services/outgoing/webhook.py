"""Lead events as a signed webhook, in the shape of Standard Webhooks (www.standardwebhooks.com)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from milepost.channels.wire.signatures import standard_signature
from milepost.services.outgoing.deliveries import EventPayload
from milepost.services.outgoing.posting import request
from milepost.store.columns import utc_now


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
            webhook_signature=" ".join(standard_signature(secret, event_id, stamp, body) for secret in self.secrets),
        )
