"""The protocol of docs/protocol.md over both ways, with the client that is printed there: exactly once and in order."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from examples.client.chat_client import ChatClient
from milepost.channels.port import InboundMessage, Receipt
from tests.web.doors import Server, app_with
from tests.web.fake_conversations import FakeConversations

Way = Literal["socket", "events"]
WAYS: tuple[Way, ...] = ("socket", "events")


class Forgetful(FakeConversations):
    """Commits the first message and then breaks before anybody is told."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.broken = False

    def receive(self, message: InboundMessage) -> Receipt:
        receipt = super().receive(message)
        if not self.broken:
            self.broken = True
            raise RuntimeError("the process fell over behind its commit")
        return receipt


@pytest.fixture
def conversations() -> FakeConversations:
    return FakeConversations(lambda message: [{"text": f"You wrote: {message.text}"}])


@pytest.fixture
def server(conversations: FakeConversations, tmp_path: Path) -> Iterator[Server]:
    server = Server(app_with(conversations, tmp_path))
    yield server
    server.stop()


def chat(server: Server, way: Way, **more: Any) -> ChatClient:
    return ChatClient(f"{server.url}chat/", way=way, **more)


def said(client: ChatClient) -> list[str]:
    return [line["text"] for line in client.lines]


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_said_is_answered(server: Server, way: Way) -> None:
    async with chat(server, way) as visitor:
        await visitor.say("hello")
        assert await visitor.answer() == "You wrote: hello"
        assert said(visitor) == ["hello", "You wrote: hello"]


@pytest.mark.parametrize("way", WAYS)
async def test_what_is_said_while_the_server_is_down_arrives_once_and_in_order(
    server: Server, conversations: FakeConversations, way: Way
) -> None:
    async with chat(server, way) as visitor:
        await visitor.say("before")
        await visitor.until(lambda: len(visitor.lines) == 2)
        await asyncio.to_thread(server.stop)
        for number in range(3):
            await visitor.say(f"meanwhile {number}")
        await asyncio.sleep(0.5)
        await asyncio.to_thread(server.start)
        await visitor.until(lambda: len(visitor.lines) == 8)
    assert [message.text for message in conversations.received] == [
        "before", "meanwhile 0", "meanwhile 1", "meanwhile 2"
    ]  # fmt: skip
    assert [line["seq"] for line in visitor.lines] == [*range(1, 9)]


@pytest.mark.parametrize("way", WAYS)
async def test_a_message_whose_acknowledgement_was_lost_is_not_doubled(tmp_path: Path, way: Way) -> None:
    conversations = Forgetful(lambda message: [{"text": f"You wrote: {message.text}"}])
    server = Server(app_with(conversations, tmp_path))
    async with chat(server, way) as visitor:
        await visitor.say("once")
        await visitor.until(lambda: len(visitor.lines) == 2 and visitor.acks)
        await visitor.say("and on")
        await visitor.until(lambda: len(visitor.lines) == 4)
    server.stop()
    assert [message.text for message in conversations.received] == ["once", "and on"]
    assert said(visitor) == ["once", "You wrote: once", "and on", "You wrote: and on"]


async def test_two_tabs_on_two_ways_see_one_conversation_in_one_order(server: Server) -> None:
    async with chat(server, "socket") as first:
        await first.say("hello")
        await first.until(lambda: len(first.lines) == 2)
        async with chat(server, "events", token=first.token) as second:
            for number in range(5):
                await (first if number % 2 else second).say(f"line {number}")
            for each in (first, second):
                await each.until(lambda each=each: len(each.lines) == 12)
            assert said(first) == said(second)


@pytest.mark.parametrize("way", WAYS)
async def test_who_comes_back_gets_what_came_after_and_nothing_before(server: Server, way: Way) -> None:
    async with chat(server, way) as visitor:
        await visitor.say("hello")
        await visitor.until(lambda: len(visitor.lines) == 2)
        token, after = visitor.token, visitor.after
        await visitor.say("more")
        await visitor.until(lambda: len(visitor.lines) == 4)
    async with chat(server, way, token=token, after=after) as again:
        await again.until(lambda: len(again.lines) == 2)
        assert said(again) == ["more", "You wrote: more"]


@pytest.mark.parametrize("way", WAYS)
async def test_a_token_that_is_not_ours_begins_a_new_conversation(
    server: Server, conversations: FakeConversations, way: Way
) -> None:
    async with chat(server, way) as owner:
        await owner.say("mine alone")
        await owner.until(lambda: len(owner.lines) == 2)
        forged = owner.token[:-3] + "abc"
    async with chat(server, way, token=forged) as other:
        await other.say("let me in")
        await other.until(lambda: len(other.lines) == 2)
        assert said(other) == ["let me in", "You wrote: let me in"]
    assert len({message.conversation for message in conversations.received}) == 2


@pytest.mark.parametrize("way", WAYS)
async def test_a_frame_that_will_never_be_taken_does_not_hold_up_the_next(server: Server, way: Way) -> None:
    async with chat(server, way) as visitor:
        await visitor.send({"type": "press", "seq": 99, "button": 0})
        await visitor.say("hello")
        await visitor.until(lambda: len(visitor.lines) == 2)
        assert [each["reason"] for each in visitor.refused] == ["expired"]


@pytest.mark.parametrize("way", WAYS)
async def test_a_store_that_is_away_delays_and_loses_nothing(
    server: Server, conversations: FakeConversations, way: Way
) -> None:
    async with chat(server, way) as visitor:
        conversations.is_down = True
        await visitor.say("patience")
        threading.Timer(0.6, lambda: setattr(conversations, "is_down", False)).start()
        await visitor.until(lambda: len(visitor.lines) == 2)
    assert [message.text for message in conversations.received] == ["patience"]
