"""Slack: the Events API in, chat.postMessage out (https://docs.slack.dev/apis/events-api/)."""

from __future__ import annotations

import hashlib
import hmac
import html
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from milepost.channels.kinds import Kind, Setting, Values
from milepost.channels.limits import cut, parts_of
from milepost.channels.plain_text import TEXTS
from milepost.channels.port import (
    Answer,
    Button,
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
from milepost.channels.wire import signatures
from milepost.channels.wire.calls import RETRY_SECONDS, Platform, object_of, part, parts
from milepost.channels.wire.inbound import Envelope, button_data
from milepost.errors import DeliveryFailed
from milepost.settings import web_address

_ID = re.compile(r"[A-Z0-9]{3,24}")
_LINK = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>")
_MENTION = re.compile(r"<[@!#][^>]*>\s*")
# What chat.postMessage answers with "ok": false (https://docs.slack.dev/reference/methods/chat.postMessage).
_BUSY = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
_TOKEN = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "missing_scope",
        "ekm_access_denied",
    }
)
_WORD = re.compile(r"[a-z_]{1,40}")


class SlackChannel:
    """One workspace's direct messages with our app."""

    name = "slack"
    # A section block holds 3,000 characters, an actions block 25 elements, a button 75; about one message a second to a
    # channel (https://docs.slack.dev/reference/block-kit/blocks, https://docs.slack.dev/apis/web-api/rate-limits).
    limits = Limits(text=3000, buttons=25, button=75, per_second=5.0, pause=1.0)

    def __init__(self, token: str, secret: str, api: str, clock: Callable[[], float] = time.time) -> None:
        self._secret, self._clock = secret, clock
        self._platform = Platform("Slack", api, {"authorization": f"Bearer {token}"}, _judged)

    async def read(self, call: Call) -> Reading:
        """See the port. Raises RejectedMessage: 403 for a wrong or old signature."""
        self._check(call)
        if call.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            form = parse_qs(call.body.decode("utf-8", "replace"))
            return _reading(self._pressed(object_of(form.get("payload", [""])[0])), Answer("", media_type="text/plain"))
        body = object_of(call.body)
        if body.get("type") == "url_verification":
            return Reading(answer=Answer(str(body.get("challenge", ""))[:200], media_type="text/plain"))
        return _reading(self._update(part(body, "event")) if body.get("type") == "event_callback" else None)

    async def send(self, reply: OutboundReply) -> None:
        """The reply as plain words; its buttons stand under the last message."""
        text, buttons = with_choices(reply, self.limits)
        texts = parts_of(text, self.limits.text, lambda each: len(_escaped(each)))
        for number, each in enumerate(texts, 1):
            message: dict[str, Any] = {
                "channel": reply.conversation.rpartition("-")[2].upper(),
                "text": _escaped(each),
                "mrkdwn": False,
                "unfurl_links": False,
                "unfurl_media": False,
            }
            if buttons and number == len(texts):
                message["blocks"] = _blocks(reply, each, buttons, self.limits)
            await self._platform.call("POST", "/chat.postMessage", json=message)

    async def confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        """Slack shows by itself what it has handed over, and lets apps show no typing."""

    async def check(self) -> Sequence[str]:
        """Whether the token is an app's."""
        await self._platform.call("POST", "/auth.test")
        return ()

    async def start(self) -> None:
        """Nothing to do: the request URLs are set in the app's settings at Slack."""

    async def close(self) -> None:
        """Ends the connections."""
        await self._platform.close()

    def _check(self, call: Call) -> None:
        """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
        stamp = call.headers.get("x-slack-request-timestamp", "")
        signatures.check_time(stamp, self._clock())
        mac = hmac.new(self._secret.encode(), b":".join((b"v0", stamp.encode(), call.body)), hashlib.sha256)
        signatures.check(call.headers.get("x-slack-signature", ""), "v0=" + mac.hexdigest())

    def _update(self, event: Mapping[str, Any]) -> Update | None:
        kind, subtype = event.get("type"), event.get("subtype")
        channel, stamp = str(event.get("channel") or ""), str(event.get("ts") or "")
        if not _ID.fullmatch(channel) or not stamp or event.get("bot_id"):
            return None
        conversation = f"slack-{channel.lower()}"
        if kind == "app_mention":
            said = _plain(str(event.get("text") or ""))[:64] or TEXTS["said"]["other"]
            return Envelope(self.name, conversation, stamp).notice(said, TEXTS["private_only"])
        if kind != "message" or event.get("channel_type") != "im":
            return None
        if subtype == "message_deleted":
            return Withdrawn(self.name, conversation, str(event.get("deleted_ts") or ""))
        if subtype == "message_changed":
            message, before = part(event, "message"), part(event, "previous_message")
            edited = part(message, "edited").get("ts")
            is_theirs = edited and not message.get("bot_id") and message.get("text") != before.get("text")
            envelope = Envelope(self.name, conversation, f"{message.get('ts')}:{edited}")
            return envelope.message(_plain(str(message.get("text") or ""))) if is_theirs else None
        if subtype not in (None, "file_share", "thread_broadcast") or not event.get("user"):
            return None
        return _message(Envelope(self.name, conversation, stamp), event)

    def _pressed(self, body: Mapping[str, Any]) -> Update | None:
        channel = str(part(body, "channel").get("id") or "")
        action = next(iter(parts(body, "actions")), {})
        if body.get("type") != "block_actions" or not _ID.fullmatch(channel) or not action.get("action_ts"):
            return None
        envelope = Envelope(self.name, f"slack-{channel.lower()}", f"press-{action['action_ts']}")
        return envelope.press(str(action.get("value") or ""))


def _message(envelope: Envelope, event: Mapping[str, Any]) -> Update:
    text = _plain(str(event.get("text") or ""))
    if text:
        return envelope.numbered(text) or envelope.message(text)
    file = next(iter(parts(event, "files")), {})
    kind = str(file.get("mimetype") or "").partition("/")[0]
    is_voice = kind == "audio" or file.get("subtype") == "slack_audio"
    return envelope.unreadable("voice" if is_voice else kind if kind in ("image", "video") else "file")


def _reading(update: Update | None, answer: Answer | None = None) -> Reading:
    return Reading((update,) if update else (), answer or Answer())


def _blocks(reply: OutboundReply, text: str, buttons: Sequence[Button], limits: Limits) -> list[dict[str, Any]]:
    shown = [
        {
            "type": "button",
            "action_id": f"choice-{place}",
            "value": button_data(reply, place),
            "text": {"type": "plain_text", "text": cut(button.title, limits.button), "emoji": False},
        }
        for place, button in enumerate(buttons)
    ]
    section = {"type": "section", "text": {"type": "plain_text", "text": _escaped(text), "emoji": False}}
    return [section, {"type": "actions", "elements": shown}]


def _escaped(text: str) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text : only these three."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str) -> str:
    """What the visitor typed, without Slack's marks for links and mentions."""
    return html.unescape(_MENTION.sub("", _LINK.sub(r"\1", text))).strip()


def _judged(status: int, told: Mapping[str, Any]) -> DeliveryFailed | None:
    """Slack answers 200 to what it does not take, and says why in a word."""
    if status != 200 or told.get("ok") is True:
        return None
    word = str(told.get("error") or "")
    reason = f"Slack will not take it: {word if _WORD.fullmatch(word) else 'no reason given'}"
    if word in _BUSY:
        return DeliveryFailed(reason, retry_after=RETRY_SECONDS)
    if word in _TOKEN:
        return DeliveryFailed(reason, retry_after=60.0, for_all=True)
    return DeliveryFailed(reason, retry_after=None)


def _make(values: Values, public_url: str) -> SlackChannel:
    api = web_address(values, "MILEPOST_SLACK_API").rstrip("/")
    return SlackChannel(values["MILEPOST_SLACK_TOKEN"], values["MILEPOST_SLACK_SIGNING_SECRET"], api)


KINDS = (
    Kind(
        "slack",
        "Slack",
        (
            Setting("MILEPOST_SLACK_TOKEN"),
            Setting("MILEPOST_SLACK_SIGNING_SECRET"),
            Setting("MILEPOST_SLACK_API", "https://slack.com/api"),
        ),
        _make,
        SlackChannel.limits,
    ),
)
