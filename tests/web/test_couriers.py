"""Several web processes on one database: each reply goes out once, and somebody goes on when one of them is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from milepost.channels.port import Attachment, Fetched, InboundMessage, Limits, Notice, OutboundReply
from milepost.errors import DeliveryFailed
from milepost.services.conversations import ConversationService, add_line
from milepost.store.columns import utc_now
from milepost.store.database import Database
from milepost.web.broadcast import Broadcaster
from milepost.web.courier import Courier
from tests.services.channels.test_outbox import PICTURE


class Platform:
    """A channel that keeps what it was given."""

    name = "sms"
    limits = Limits(1600, per_second=1000.0)

    def __init__(self) -> None:
        self.sent: list[int] = []

    async def send(self, reply: OutboundReply) -> None:
        await asyncio.sleep(0.01)
        self.sent.append(reply.seq)

    async def fetch(self, where_from: Mapping[str, Any], *, most: int) -> Fetched:
        if where_from["url"] == "gone":
            raise DeliveryFailed("it is gone", retry_after=None)
        return Fetched(PICTURE)


def replies(database: Database, count: int) -> None:
    with database.begin() as store:
        for number in range(count):
            add_line(store, "sms-1", "bot", f"Line {number}", now=utc_now())


async def until(condition: Any, seconds: float = 20.0) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while not condition() and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.02)


async def test_two_processes_send_each_reply_once_and_the_other_goes_on(database: Database) -> None:
    service, platform = ConversationService(database), Platform()
    service.receive(InboundMessage("sms", "sms-1", "1", "hello"))
    replies(database, 20)
    broadcasters = [Broadcaster(), Broadcaster()]
    tasks = [
        asyncio.create_task(Courier(platform, service, each).run())  # type: ignore[arg-type]
        for each in broadcasters
    ]
    await until(lambda: len(platform.sent) >= 20)
    assert platform.sent == list(range(2, 22))
    tasks[0].cancel()
    await asyncio.wait(tasks[:1])
    replies(database, 5)
    broadcasters[1].wake("sms-1")
    await until(lambda: len(platform.sent) >= 25)
    assert platform.sent == list(range(2, 27))
    tasks[1].cancel()
    await asyncio.wait(tasks)


async def test_attachments_are_fetched_after_the_call_and_what_is_gone_is_told(database: Database) -> None:
    service, platform = ConversationService(database), Platform()
    files = tuple(Attachment("picture", {"url": url}, url) for url in ("here", "gone"))
    service.answer(Notice("sms", "sms-1", "1", "(a picture)", "Thank you.", attachments=files))
    task = asyncio.create_task(Courier(platform, service, Broadcaster()).run())  # type: ignore[arg-type]
    await until(lambda: not service.files_due("sms"))
    task.cancel()
    await asyncio.wait([task])
    with database.begin() as store:
        found = {each.name: (each.state, each.reason) for each in store.attachments.of(["sms-1"])}
    assert found == {"here": ("kept", ""), "gone": ("refused", "it is gone")}
