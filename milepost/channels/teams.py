"""Microsoft Teams by the Bot Framework's REST API (https://learn.microsoft.com/azure/bot-service/rest-api/)."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from milepost.channels.kinds import Kind, Setting, Values
from milepost.channels.limits import cut, parts_of
from milepost.channels.plain_text import TEXTS
from milepost.channels.port import (
    ButtonPress,
    Call,
    InboundMessage,
    Limits,
    Notice,
    OutboundReply,
    Reading,
    Update,
    Withdrawn,
)
from milepost.channels.short_text import with_choices
from milepost.channels.wire.calls import Platform, object_of, part, parts
from milepost.channels.wire.inbound import Envelope, button_data
from milepost.channels.wire.signatures import WINDOW_SECONDS
from milepost.errors import DeliveryFailed, RejectedMessage, SettingsError
from milepost.settings import web_address

# https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
_ISSUER = "https://api.botframework.com"
_SCOPE = "https://api.botframework.com/.default"
_KEYS_KEPT, _KEYS_ASKED_AGAIN = 24 * 3600.0, 60.0
_TOKEN_SPARE = 300.0
_MENTION = re.compile(r"<at[^>]*>.*?</at>\s*")
_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
# What the service says when this person will never get it.
_FINAL = {
    "MessageWritesBlocked": "the visitor has blocked the app or removed it",
    "ConversationNotFound": "the conversation is gone",
    "BotNotInConversationRoster": "the app was taken out of the conversation",
    "BotDisabledByAdmin": "the visitor's administrator has switched the app off",
    "ConversationBlockedByUser": "the visitor has blocked the app",
    "MessageSizeTooBig": "the message is too long",
}


class TeamsChannel:
    """One bot. Personal chats only."""

    name = "teams"
    # Seven messages a second to one chat at most, 50 a second in all (…/microsoftteams/platform/bots/how-to/rate-limit); a
    # card has six buttons.
    limits = Limits(text=4000, buttons=6, button=50, per_second=20.0, pause=0.5)

    def __init__(self, values: Values, clock: Callable[[], float] = time.time) -> None:
        self._app, self._password = values["MILEPOST_TEAMS_APP_ID"], values["MILEPOST_TEAMS_APP_PASSWORD"]
        if not _ID.fullmatch(self._app):
            raise SettingsError("MILEPOST_TEAMS_APP_ID is the bot's Microsoft app id, as 1234abcd-…")
        self._clock = clock
        login = web_address(values, "MILEPOST_TEAMS_LOGIN").rstrip("/")
        self._login = f"{login}/{quote(values['MILEPOST_TEAMS_TENANT'], safe='')}/oauth2/v2.0/token"
        self._keys = _Keys(web_address(values, "MILEPOST_TEAMS_KEYS"), clock)
        self._platform = Platform("Teams", "", judge=_judged)
        self._token, self._token_until = "", 0.0

    async def read(self, call: Call) -> Reading:
        """See the port. Raises RejectedMessage: 403 for a token that is not the Connector's to us, 503 without its keys."""
        claims, endorsed = await self._checked(call)
        activity = object_of(call.body)
        service = str(activity.get("serviceUrl") or "")
        if not service or claims.get("serviceurl", claims.get("serviceUrl")) != service:
            raise RejectedMessage("forged", status=403)
        _check_address(service)
        if endorsed and str(activity.get("channelId")) not in endorsed:
            raise RejectedMessage("forged", status=403)
        found = self._update(service, activity)
        return Reading((found,) if found else ())

    async def send(self, reply: OutboundReply) -> None:
        """The reply as plain words; its buttons are a card's, under the last message."""
        text, buttons = with_choices(reply, self.limits)
        texts = parts_of(text, self.limits.text)
        for number, each in enumerate(texts, 1):
            activity: dict[str, Any] = {"type": "message", "text": each, "textFormat": "plain"}
            if buttons and number == len(texts):
                shown = [
                    {
                        "type": "messageBack",
                        "title": cut(button.title, self.limits.button),
                        "text": button.title,
                        "displayText": button.title,
                        "value": {"press": button_data(reply, place)},
                    }
                    for place, button in enumerate(buttons)
                ]
                card = {"contentType": "application/vnd.microsoft.card.hero", "content": {"buttons": shown}}
                activity["attachments"] = [card]
            await self._post(reply.address, activity)

    async def confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        """That somebody writes."""
        await self._post(update.address, {"type": "typing"})

    async def check(self) -> Sequence[str]:
        """Whether the app id and its password are taken, and the Connector's keys can be had."""
        await self._bearer()
        await self._keys.fetch()
        return ()

    async def start(self) -> None:
        """Nothing to do: the messaging endpoint is set on the bot at Azure."""

    async def close(self) -> None:
        """Ends the connections."""
        await self._platform.close()
        await self._keys.close()

    async def _checked(self, call: Call) -> tuple[Mapping[str, Any], Sequence[str]]:
        """The claims of a token that is signed by the Connector, for our app, and valid now, give or take five minutes."""
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise RejectedMessage("forged", status=403)
        rules = jwt.JWTClaimsRegistry(
            now=int(self._clock()),
            leeway=WINDOW_SECONDS,
            iss={"essential": True, "value": _ISSUER},
            aud={"essential": True, "value": self._app},
            exp={"essential": True},
        )
        try:
            key, endorsed = await self._keys.of(token)
            claims = jwt.decode(token, key, algorithms=["RS256"]).claims
            rules.validate(claims)
        except (JoseError, ValueError, TypeError, AttributeError):  # a header or claims that are no object
            raise RejectedMessage("forged", status=403) from None
        except DeliveryFailed:
            raise RejectedMessage("the Connector's keys cannot be had", status=503) from None
        return claims, endorsed

    def _update(self, service: str, activity: Mapping[str, Any]) -> Update | None:
        conversation, activity_id = part(activity, "conversation"), str(activity.get("id") or "")
        of, kind = str(conversation.get("id") or ""), activity.get("type")
        if not of or " " in of or not activity_id:
            return None
        ours = f"teams-{sha256(of.encode()).hexdigest()[:40]}"
        if kind == "messageDelete":
            return Withdrawn(self.name, ours, activity_id)
        if kind == "messageUpdate":
            activity_id = f"{activity_id}:{activity.get('timestamp', '')}"
        elif kind != "message":
            return None
        envelope = Envelope(self.name, ours, activity_id, address=f"{service} {of}")
        text = _MENTION.sub("", str(activity.get("text") or "")).strip()
        if conversation.get("conversationType", "personal") != "personal":
            return envelope.notice(text[:64] or TEXTS["said"]["other"], TEXTS["private_only"])
        if press := envelope.press(str(part(activity, "value").get("press") or "")):
            return press
        return _message(envelope, text, activity)

    async def _post(self, address: str, activity: Mapping[str, Any]) -> None:
        service, _, of = address.partition(" ")
        if not of:
            raise DeliveryFailed("Teams: where this visitor is, is not known", retry_after=None)
        url = f"{service.rstrip('/')}/v3/conversations/{quote(of, safe='')}/activities"
        headers = {"authorization": f"Bearer {await self._bearer()}"}
        try:
            await self._platform.call("POST", url, json=dict(activity), headers=headers)
        except DeliveryFailed as failure:
            if failure.for_all:
                self._token_until = 0.0  # it may be the token that is not taken any more
            raise

    async def _bearer(self) -> str:
        """Our token for the Connector, a new one five minutes before the old one ends."""
        if self._clock() >= self._token_until - _TOKEN_SPARE:
            form = {
                "grant_type": "client_credentials",
                "client_id": self._app,
                "client_secret": self._password,
                "scope": _SCOPE,
            }
            told = await self._platform.call("POST", self._login, data=form)
            seconds = told.get("expires_in")
            self._token = str(told.get("access_token") or "")
            self._token_until = self._clock() + (float(seconds) if isinstance(seconds, int | float) else 0.0)
        return self._token


