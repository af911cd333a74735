"""Telegram through the same door: checked, once, answered."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from milepost.channels.port import InboundMessage
from milepost.web.app import Pace
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


def test_a_message_is_answered_on_telegram(client: TestClient, api: BotApi, conversations: FakeConversations) -> None:
    assert client.post(DOOR, headers=signed(), json=message_update(1, text="hello")).status_code == 200
    assert api.sent(1) == ["You wrote: hello"]
    assert conversations.received[0].conversation == f"telegram-{CHAT}"


def test_an_update_sent_twice_is_one_message(client: TestClient, api: BotApi, conversations: FakeConversations) -> None:
    for _ in range(3):
        assert client.post(DOOR, headers=signed(), json=message_update(1, text="hello")).status_code == 200
    assert api.sent(2, seconds=0.5) == ["You wrote: hello"]
    assert len(conversations.received) == 1


@pytest.mark.parametrize("headers", [{}, signed("forged")])
def test_a_forged_update_is_turned_away(
    client: TestClient, conversations: FakeConversations, headers: dict[str, str]
) -> None:
    assert client.post(DOOR, headers=headers, json=message_update(1, text="hello")).status_code == 403
    assert conversations.received == []


def test_a_photo_is_answered_without_a_message(
    client: TestClient, api: BotApi, conversations: FakeConversations
) -> None:
    client.post(DOOR, headers=signed(), json=message_update(1, photo=[{"file_id": "x"}]))
    assert "I can read text" in api.sent(1)[0]
    assert conversations.received == []


def test_a_button_is_one_that_we_sent(client: TestClient, api: BotApi, conversations: FakeConversations) -> None:
    client.post(DOOR, headers=signed(), json=message_update(1, text="compare"))
    [text] = api.sent(1)
    assert "Help centre (differs)" in text

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
    # Data that we never wrote get no answer at all.
    assert ["no longer in use" in said for said in api.sent(3)[2:]] == [True]
    assert [method for method, _ in api.calls].count("answerCallbackQuery") == 2


def test_while_the_store_is_away_telegram_keeps_the_update(
    client: TestClient, api: BotApi, conversations: FakeConversations
) -> None:
    conversations.is_down = True
    assert client.post(DOOR, headers=signed(), json=message_update(1, text="hello")).status_code == 503
    conversations.is_down = False
    assert client.post(DOOR, headers=signed(), json=message_update(1, text="hello")).status_code == 200
    assert api.sent(1) == ["You wrote: hello"]


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


def test_without_a_token_there_is_no_door(tmp_path: Path) -> None:
    assert TestClient(app_with(FakeConversations(), tmp_path)).post(DOOR, json={}).status_code == 404


def test_no_words_of_a_visitor_reach_the_log(client: TestClient, api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(DOOR, headers=signed(), json=message_update(1, text="my secret plan"))
        api.sent(1)
    assert "secret plan" not in caplog.text
