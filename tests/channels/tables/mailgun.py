"""E-mail by Mailgun for the shared checks."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.channels.local_platform import Called
from tests.channels.tables.table import Raw, Sent, Table, now

SIGNING_KEY = "mailgun-signing-key-for-tests"
OURS = "Acorn <sales@mail.acorn.example>"


class Mailgun(Table):
    name = "mailgun"
    signs_body = False
    signs_time = False
    begins_anew = True
    open_settings = ("_API", "_FROM")
    answers: str = ""
    """The id of the mail of ours that Ada answers."""

    def environment(self, url: str) -> dict[str, str]:
        return {
            "MILEPOST_MAILGUN_FROM": OURS,
            "MILEPOST_MAILGUN_API_KEY": "mailgun-api-key-for-tests",
            "MILEPOST_MAILGUN_SIGNING_KEY": SIGNING_KEY,
            "MILEPOST_MAILGUN_API": url,
        }

    def message(self, message_id: int, text: str, *, sender: int = 1) -> Raw:
        return mail(message_id, text, who=sender)

    def voice(self, message_id: int) -> Raw:
        files = json.dumps([{"content-type": "audio/ogg", "name": "a.ogg", "url": "https://x.example"}])
        return mail(message_id, "", attachments=files)

    def press(self, message_id: int, sent: Sent, place: int) -> Raw:
        assert f"{place + 1}. " in sent.text
        return mail(message_id, str(place + 1), headers={"In-Reply-To": self.answers})

    def signed(self, raw: Raw, *, secret: str | None = None, at: float | None = None) -> dict[str, str]:
        """Mailgun signs in the body: `seal` does it, and nothing is left for the headers."""
        return {}

    def sealed(self, raw: Raw, *, secret: str | None = None, at: float | None = None) -> Raw:
        fields = dict(parse_qsl(raw.body.decode("utf-8", "replace"), keep_blank_values=True))
        return Raw(urlencode({**fields, **seal(secret, at)}).encode(), raw.content_type)

    def reply(self, called: Called) -> Any:
        return {"domain": {"state": "active"}} if called.method == "GET" else {"id": "<1@x>", "message": "Queued."}

    def sent(self, calls: Sequence[Called]) -> list[Sent]:
        found = [call.data for call in calls if call.path.endswith("/messages")]
        self.answers = found[-1]["h:Message-Id"] if found else ""
        return [Sent(form["text"]) for form in found]

    def refusal(self) -> tuple[int, Any]:
        return 400, {"message": "'to' parameter is not a valid address"}


def seal(secret: str | None = None, at: float | None = None) -> dict[str, str]:
    """Timestamp, token and signature as the documentation has them."""
    stamp, token = str(int(now() if at is None else at)), "0" * 50
    key = (SIGNING_KEY if secret is None else secret).encode()
    signature = hmac.new(key, f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": stamp, "token": token, "signature": signature}


def mail(number: int, text: str, *, who: int = 1, headers: dict[str, str] | None = None, **fields: str) -> Raw:
    """What a route posts for Ada's mail, before it is signed."""
    address = f"ada{who}@visitor.example"
    whole = {"Message-Id": f"<{number}@visitor.example>", "Subject": "A question", **(headers or {})}
    form = {
        "recipient": "sales@mail.acorn.example",
        "sender": address,
        "from": f"Ada Lovelace <{address}>",
        "stripped-text": text,
        "message-headers": json.dumps([[name, value] for name, value in whole.items()]),
        **fields,
    }
    return Raw(urlencode(form).encode(), "application/x-www-form-urlencoded")


TABLE = Mailgun()
