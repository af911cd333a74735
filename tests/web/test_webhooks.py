"""The messaging platforms' door and courier, with Telegram at it; what every channel promises is in tests/channels."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from milepost.channels.port import InboundMessage, OutboundReply
from milepost.channels.telegram import TelegramChannel
from milepost.web.app import Pace
from milepost.web.broadcast import Broadcaster
from milepost.web.courier import Courier
from tests.channels.bot_api import CHAT, SECRET, TOKEN, BotApi, message_update, signed
from tests.web import blocks
from tests.web.doors import app_with
from tests.web.fake_conversations import FakeConversations

DOOR = "/webhooks/telegram"


def bot(message: InboundMessage) -> list[dict[str, Any]]:
    if message.text == "compare":
        return [{"text": "They differ.", "custom": blocks.COMPARISON, "buttons": [("Tell me more", "/more")]}]
    return [{"text": f"You wrote: {message.text}"}]


@pytest.fixture
def conversations() -> FakeConversations:
    return FakeConversations(bot)


@pytest.fixture
def api() -> Iterator[BotApi]:
    api = BotApi()
    yield api
    api.stop()


@pytest.fixture
def client(conversations: FakeConversations, api: BotApi, tmp_path: Path) -> Iterator[TestClient]:
    environment = {
        "MILEPOST_TELEGRAM_TOKEN": TOKEN,
        "MILEPOST_TELEGRAM_SECRET": SECRET,
        "MILEPOST_TELEGRAM_API": api.url,
    }
    with TestClient(app_with(conversations, tmp_path, environment=environment)) as client:
        yield client


def test_a_photo_is_answered_without_a_message(
    client: TestClient, api: BotApi, conversations: FakeConversations
) -> None:
    client.post(DOOR, headers=signed(), json=message_update(1, photo=[{"file_id": "x"}]))
    assert "I can read text" in api.sent(1)[0]
    assert conversations.received == []


def test_a_button_is_one_that_we_sent(client: TestClient, api: BotApi, conversations: FakeConversations) -> None:
    client.post(DOOR, headers=signed(), json=message_update(1, text="compare"))
    [text] = api.sent(1)
    assert "Inbox Team: $22 per seat, help centre no" in text

    def press(update_id: int, data: str) -> None:
        query = {"id": f"q{update_id}", "data": data, "message": {"chat": {"id": CHAT, "type": "private"}}}
        assert (
            client.post(DOOR, headers=signed(), json={"update_id": update_id, "callback_query": query}).status_code
            == 200
        )

    press(2, "2:0")
    assert (conversations.received[-1].text, conversations.received[-1].payload) == ("Tell me more", "/more")
    # The answer goes out in the background: wait for it, so that what comes last is known.
    assert api.sent(2)[-1] == "You wrote: Tell me more"
    press(3, "2:5")
    press(4, "/forged")
    assert len(conversations.received) == 2
    assert conversations.lines[f"telegram-{CHAT}"][-2].text == "(an old button)"
    # Data that we never wrote get no answer at all.
    assert ["no longer in use" in said for said in api.sent(3)[2:]] == [True]
    end = time.monotonic() + 5
    while [method for method, _ in api.calls].count("answerCallbackQuery") < 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert [method for method, _ in api.calls].count("answerCallbackQuery") == 2


def test_a_reply_that_telegram_did_not_take_is_sent_again(
    client: TestClient, api: BotApi, conversations: FakeConversations
) -> None:
    api.answer = (429, {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 1}})
    client.post(DOOR, headers=signed(), json=message_update(1, text="hello"))
    api.sent(1)
    api.answer = None
    assert api.sent(2, seconds=12) == ["You wrote: hello", "You wrote: hello"]
    # It is kept as delivered once the platform has said so, which is a moment after it was sent.
    end = time.monotonic() + 5
    while conversations.delivered[f"telegram-{CHAT}"] != 2 and time.monotonic() < end:
        time.sleep(0.02)
    assert conversations.delivered[f"telegram-{CHAT}"] == 2
    assert conversations.failed == {}


def test_what_is_not_taken_within_a_day_is_given_up_with_its_reason(
    client: TestClient, api: BotApi, conversations: FakeConversations
) -> None:
    api.answer = (502, {"ok": False, "error_code": 502, "description": "Bad Gateway"})
    client.post(DOOR, headers=signed(), json=message_update(1, text="hello"))
    api.sent(1)
    conversation = f"telegram-{CHAT}"
    lines = conversations.lines[conversation]
    lines[1] = replace(lines[1], at=lines[1].at - timedelta(days=2))
    end = time.monotonic() + 10
    while not conversations.failed and time.monotonic() < end:
        time.sleep(0.02)
    assert conversations.failed == {(conversation, 2): "Telegram failed: TelegramAPIError; not taken within a day"}


def test_a_visitor_who_blocked_the_bot_holds_up_nobody(
    client: TestClient, api: BotApi, conversations: FakeConversations
) -> None:
    api.answer = (403, {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"})
    client.post(DOOR, headers=signed(), json=message_update(1, text="hello"))
    api.sent(1)
    api.answer = None
    other = {"id": 888, "type": "private"}
    client.post(DOOR, headers=signed(), json=message_update(2, text="hi", chat=other))
    assert api.sent(2) == ["You wrote: hello", "You wrote: hi"]


async def test_a_reply_that_a_channel_stumbles_over_holds_up_nobody_and_stops_when_told(
    conversations: FakeConversations, caplog: pytest.LogCaptureFixture
) -> None:
    class Stumbling(TelegramChannel):
        heard: list[str] = []

        async def send(self, reply: OutboundReply) -> None:
            if "first" in reply.text:
                raise KeyError(reply.text)
            self.heard.append(reply.text)

    channel = Stumbling(TOKEN, SECRET, "http://127.0.0.1:9")
    for chat, text in enumerate(("first", "second")):
        conversations.receive(InboundMessage("telegram", f"telegram-{chat}", "1", text))
    task = asyncio.create_task(Courier(channel, conversations, Broadcaster()).run())
    end = time.monotonic() + 5
    while not channel.heard and time.monotonic() < end:
        await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.wait({task}, timeout=5)
    await channel.close()
    assert channel.heard == ["You wrote: second"]
    assert "it could not be sent (KeyError)" in caplog.text
    assert "You wrote: first" not in caplog.text


def test_a_flood_is_slowed_down(conversations: FakeConversations, api: BotApi, tmp_path: Path) -> None:
    environment = {
        "MILEPOST_TELEGRAM_TOKEN": TOKEN,
        "MILEPOST_TELEGRAM_SECRET": SECRET,
        "MILEPOST_TELEGRAM_API": api.url,
    }
    app = app_with(conversations, tmp_path, environment=environment, pace=Pace(message_burst=2, messages_per_minute=1))
    with TestClient(app) as client:
        statuses = [
            client.post(DOOR, headers=signed(), json=message_update(n, text="hi")).status_code for n in range(3)
        ]
    assert statuses == [200, 200, 429]
