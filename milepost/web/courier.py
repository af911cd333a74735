"""The messaging platforms' way out: replies go as soon as they are committed, at the pace that the platform allows."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from starlette.concurrency import run_in_threadpool

from milepost.channels.port import Channel, Conversations, OutboundReply
from milepost.errors import DeliveryFailed, StoreUnavailable
from milepost.web.broadcast import EVERY_CONVERSATION, Broadcaster

_log = logging.getLogger(__name__)

_LOOK_SECONDS = 5.0
_LONGEST_PAUSE = 300.0
_STUMBLE_SECONDS = 30.0
# An answer that could not be brought in a day is none any more.
GIVE_UP = timedelta(hours=24)
_START_AGAIN_SECONDS = 60.0


@dataclass
class Health:
    """How one channel is doing in this process: the last failure, empty once something went through."""

    failure: str = ""
    since: datetime | None = None

    def failed(self, reason: str) -> None:
        """Something was not taken."""
        self.since = self.since or datetime.now(timezone.utc)
        self.failure = reason

    def worked(self) -> None:
        """Something was taken."""
        self.failure, self.since = "", None


class Courier:
    """Carries committed replies to one platform, in order within a conversation, until it has taken them.

    A reply is marked after it was taken: a crash in between sends it twice, never not at all. What fails is tried again
    after what the platform asks for, or after 5 s, 10 s, 20 s … 5 min, and given up after a day; what the platform refuses
    for good is kept as failed with its reason. One courier per channel.
    """

    def __init__(
        self, channel: Channel, conversations: Conversations, broadcaster: Broadcaster, health: Health | None = None
    ) -> None:
        self._channel, self._conversations, self._broadcaster = channel, conversations, broadcaster
        self._health = health or Health()
        self._not_before: dict[str, float] = {}
        self._closed_until = 0.0
        self._failures: Counter[str] = Counter()

    async def run(self) -> None:
        """Works until it is cancelled."""
        with self._broadcaster.subscribe(EVERY_CONVERSATION) as ear:
            while True:
                try:
                    await self._carry()
                except StoreUnavailable:
                    _log.warning("%s: replies wait: the store is unavailable", self._channel.name)
                await ear.wait(self._seconds_to_wait())

    async def start(self) -> None:
        """Tells the platform where our door is, as often as it takes: one out of reach keeps nobody else from starting."""
        while True:
            try:
                await self._channel.start()
                self._health.worked()
                return
            except DeliveryFailed as failure:
                _log.warning("%s: its webhook is not registered yet: %s", self._channel.name, failure)
                self._health.failed(str(failure))
                await asyncio.sleep(failure.retry_after or _START_AGAIN_SECONDS)

    async def _carry(self) -> None:
        now = self._now()
        self._not_before = {conversation: then for conversation, then in self._not_before.items() if then > now}
        if now < self._closed_until:
            return
        replies = await run_in_threadpool(
            self._conversations.undelivered, self._channel.name, but_not=tuple(self._not_before)
        )
        for reply in replies:
            if self._now() < self._closed_until:
                return
            if self._not_before.get(reply.conversation, 0.0) <= self._now():
                await self._bring(reply)
                await asyncio.sleep(1 / self._channel.limits.per_second)

    async def _bring(self, reply: OutboundReply) -> None:
        try:
            await self._channel.send(reply)
        except DeliveryFailed as failure:
            await self._settle(reply, failure)
            return
        except Exception as error:  # noqa: BLE001  # a reply that a channel stumbles over must not end its courier
            # The type alone: what an exception says may hold what the visitor wrote.
            reason = f"it could not be sent ({type(error).__name__})"
            await self._settle(reply, DeliveryFailed(reason, retry_after=_STUMBLE_SECONDS))
            return
        await run_in_threadpool(self._conversations.mark_delivered, reply.conversation, reply.seq)
        self._health.worked()
        del self._failures[reply.conversation], self._failures[""]
        if self._channel.limits.pause:
            self._not_before[reply.conversation] = self._now() + self._channel.limits.pause

    async def _settle(self, reply: OutboundReply, failure: DeliveryFailed) -> None:
        """Puts a reply off, or keeps it as failed where trying again is of no use."""
        _log.warning("%s: reply %d of %s: %s", self._channel.name, reply.seq, reply.conversation, failure)
        self._health.failed(str(failure))
        is_late = datetime.now(timezone.utc) - reply.at > GIVE_UP
        if failure.retry_after is None or is_late:
            reason = f"{failure}; not taken within a day" if failure.retry_after is not None else str(failure)
            await run_in_threadpool(self._conversations.mark_failed, reply.conversation, reply.seq, reason)
            self._broadcaster.wake(reply.conversation)
            return
        whom = "" if failure.for_all else reply.conversation
        pause = max(failure.retry_after, min(failure.retry_after * 2 ** self._failures[whom], _LONGEST_PAUSE))
        self._failures[whom] = min(self._failures[whom] + 1, 10)
        if failure.for_all:
            self._closed_until = self._now() + pause
        else:
            self._not_before[reply.conversation] = self._now() + pause

    def _seconds_to_wait(self) -> float:
        now = self._now()
        coming = [then - now for then in (self._closed_until, *self._not_before.values()) if then > now]
        return min(max(min(coming, default=_LOOK_SECONDS), 0.05), _LOOK_SECONDS)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
