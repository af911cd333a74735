"""Telegram: updates by webhook with a secret, replies through the Bot API (https://core.telegram.org/bots/api#setwebhook)."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Mapping, Sequence
from typing import Any

from aiogram import Bot
from aiogram.bot.api import TelegramAPIServer
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.exceptions import (
    BadRequest,
    BotBlocked,
    CantInitiateConversation,
    NetworkError,
    RetryAfter,
    TelegramAPIError,
    Unauthorized,
    UserDeactivated,
    ValidationError,
)
from aiohttp import ClientError

from milepost.channels.kinds import Kind, Setting, Values
from milepost.channels.limits import cut, parts_of
from milepost.channels.plain_text import TEXTS
from milepost.channels.port import ButtonPress, Call, InboundMessage, Limits, Notice, OutboundReply, Reading, Update
from milepost.channels.short_text import short_text
from milepost.channels.wire import signatures
from milepost.channels.wire.calls import CALL_SECONDS, RETRY_SECONDS, object_of, part
from milepost.channels.wire.inbound import Envelope, button_data
from milepost.errors import DeliveryFailed, RejectedMessage, SettingsError

SECRET_HEADER = "x-telegram-bot-api-secret-token"
GREET = "/greet"

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_START = re.compile(r"/start(?:@\w+)?(?:\s+(\S{1,64}))?")
_KINDS = ("voice", "audio", "video_note", "photo", "sticker", "video", "animation", "document")
# The same call would fail again: the visitor has gone, or Telegram will not have this message.
_FINAL = (BadRequest, BotBlocked, CantInitiateConversation, UserDeactivated)


class TelegramChannel:
    """One bot. Private chats only; an edited message is a new message, because the visitor corrects themselves."""

    name = "telegram"
    # https://core.telegram.org/bots/api#sendmessage and https://core.telegram.org/bots/faq#my-bot-is-hitting-limits
    limits = Limits(text=4096, buttons=100, button=64, per_second=25.0, pause=1.0)

    def __init__(self, token: str, secret: str, api: str, public_url: str = "") -> None:
        self._secret, self._public_url = secret, public_url
        self._bot = Bot(token, server=TelegramAPIServer.from_base(api), timeout=int(CALL_SECONDS))
        logging.getLogger("aiogram").setLevel(logging.INFO)  # its debug lines carry the messages' text

    async def read(self, call: Call) -> Reading:
        """See the port. Raises RejectedMessage: 403 without the secret, 400 for what is no update."""
        signatures.check(call.headers.get(SECRET_HEADER, ""), self._secret)
        update = object_of(call.body)
        update_id = update.get("update_id")
        if type(update_id) is not int:
            raise RejectedMessage("unreadable")
        found = self._update(str(update_id), update)
        return Reading((found,) if found else ())

    async def send(self, reply: OutboundReply) -> None:
        """The reply in as many messages as its length needs; its buttons stand under the last."""
        parts = parts_of(short_text(reply), self.limits.text)
        for number, text in enumerate(parts, 1):
            keyboard = _keyboard(reply, self.limits) if number == len(parts) else None
            await self._call(self._bot.send_message(_chat(reply.conversation), text, reply_markup=keyboard))

    async def confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        """Ends the waiting mark on a pressed button, and shows that somebody writes."""
        if isinstance(update, ButtonPress) and update.query:
            await self._call(self._bot.answer_callback_query(update.query))
        if not isinstance(update, Notice):
            await self._call(self._bot.send_chat_action(_chat(update.conversation), "typing"))

    async def check(self) -> Sequence[str]:
        """Whether the token is a bot's, and its webhook ours and working."""
        await self._call(self._bot.get_me())
        info = await self._call(self._bot.get_webhook_info())
        wanted = f"{self._public_url}/webhooks/{self.name}"
        problems = [] if info.url == wanted else [f"the webhook that Telegram knows is not {wanted}"]
        if info.last_error_message:
            problems.append(f"Telegram's last call to us failed: {info.last_error_message}")
        return problems

    async def start(self) -> None:
        """Tells Telegram where our door is and which secret to bring; it takes HTTPS addresses only."""
        if not self._public_url.startswith("https://"):
            return
        asked = {
            "url": f"{self._public_url}/webhooks/{self.name}",
            "secret_token": self._secret,
            "allowed_updates": json.dumps(["message", "edited_message", "callback_query"]),
        }
        await self._call(self._bot.request("setWebhook", asked))

    async def close(self) -> None:
        """Ends the connections to Telegram."""
        await self._bot.session.close()

    async def _call(self, call: Awaitable[Any]) -> Any:
        try:
            return await call
        except RetryAfter as error:
            raise DeliveryFailed("Telegram asks for patience", retry_after=float(error.timeout)) from None
        except _FINAL as error:
            raise DeliveryFailed(f"Telegram will not take it: {type(error).__name__}", retry_after=None) from None
        except (Unauthorized, NetworkError, ClientError, asyncio.TimeoutError, OSError) as error:
            raise DeliveryFailed(_failed(error), retry_after=RETRY_SECONDS, for_all=True) from None
        except TelegramAPIError as error:
            raise DeliveryFailed(_failed(error), retry_after=RETRY_SECONDS) from None

    def _update(self, update_id: str, update: Mapping[str, Any]) -> Update | None:
        if query := part(update, "callback_query"):
            chat = part(query, "message", "chat")
            if chat.get("type") != "private":
                return None
            envelope = Envelope(self.name, _conversation(chat), update_id)
            return envelope.press(str(query.get("data", "")), str(query.get("id", "")))
        message = update.get("message", update.get("edited_message"))
        return self._message(update_id, message) if isinstance(message, dict) else None

    def _message(self, update_id: str, message: Mapping[str, Any]) -> InboundMessage | Notice | None:
        chat = part(message, "chat")
        if type(chat.get("id")) is not int:
            raise RejectedMessage("unreadable")
        envelope = Envelope(self.name, _conversation(chat), update_id)
        text = str(message.get("text") or message.get("caption") or "")
        if chat.get("type") != "private":
            return envelope.notice(text[:64], TEXTS["private_only"]) if text.startswith("/") else None
        if not text:
            return envelope.unreadable(next((kind for kind in _KINDS if kind in message), "other"))
        start = _START.fullmatch(text.strip())
        source = _source(part(message, "from"), start[1] if start else None)
        return envelope.message(text, payload=GREET if start else None, source=source)


