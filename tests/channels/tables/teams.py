"""Teams (Bot Framework) for the shared checks: tokens are signed with a key that the local platform publishes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.channels.local_platform import Called
from tests.channels.tables.table import Raw, Sent, Table, now

APP = "28abbe1d-2a4e-4c0e-9a1f-6f0f0b1b2c3d"
PASSWORD = "app-password-for-tests"
KEY = RSAKey.generate_key(2048, parameters={"kid": "key-1"})
ANOTHER = RSAKey.generate_key(2048, parameters={"kid": "key-1"})


class Teams(Table):
    name = "teams"
    signs_body = False
    needs_keys = True
    open_settings = ("_APP_ID", "_LOGIN", "_KEYS", "_TENANT")
    url = ""

    def environment(self, url: str) -> dict[str, str]:
        self.url = url or self.url
        return {
            "MILEPOST_TEAMS_APP_ID": APP,
            "MILEPOST_TEAMS_APP_PASSWORD": PASSWORD,
            "MILEPOST_TEAMS_LOGIN": f"{self.url}/login",
            "MILEPOST_TEAMS_KEYS": f"{self.url}/openid",
        }

    def message(self, message_id: int, text: str, *, sender: int = 1) -> Raw:
        return self.activity(message_id, sender=sender, text=text)

    def voice(self, message_id: int) -> Raw:
        return self.activity(message_id, attachments=[{"contentType": "audio/mp4", "contentUrl": "https://x.example"}])

    def press(self, message_id: int, sent: Sent, place: int) -> Raw:
        title, value = sent.buttons[place]
        return self.activity(message_id, text=title, value=value)

    def signed(self, raw: Raw, *, secret: str | None = None, at: float | None = None, **claims: Any) -> dict[str, str]:
        moment = int(now() if at is None else at)
        told = {
            "iss": "https://api.botframework.com",
            "aud": APP,
            "nbf": moment,
            "exp": moment + 200,
            "serviceurl": f"{self.url}/service/",
            **claims,
        }
        token = jwt.encode({"alg": "RS256", "kid": "key-1"}, told, KEY if secret is None else ANOTHER)
        return {"authorization": f"Bearer {token}"}

    def reply(self, called: Called) -> Any:
        if called.path == "/openid":
            return {"issuer": "https://api.botframework.com", "jwks_uri": f"{self.url}/keys"}
        if called.path == "/keys":
            return {"keys": [{**KEY.as_dict(private=False), "endorsements": ["msteams"]}]}
        return {"access_token": "eyJ-our-token", "expires_in": 3600} if "/oauth2/" in called.path else {"id": "1"}

    def spares(self, called: Called, status: int) -> bool:
        return called.path in ("/openid", "/keys") or ("/oauth2/" in called.path and status != 401)

    def sent(self, calls: Sequence[Called]) -> list[Sent]:
        found = []
        for call in calls:
            if call.path.endswith("/activities") and call.data["type"] == "message":
                cards = [each["content"] for each in call.data.get("attachments", [])]
                shown = [(button["title"], button["value"]) for card in cards for button in card["buttons"]]
                assert len(shown) <= 6
                found.append(Sent(call.data["text"], shown))
        return found

    def refusal(self) -> tuple[int, Any]:
        return 403, {"error": {"code": "MessageWritesBlocked", "message": "Bot is blocked"}}

    def activity(self, message_id: int, *, sender: int = 1, **more: Any) -> Raw:
        """What the Connector posts for Ada."""
        whole = {
            "type": "message",
            "id": f"16{message_id:011}",
            "timestamp": "2026-11-30T10:00:00Z",
            "serviceUrl": f"{self.url}/service/",
            "channelId": "msteams",
            "from": {"id": f"29:{sender}", "name": "Ada Lovelace"},
            "conversation": {"id": f"a:1x{sender}", "conversationType": "personal", "tenantId": "t"},
            "recipient": {"id": f"28:{APP}", "name": "Milepost"},
            "locale": "en-GB",
            **more,
        }
        return Raw(json.dumps(whole).encode())


TABLE = Teams()
