"""Messenger and Instagram beyond what every channel promises: who may write when, links, edits, what is not for us."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from milepost.channels.messenger import KINDS, MessengerChannel
from milepost.channels.port import ButtonPress, Call, InboundMessage, Notice, OutboundReply, Withdrawn
from milepost.errors import DeliveryFailed, RejectedMessage
from tests.channels.local_platform import LocalPlatform
from tests.channels.tables.instagram import TABLE as INSTAGRAM
from tests.channels.tables.messenger import ADA, Messenger
from tests.channels.tables.messenger import TABLE as MESSENGER
from tests.channels.tables.table import Raw
from tests.channels.tables.whatsapp import error


@pytest.fixture(params=[MESSENGER, INSTAGRAM], ids=lambda table: table.name)
def table(request: pytest.FixtureRequest) -> Messenger:
    return request.param


@pytest.fixture
def graph(table: Messenger) -> Iterator[LocalPlatform]:
    graph = LocalPlatform(table.reply)
    yield graph
    graph.stop()


@pytest.fixture
async def channel(table: Messenger, graph: LocalPlatform) -> AsyncIterator[MessengerChannel]:
    kind = next(kind for kind in KINDS if kind.name == table.name)
    channel = kind.channel(table.environment(graph.url), "https://chat.example")
    assert isinstance(channel, MessengerChannel)
    yield channel
    await channel.close()


async def read(channel: MessengerChannel, table: Messenger, raw: Raw) -> list[Any]:
    return list((await channel.read(Call(table.signed(raw), raw.body))).updates)


def reply(
    table: Messenger, text: str, *, silent: timedelta = timedelta(minutes=5), author: Any = "bot"
) -> OutboundReply:
    now = datetime.now(timezone.utc)
    return OutboundReply(f"{table.name}-{ADA}", 7, author, text, now, heard_at=now - silent)


async def test_meta_sets_up_the_webhook_with_our_verify_token_only(channel: MessengerChannel) -> None:
    asked = "hub.mode=subscribe&hub.challenge=42&hub.verify_token="
    assert (await channel.read(Call({}, b"", asked + "verify-token-for-tests", "GET"))).answer.text == "42"
    with pytest.raises(RejectedMessage, match="forged"):
        await channel.read(Call({}, b"", asked + "another", "GET"))


async def test_get_started_greets_and_keeps_the_link_s_campaign(channel: MessengerChannel, table: Messenger) -> None:
    started = {"mid": "m_1", "title": "Get started", "payload": "GET_STARTED", "referral": {"ref": "autumn"}}
    [message] = await read(channel, table, table.event({"postback": started}))
    assert isinstance(message, InboundMessage)
    assert (message.text, message.payload, message.source) == ("Get started", "/greet", {"campaign": "autumn"})


async def test_an_edited_message_is_a_new_one_and_each_edit_another(
    channel: MessengerChannel, table: Messenger
) -> None:
    edits = [{"mid": "m_1", "text": f"for {n}0 people", "num_edit": n} for n in (1, 2, 2)]
    found = [(await read(channel, table, table.event({"message_edit": edit})))[0] for edit in edits]
    assert [(message.message_id, message.text) for message in found] == [
        ("m_1:1", "for 10 people"),
        ("m_1:2", "for 20 people"),
        ("m_1:2", "for 20 people"),
    ]


async def test_a_deleted_message_is_withdrawn(channel: MessengerChannel, table: Messenger) -> None:
    told = await read(channel, table, table.event({"message": {"mid": "m_1", "is_deleted": True}}))
    assert told == [Withdrawn(table.name, f"{table.name}-{ADA}", "m_1")]


@pytest.mark.parametrize(
    "content",
    [
        {"message": {"mid": "m_1", "text": "ours", "is_echo": True}},
        {"delivery": {"watermark": 1}},
        {"read": {"watermark": 1}},
        {"reaction": {"mid": "m_1", "emoji": "x"}},
    ],
)
async def test_what_is_no_message_to_us_is_passed_over(
    channel: MessengerChannel, table: Messenger, content: dict[str, Any]
) -> None:
    assert await read(channel, table, table.event(content)) == []


async def test_a_call_about_the_other_network_is_not_ours(channel: MessengerChannel, table: Messenger) -> None:
    raw = (INSTAGRAM if table is MESSENGER else MESSENGER).message(1, "hi")
    assert await read(channel, table, raw) == []


async def test_a_picture_is_answered_and_a_quick_reply_is_a_press(channel: MessengerChannel, table: Messenger) -> None:
    attached = [{"type": "image", "payload": {"url": "https://cdn.example/1.jpg"}}]
    [notice] = await read(channel, table, table.event({"message": {"mid": "m_1", "attachments": attached}}))
    assert isinstance(notice, Notice)
    assert notice.said == "(a picture)"
    quick = {"mid": "m_2", "text": "Yes", "quick_reply": {"payload": "7:1"}}
    [press] = await read(channel, table, table.event({"message": quick}))
    assert isinstance(press, ButtonPress)
    assert (press.seq, press.button) == (7, 1)


@pytest.mark.parametrize(
    ("author", "silent", "kind"),
    [
        ("bot", timedelta(hours=23), {"messaging_type": "RESPONSE"}),
        ("rep", timedelta(hours=23), {"messaging_type": "RESPONSE"}),
        ("rep", timedelta(days=6), {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}),
        ("bot", timedelta(hours=25), None),
        ("rep", timedelta(days=8), None),
    ],
)
async def test_the_bot_may_write_for_a_day_and_a_person_for_a_week(
    channel: MessengerChannel,
    table: Messenger,
    graph: LocalPlatform,
    author: str,
    silent: timedelta,
    kind: dict[str, str] | None,
) -> None:
    late = reply(table, "Hello", silent=silent, author=author)
    if kind is None:
        with pytest.raises(DeliveryFailed, match="more than 24 hours ago") as failed:
            await channel.send(late)
        assert (failed.value.retry_after, graph.calls) == (None, [])
    else:
        await channel.send(late)
        sent = graph.calls[0].data
        assert {name: sent[name] for name in ("messaging_type", "tag") if name in sent} == kind


async def test_instagram_counts_bytes(channel: MessengerChannel, table: Messenger, graph: LocalPlatform) -> None:
    await channel.send(reply(table, "für größere Teams " * 100))
    texts = [sent.text for sent in table.sent(graph.calls)]
    assert " ".join(texts).split() == ("für größere Teams " * 100).split()
    assert len(texts) == (1 if table is MESSENGER else 3)


async def test_an_arrival_is_seen_and_somebody_writes(
    channel: MessengerChannel, table: Messenger, graph: LocalPlatform
) -> None:
    [message] = await read(channel, table, table.message(1, "hi"))
    await channel.confirm(message)
    assert [call.data["sender_action"] for call in graph.calls] == ["mark_seen", "typing_on"]
    assert graph.calls[0].data["recipient"] == {"id": str(ADA)}


async def test_busy_is_tried_again_and_a_closed_window_is_not(
    channel: MessengerChannel, table: Messenger, graph: LocalPlatform
) -> None:
    for code, retry_after in ((613, 30.0), (10, None), (190, 60.0)):
        graph.fail(400, error(code))
        with pytest.raises(DeliveryFailed) as failed:
            await channel.send(reply(table, "Hello"))
        assert failed.value.retry_after == retry_after


async def test_the_check_says_that_no_messages_are_subscribed(channel: MessengerChannel, graph: LocalPlatform) -> None:
    graph.reply = lambda called: {"data": []}
    [problem] = await channel.check()
    assert "not subscribed" in problem
