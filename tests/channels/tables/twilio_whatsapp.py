"""WhatsApp by Twilio for the shared checks."""

from __future__ import annotations

from typing import Any

from tests.channels.tables.sms import Sms


class TwilioWhatsApp(Sms):
    name = "twilio-whatsapp"
    prefix = "whatsapp:"
    sender = "MILEPOST_TWILIO_WHATSAPP_FROM"

    def refusal(self) -> tuple[int, Any]:
        return 400, {"code": 63003, "message": "Channel could not find To address", "status": 400}


TABLE = TwilioWhatsApp()
