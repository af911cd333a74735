"""A customer who is signed in on the host's website: one conversation on every device, and nobody else's."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from starlette.testclient import TestClient

from milepost.errors import NotAllowed
from milepost.web.customers import Customer, CustomerTokens, conversation_of
from tests.web.doors import app_with
from tests.web.fake_conversations import FakeConversations
from tests.web.test_chat import Visitor

SECRET, NEXT = "the-host-and-we-share-this-secret-0", "the-host-and-we-share-this-secret-1"


def signed(secret: str = SECRET, *, seconds: float = 600, **claims: Any) -> str:
    """What the host's server would send."""
    content = {"sub": "42", "name": "Ada Lovelace", "email": "ada@example.com", **claims}
    if seconds:
        content["exp"] = int(time.time() + seconds)
    return jwt.encode({"alg": "HS256"}, content, OctKey.import_key(secret))


@pytest.fixture
def conversations() -> FakeConversations:
    return FakeConversations(lambda message: [{"text": f"You wrote: {message.text}"}])


@pytest.fixture
def client(conversations: FakeConversations, tmp_path: Path) -> TestClient:
    return TestClient(app_with(conversations, tmp_path, environment={"MILEPOST_IDENTITY_SECRET": f"{SECRET},{NEXT}"}))


def token_for(client: TestClient, **identity: Any) -> str:
    answer = client.post("/chat/session", json={"identity": signed(**identity)})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["token"])


def test_a_customer_reads_on_one_device_what_they_wrote_on_another(client: TestClient) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        Visitor(socket, token_for(client)).say("from my desk", 1)
    with client.websocket_connect("/chat/ws") as socket:
        phone = Visitor(socket, token_for(client))
        assert phone.hear("line")["text"] == "from my desk"


def test_another_customer_and_a_stranger_read_nothing_of_it(client: TestClient) -> None:
    with client.websocket_connect("/chat/ws") as socket:
        Visitor(socket, token_for(client)).say("mine alone", 1)
    for token in (token_for(client, sub="43"), str(client.post("/chat/session").json()["token"])):
        with client.websocket_connect("/chat/ws") as socket:
            other = Visitor(socket, token)
            assert other.hear("ready")["seq"] == 0
            socket.send_json({"type": "rate", "id": "message-9", "seq": 1, "helpful": True})
            assert other.hear("refused")["reason"] == "expired"


def test_the_rep_is_told_who_it_is_by_the_hosts_word_alone(
    client: TestClient, conversations: FakeConversations
) -> None:
    forged = {"page": "https://shop.example/", "customer": "1", "customer_email": "ceo@example.com"}
    with client.websocket_connect("/chat/ws") as socket:
        Visitor(socket, token_for(client), source=forged).say("hello", 1)
    source = conversations.received[0].source
    assert source["page"] == "https://shop.example/"
    assert (source["customer"], source["customer_name"]) == ("42", "Ada Lovelace")
    assert source["customer_email"] == "ada@example.com"
    with client.websocket_connect("/chat/ws") as socket:
        Visitor(socket, str(client.post("/chat/session").json()["token"]), source=forged).say("hello", 2)
    assert dict(conversations.received[1].source) == {"page": "https://shop.example/"}


@pytest.mark.parametrize(
    "token",
    [
        signed("another-secret-that-nobody-shares-1"),
        signed(seconds=-5),
        signed(seconds=0),
        signed() + "x",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0MiIsImV4cCI6OTk5OTk5OTk5OX0.",
        "",
        42,
    ],
    ids=["foreign", "expired", "without end", "changed", "unsigned", "empty", "no text"],
)
def test_a_token_that_the_host_did_not_sign_or_that_is_over_is_refused(client: TestClient, token: object) -> None:
    answer = client.post("/chat/session", json={"identity": token})
    assert (answer.status_code, answer.json()["reason"]) == (401, "identity")


def test_the_secret_can_be_replaced_while_both_are_in_use(client: TestClient) -> None:
    assert token_for(client).split(".")[0] == token_for(client, secret=NEXT).split(".")[0]


def test_without_a_secret_nobody_is_a_customer() -> None:
    with pytest.raises(NotAllowed):
        CustomerTokens(()).customer(signed())


def test_a_conversation_cannot_be_guessed_from_the_customers_id() -> None:
    assert conversation_of(Customer("42"), "a") != conversation_of(Customer("42"), "b")
    assert conversation_of(Customer("42"), "a") == conversation_of(Customer("42", "Ada"), "a")
