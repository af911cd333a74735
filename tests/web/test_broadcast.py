"""Waking connections from other threads."""

from __future__ import annotations

import asyncio
import threading

from milepost.web.broadcast import EVERY_CONVERSATION, Broadcaster, Typing


async def test_another_thread_wakes_the_conversations_own_connections() -> None:
    broadcaster = Broadcaster()
    with (
        broadcaster.subscribe("a") as mine,
        broadcaster.subscribe("b") as other,
        broadcaster.subscribe(EVERY_CONVERSATION) as all_of_them,
    ):
        threading.Thread(target=broadcaster.typing, args=("a",), kwargs={"after": 3}).start()
        await asyncio.wait_for(mine.wait(10), 5)
        await asyncio.wait_for(all_of_them.wait(10), 5)
        assert mine.take_typing() == Typing(True, 3)
        assert mine.take_typing() is None
        await other.wait(0.05)
        assert other.take_typing() is None


async def test_news_before_the_wait_are_not_missed() -> None:
    broadcaster = Broadcaster()
    with broadcaster.subscribe("a") as ear:
        broadcaster.wake("a")
        await asyncio.sleep(0.01)
        started = asyncio.get_running_loop().time()
        await ear.wait(5)
        assert asyncio.get_running_loop().time() - started < 1


async def test_a_stop_that_comes_together_with_news_is_not_lost() -> None:
    broadcaster = Broadcaster()

    async def listen() -> None:
        with broadcaster.subscribe("web-a") as ear:
            while True:
                await ear.wait(60)

    for steps in range(4):
        task = asyncio.create_task(listen())
        await asyncio.sleep(0.01)
        broadcaster.wake("web-a")
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task], timeout=2)
        assert task.cancelled(), steps


async def test_a_closed_connection_is_forgotten() -> None:
    broadcaster = Broadcaster()
    with broadcaster.subscribe("a"):
        assert broadcaster.connections("a") == 1
    assert broadcaster.connections("a") == 0
    broadcaster.wake("a")


def test_waking_a_loop_that_is_gone_harms_nobody() -> None:
    broadcaster = Broadcaster()

    async def leave_open() -> object:
        ear = broadcaster.subscribe("a")
        ear.__enter__()
        return ear

    kept = asyncio.run(leave_open())
    broadcaster.wake("a")
    assert kept


async def test_that_a_visitor_writes_is_told_to_the_reps_and_not_to_the_visitor() -> None:
    broadcaster = Broadcaster()
    with broadcaster.subscribe("a") as own, broadcaster.subscribe(EVERY_CONVERSATION) as reps:
        broadcaster.visitor_typing("a", True)
        await asyncio.wait_for(reps.wait(10), 5)
        assert reps.take_visitor_typing("b") is None
        broadcaster.visitor_typing("a", False)
        await asyncio.wait_for(reps.wait(10), 5)
        assert reps.take_visitor_typing("a") is False
        await own.wait(0.05)
        assert own.take_typing() is None