class _Keys:
    """The keys with which the Connector signs, and for which channels each is endorsed; kept for a day."""

    def __init__(self, metadata: str, clock: Callable[[], float]) -> None:
        self._metadata, self._clock = metadata, clock
        self._platform = Platform("The Bot Framework's keys", "")
        self._known: dict[str, tuple[RSAKey, tuple[str, ...]]] = {}
        self._fetched = float("-inf")

    async def of(self, token: str) -> tuple[RSAKey, tuple[str, ...]]:
        """The key that a token names. Raises JoseError, ValueError or RejectedMessage for none, DeliveryFailed if keys are away."""
        from joserfc.jws import extract_compact

        name = str(extract_compact(token.encode()).headers().get("kid") or "")
        age = self._clock() - self._fetched
        if age > _KEYS_KEPT or (name not in self._known and age > _KEYS_ASKED_AGAIN):
            await self.fetch()
        if name not in self._known:
            raise RejectedMessage("forged", status=403)
        return self._known[name]

    async def fetch(self) -> None:
        """Asks for them. Raises DeliveryFailed."""
        told = await self._platform.call("GET", self._metadata)
        keys = parts(await self._platform.call("GET", str(told.get("jwks_uri") or "")), "keys")
        self._known = {
            str(key.get("kid")): (RSAKey.import_key(dict(key)), tuple(map(str, key.get("endorsements") or ())))
            for key in keys
            if key.get("kty") == "RSA"
        }
        self._fetched = self._clock()

    async def close(self) -> None:
        """Ends the connections."""
        await self._platform.close()


