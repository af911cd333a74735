"""Telegram's updates become messages, replies become Telegram's messages, through its own client library."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timezone
from typing import Any

import pytest

from milepost.channels.port import Button, ButtonPress, Call, InboundMessage, Notice, OutboundReply, Update
from milepost.channels.telegram import TelegramChannel
from milepost.errors import DeliveryFailed, RejectedMessage
from tests.channels.bot_api import CHAT, SECRET, TOKEN, BotApi, message_update, signed
from tests.web import blocks


@pytest.fixture
def api() -> Iterator[BotApi]:
    api = BotApi()
    yield api
    api.stop()


@pytest.fixture
async def telegram(api: BotApi) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(TOKEN, SECRET, api.url)
    yield channel
    await channel.close()


def reply(text: str = "", **more: Any) -> OutboundReply:
    return OutboundReply(f"telegram-{CHAT}", 7, more.pop("author", "bot"), text, datetime.now(timezone.utc), **more)


def body(update: dict[str, Any]) -> bytes:
    return json.dumps(update).encode()


async def read(
    telegram: TelegramChannel, update: dict[str, Any], headers: dict[str, str] | None = None
) -> Update | None:
    reading = await telegram.read(Call(signed() if headers is None else headers, body(update)))
    return reading.updates[0] if reading.updates else None


async def test_text_is_a_message_of_its_chat_under_its_update_id(telegram: TelegramChannel) -> None:
    message = await read(telegram, message_update(41, text="How much for 20?"))
    assert message == InboundMessage(
        "telegram",
        f"telegram-{CHAT}",
        "41",
        "How much for 20?",
        source={"profile": "Ada Lovelace @ada", "language": "en"},
    )


@pytest.mark.parametrize("headers", [{}, signed("wrong"), signed(""), signed("sécret")])
async def test_without_the_secret_nothing_is_read(telegram: TelegramChannel, headers: dict[str, str]) -> None:
    with pytest.raises(RejectedMessage) as refused:
        await read(telegram, message_update(1, text="hi"), headers)
    assert refused.value.status == 403


async def test_a_channel_without_a_secret_takes_nothing(api: BotApi) -> None:
    with pytest.raises(RejectedMessage):
        await read(TelegramChannel(TOKEN, "", api.url), message_update(1, text="hi"), signed(""))


@pytest.mark.parametrize("update", [b"", b"[]", b"{}", b'{"update_id": "1"}', b'{"update_id": 1, "message": {}}'])
async def test_what_is_no_update_is_refused(telegram: TelegramChannel, update: bytes) -> None:
    with pytest.raises(RejectedMessage, match="unreadable"):
        await telegram.read(Call(signed(), update))


async def test_an_edited_message_is_a_new_message(telegram: TelegramChannel) -> None:
    update = message_update(42, text="for 40 people")
    update["edited_message"] = update.pop("message")
    message = await read(telegram, update)
    assert isinstance(message, InboundMessage)
    assert (message.message_id, message.text) == ("42", "for 40 people")


async def test_a_photo_alone_is_answered_its_caption_is_read(telegram: TelegramChannel) -> None:
    notice = await read(telegram, message_update(43, photo=[{"file_id": "x"}]))
    assert isinstance(notice, Notice)
    assert "I can read text" in notice.text
    captioned = await read(telegram, message_update(44, photo=[{"file_id": "x"}], caption="this one?"))
    assert isinstance(captioned, InboundMessage)
    assert captioned.text == "this one?"


async def test_text_over_the_limit_is_answered_with_what_to_do(telegram: TelegramChannel) -> None:
    notice = await read(telegram, message_update(45, text="x" * 3000))
    assert isinstance(notice, Notice)
    assert "2,000 characters" in notice.text


async def test_a_group_is_told_once_asked_and_otherwise_left_alone(telegram: TelegramChannel) -> None:
    asked = await read(telegram, message_update(46, text="/start", chat={"id": -100, "type": "supergroup"}))
    assert isinstance(asked, Notice)
    assert "private chats only" in asked.text
    assert await read(telegram, message_update(47, text="lunch?", chat={"id": -100, "type": "group"})) is None


async def test_start_greets_and_keeps_the_campaign_but_other_commands_are_text(telegram: TelegramChannel) -> None:
    start = await read(telegram, message_update(48, text="/start autumn"))
    assert isinstance(start, InboundMessage)
    assert (start.payload, start.source["campaign"]) == ("/greet", "autumn")
    other = await read(telegram, message_update(49, text="/restart"))
    assert isinstance(other, InboundMessage)
    assert (other.text, other.payload) == ("/restart", None)


async def test_a_pressed_button_names_the_line_and_the_place(telegram: TelegramChannel) -> None:
    query = {"id": "q1", "data": "7:1", "message": {"chat": {"id": CHAT, "type": "private"}}}
    press = await read(telegram, {"update_id": 50, "callback_query": query})
    assert press == ButtonPress("telegram", f"telegram-{CHAT}", "50", 7, 1, "q1")
    forged = {**query, "data": "/human_handoff"}
    assert await read(telegram, {"update_id": 51, "callback_query": forged}) is None


async def test_updates_of_other_kinds_are_passed_over(telegram: TelegramChannel) -> None:
    assert await read(telegram, {"update_id": 52, "my_chat_member": {}}) is None


async def test_a_reply_goes_out_as_plain_text_with_its_buttons(telegram: TelegramChannel, api: BotApi) -> None:
    await telegram.send(
        reply("Here it is: <b>&", custom=blocks.QUOTE, buttons=(Button("Yes", "/a"), Button("No", "/b")))
    )
    [(method, call)] = api.calls
    assert method == "sendMessage"
    assert call["chat_id"] == str(CHAT)
    assert call["text"].startswith("Here it is: <b>&\n\nBright Inbox Team, 20 seats")
    assert "parse_mode" not in call
    keyboard = json.loads(call["reply_markup"])["inline_keyboard"]
    assert keyboard == [[{"text": "Yes", "callback_data": "7:0"}], [{"text": "No", "callback_data": "7:1"}]]


async def test_a_reply_of_a_rep_carries_the_name(telegram: TelegramChannel, api: BotApi) -> None:
    await telegram.send(reply("Hello!", author="rep", name="Grace"))
    assert api.calls[0][1]["text"] == "Grace: Hello!"


async def test_a_long_reply_is_cut_at_line_ends(telegram: TelegramChannel, api: BotApi) -> None:
    await telegram.send(reply("\n".join(["x" * 1000] * 9), buttons=(Button("Go", "/go"),)))
    texts = [call["text"] for _, call in api.calls]
    assert [len(text) for text in texts] == [4003, 4003, 1000]
    assert ["reply_markup" in call for _, call in api.calls] == [False, False, True]


@pytest.mark.parametrize(
    ("status", "answer", "retry_after"),
    [
        (
            429,
            {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 9}},
            9.0,
        ),
        (403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}, None),
        (400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}, None),
        (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"}, 5.0),
        (401, {"ok": False, "error_code": 401, "description": "Unauthorized"}, 5.0),
    ],
)
async def test_what_telegram_answers_decides_on_trying_again(
    telegram: TelegramChannel, api: BotApi, status: int, answer: dict[str, Any], retry_after: float | None
) -> None:
    api.answer = (status, answer)
    with pytest.raises(DeliveryFailed) as failed:
        await telegram.send(reply("Hello"))
    assert failed.value.retry_after == retry_after


async def test_a_server_that_is_not_there_is_tried_again(api: BotApi) -> None:
    api.stop()
    telegram = TelegramChannel(TOKEN, SECRET, api.url)
    with pytest.raises(DeliveryFailed) as failed:
        await telegram.send(reply("Hello"))
    assert failed.value.retry_after == 5.0
    await telegram.close()


async def test_at_its_start_it_names_our_door_and_the_secret_over_https_only(api: BotApi) -> None:
    for url in ("http://127.0.0.1:8000", "https://chat.example"):
        telegram = TelegramChannel(TOKEN, SECRET, api.url, url)
        await telegram.start()
        await telegram.close()
    [(method, call)] = api.calls
    assert (method, call["url"], call["secret_token"]) == (
        "setWebhook",
        "https://chat.example/webhooks/telegram",
        SECRET,
    )


async def test_no_words_of_a_visitor_reach_the_log(
    telegram: TelegramChannel, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await read(telegram, message_update(60, text="my secret plan"))
        await telegram.send(reply("about my secret plan"))
    assert "secret plan" not in caplog.text
