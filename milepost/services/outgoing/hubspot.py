"""Leads as contacts in HubSpot, over its public REST interface (CRM v3, batch upsert by e-mail).

https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/batch/upsert-contacts
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from milepost.services.outgoing.deliveries import EventPayload
from milepost.services.outgoing.events import Event
from milepost.services.outgoing.posting import request

# HubSpot's own values of its lead status, by what happened; the others leave it as it is.
_LEAD_STATUS: Mapping[str, str] = {
    Event.CREATED.value: "NEW",
    Event.HANDOFF_REQUESTED.value: "OPEN",
    Event.QUOTED.value: "OPEN_DEAL",
    Event.LOST.value: "UNQUALIFIED",
}


@dataclass(frozen=True)
class HubSpotDestination:
    """Makes or refreshes the contact with the lead's e-mail address; `token` is a private app's."""

    token: str
    public_url: str
    api: str = "https://api.hubapi.com"
    name: str = "HubSpot"

    def wants(self, event: EventPayload) -> bool:
        """Those of leads whose e-mail address is known: it is what HubSpot tells contacts apart by."""
        return bool(event["data"]["email"])

    async def send(self, event_id: str, event: EventPayload) -> None:
        """One upsert; the same event twice leaves the same contact. Raises DeliveryFailed."""
        contact = {
            "idProperty": "email",
            "id": event["data"]["email"],
            "objectWriteTraceId": event_id,
            "properties": properties_of(event, self.public_url),
        }
        await request(
            "POST",
            f"{self.api}/crm/v3/objects/contacts/batch/upsert",
            content=json.dumps({"inputs": [contact]}, ensure_ascii=False).encode(),
            content_type="application/json",
            authorization=f"Bearer {self.token}",
        )


def properties_of(event: EventPayload, public_url: str) -> dict[str, Any]:
    """HubSpot's default contact properties of a lead; what is not known is left out, so that nothing is cleared."""
    data = event["data"]
    first, _, last = (data["name"] or "").partition(" ")
    known = {
        "email": data["email"],
        "firstname": first,
        "lastname": last,
        "phone": data["phone"],
        "company": data["company"],
        "message": f"{data['sentence']}\n{public_url}/console/leads/{data['conversation']}".strip(),
        "hs_lead_status": _LEAD_STATUS.get(event["type"], ""),
    }
    return {name: value for name, value in known.items() if value}
