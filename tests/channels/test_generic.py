"""The generic webhook beyond what every channel promises: rotation, feedback, what it sends."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

import pytest

from milepost.channels.generic import KINDS, GenericChannel
from milepost.channels.port import Button, Call, InboundMessage, OutboundReply, Undelivered
from milepost.errors import RejectedMessage, SettingsError
from tests.channels.local_platform import LocalPlatform
from tests.channels.tables.generic import SECRET
from tests.web import blocks

NOW = 1_796_000_000
OTHER = "whsec_" + base64.b64encode(b"another key of thirty-two bytes!").decode()


@pytest.fixture
def receiver() -> Iterator[LocalPlatform]:
    receiver = LocalPlatform()
    yield receiver
    receiver.stop()


def signature(secret: str, event_id: str, stamp: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return (
        "v1,"
        + base64.b64encode(hmac.new(key, f"{event_id}.{stamp}.".encode() + body, hashlib.sha256).digest()).decode()
    )


def event(kind: str, *secrets: str, event_id: str = "evt_1", **data: Any) -> Call:
    body = json.dumps({"type": kind, "data": data}).encode()
    given = " ".join(signature(secret, event_id, str(NOW), body) for secret in secrets or (SECRET,))
    headers = {"webhook-id": event_id, "webhook-timestamp": str(NOW), "webhook-signature": given}
    return Call(headers, body)


def channel(*secrets: str, url: str = "http://127.0.0.1:9/") -> GenericChannel:
    return GenericChannel(url, secrets or (SECRET,), clock=lambda: NOW)


async def test_a_known_signature_of_the_specification_is_taken() -> None:
    # The example of the specification's reference implementations.
    body = b'{"test": 2432232314}'
    at, secret = 1614265330, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    given = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    headers = {"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": str(at), "webhook-signature": given}
    with pytest.raises(RejectedMessage, match="unreadable"):  # the signature is good, the event is none of ours
        await GenericChannel("", (secret,), clock=lambda: at).read(Call(headers, body))


async def test_while_a_secret_is_replaced_both_are_taken() -> None:
    received = event("message.received", OTHER, conversation="c", text="hi")
    assert (await channel(SECRET, OTHER).read(received)).updates
    assert (await channel(OTHER).read(event("message.received", SECRET, OTHER, conversation="c", text="hi"))).updates
    with pytest.raises(RejectedMessage, match="forged"):
        await channel(SECRET).read(received)


async def test_where_the_visitor_comes_from_is_kept_and_who_they_are_is_not_chosen_by_them() -> None:
    call = event("message.received", conversation="../c/1", text="hi", profile="Ada", campaign="autumn", admin="yes")
    [message] = (await channel().read(call)).updates
    assert isinstance(message, InboundMessage)
    assert (message.address, message.message_id) == ("../c/1", "evt_1")
    assert message.source == {"profile": "Ada", "campaign": "autumn"}


async def test_the_receiver_may_say_that_a_line_was_not_delivered() -> None:
    received = (await channel().read(event("message.received", conversation="c", text="hi"))).updates[0]
    assert isinstance(received, InboundMessage)
    [told] = (await channel().read(event("message.undelivered", conversation="c", line=4, reason="blocked"))).updates
    assert told == Undelivered(received.conversation, 4, "blocked")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("message.received", {"text": "hi"}),
        ("message.received", {"conversation": "", "text": "hi"}),
        ("message.received", {"conversation": "c" * 201, "text": "hi"}),
        ("message.received", {"conversation": "c", "press": "/human_handoff"}),
        ("message.undelivered", {"conversation": "c", "line": "4"}),
        ("message.deleted", {"conversation": "c"}),
    ],
)
async def test_what_is_no_event_of_ours_is_refused(kind: str, data: dict[str, Any]) -> None:
    with pytest.raises(RejectedMessage, match="unreadable"):
        await channel().read(event(kind, **data))


async def test_a_reply_is_signed_and_keeps_its_id_over_all_tries(receiver: LocalPlatform) -> None:
    sender = channel(SECRET, OTHER, url=f"{receiver.url}/inbox")
    reply = OutboundReply(
        "generic-1",
        7,
        "bot",
        "Here.",
        datetime.now(timezone.utc),
        (Button("Yes", "/affirm"),),
        blocks.QUOTE,
        address="c",
    )
    await sender.send(reply)
    await sender.send(reply)
    await sender.close()
    first, second = receiver.calls
    assert (first.path, first.headers["webhook-id"]) == ("/inbox", second.headers["webhook-id"])
    given = first.headers["webhook-signature"].split(" ")
    assert given == [signature(secret, first.headers["webhook-id"], str(NOW), first.body) for secret in (SECRET, OTHER)]
    data = first.data["data"]
    assert (data["conversation"], data["line"], data["author"]) == ("c", 7, "bot")
    assert data["buttons"] == [{"title": "Yes", "press": "7:0"}]
    assert data["block"] == blocks.QUOTE
    assert b"affirm" not in first.body


@pytest.mark.parametrize(
    ("url", "secret", "sentence"),
    [
        ("http://bridge.example/", SECRET, "MILEPOST_GENERIC_URL must be an https:// address"),
        ("https://bridge.example/", "secret", "MILEPOST_GENERIC_SECRET cannot be used: a webhook secret begins with"),
        ("https://bridge.example/", "whsec_c2hvcnQ=", "24 to 64 bytes"),
    ],
)
def test_what_cannot_be_is_said_without_the_secret(url: str, secret: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence) as error:
        KINDS[0].channel({"MILEPOST_GENERIC_URL": url, "MILEPOST_GENERIC_SECRET": secret}, "https://chat.example")
    assert "c2hvcnQ" not in str(error.value)
