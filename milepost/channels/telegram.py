"""Telegram: updates by webhook with a secret, replies through the Bot API."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
from collections.abc import Awaitable, Mapping
from typing import Any

from aiogram import Bot
from aiogram.bot.api import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.exceptions import (
    BadRequest,
    BotBlocked,
    CantInitiateConversation,
    RetryAfter,
    TelegramAPIError,
    UserDeactivated,
)
from aiohttp import ClientError

from milepost.channels.limits import TEXT_CHARACTERS, accepted_text
from milepost.channels.plain_text import TEXTS, plain_text
from milepost.channels.port import ButtonPress, InboundMessage, Notice, OutboundReply
from milepost.errors import DeliveryFailed, RejectedMessage

SECRET_HEADER = "x-telegram-bot-api-secret-token"
GREET = "/greet"

_MESSAGE_CHARACTERS = 4096  # https://core.telegram.org/bots/api#sendmessage
_BUTTON_CHARACTERS = 64
_RETRY_SECONDS = 5.0
_CALL_SECONDS = 15
_PRESS = re.compile(r"(\d{1,9}):(\d{1,2})")
_START = re.compile(r"/start(?:@\w+)?(?:\s+(\S{1,64}))?")
# The same call would fail again: the visitor has gone, or Telegram will not have this message.
_FINAL = (BadRequest, BotBlocked, CantInitiateConversation, UserDeactivated)


class TelegramChannel:
    """One bot. Private chats only; an edited message is a new message, because the visitor corrects themselves."""

    name = "telegram"

    def __init__(self, token: str, secret: str, api: str) -> None:
        self._secret = secret
        self._bot = Bot(token, server=TelegramAPIServer.from_base(api), timeout=_CALL_SECONDS)
        logging.getLogger("aiogram").setLevel(logging.INFO)  # its debug lines carry the messages' text

    def read(self, headers: Mapping[str, str], body: bytes) -> InboundMessage | ButtonPress | Notice | None:
        """See the port. Raises RejectedMessage: 403 without the secret, 400 for what is no update."""
        given = headers.get(SECRET_HEADER, "")
        if not self._secret or not hmac.compare_digest(given.encode(), self._secret.encode()):
            raise RejectedMessage("forged", status=403)
        update = _object(body)
        update_id = update.get("update_id")
        if type(update_id) is not int:
            raise RejectedMessage("unreadable")
        if isinstance(query := update.get("callback_query"), dict):
            return self._press(str(update_id), query)
        message = update.get("message", update.get("edited_message"))
        return self._message(str(update_id), message) if isinstance(message, dict) else None

    async def send(self, reply: OutboundReply) -> None:
        """The reply in as many messages as its length needs; its buttons stand under the last."""
        parts = _parts(plain_text(_signed(reply), reply.custom))
        for number, part in enumerate(parts, 1):
            keyboard = _keyboard(reply) if number == len(parts) else None
            await self._call(self._bot.send_message(_chat(reply.conversation), part, reply_markup=keyboard))

    async def notify(self, notice: Notice) -> None:
        """One sentence."""
        await self._call(self._bot.send_message(_chat(notice.conversation), notice.text))

    async def confirm(self, press: ButtonPress) -> None:
        """Ends the waiting mark on a pressed button."""
        await self._call(self._bot.answer_callback_query(press.query))

    async def register(self, public_url: str) -> None:
        """Tells Telegram where our door is and which secret to bring."""
        await self._call(
            self._bot.request(
                "setWebhook",
                {
                    "url": f"{public_url}/webhooks/telegram",
                    "secret_token": self._secret,
                    "allowed_updates": json.dumps(["message", "edited_message", "callback_query"]),
                },
            )
        )

    async def close(self) -> None:
        """Ends the connections to Telegram."""
        await self._bot.session.close()

    async def _call(self, call: Awaitable[Any]) -> None:
        try:
            await call
        except RetryAfter as error:
            raise DeliveryFailed("Telegram asks for patience", retry_after=float(error.timeout)) from None
        except _FINAL as error:
            raise DeliveryFailed(f"Telegram will not take it: {type(error).__name__}", retry_after=None) from None
        except (TelegramAPIError, ClientError, asyncio.TimeoutError, OSError) as error:
            raise DeliveryFailed(f"Telegram failed: {type(error).__name__}", retry_after=_RETRY_SECONDS) from None

    def _press(self, update_id: str, query: Mapping[str, Any]) -> ButtonPress | None:
        chat = _part(_part(query, "message"), "chat")
        data = _PRESS.fullmatch(str(query.get("data", "")))
        if chat.get("type") != "private" or not data:
            return None
        seq, button = int(data[1]), int(data[2])
        return ButtonPress(self.name, _conversation(chat), update_id, seq, button, str(query.get("id", "")))

    def _message(self, update_id: str, message: Mapping[str, Any]) -> InboundMessage | Notice | None:
        chat = _part(message, "chat")
        if type(chat.get("id")) is not int:
            raise RejectedMessage("unreadable")
        text = message.get("text") or message.get("caption") or ""
        if chat.get("type") != "private":
            return Notice(_conversation(chat), TEXTS["private_only"]) if str(text).startswith("/") else None
        try:
            words = accepted_text(str(text))
        except RejectedMessage as rejected:
            name = "too_long" if str(rejected) == "too_long" else "text_only"
            return Notice(_conversation(chat), TEXTS[name].format(limit=f"{TEXT_CHARACTERS:,}"))
        start = _START.fullmatch(words)
        source = _source(_part(message, "from"), start[1] if start else None)
        return InboundMessage(self.name, _conversation(chat), update_id, words, GREET if start else None, source=source)


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise RejectedMessage("unreadable") from None
    if not isinstance(value, dict):
        raise RejectedMessage("unreadable")
    return value


def _part(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = value.get(name)
    return part if isinstance(part, dict) else {}


def _conversation(chat: Mapping[str, Any]) -> str:
    return f"telegram-{chat.get('id')}"


def _chat(conversation: str) -> int:
    return int(conversation.removeprefix("telegram-"))


def _source(sender: Mapping[str, Any], campaign: str | None) -> dict[str, str]:
    names = [str(sender[part]) for part in ("first_name", "last_name") if sender.get(part)]
    names += [f"@{sender['username']}"] if sender.get("username") else []
    known = {"profile": " ".join(names), "language": str(sender.get("language_code") or ""), "campaign": campaign or ""}
    return {name: text[:200] for name, text in known.items() if text}


def _signed(reply: OutboundReply) -> str:
    return f"{reply.name}: {reply.text}" if reply.author == "rep" and reply.name and reply.text else reply.text


def _keyboard(reply: OutboundReply) -> InlineKeyboardMarkup | None:
    if not reply.buttons:
        return None
    keyboard = InlineKeyboardMarkup(row_width=1)
    for number, button in enumerate(reply.buttons):
        keyboard.add(InlineKeyboardButton(button.title[:_BUTTON_CHARACTERS], callback_data=f"{reply.seq}:{number}"))
    return keyboard


def _parts(text: str) -> list[str]:
    """The text cut at line ends, or in mid-line where one line is too long, into what Telegram takes."""
    parts: list[str] = []
    while len(text) > _MESSAGE_CHARACTERS:
        cut = text.rfind("\n", 1, _MESSAGE_CHARACTERS)
        cut = cut if cut > 0 else _MESSAGE_CHARACTERS
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip("\n")
    return [part for part in (*parts, text) if part.strip()]
