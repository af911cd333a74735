"""Facebook Messenger and Instagram (https://developers.facebook.com/docs/messenger-platform): one wire format, two channels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

from milepost.channels.kinds import Kind, Setting, Values
from milepost.channels.limits import cut, in_bytes, parts_of
from milepost.channels.plain_text import TEXTS
from milepost.channels.port import (
    Attachment,
    Button,
    ButtonPress,
    Call,
    Fetched,
    InboundMessage,
    Limits,
    Notice,
    OutboundReply,
    Reading,
    Update,
    Withdrawn,
)
from milepost.channels.short_text import short_text, with_choices, words_of
from milepost.channels.wire import meta
from milepost.channels.wire.calls import Platform, object_of, part, parts
from milepost.channels.wire.cards import Card, cards_of
from milepost.channels.wire.inbound import Envelope, attachment, button_data
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

_GONE = frozenset({10, 200, 551})


@dataclass(frozen=True)
class _Network:
    """What sets one of the two apart. `object` is what Meta calls it in its calls, `chat` where a chat with us is opened by the
    name that the field `called` holds."""

    name: str
    title: str
    object: str
    limits: Limits
    counts_bytes: bool
    chat: str
    called: str


# Quick replies: at most 13, 20 characters each. Text: 2,000 characters on Messenger, 1,000 bytes on Instagram.
_MESSENGER = _Network(
    "messenger", "Messenger", "page", Limits(2000, 13, 20, window_hours=24), False, "https://m.me/", "id"
)
_INSTAGRAM = _Network(
    "instagram", "Instagram", "instagram", Limits(1000, 13, 20, window_hours=24), True, "https://ig.me/m/", "username"
)
_ELEMENTS, _LINE, _PLAIN = 10, 80, 2
_HOSTS = (".fbcdn.net", ".fbsbx.com", ".cdninstagram.com")


class MessengerChannel:
    """One Facebook page, or one Instagram account."""

    def __init__(self, network: _Network, values: Values) -> None:
        prefix, self._name = f"MILEPOST_{network.name.upper()}", ""
        self.name, self.limits, self._network = network.name, network.limits, network
        self._secret, self._verify = values[f"{prefix}_APP_SECRET"], values[f"{prefix}_VERIFY_TOKEN"]
        headers = {"authorization": f"Bearer {values[f'{prefix}_TOKEN']}"}
        self._platform = Platform(
            network.title,
            web_address(values, f"{prefix}_API").rstrip("/"),
            headers,
            meta.judge(network.title, _REASONS, _GONE),
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
        texts = parts_of(text, self.limits.text, self._size)
        replies = {"quick_replies": _quick_replies(reply, buttons, self.limits)} if buttons else {}
        to = {**kind, "recipient": {"id": self._person(reply.whom)}}
        cards = [_element(card) for card in cards_of(reply)[:_ELEMENTS] if card.title]
        if any(len(card) > _PLAIN for card in cards) and len(reply.buttons) <= self.limits.buttons:
            # The words alone have been said if the cards are not taken.
            words = parts_of(words_of(reply), self.limits.text, self._size)
            for each in words:
                await self._post({**to, "message": {"text": each}})
            if await self._took(to, {"attachment": _template(cards), **replies}):
                return
            texts = parts_of(short_text(replace(reply, text="")), self.limits.text, self._size)
        for number, each in enumerate(texts, 1):
            await self._post({**to, "message": {"text": each, **(replies if number == len(texts) else {})}})

    async def _took(self, to: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
        """Whether Meta takes the cards: it fetches pictures itself, and cannot have every one."""
        try:
            await self._post({**to, "message": dict(message)})
        except DeliveryFailed as failure:
            if failure.retry_after is not None or failure.is_gone:
                raise
            return False
        return True

    @property
    def _size(self) -> Callable[[str], int]:
        return in_bytes if self._network.counts_bytes else len

    async def confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        """Seen, and that somebody writes."""
        for action in ("mark_seen", "typing_on"):
            person = {"id": self._person(update.conversation)}
            await self._post({"recipient": person, "sender_action": action})

    async def fetch(self, where_from: Mapping[str, Any], *, most: int) -> Fetched:
        """From the address that came with it."""
        return await self._platform.download(str(where_from["url"]), _HOSTS, most=most, signed=False)

    def invitation(self, code: str) -> str:
        """A chat with us that brings the code."""
        return f"{self._network.chat}{quote(self._name)}?ref={code}" if self._name else ""

    async def check(self) -> Sequence[str]:
        """Whether the token is a page's or account's, and the app gets its messages."""
        await self._platform.call("GET", "/me", params={"fields": "id"})
        told = await self._platform.call("GET", "/me/subscribed_apps")
        fields = {field for app in parts(told, "data") for field in app.get("subscribed_fields") or ()}
        return () if "messages" in fields else (f"the app is not subscribed to the {self._network.title} messages",)

    async def start(self) -> None:
        """Asks what we are called; the webhook is set in the app's settings at Meta."""
        told = await self._platform.call("GET", "/me", params={"fields": self._network.called})
        self._name = str(told.get(self._network.called) or "")

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
            edited = f"{edit.get('mid')}:{edit.get('num_edit', stamp)}"
            envelope = Envelope(self.name, conversation, edited, said_at=_moment(stamp))
            return envelope.message(str(edit.get("text") or ""))
        if not message.get("mid") or message.get("is_echo"):
            return None
        if message.get("is_deleted"):
            return Withdrawn(self.name, conversation, str(message["mid"]))
        envelope = Envelope(self.name, conversation, str(message["mid"]), said_at=_moment(stamp))
        return self._message(replace(envelope, attachments=_attachments(message)), event, message)

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


def _quick_replies(reply: OutboundReply, buttons: Sequence[Button], limits: Limits) -> list[dict[str, str]]:
    return [
        {"content_type": "text", "title": cut(button.title, limits.button), "payload": button_data(reply, place)}
        for place, button in enumerate(buttons)
    ]


def _element(card: Card) -> dict[str, Any]:
    """https://developers.facebook.com/docs/messenger-platform/reference/templates/generic : 80 characters a line."""
    element: dict[str, Any] = {"title": cut(card.title, _LINE)}
    element["subtitle"] = cut(". ".join(part for part in (card.price, card.text) if part), _LINE) or card.title[:_LINE]
    if card.image:
        element["image_url"] = card.image
    if card.url:
        element["buttons"] = [{"type": "web_url", "url": card.url, "title": TEXTS["open"]}]
    return element


def _template(elements: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"type": "template", "payload": {"template_type": "generic", "elements": list(elements)}}


def _moment(stamp: str) -> float | None:
    return int(stamp) / 1000 if stamp.isdecimal() else None


def _attachments(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    found = [
        (str(each.get("type")), str(part(each, "payload").get("url") or "")) for each in parts(message, "attachments")
    ]
    return tuple(attachment(kind, {"url": url}) for kind, url in found if kind in ("image", "file") and url)


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
