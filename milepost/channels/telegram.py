"""Telegram: updates by webhook with a secret, replies through the Bot API (https://core.telegram.org/bots/api#setwebhook)."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Mapping, Sequence
from io import BytesIO
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
from milepost.channels.port import (
    Attachment,
    ButtonPress,
    Call,
    Fetched,
    InboundMessage,
    Limits,
    Notice,
    OutboundReply,
    Reading,
    Update,
)
from milepost.channels.short_text import short_text
from milepost.channels.wire import signatures
from milepost.channels.wire.calls import CALL_SECONDS, RETRY_SECONDS, object_of, part, parts
from milepost.channels.wire.cards import page_of, picture_of
from milepost.channels.wire.inbound import Envelope, attachment, button_data
from milepost.errors import DeliveryFailed, RejectedMessage, SettingsError

# https://core.telegram.org/bots/api#sendphoto
_CAPTION = 1024
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
        self._secret, self._public_url, self._username = secret, public_url, ""
        self._bot = Bot(token, server=TelegramAPIServer.from_base(api), timeout=int(CALL_SECONDS))
        logging.getLogger("aiogram").setLevel(logging.INFO)  # its debug lines carry the messages' text

    async def read(self, call: Call) -> Reading:
        """See the port. Raises RejectedMessage: 403 without the secret, 400 for what is no update."""
        signatures.check(call.headers.get(SECRET_HEADER, ""), self._secret)
        update = object_of(call.body)
        update_id = update.get("update_id")
        if type(update_id) is not int or not 0 <= update_id < 2**63:
            raise RejectedMessage("unreadable")
        found = self._update(update)
        return Reading((found,) if found else ())

    async def send(self, reply: OutboundReply) -> None:
        """The reply in as many messages as its length needs, one product with its picture; its buttons stand under the last."""
        parts, picture = parts_of(short_text(reply), self.limits.text), picture_of(reply)
        if (
            picture
            and len(parts) == 1
            and len(parts[0]) <= _CAPTION
            and await self._send_photo(reply, picture, parts[0])
        ):
            return
        for number, text in enumerate(parts, 1):
            keyboard = _keyboard(reply, self.limits) if number == len(parts) else None
            await self._call(self._bot.send_message(_chat(reply.whom), text, reply_markup=keyboard))

    async def _send_photo(self, reply: OutboundReply, picture: str, text: str) -> bool:
        """Whether Telegram took the words under their picture: it fetches that itself, and cannot have every one."""
        chat, keyboard = _chat(reply.whom), _keyboard(reply, self.limits)
        try:
            await self._call(self._bot.send_photo(chat, picture, caption=text, reply_markup=keyboard))
        except DeliveryFailed as failure:
            if failure.retry_after is not None:
                raise
            return False
        return True

    async def confirm(self, update: InboundMessage | ButtonPress | Notice) -> None:
        """Ends the waiting mark on a pressed button, and shows that somebody writes."""
        if isinstance(update, ButtonPress) and update.query:
            await self._call(self._bot.answer_callback_query(update.query))
        if not isinstance(update, Notice):
            await self._call(self._bot.send_chat_action(_chat(update.conversation), "typing"))

    async def fetch(self, where_from: Mapping[str, Any], *, most: int) -> Fetched:
        """By Telegram's two steps: where the file is, and then the file."""
        file = await self._call(self._bot.get_file(str(where_from["id"])))
        if not file.file_path or (file.file_size or 0) > most:
            raise DeliveryFailed(f"it is larger than {most // 1024**2} MB", retry_after=None)
        content = BytesIO()
        await self._call(self._bot.download_file(file.file_path, content, timeout=int(CALL_SECONDS), seek=False))
        return Fetched(content.getvalue())

    def invitation(self, code: str) -> str:
        """A chat with our bot that brings the code when it is started."""
        return f"https://t.me/{self._username}?start={code}" if self._username else ""

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
        self._username = str((await self._call(self._bot.get_me())).username or "")
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

    def _update(self, update: Mapping[str, Any]) -> Update | None:
        if query := part(update, "callback_query"):
            chat = part(query, "message", "chat")
            if chat.get("type") != "private":
                return None
            envelope = Envelope(self.name, _conversation(chat), f"press-{query.get('id', '')}")
            return envelope.press(str(query.get("data", "")), str(query.get("id", "")))
        message = update.get("message", update.get("edited_message"))
        return self._message(message) if isinstance(message, dict) else None

    def _message(self, message: Mapping[str, Any]) -> InboundMessage | Notice | None:
        chat = part(message, "chat")
        if type(chat.get("id")) is not int or type(message.get("message_id")) is not int:
            raise RejectedMessage("unreadable")
        stamp = message.get("edit_date", message.get("date"))
        edited = f":{message['edit_date']}" if "edit_date" in message else ""
        envelope = Envelope(
            self.name,
            _conversation(chat),
            f"{message['message_id']}{edited}",
            said_at=float(stamp) if type(stamp) is int else None,
            attachments=_attachments(message),
        )
        text = str(message.get("text") or message.get("caption") or "")
        if chat.get("type") != "private":
            return envelope.notice(text[:64], TEXTS["private_only"]) if text.startswith("/") else None
        if not text:
            return envelope.unreadable(next((kind for kind in _KINDS if kind in message), "other"))
        start = _START.fullmatch(text.strip())
        source = _source(part(message, "from"), start[1] if start else None)
        return envelope.message(text, payload=GREET if start else None, source=source)


def _attachments(message: Mapping[str, Any]) -> tuple[Attachment, ...]:
    """The largest size of a photo, or the file."""
    sizes, file = parts(message, "photo"), part(message, "document")
    if sizes:
        return (attachment("photo", {"id": str(sizes[-1].get("file_id"))}),)
    told = {"name": str(file.get("file_name") or ""), "media_type": str(file.get("mime_type") or "")}
    return (attachment("file", {"id": str(file["file_id"])}, **told),) if file.get("file_id") else ()


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
    page = page_of(reply)
    if not reply.buttons and not page:
        return None
    keyboard = InlineKeyboardMarkup(row_width=1)
    if page:
        keyboard.add(InlineKeyboardButton(TEXTS["open"], url=page))
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
