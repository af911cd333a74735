"""The chat's protocol, spoken by a client."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from milepost.channels.port import InboundMessage
from milepost.services.contact_forms import contact_form
from milepost.web.app import Pace
from tests.web import blocks
from tests.web.doors import app_with
from tests.web.fake_conversations import FakeConversations

HERE = {"origin": "http://testserver"}


def echo(message: InboundMessage) -> list[dict[str, Any]]:
    return [{"text": f"You wrote: {message.text}", "buttons": [("Yes", "/affirm"), ("No", "/deny")]}]


@pytest.fixture
def conversations() -> FakeConversations:
    return FakeConversations(echo)


@pytest.fixture
def client(conversations: FakeConversations, tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(app_with(conversations, tmp_path)) as client:
        yield client


def token_of(client: TestClient) -> str:
    return str(client.post("/chat/session").json()["token"])


class Visitor:
    """A connected visitor: `hear` gives the next frame of a kind."""

    def __init__(
        self, socket: WebSocketTestSession, token: str, after: int = 0, source: dict[str, str] | None = None
    ) -> None:
        self.socket = socket
        source = source or {"page": "https://shop.example/"}
        self.send({"type": "hello", "token": token, "after": after, "source": source})
        self.welcome = self.hear("welcome")

    def send(self, frame: dict[str, Any]) -> None:
        self.socket.send_text(json.dumps(frame))

    def say(self, text: str, number: int) -> dict[str, Any]:
        self.send({"type": "say", "id": f"message-{number}", "text": text})
        return self.hear("ack")

    def hear(self, *kinds: str) -> dict[str, Any]:
        while True:
            frame: dict[str, Any] = json.loads(self.socket.receive_text())
            if frame["type"] in kinds:
                return frame

    def lines_until_ready(self) -> list[dict[str, Any]]:
        lines = []
        while (frame := self.hear("line", "ready"))["type"] == "line":
            lines.append(frame)
        return lines


def test_a_message_is_acknowledged_with_its_place_and_answered(
    client: TestClient, conversations: FakeConversations
) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        assert visitor.lines_until_ready() == []
        ack = visitor.say("hello", 1)
        assert (ack["id"], ack["seq"]) == ("message-1", 1)
    with client.websocket_connect("/chat/ws") as socket:
        [own, reply] = Visitor(socket, visitor.welcome["token"]).lines_until_ready()
    assert (own["author"], own["id"], own["seq"]) == ("visitor", "message-1", 1)
    assert (reply["author"], reply["text"], reply["buttons"]) == ("bot", "You wrote: hello", ["Yes", "No"])
    assert conversations.received[0].source == {"page": "https://shop.example/"}


def test_welcome_tells_who_we_are(client: TestClient) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        about = Visitor(socket, token_of(client)).welcome["about"]
    assert about["company"] == "Acorn"
    assert about["privacy_url"] == "https://acorn.example/privacy"


def test_the_same_message_id_is_the_same_message(client: TestClient, conversations: FakeConversations) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        first, again = visitor.say("hello", 1), visitor.say("hello", 1)
    assert first["seq"] == again["seq"]
    assert len(conversations.received) == 1


def test_after_a_break_only_what_is_new_is_replayed_in_order(client: TestClient) -> None:
    token = token_of(client)
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token)
        for number in range(3):
            visitor.say(f"text {number}", number)
    with client.websocket_connect("/chat/ws") as socket:
        lines = Visitor(socket, token, after=3).lines_until_ready()
    assert [line["seq"] for line in lines] == [4, 5, 6]


def test_a_long_history_is_replayed_whole(client: TestClient, conversations: FakeConversations) -> None:
    token = token_of(client)
    with client.websocket_connect("/chat/ws") as socket:
        Visitor(socket, token).say("hello", 1)
    conversation = conversations.received[0].conversation
    for number in range(500):
        conversations.reply(conversation, f"line {number}")
    with client.websocket_connect("/chat/ws") as socket:
        lines = Visitor(socket, token).lines_until_ready()
    assert [line["seq"] for line in lines] == list(range(1, 503))


def test_a_line_written_by_another_thread_is_pushed_at_once(
    client: TestClient, conversations: FakeConversations
) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.say("hello", 1)
        conversation = conversations.received[0].conversation
        threading.Thread(target=conversations.reply, args=(conversation, "from elsewhere")).start()
        while (line := visitor.hear("line"))["text"] != "from elsewhere":
            pass
    assert line["seq"] == 3


def test_ping_is_answered(client: TestClient) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.send({"type": "ping"})
        assert visitor.hear("pong") == {"type": "pong"}


@pytest.mark.parametrize(
    ("text", "reason", "words"),
    [
        ("x" * 2001, "too_long", "2,000 characters"),
        ("x" * 20_000, "too_large", "2,000 characters"),
        (" \0 ", "empty", "few words"),
    ],
)
def test_what_is_too_much_or_nothing_gets_a_helpful_sentence_and_the_line_stands(
    client: TestClient, conversations: FakeConversations, text: str, reason: str, words: str
) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.send({"type": "say", "id": "message-1", "text": text})
        refused = visitor.hear("refused")
        assert refused["reason"] == reason
        assert words in refused["text"]
        assert visitor.say("/restart <b>", 2)["seq"] == 1
    assert [message.text for message in conversations.received] == ["/restart <b>"]
    assert conversations.received[0].payload is None


def test_nonsense_is_refused_and_the_line_stands(client: TestClient) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        for nonsense in ("", "[]", "{", '{"type": "say"}', '{"type": "erase", "id": "message-9"}'):
            socket.send_text(nonsense)
            assert visitor.hear("refused")["reason"] == "unreadable"
        socket.send_bytes(b"\xff\x00")
        assert visitor.hear("refused")["reason"] == "unreadable"
        assert visitor.say("hello", 1)["seq"] == 1


def test_a_button_means_what_the_server_said_and_nothing_else(
    client: TestClient, conversations: FakeConversations
) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.say("hello", 1)
        visitor.send({"type": "press", "id": "message-2", "seq": 2, "button": 1, "payload": "/forged"})
        visitor.hear("ack")
        visitor.send({"type": "press", "id": "message-3", "seq": 2, "button": 2})
        assert visitor.hear("refused")["reason"] == "expired"
        visitor.send({"type": "press", "id": "message-4", "seq": 1, "button": 0})
        assert visitor.hear("refused")["reason"] == "expired"
    assert [(message.text, message.payload) for message in conversations.received[1:]] == [("No", "/deny")]


def test_a_form_gives_its_own_fields_and_its_own_consent_sentence(
    client: TestClient, conversations: FakeConversations
) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.say("hello", 1)
        conversations.reply(conversations.received[0].conversation, "", custom=blocks.CONTACT_FORM)
        fields = {"name": "Ada", "email": "ada@example.com", "role": "admin"}
        visitor.send(
            {"type": "form", "id": "message-2", "seq": 3, "fields": fields, "consent": True, "consent_text": "all"}
        )
        visitor.hear("ack")
        visitor.send({"type": "form", "id": "message-3", "seq": 2, "fields": fields, "consent": True})
        assert visitor.hear("refused")["reason"] == "expired"
    form = conversations.received[1].form
    assert form is not None
    assert dict(form.fields) == {"name": "Ada", "email": "ada@example.com"}
    assert (form.consent, form.consent_text) == (True, blocks.CONTACT_FORM["consent"])
    assert conversations.received[1].text == "Ada, ada@example.com"


def test_a_form_needs_one_of_its_ways_and_no_more(client: TestClient, conversations: FakeConversations) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.say("hello", 1)
        conversations.reply(conversations.received[0].conversation, "", custom=contact_form("email", "phone"))
        form = {"type": "form", "seq": 3, "consent": False}
        visitor.send({**form, "id": "message-2", "fields": {"name": "Ada"}})
        assert visitor.hear("refused")["reason"] == "contact"
        visitor.send({**form, "id": "message-3", "fields": {"phone": "+353 1 555 0199"}})
        visitor.hear("ack")
    assert conversations.received[1].form
    assert dict(conversations.received[1].form.fields) == {"phone": "+353 1 555 0199"}


def test_the_page_that_the_visitor_has_moved_to_comes_with_what_they_write(
    client: TestClient, conversations: FakeConversations
) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.say("hello", 1)
        visitor.send({"type": "where", "source": {"page": "https://shop.example/pricing", "product": "Boots"}})
        visitor.say("how much?", 2)
    assert [message.source.get("page") for message in conversations.received] == [
        "https://shop.example/",
        "https://shop.example/pricing",
    ]
    assert conversations.received[1].source["product"] == "Boots"


def test_a_rating_is_kept_for_our_lines_only(client: TestClient, conversations: FakeConversations) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.say("hello", 1)
        visitor.send({"type": "rate", "id": "message-2", "seq": 2, "helpful": True})
        visitor.hear("ack")
        visitor.send({"type": "rate", "id": "message-3", "seq": 1, "helpful": True})
        assert visitor.hear("refused")["reason"] == "expired"
    assert [rating[1:] for rating in conversations.ratings] == [(2, True, "")]


def test_while_the_store_is_away_nothing_is_acknowledged(client: TestClient, conversations: FakeConversations) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.hear("ready")
        conversations.is_down = True
        visitor.send({"type": "say", "id": "message-1", "text": "hello"})
        wait = visitor.hear("wait", "ack")
        assert (wait["type"], wait["id"], wait["reason"]) == ("wait", "message-1", "unavailable")
        conversations.is_down = False
        assert visitor.say("hello", 1)["seq"] == 1


def test_a_visitor_in_a_hurry_is_asked_to_wait_and_loses_nothing(
    conversations: FakeConversations, tmp_path: Path
) -> None:
    app = app_with(conversations, tmp_path, pace=Pace(message_burst=3, messages_per_minute=600))
    with TestClient(app) as client, client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        for number in range(3):
            visitor.say("hello", number)
        visitor.send({"type": "say", "id": "message-3", "text": "hello"})
        wait = visitor.hear("wait", "ack")
        assert (wait["type"], wait["reason"]) == ("wait", "rate")
        assert 0 < wait["seconds"] <= 0.2


@pytest.mark.parametrize("token", [None, 7, "", "web-1", "eyJjIjoid2ViLTEifQ.aaaa.bbbb"])
def test_nobody_names_a_conversation_without_our_signature(client: TestClient, token: object) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        socket.send_text(json.dumps({"type": "hello", "token": token, "after": 0}))
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_text()
    assert closed.value.code == 4401


def test_a_token_opens_its_own_conversation_only(client: TestClient, conversations: FakeConversations) -> None:
    for number, text in enumerate(("mine", "yours")):
        with client.websocket_connect("/chat/ws") as socket:
            visitor = Visitor(socket, token_of(client))
            visitor.send(
                {"type": "say", "id": f"message-{number}", "text": text, "conversation": "web-000000000000000000000000"}
            )
            visitor.hear("ack")
    with client.websocket_connect("/chat/ws") as socket:
        lines = Visitor(socket, visitor.welcome["token"]).lines_until_ready()
    assert [line["text"] for line in lines] == ["yours", "You wrote: yours"]
    assert len({message.conversation for message in conversations.received}) == 2


def test_a_foreign_website_gets_neither_session_nor_socket(client: TestClient) -> None:
    foreign = {"origin": "https://evil.example"}
    assert client.post("/chat/session", headers=foreign).status_code == 403
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/chat/ws", headers=foreign):
        pass
    auth = {"authorization": f"Bearer {token_of(client)}"}
    assert client.post("/chat/messages", headers={**foreign, **auth}, content=b"{}").status_code == 401


def test_a_listed_website_may_read_the_answers(conversations: FakeConversations, tmp_path: Path) -> None:
    app = app_with(conversations, tmp_path, environment={"MILEPOST_ALLOWED_ORIGINS": "https://shop.example"})
    with TestClient(app) as client:
        for answer in (
            client.post("/chat/session", headers={"origin": "https://shop.example"}),
            client.options("/chat/messages", headers={"origin": "https://shop.example"}),
        ):
            assert answer.status_code in (200, 204)
            assert answer.headers["access-control-allow-origin"] == "https://shop.example"
            assert "authorization" in answer.headers["access-control-allow-headers"]


def test_messages_by_post_are_acknowledged_refused_or_delayed(
    client: TestClient, conversations: FakeConversations
) -> None:
    auth = {"authorization": f"Bearer {token_of(client)}"}

    def post(**frame: Any) -> Any:
        return client.post("/chat/messages", headers=auth, json={"type": "say", "id": "message-1", **frame})

    first, again = post(text="hello", source={"page": "https://a.example/"}), post(text="hello")
    assert (first.status_code, first.json()["seq"], again.json()["seq"]) == (200, 1, 1)
    assert conversations.received[0].source == {"page": "https://a.example/"}
    assert post(text="", id="message-2").status_code == 422
    large = post(text="x" * 100_000, id="message-3")
    assert (large.status_code, large.json()["reason"]) == (413, "too_large")
    assert "2,000 characters" in large.json()["text"]
    conversations.is_down = True
    assert post(text="later", id="message-4").status_code == 503
    assert client.post("/chat/messages", json={}).status_code == 401


def test_no_words_of_a_visitor_reach_the_log(
    client: TestClient, conversations: FakeConversations, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), client.websocket_connect("/chat/ws") as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.say("my secret plan", 1)
        socket.send_text('{"type": "say", "text": "my secret plan"')
        visitor.hear("refused")
        conversations.is_down = True
        visitor.send({"type": "say", "id": "message-2", "text": "my secret plan"})
        visitor.hear("wait")
    assert "secret plan" not in caplog.text


def test_typing_is_not_a_message_and_is_not_answered(client: TestClient, conversations: FakeConversations) -> None:
    with client.websocket_connect("/chat/ws", headers=HERE) as socket:
        visitor = Visitor(socket, token_of(client))
        visitor.send({"type": "typing", "on": True})
        visitor.send({"type": "typing", "on": "nonsense"})
        assert visitor.say("hello", 1)["seq"] == 1
    assert [message.text for message in conversations.received] == ["hello"]
