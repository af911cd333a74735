"""Leads as contacts in HubSpot, by HubSpot's own client (CRM v3, batch upsert by e-mail).

https://developers.hubspot.com/docs/api-reference/legacy/crm/objects/contacts/batch/upsert-contacts
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from milepost.errors import DeliveryFailed
from milepost.services.outgoing.deliveries import EventPayload
from milepost.services.outgoing.events import Event
from milepost.services.outgoing.posting import TIMEOUT_SECONDS, refusal

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
        await asyncio.to_thread(self._upsert, event_id, event)

    def _upsert(self, event_id: str, event: EventPayload) -> None:
        # The client weighs some 20 MB: only those who use it pay for it.
        import urllib3
        from hubspot.crm import contacts

        contact = contacts.SimplePublicObjectBatchInputUpsert(
            id_property="email",
            id=event["data"]["email"],
            object_write_trace_id=event_id,
            properties=properties_of(event, self.public_url),
        )
        settings = contacts.Configuration(host=self.api)
        settings.access_token = self.token
        settings.retries = (
            False  # neither tries again nor follows a redirect: the outbox does the one, nobody the other
        )
        host = urlsplit(self.api).hostname
        with contacts.ApiClient(settings) as client:
            try:
                contacts.BatchApi(client).upsert(
                    contacts.BatchInputSimplePublicObjectBatchInputUpsert(inputs=[contact]),
                    _request_timeout=TIMEOUT_SECONDS,
                )
            except contacts.ApiException as error:
                raise refusal(host, int(error.status or 0), error.headers or {}, error.body) from None
            except urllib3.exceptions.HTTPError as error:
                raise DeliveryFailed(f"{host} cannot be reached ({type(error).__name__})", retry_after=0.0) from None


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
