"""The doors on the real conversation service and a real database."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from milepost.dialogue.acts import ActKind
from milepost.services.conversations import ConversationService, add_line
from milepost.store.database import Database
from milepost.web.app import Parts, create_app
from milepost.web.broadcast import Broadcaster
from tests.catalogues import small_catalogue
from tests.channels.bot_api import CHAT, SECRET, TOKEN, BotApi, message_update, signed
from tests.channels.local_platform import LocalPlatform
from tests.channels.tables.sms import ADA
from tests.channels.tables.sms import TABLE as SMS
from tests.channels.tables.table import PUBLIC_URL
from tests.databases import new_sqlite
from tests.web import blocks
from tests.web.doors import settings
from tests.web.test_chat import Visitor, token_of


class House:
    """A web app on SQLite, and a bot's thread that can write lines."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.database = Database(new_sqlite(folder))
        self.broadcaster = Broadcaster()
        self.woken = threading.Event()
        service = ConversationService(self.database, wake=self.woken.set)
        parts = Parts(service, small_catalogue, settings(folder, **environment), broadcaster=self.broadcaster)
        self.app = create_app(parts)

    def answer(self, conversation: str, text: str, **more: Any) -> None:
        def write() -> None:
            with self.database.begin() as store:
                add_line(store, conversation, "bot", text, now=datetime.now(timezone.utc), **more)
            self.broadcaster.wake(conversation)

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()

    def conversation(self) -> str:
        with self.database.begin() as store:
            [lease] = [store.messages.take_oldest_open(now=datetime.now(timezone.utc), seconds=1)]
        assert lease
        return lease.message.conversation


@pytest.fixture
def api() -> Iterator[BotApi]:
    api = BotApi()
    yield api
    api.stop()


def test_a_conversation_on_the_web_is_kept_answered_and_replayed(tmp_path: Path) -> None:
    house = House(tmp_path)
    with TestClient(house.app) as client:
        token = token_of(client)
        with client.websocket_connect("/chat/ws") as socket:
            visitor = Visitor(socket, token)
            assert visitor.say("how much for 20?", 1)["seq"] == 1
            assert house.woken.wait(1)
            conversation = house.conversation()
            buttons = ({"title": "Send it", "payload": "/request_quote"},)
            house.answer(conversation, "Here.", buttons=buttons, custom=blocks.QUOTE)
            line = visitor.hear("line")
            while line["author"] != "bot":
                line = visitor.hear("line")
            assert (line["seq"], line["buttons"], line["custom"]["total"]) == (2, ["Send it"], "$480")
            visitor.send({"type": "press", "id": "message-2", "seq": 2, "button": 0})
            assert visitor.hear("ack")["seq"] == 3
            visitor.send({"type": "rate", "id": "message-3", "seq": 2, "helpful": True})
            visitor.hear("ack")
        with client.websocket_connect("/chat/ws") as socket:
            lines = Visitor(socket, token).lines_until_ready()
    assert [(line["author"], line["text"]) for line in lines] == [
        ("visitor", "how much for 20?"),
        ("bot", "Here."),
        ("visitor", "Send it"),
    ]
    with house.database.begin() as store:
        kept = store.messages.after(conversation, 0)
        source = store.conversations.find(conversation)
    assert kept[2].payload["pressed"] == "/request_quote"
    assert kept[1].helpful is True
    assert source
    assert source.source == {"page": "https://shop.example/"}


def test_hostile_text_is_kept_as_it_is(tmp_path: Path) -> None:
    house = House(tmp_path)
    with TestClient(house.app) as client, client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.send({"type": "say", "id": "message-1", "text": "\ud83d\ud83d'; DROP TABLE messages; --\0 <script>"})
        visitor.hear("ack")
        line = visitor.hear("line")
    assert line["text"].endswith("'; DROP TABLE messages; -- <script>")
    json.dumps(line).encode()


def test_a_conversation_on_telegram_is_kept_once_and_answered(tmp_path: Path, api: BotApi) -> None:
    given = {"MILEPOST_TELEGRAM_TOKEN": TOKEN, "MILEPOST_TELEGRAM_SECRET": SECRET, "MILEPOST_TELEGRAM_API": api.url}
    house = House(tmp_path, **given)
    with TestClient(house.app) as client:
        for _ in range(2):
            update = message_update(7, text="hello")
            assert client.post("/webhooks/telegram", headers=signed(), json=update).status_code == 200
        house.answer(f"telegram-{CHAT}", "Hello, Ada.", custom=blocks.QUOTE)
        assert api.sent(1)[0].startswith("Hello, Ada.\n\nBright Inbox Team, 20 seats")
        assert len(api.sent(2, seconds=0.5)) == 1
    with house.database.begin() as store:
        assert [message.author for message in store.messages.after(f"telegram-{CHAT}", 0)] == ["visitor", "bot"]
        assert store.messages.undelivered("telegram") == ()


def test_choices_by_sms_are_numbered_a_number_is_one_of_them_and_stop_is_stop(tmp_path: Path) -> None:
    platform = LocalPlatform(SMS.reply)
    house = House(tmp_path, MILEPOST_PUBLIC_URL=PUBLIC_URL, **SMS.environment(platform.url))
    conversation = f"sms-{ADA}"

    def says(message_id: int, text: str) -> None:
        raw = SMS.message(message_id, text)
        for _ in range(2):
            given = {"content-type": raw.content_type, **SMS.signed(raw)}
            assert client.post(SMS.door(), content=raw.body, headers=given).status_code == 200

    with TestClient(house.app, base_url=PUBLIC_URL) as client:
        says(1, "2")  # nothing was asked yet: it is what it says
        buttons = tuple({"title": title, "payload": f"/{title.lower()}"} for title in ("Affirm", "Deny"))
        house.answer(conversation, "Shall I?", buttons=buttons)
        platform.wait(lambda: len(SMS.sent(platform.calls)), 1)
        assert SMS.sent(platform.calls)[0].text == "Shall I?\n\nAnswer with a number:\n1. Affirm\n2. Deny"
        says(2, "2")
        says(3, "7")
        platform.fail(*SMS.refusal())
        says(4, "STOP")
        house.answer(conversation, "You will not hear from us.")
        with house.database.begin() as store:
            waiting = store.messages.undelivered("sms")
        deadline = time.monotonic() + 5
        while waiting and time.monotonic() < deadline:
            time.sleep(0.05)
            with house.database.begin() as store:
                waiting = store.messages.undelivered("sms")
    platform.stop()
    with house.database.begin() as store:
        lines = store.messages.after(conversation, 0)
    told = [(line.text, line.payload.get("pressed")) for line in lines if line.author == "visitor"]
    assert told == [("2", None), ("Deny", "/deny"), ("7", None), ("STOP", "/withdraw_consent")]
    assert ActKind(told[-1][1][1:]) is ActKind.WITHDRAW_CONSENT
    assert lines[-1].delivery_error == "SMS: the visitor has opted out (STOP)"
