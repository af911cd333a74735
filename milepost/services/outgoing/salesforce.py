"""Leads in Salesforce, by the client simple-salesforce: OAuth client credentials, upsert by an external id.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from milepost.errors import DeliveryFailed
from milepost.services.outgoing.deliveries import EventPayload
from milepost.services.outgoing.posting import TIMEOUT_SECONDS, refusal

_VERSION = "61.0"
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
        await asyncio.to_thread(self._send, event)

    def _send(self, event: EventPayload) -> None:
        # The client weighs some 30 MB: only those who use it pay for it.
        import requests
        from simple_salesforce import exceptions

        host = urlsplit(self.url).hostname
        record, fields = f"{self.key}/{quote(event['data']['conversation'])}", fields_of(event, self.public_url)
        try:
            is_fresh = not self._token
            try:
                self._lead(self._token or self._sign_in()).upsert(record, fields)
            except exceptions.SalesforceExpiredSession:
                if is_fresh:
                    raise
                self._lead(self._sign_in()).upsert(record, fields)
        except exceptions.SalesforceAuthenticationFailed as error:
            code = error.code if isinstance(error.code, str) else ""
            raise refusal(host, 400, {}, json.dumps({"error": code})) from None
        except exceptions.SalesforceError as error:
            raise refusal(host, int(error.status), {}, error.content) from None
        except requests.RequestException as error:
            raise DeliveryFailed(f"{host} cannot be reached ({type(error).__name__})", retry_after=0.0) from None

    def _lead(self, token: str) -> Any:
        from simple_salesforce import Salesforce

        return Salesforce(instance_url=self.url, session_id=token, version=_VERSION, session=_patient_session()).Lead

    def _sign_in(self) -> str:
        from simple_salesforce.login import token_login

        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        address = f"{self.url}/services/oauth2/token"
        try:
            self._token, _ = token_login(address, form, "", self.client_id, None, None, _patient_session())
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise DeliveryFailed(f"{urlsplit(self.url).hostname} gave no access token", retry_after=0.0) from error
        if not self._token:
            raise DeliveryFailed(f"{urlsplit(self.url).hostname} gave no access token", retry_after=0.0)
        return self._token


def _patient_session() -> Any:
    """A session for the client, which itself would wait for ever: it gives up after TIMEOUT_SECONDS, follows no redirect."""
    import requests

    class Patient(requests.Session):
        def request(self, *arguments: Any, **options: Any) -> requests.Response:
            return super().request(*arguments, **{**options, "timeout": TIMEOUT_SECONDS, "allow_redirects": False})

    return Patient()


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
