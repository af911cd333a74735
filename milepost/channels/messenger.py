"""Facebook Messenger and Instagram (https://developers.facebook.com/docs/messenger-platform): one wire format, two channels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from milepost.channels.kinds import Kind, Setting, Values
from milepost.channels.limits import cut, in_bytes, parts_of
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
from milepost.channels.wire import meta
from milepost.channels.wire.calls import Platform, object_of, part, parts
from milepost.channels.wire.inbound import Envelope, button_data
from milepost.errors import DeliveryFailed
from milepost.settings import web_address

_PERSON = re.compile(r"\d{5,30}")
GREET = "/greet"
_GET_STARTED = "GET_STARTED"
_WINDOW, _WINDOW_OF_PEOPLE = timedelta(hours=24) - timedelta(minutes=1), timedelta(days=7) - timedelta(minutes=1)
_TOO_LATE = "the visitor last wrote more than 24 hours ago"
_REASONS = {
    10: _TOO_LATE,
    551: "the visitor cannot be reached at the moment",
    100: "there is no such person, or the message is not allowed",
    200: "we may not write to this person",
}


@dataclass(frozen=True)
class _Network:
    """What sets one of the two apart. `object` is what Meta calls it in its calls."""

    name: str
    title: str
    object: str
    limits: Limits
    counts_bytes: bool


# Quick replies: at most 13, 20 characters each. Text: 2,000 characters on Messenger, 1,000 bytes on Instagram.
_MESSENGER = _Network("messenger", "Messenger", "page", Limits(2000, 13, 20, window_hours=24), counts_bytes=False)
_INSTAGRAM = _Network("instagram", "Instagram", "instagram", Limits(1000, 13, 20, window_hours=24), counts_bytes=True)


class MessengerChannel:
    """One Facebook page, or one Instagram account."""

    def __init__(self, network: _Network, values: Values) -> None:
        prefix = f"MILEPOST_{network.name.upper()}"
        self.name, self.limits, self._network = network.name, network.limits, network
        self._secret, self._verify = values[f"{prefix}_APP_SECRET"], values[f"{prefix}_VERIFY_TOKEN"]
        headers = {"authorization": f"Bearer {values[f'{prefix}_TOKEN']}"}
        self._platform = Platform(
            network.title,
            web_address(values, f"{prefix}_API").rstrip("/"),
            headers,
            meta.judge(network.title, _REASONS),
        )

    async def read(self, call: Call) -> Reading:
        """See the port. Raises RejectedMessage: 403 for a wrong signature or verify token."""
        if call.method == "GET":
            return meta.challenge(call, self._verify)
        meta.check(call, self._secret)
        body = object_of(call.body)
        if body.get("object") != self._network.object:
            return Reading()
        events = [event for entry in parts(body, "entry") for event in parts(entry, "messaging")]
        return Reading(tuple(self._updates(events)))

    async def send(self, reply: OutboundReply) -> None:
        """The reply; after a day of silence only what a person wrote, for a week, as Meta allows."""
        kind = self._kind_of(reply)
        text, buttons = with_choices(reply, self.limits)
        texts = parts_of(text, self.limits.text, in_bytes if self._network.counts_bytes else len)
        for number, each in enumerate(texts, 1):
            message: dict[str, Any] = {"text": each}
            if buttons and number == len(texts):
                message["quick_replies"] = [
                    {
                        "content_type": "text",
                        "title": cut(button.title, self.limits.button),
                        "payload": button_data(reply, place),
                    }
                    for place, button in enumerate(buttons)
                ]
            await self._post({**kind, "recipient": {"id": self._person(reply.conversation)}, "message": message})

    async def confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        """Seen, and that somebody writes."""
        for action in ("mark_seen", "typing_on"):
            person = {"id": self._person(update.conversation)}
            await self._post({"recipient": person, "sender_action": action})

    async def check(self) -> Sequence[str]:
        """Whether the token is a page's or account's, and the app gets its messages."""
        await self._platform.call("GET", "/me", params={"fields": "id"})
        told = await self._platform.call("GET", "/me/subscribed_apps")
        fields = {field for app in parts(told, "data") for field in app.get("subscribed_fields") or ()}
        return () if "messages" in fields else (f"the app is not subscribed to the {self._network.title} messages",)

    async def start(self) -> None:
        """Nothing to do: the webhook is set in the app's settings at Meta."""

    async def close(self) -> None:
        """Ends the connections."""
        await self._platform.close()

    def _updates(self, events: Sequence[Mapping[str, Any]]) -> Iterator[Update]:
        for event in events:
            sender = str(part(event, "sender").get("id") or "")
            if _PERSON.fullmatch(sender) and (found := self._update(f"{self.name}-{sender}", event)) is not None:
                yield found

    def _update(self, conversation: str, event: Mapping[str, Any]) -> Update | None:
        postback, edit, message = part(event, "postback"), part(event, "message_edit"), part(event, "message")
        stamp = str(event.get("timestamp") or "")
        if postback:
            envelope = Envelope(self.name, conversation, str(postback.get("mid") or f"postback-{stamp}"))
            press = envelope.press(str(postback.get("payload") or ""))
            is_start = postback.get("payload") == _GET_STARTED
            title = str(postback.get("title") or "")
            return press or envelope.message(title, payload=GREET if is_start else None, source=_source(postback))
        if edit:
            envelope = Envelope(self.name, conversation, f"{edit.get('mid')}:{edit.get('num_edit', stamp)}")
            return envelope.message(str(edit.get("text") or ""))
        if not message.get("mid") or message.get("is_echo"):
            return None
        if message.get("is_deleted"):
            return Withdrawn(self.name, conversation, str(message["mid"]))
        return self._message(Envelope(self.name, conversation, str(message["mid"])), event, message)

    def _message(self, envelope: Envelope, event: Mapping[str, Any], message: Mapping[str, Any]) -> Update:
        text = str(message.get("text") or "")
        if press := envelope.press(str(part(message, "quick_reply").get("payload") or "")):
            return replace(press, typed=text)
        if not text:
            attached = next(iter(parts(message, "attachments")), {})
            return envelope.unreadable(str(attached.get("type") or "other"))
        return envelope.numbered(text) or envelope.message(text, source=_source(event))

    def _kind_of(self, reply: OutboundReply) -> dict[str, str]:
        """The message's type by Meta's rules on when who may write."""
        silent = datetime.now(timezone.utc) - reply.heard_at if reply.heard_at else _WINDOW_OF_PEOPLE
        if silent < _WINDOW:
            return {"messaging_type": "RESPONSE"}
        if reply.author == "rep" and silent < _WINDOW_OF_PEOPLE:
            return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
        raise DeliveryFailed(f"{self._network.title}: {_TOO_LATE}", retry_after=None)

    def _person(self, conversation: str) -> str:
        return conversation.removeprefix(f"{self.name}-")

    async def _post(self, content: Mapping[str, Any]) -> None:
        await self._platform.call("POST", "/me/messages", json=dict(content))


def _source(event: Mapping[str, Any]) -> dict[str, str]:
    """The campaign that an m.me or ig.me link or an advert carried."""
    return {"campaign": str(part(event, "referral").get("ref") or "")}


def _kind(network: _Network, api: str) -> Kind:
    prefix = f"MILEPOST_{network.name.upper()}"
    wanted = [Setting(f"{prefix}_{name}") for name in ("TOKEN", "APP_SECRET", "VERIFY_TOKEN")]
    return Kind(
        network.name,
        network.title,
        (*wanted, Setting(f"{prefix}_API", api)),
        lambda values, public_url: MessengerChannel(network, values),
        network.limits,
    )


KINDS = (_kind(_MESSENGER, meta.GRAPH), _kind(_INSTAGRAM, "https://graph.instagram.com/v21.0"))
