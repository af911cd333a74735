"""The website's doors to a conversation that goes on elsewhere, on the real service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from milepost.channels.port import InboundMessage
from milepost.services.channels.moves import MoveCodes
from milepost.services.conversations import ConversationService
from milepost.store.database import Database
from milepost.web.app import Parts, create_app
from tests.catalogues import small_catalogue
from tests.channels.tables.telegram import TABLE
from tests.web.doors import SECRET, settings

CODES = MoveCodes("https://shop.example/", SECRET)
TELEGRAM = "telegram-4711"


@pytest.fixture
def chat(sqlite_database: Database) -> ConversationService:
    return ConversationService(sqlite_database, codes=CODES)


@pytest.fixture
def client(chat: ConversationService, tmp_path: Path) -> Iterator[TestClient]:
    environment = TABLE.environment("http://127.0.0.1:9")
    parts = Parts(chat, small_catalogue, settings(tmp_path, **environment))
    with TestClient(create_app(parts)) as client:
        yield client


def session(client: TestClient, token: str = "", **body: Any) -> Any:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return client.post("/chat/session", json=body, headers=headers)


def post(client: TestClient, token: str, **frame: Any) -> Any:
    return client.post("/chat/messages", json=frame, headers={"authorization": f"Bearer {token}"})


def test_the_website_gives_a_code_and_the_ways_that_are_set(client: TestClient, chat: ConversationService) -> None:
    token = session(client).json()["token"]
    answer = post(client, token, type="elsewhere", id="frame-001")
    told = answer.json()
    assert (answer.status_code, told["type"], told["minutes"]) == (200, "ways", 15)
    assert [way["title"] for way in told["ways"]] == ["Telegram"]
    chat.receive(InboundMessage("telegram", TELEGRAM, "1", told["code"], handle=TELEGRAM))
    assert chat.speaks_in(TELEGRAM).startswith("web-")


def test_a_link_gives_the_token_of_the_conversation_once(client: TestClient, chat: ConversationService) -> None:
    chat.receive(InboundMessage("telegram", TELEGRAM, "1", "how much is Team?", handle=TELEGRAM))
    link = chat.offer_move(TELEGRAM, channel="telegram", by="visitor").link.partition("=")[2]
    token = session(client, move=link).json()["token"]
    assert post(client, token, type="say", id="frame-001", text="and for 20?").json()["type"] == "ack"
    said = [line.text for line in chat.read_after(TELEGRAM, 0) if line.author == "visitor"]
    assert said == ["how much is Team?", "and for 20?"]
    refused = session(client, move=link)
    assert (refused.status_code, refused.json()["type"]) == (401, "refused")
    assert session(client, move="AAAA" * 10).status_code == 401


def test_a_code_typed_on_the_website_is_answered_with_another_token_also_when_it_comes_again(
    client: TestClient, chat: ConversationService
) -> None:
    chat.receive(InboundMessage("telegram", TELEGRAM, "1", "hello", handle=TELEGRAM))
    code = chat.offer_move(TELEGRAM, channel="telegram", by="visitor").code
    token = session(client).json()["token"]
    answers = [post(client, token, type="say", id="frame-001", text=f"go on {code}").json() for _ in range(2)]
    assert [answer["type"] for answer in answers] == ["moved", "moved"]
    assert post(client, answers[0]["token"], type="say", id="frame-002", text="here").json()["type"] == "ack"
    assert [line.text for line in chat.read_after(TELEGRAM, 0)][-1] == "here"
    stranger = session(client).json()["token"]
    wrong = post(client, stranger, type="say", id="frame-003", text=code)
    assert (wrong.status_code, wrong.json()["reason"]) == (422, "code")
