"""SMS by Twilio for the shared checks: signed by Twilio's own client library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode

from tests.channels.clients import file_of
from tests.channels.local_platform import Called
from tests.channels.tables.table import PUBLIC_URL, Raw, Sent, Table

TWILIO = file_of("twilio", "twilio/request_validator.py")
ACCOUNT = "AC" + "0" * 32
AUTH_TOKEN = "12345-auth-token-for-tests"
OURS = "+15557654321"
ADA = 15551234567


class _Fields(dict[str, list[str]]):
    """A form as web frameworks hand it to Twilio's client."""

    def getall(self, name: str) -> list[str]:
        return self[name]


class Sms(Table):
    name = "sms"
    prefix = ""
    sender = "MILEPOST_SMS_FROM"
    signs_time = False
    open_settings = ("_API", "_FROM", "_SID")

    def environment(self, url: str) -> dict[str, str]:
        account = {"MILEPOST_TWILIO_ACCOUNT_SID": ACCOUNT, "MILEPOST_TWILIO_AUTH_TOKEN": AUTH_TOKEN}
        return {**account, self.sender: OURS, "MILEPOST_TWILIO_API": url}

    def message(self, message_id: int, text: str, *, sender: int = 1) -> Raw:
        return self.incoming(message_id, sender=sender, Body=text)

    def voice(self, message_id: int) -> Raw:
        return self.incoming(
            message_id, Body="", NumMedia="1", MediaContentType0="audio/ogg", MediaUrl0="https://x.example"
        )

    def press(self, message_id: int, sent: Sent, place: int) -> Raw:
        assert f"{place + 1}. " in sent.text
        return self.incoming(message_id, Body=str(place + 1))

    def signed(self, raw: Raw, *, secret: str | None = None, at: float | None = None) -> dict[str, str]:
        url = f"{PUBLIC_URL}{self.door()}" + (f"?{raw.query}" if raw.query else "")
        fields = _Fields(parse_qs(raw.body.decode("utf-8", "replace"), keep_blank_values=True))
        signature: str = TWILIO.RequestValidator(AUTH_TOKEN if secret is None else secret).compute_signature(
            url, fields
        )
        return {"x-twilio-signature": signature}

    def reply(self, called: Called) -> Any:
        if called.path.endswith("/IncomingPhoneNumbers.json"):
            return {"incoming_phone_numbers": [{"phone_number": OURS, "sms_url": f"{PUBLIC_URL}{self.door()}#rc=5"}]}
        return {"sid": ACCOUNT, "status": "active"} if called.method == "GET" else {"sid": "SM1", "status": "queued"}

    def sent(self, calls: Sequence[Called]) -> list[Sent]:
        return [Sent(call.data["Body"]) for call in calls if call.path.endswith("/Messages.json")]

    def refusal(self) -> tuple[int, Any]:
        return 400, {"code": 21610, "message": "Attempt to send to unsubscribed recipient", "status": 400}

    def incoming(self, message_id: int, *, sender: int = 1, **fields: str) -> Raw:
        """A call as Twilio makes it for Ada's message."""
        given = {
            "ToCountry": "US",
            "MessageSid": f"SM{message_id:032}",
            "AccountSid": ACCOUNT,
            "From": f"{self.prefix}+{ADA + sender - 1}",
            "To": f"{self.prefix}{OURS}",
            "NumMedia": "0",
            **fields,
        }
        return Raw(urlencode(given).encode(), "application/x-www-form-urlencoded; charset=utf-8")


TABLE = Sms()