def _check_address(service: str) -> None:
    """Where we send visitors' replies: encrypted, or not leaving this machine. Raises RejectedMessage."""
    try:
        web_address({"serviceUrl": service}, "serviceUrl")
    except SettingsError:
        raise RejectedMessage("forged", status=403) from None


def _message(envelope: Envelope, text: str, activity: Mapping[str, Any]) -> Update:
    if text:
        names = part(activity, "from")
        source = {"profile": str(names.get("name") or ""), "language": str(activity.get("locale") or "")[:2]}
        return envelope.numbered(text) or envelope.message(text, source=source)
    # A copy of the words in HTML is no attachment.
    kinds = [str(each.get("contentType") or "") for each in parts(activity, "attachments")]
    kind = next((each.partition("/")[0] for each in kinds if each != "text/html"), "other")
    return envelope.unreadable(kind if kind in ("audio", "image", "video") else "file" if kind != "other" else "other")


def _judged(status: int, told: Mapping[str, Any]) -> DeliveryFailed | None:
    code = str(part(told, "error").get("code") or "")
    if status >= 400 and code in _FINAL:
        return DeliveryFailed(f"Teams: {_FINAL[code]}", retry_after=None)
    return DeliveryFailed("Teams answered 412", retry_after=5.0) if status == 412 else None


def _make(values: Values, public_url: str) -> TeamsChannel:
    return TeamsChannel(values)


KINDS = (
    Kind(
        "teams",
        "Microsoft Teams",
        (
            Setting("MILEPOST_TEAMS_APP_ID"),
            Setting("MILEPOST_TEAMS_APP_PASSWORD"),
            Setting("MILEPOST_TEAMS_TENANT", "botframework.com"),
            Setting("MILEPOST_TEAMS_LOGIN", "https://login.microsoftonline.com"),
            Setting("MILEPOST_TEAMS_KEYS", "https://login.botframework.com/v1/.well-known/openidconfiguration"),
        ),
        _make,
        TeamsChannel.limits,
    ),
)