def _failed(error: Exception) -> str:
    return f"Telegram failed: {type(error).__name__}"


def _conversation(chat: Mapping[str, Any]) -> str:
    return f"telegram-{chat.get('id')}"


def _chat(conversation: str) -> int:
    return int(conversation.removeprefix("telegram-"))


def _source(sender: Mapping[str, Any], campaign: str | None) -> dict[str, str]:
    names = [str(sender[name]) for name in ("first_name", "last_name") if sender.get(name)]
    names += [f"@{sender['username']}"] if sender.get("username") else []
    return {"profile": " ".join(names), "language": str(sender.get("language_code") or ""), "campaign": campaign or ""}


def _keyboard(reply: OutboundReply, limits: Limits) -> InlineKeyboardMarkup | None:
    if not reply.buttons:
        return None
    keyboard = InlineKeyboardMarkup(row_width=1)
    for place, button in enumerate(reply.buttons[: limits.buttons]):
        keyboard.add(InlineKeyboardButton(cut(button.title, limits.button), callback_data=button_data(reply, place)))
    return keyboard


def _make(values: Values, public_url: str) -> TelegramChannel:
    token, secret = values["MILEPOST_TELEGRAM_TOKEN"], values["MILEPOST_TELEGRAM_SECRET"]
    if not _SECRET.fullmatch(secret):
        raise SettingsError("MILEPOST_TELEGRAM_SECRET is up to 256 letters, digits, _ and -")
    try:
        return TelegramChannel(token, secret, values["MILEPOST_TELEGRAM_API"].rstrip("/"), public_url)
    except ValidationError:
        raise SettingsError("MILEPOST_TELEGRAM_TOKEN is not a token as @BotFather gives it") from None


KINDS = (
    Kind(
        "telegram",
        "Telegram",
        (
            Setting("MILEPOST_TELEGRAM_TOKEN"),
            Setting("MILEPOST_TELEGRAM_SECRET"),
            Setting("MILEPOST_TELEGRAM_API", "https://api.telegram.org"),
        ),
        _make,
        TelegramChannel.limits,
    ),
)
