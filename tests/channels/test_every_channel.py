"""What every channel promises, checked over all of them: a new file in milepost/channels comes here by itself."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from milepost.channels.kinds import every_kind
from milepost.channels.port import Button, Call, Channel, InboundMessage, OutboundReply
from milepost.errors import DeliveryFailed
from milepost.web.app import Pace
from tests.channels.local_platform import LocalPlatform
from tests.channels.tables.table import PUBLIC_URL, Raw, Sent, Table, headers, now, table_of
from tests.web import blocks
from tests.web.doors import app_with
from tests.web.fake_conversations import FakeConversations

KINDS = {kind.name: kind for kind in every_kind()}
LONG = "\n".join(["A line of a long answer, with some words in it."] * 400)


def bot(message: InboundMessage) -> list[dict[str, Any]]:
    if message.text == "compare":
        choices = [("Tell me more", "/more"), ("No thanks", "/deny")]
        return [{"text": "They differ.", "custom": blocks.COMPARISON, "buttons": choices}]
    return [{"text": f"You wrote: {message.text}"}]


@pytest.fixture(params=sorted(KINDS))
def table(request: pytest.FixtureRequest) -> Table:
    return table_of(request.param)


@pytest.fixture
def platform(table: Table) -> Iterator[LocalPlatform]:
    platform = LocalPlatform(table.reply, table.spares)
    yield platform
    platform.stop()


@pytest.fixture
def conversations() -> FakeConversations:
    return FakeConversations(bot)


@pytest.fixture
def client(
    table: Table, platform: LocalPlatform, conversations: FakeConversations, tmp_path: Path
) -> Iterator[TestClient]:
    environment = {"MILEPOST_PUBLIC_URL": PUBLIC_URL, **table.environment(platform.url)}
    app = app_with(conversations, tmp_path, environment=environment, pace=Pace(message_burst=200, answer_seconds=0.4))
    with TestClient(app, base_url=PUBLIC_URL) as client:
        yield client


@pytest.fixture
async def channel(table: Table, platform: LocalPlatform) -> AsyncIterator[Channel]:
    channel = KINDS[table.name].channel(table.environment(platform.url), PUBLIC_URL)
    yield channel
    await channel.close()


def call(client: TestClient, table: Table, raw: Raw, **how: Any) -> int:
    raw = table.sealed(raw, **how)
    url = table.door() + (f"?{raw.query}" if raw.query else "")
    status: int = client.post(url, content=raw.body, headers=dict(headers(table, raw, **how))).status_code
    return status


def arrived(table: Table, platform: LocalPlatform, count: int, *, seconds: float = 5.0) -> list[Sent]:
    platform.wait(lambda: len(table.sent(platform.calls)), count, seconds=seconds)
    return table.sent(platform.calls)


async def sent_by(channel: Channel, table: Table, platform: LocalPlatform, reply: OutboundReply) -> list[Sent]:
    await channel.send(reply)
    return table.sent(platform.calls)


async def line_for(channel: Channel, table: Table, text: str = "", **more: Any) -> OutboundReply:
    """A line of ours to somebody who has just written on this channel."""
    raw = table.sealed(table.message(1, "hello"))
    reading = await channel.read(Call(headers(table, raw), raw.body, raw.query))
    [heard] = reading.updates
    assert isinstance(heard, InboundMessage)
    moment = datetime.now(timezone.utc)
    given = {"address": heard.address, "heard_at": moment, **more}
    return OutboundReply(heard.conversation, 7, given.pop("author", "bot"), text, moment, **given)


# What comes in: only a call of the platform itself, of now, once.


def test_a_good_call_is_one_message_and_is_answered(
    client: TestClient, table: Table, platform: LocalPlatform, conversations: FakeConversations
) -> None:
    assert call(client, table, table.message(1, "How much for 20?")) == 200
    [sent] = arrived(table, platform, 1)
    assert sent.text == "You wrote: How much for 20?"
    [heard] = conversations.received
    assert (heard.channel, heard.text, heard.payload) == (table.name, "How much for 20?", None)
    assert re.fullmatch(r"[a-z0-9-]{1,64}", heard.conversation)


def test_a_call_without_a_signature_is_refused(
    client: TestClient, table: Table, conversations: FakeConversations
) -> None:
    raw = table.message(1, "hello")
    answer = client.post(table.door(), content=raw.body, headers={"content-type": raw.content_type})
    assert answer.status_code in (401, 403)
    assert conversations.received == []


@pytest.mark.parametrize("secret", ["", "another-secret-of-somebody", "sécret"])
def test_a_call_signed_with_another_secret_is_refused(
    client: TestClient, table: Table, conversations: FakeConversations, secret: str
) -> None:
    raw = table.sealed(table.message(1, "hello"), secret=secret)
    given = {name: value.encode() for name, value in headers(table, raw, secret=secret).items()}
    assert client.post(table.door(), content=raw.body, headers=given).status_code in (401, 403)
    assert conversations.received == []


def test_a_call_whose_body_was_altered_is_refused(
    client: TestClient, table: Table, conversations: FakeConversations
) -> None:
    raw = table.sealed(table.message(1, "hello"))
    given = dict(headers(table, raw))
    status = client.post(table.door(), content=raw.body.replace(b"hello", b"jello"), headers=given).status_code
    assert (status in (401, 403), len(conversations.received)) == ((True, 0) if table.signs_body else (False, 1))


@pytest.mark.parametrize("seconds", [-600, 600])
def test_a_call_of_another_time_is_refused(
    client: TestClient, table: Table, conversations: FakeConversations, seconds: float
) -> None:
    status = call(client, table, table.message(1, "hello"), at=now() + seconds)
    assert (status in (401, 403), len(conversations.received)) == ((True, 0) if table.signs_time else (False, 1))


def test_a_call_that_comes_again_is_the_same_message(
    client: TestClient, table: Table, platform: LocalPlatform, conversations: FakeConversations
) -> None:
    raw = table.sealed(table.message(1, "hello"))
    given = dict(headers(table, raw))
    for _ in range(3):
        client.post(table.door(), content=raw.body, headers=given)
    assert call(client, table, raw) == 200  # signed anew: a retry of the platform's own
    assert len(arrived(table, platform, 2, seconds=0.5)) == 1
    assert len(conversations.received) == 1


HARMLESS = {
    "nothing": b"",
    "a list": b"[]",
    "an empty object": b"{}",
    "null": b"null",
    "no text": b"\xff\xfe",
    "deep lists": b"[" * 5000,
    "deep objects": b'{"a":' * 2000,
    "a form": b"a=1&a=2",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_signed_call_that_is_no_update_does_no_harm(
    client: TestClient, table: Table, conversations: FakeConversations, name: str
) -> None:
    for content_type in (table.message(1, "x").content_type, "application/json", "application/x-www-form-urlencoded"):
        assert call(client, table, Raw(HARMLESS[name], content_type)) in (200, 400, 401, 403, 415)
    assert conversations.received == []


def test_two_visitors_have_two_conversations(
    client: TestClient, table: Table, conversations: FakeConversations
) -> None:
    call(client, table, table.message(1, "hello", sender=1))
    call(client, table, table.message(2, "hi", sender=2))
    call(client, table, table.message(3, "again", sender=1))
    first, second, third = [heard.conversation for heard in conversations.received]
    assert first != second != third
    assert (first == third) is not table.begins_anew


def test_a_voice_message_is_answered_once_with_a_way_on(
    client: TestClient, table: Table, platform: LocalPlatform, conversations: FakeConversations
) -> None:
    for _ in range(2):
        assert call(client, table, table.voice(1)) == 200
    sent = arrived(table, platform, 2, seconds=0.5)
    assert [one.text for one in sent] == [
        "I cannot listen to voice messages. Please write it to me in a few words, or ask for a person and I will get one."
    ]
    assert conversations.received == []


def test_text_over_the_limit_is_answered_with_what_to_do(
    client: TestClient, table: Table, platform: LocalPlatform, conversations: FakeConversations
) -> None:
    assert call(client, table, table.message(1, "x" * 3000)) == 200
    assert "2,000 characters" in arrived(table, platform, 1)[0].text
    assert conversations.received == []


def test_the_door_answers_in_time_however_slow_the_store_is(
    client: TestClient, table: Table, conversations: FakeConversations
) -> None:
    conversations.is_slow = 1.5
    raw, begun = table.message(1, "hello"), time.monotonic()
    conversations.receive = slowly(conversations.receive, 1.5)  # type: ignore[method-assign]
    assert call(client, table, raw) == 503
    assert time.monotonic() - begun < 1.2
    conversations.is_slow = 0.0
    time.sleep(1.5)
    assert call(client, table, raw) == 200
    assert len(conversations.received) == 1


def slowly(receive: Any, seconds: float) -> Any:
    calls: list[InboundMessage] = []

    def first_slow(message: InboundMessage) -> Any:
        calls.append(message)
        if len(calls) == 1:
            time.sleep(seconds)
        return receive(message)

    return first_slow


def test_while_the_store_is_away_the_platform_keeps_the_message(
    client: TestClient, table: Table, platform: LocalPlatform, conversations: FakeConversations
) -> None:
    conversations.is_down = True
    assert call(client, table, table.message(1, "hello")) == 503
    conversations.is_down = False
    assert call(client, table, table.message(1, "hello")) == 200
    assert [sent.text for sent in arrived(table, platform, 1)] == ["You wrote: hello"]


# What goes out: within the platform's limits, in order, tried again, and given up where it is of no use.


async def test_a_long_reply_is_cut_into_what_the_platform_takes(
    channel: Channel, table: Table, platform: LocalPlatform
) -> None:
    sent = await sent_by(channel, table, platform, await line_for(channel, table, LONG))
    assert len(sent) > 1 or channel.limits.text >= len(LONG)
    assert all(len(one.text) <= channel.limits.text for one in sent)
    assert "\n".join(one.text for one in sent).split() == LONG.split()


@pytest.mark.parametrize("name", ["comparison", "products", "quote"])
async def test_a_table_or_prices_are_what_a_person_would_send(
    channel: Channel, table: Table, platform: LocalPlatform, name: str
) -> None:
    reply = await line_for(channel, table, "", custom=blocks.EVERY_BLOCK[name])
    [sent] = await sent_by(channel, table, platform, reply)
    assert 20 < len(sent.text) <= 400


async def test_buttons_stand_under_the_reply_within_the_limits(
    channel: Channel, table: Table, platform: LocalPlatform
) -> None:
    titles = [f"{number} {'a very long title ' * 4}".strip() for number in range(1, 4)]
    reply = await line_for(
        channel, table, "Which one?", buttons=tuple(Button(title, "/secret_meaning") for title in titles)
    )
    sent = (await sent_by(channel, table, platform, reply))[-1]
    shown = [title for title, _ in sent.buttons]
    limits = channel.limits
    assert len(shown) == (3 if limits.buttons else 0)
    assert all(len(title) <= limits.button for title in shown)
    assert limits.buttons or "Answer with a number:\n1. 1 a very long" in sent.text
    assert not any(b"secret_meaning" in called.body for called in platform.calls)


async def test_more_buttons_than_the_platform_has_lose_none(
    channel: Channel, table: Table, platform: LocalPlatform
) -> None:
    buttons = tuple(Button(f"Choice {number}", "/x") for number in range(1, 13))
    sent = await sent_by(channel, table, platform, await line_for(channel, table, "Which one?", buttons=buttons))
    told = " ".join([*(one.text for one in sent), *(title for one in sent for title, _ in one.buttons)])
    assert [button.title for button in buttons if button.title not in told] == []


def test_a_pressed_button_is_the_one_that_we_sent(
    client: TestClient, table: Table, platform: LocalPlatform, conversations: FakeConversations
) -> None:
    call(client, table, table.message(1, "compare"))
    sent = arrived(table, platform, 1)[-1]
    assert "Desk Pro" in sent.text
    assert call(client, table, table.press(2, sent, 0)) == 200
    heard = conversations.received[-1]
    assert (heard.text, heard.payload) == ("Tell me more", "/more")


async def test_a_reply_of_a_rep_carries_the_name(channel: Channel, table: Table, platform: LocalPlatform) -> None:
    [sent] = await sent_by(channel, table, platform, await line_for(channel, table, "Hi!", author="rep", name="Grace"))
    assert sent.text == "Grace: Hi!"


@pytest.mark.parametrize("status", [500, 502, 503, 429, 401])
async def test_what_may_pass_is_tried_again(
    channel: Channel, table: Table, platform: LocalPlatform, status: int
) -> None:
    reply = await line_for(channel, table, "Hello")
    platform.fail(status, {"ok": False, "error_code": status, "description": "x"}, retry_after="9")
    with pytest.raises(DeliveryFailed) as failed:
        await channel.send(reply)
    assert failed.value.retry_after is not None
    assert failed.value.retry_after == 9 or status in (401, 403) or not table.retry_header
    assert not any(secret in str(failed.value) for secret in table.secrets())


async def test_a_platform_that_is_not_there_is_tried_again(
    channel: Channel, table: Table, platform: LocalPlatform
) -> None:
    reply = await line_for(channel, table, "Hello")
    platform.stop()
    with pytest.raises(DeliveryFailed) as failed:
        await channel.send(reply)
    assert (failed.value.retry_after, failed.value.for_all) == (5.0, True)


def test_what_is_refused_for_good_is_kept_with_its_reason_and_holds_up_nobody(
    client: TestClient, table: Table, platform: LocalPlatform, conversations: FakeConversations
) -> None:
    status, told = table.refusal()
    platform.fail(status, told)
    call(client, table, table.message(1, "hello", sender=1))
    platform.wait(lambda: len(conversations.failed), 1)
    [reason] = conversations.failed.values()
    assert len(reason) > 10
    platform.failure = None
    call(client, table, table.message(2, "hi", sender=2))
    assert arrived(table, platform, 2)[-1].text == "You wrote: hi"


# What is kept quiet, and a platform that cannot be reached.


def test_no_words_and_no_secrets_reach_the_log(
    client: TestClient, table: Table, platform: LocalPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        call(client, table, table.message(1, "my private plan"))
        arrived(table, platform, 1)
        platform.fail(*table.refusal())
        call(client, table, table.message(2, "another private plan"))
        arrived(table, platform, 2)
    assert "private plan" not in caplog.text
    assert [secret for secret in table.secrets() if secret in caplog.text] == []


def test_the_app_starts_while_a_platform_cannot_be_reached(table: Table, tmp_path: Path) -> None:
    conversations = FakeConversations(bot)
    environment = {"MILEPOST_PUBLIC_URL": PUBLIC_URL, **table.environment("http://127.0.0.1:9")}
    with TestClient(app_with(conversations, tmp_path, environment=environment), base_url=PUBLIC_URL) as client:
        assert client.get("/healthz").status_code == 200
        assert call(client, table, table.message(1, "hello")) == (503 if table.needs_keys else 200)
    assert len(conversations.received) == (0 if table.needs_keys else 1)


async def test_the_check_finds_nothing_wrong_where_nothing_is(channel: Channel) -> None:
    assert list(await channel.check()) == []


async def test_the_check_says_when_the_platform_does_not_know_us(
    channel: Channel, table: Table, platform: LocalPlatform
) -> None:
    platform.fail(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    try:
        problems = [*await channel.check()]
    except DeliveryFailed as failure:
        problems = [str(failure)]
    assert problems
    assert not any(secret in sentence for sentence in problems for secret in table.secrets())
