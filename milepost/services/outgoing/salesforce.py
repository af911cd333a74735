"""Leads in Salesforce, over its public REST interface: OAuth client credentials, upsert by an external id.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from milepost.errors import DeliveryFailed
from milepost.services.outgoing.deliveries import EventPayload
from milepost.services.outgoing.posting import request

_VERSION = "v61.0"
# Salesforce demands both; this is what it calls a company that is not known.
_NO_COMPANY, _NO_NAME = "[not provided]", "Website visitor"


@dataclass
class SalesforceDestination:
    """Makes or refreshes the lead whose field `key` (a text, External ID, unique) is the conversation's id.

    `url` is the organisation's own (https://NAME.my.salesforce.com); the connected app must allow client credentials.
    """

    url: str
    client_id: str
    client_secret: str
    public_url: str
    key: str = "Milepost_Id__c"
    name: str = "Salesforce"
    _token: str = field(default="", repr=False)

    def wants(self, event: EventPayload) -> bool:
        """Those of leads that can be reached."""
        return bool(event["data"]["email"] or event["data"]["phone"])

    async def send(self, event_id: str, event: EventPayload) -> None:
        """One upsert, signing in first where the session is over. Raises DeliveryFailed."""
        fields = json.dumps(fields_of(event, self.public_url), ensure_ascii=False).encode()
        address = f"{self.url}/services/data/{_VERSION}/sobjects/Lead/{self.key}/{quote(event['data']['conversation'])}"
        is_fresh = not self._token
        token = self._token or await self._sign_in()
        try:
            await self._upsert(address, fields, token)
        except DeliveryFailed as failure:
            if is_fresh or " 401" not in str(failure):
                raise
            await self._upsert(address, fields, await self._sign_in())

    async def _upsert(self, address: str, fields: bytes, token: str) -> None:
        await request(
            "PATCH", address, content=fields, content_type="application/json", authorization=f"Bearer {token}"
        )

    async def _sign_in(self) -> str:
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        answer = await request("POST", f"{self.url}/services/oauth2/token", form=form)
        try:
            self._token = str(answer.json()["access_token"])
        except (ValueError, KeyError, TypeError) as error:
            raise DeliveryFailed(f"{urlsplit(self.url).hostname} gave no access token", retry_after=0.0) from error
        return self._token


def fields_of(event: EventPayload, public_url: str) -> dict[str, Any]:
    """Salesforce's standard fields of a lead; what is not known is left out, so that nothing is cleared."""
    data = event["data"]
    first, _, last = (data["name"] or "").rpartition(" ")
    known = {
        "FirstName": first[:40],
        "LastName": (last or _NO_NAME)[:80],
        "Company": (data["company"] or _NO_COMPANY)[:255],
        "Email": data["email"],
        "Phone": (data["phone"] or "")[:40],
        "LeadSource": "Web",
        "Description": f"{data['sentence']}\n{public_url}/console/leads/{data['conversation']}".strip(),
    }
    return {name: value for name, value in known.items() if value}
