"""An in-memory conversation service for the doors' tests, with a bot that answers by a table."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from milepost.channels.port import Button, InboundMessage, Notice, OutboundReply, Receipt, Withdrawn
from milepost.errors import StoreUnavailable

Answer = Mapping[str, Any]


class FakeConversations:
    """Keeps what was received and answers each new message with what `answers` gives for its text or payload."""

    def __init__(self, answers: Callable[[InboundMessage], Sequence[Answer]] | None = None) -> None:
        self.lines: dict[str, list[OutboundReply]] = defaultdict(list)
        self.received: list[InboundMessage] = []
        self.ratings: list[tuple[str, int, bool, str]] = []
        self.delivered: dict[str, int] = defaultdict(int)
        self.failed: dict[tuple[str, int], str] = {}
        self.channels: dict[str, tuple[str, str]] = {}
        self.is_down = False
        self.is_slow = 0.0
        self.wake: Callable[[str], None] = lambda conversation: None
        self._answers = answers or (lambda message: ())
        self._lock = threading.Lock()

    def receive(self, message: InboundMessage) -> Receipt:
        self._check()
        with self._lock:
            for line in self.lines[message.conversation]:
                if line.message_id == message.message_id:
                    return Receipt(line.seq, line.at, is_new=False)
            self.received.append(message)
            self.channels[message.conversation] = (message.channel, message.address)
            line = self._add(message.conversation, "visitor", message.text, message_id=message.message_id)
        self.wake(message.conversation)
        for answer in self._answers(message):
            self.reply(message.conversation, **answer)
        return Receipt(line.seq, line.at)

    def reply(
        self,
        conversation: str,
        text: str = "",
        *,
        author: Any = "bot",
        buttons: Sequence[tuple[str, str]] = (),
        custom: Mapping[str, Any] | None = None,
        name: str = "",
    ) -> OutboundReply:
        with self._lock:
            kept = tuple(Button(*button) for button in buttons)
            line = self._add(conversation, author, text, buttons=kept, custom=custom, name=name)
        self.wake(conversation)
        return line

    def read_after(self, conversation: str, seq: int, *, limit: int = 200) -> Sequence[OutboundReply]:
        self._check()
        with self._lock:
            return [line for line in self.lines[conversation] if line.seq > seq][:limit]

    def rate(self, conversation: str, seq: int, *, helpful: bool, comment: str) -> None:
        self._check()
        self.ratings.append((conversation, seq, helpful, comment))

    def answer(self, notice: Notice) -> Receipt:
        self._check()
        with self._lock:
            for line in self.lines[notice.conversation]:
                if line.message_id == notice.message_id:
                    return Receipt(line.seq, line.at, is_new=False)
            line = self._add(notice.conversation, "visitor", notice.said, message_id=notice.message_id)
            self.channels[notice.conversation] = (notice.channel, notice.address)
        self.reply(notice.conversation, notice.text)
        return Receipt(line.seq, line.at)

    def withdraw(self, withdrawn: Withdrawn) -> None:
        with self._lock:
            lines = self.lines[withdrawn.conversation]
            for place, line in enumerate(lines):
                if line.message_id.partition(":")[0] == withdrawn.message_id:
                    lines[place] = replace(line, text="(deleted by the visitor)")

    def latest_with_buttons(self, conversation: str) -> OutboundReply | None:
        with self._lock:
            ours = [line for line in self.lines[conversation] if line.author != "visitor"]
        return ours[-1] if ours and ours[-1].buttons else None

    def undelivered(self, channel: str, *, limit: int = 50, but_not: Collection[str] = ()) -> Sequence[OutboundReply]:
        self._check()
        found = []
        with self._lock:
            for name, lines in self.lines.items():
                of, address = self.channels.get(name, ("", ""))
                if of != channel or name in but_not:
                    continue
                heard = max((line.at for line in lines if line.author == "visitor"), default=None)
                due = [line for line in lines if line.author != "visitor" and line.seq > self.delivered[name]]
                found += [replace(line, address=address, heard_at=heard) for line in due]
        return found[:limit]

    def mark_delivered(self, conversation: str, seq: int) -> None:
        self.delivered[conversation] = seq

    def mark_failed(self, conversation: str, seq: int, reason: str) -> None:
        self.failed[conversation, seq] = reason
        self.delivered[conversation] = max(seq, self.delivered[conversation])

    def _add(self, conversation: str, author: Any, text: str, **more: Any) -> OutboundReply:
        lines = self.lines[conversation]
        line = OutboundReply(conversation, len(lines) + 1, author, text, datetime.now(timezone.utc), **more)
        lines.append(line)
        return line

    def _check(self) -> None:
        time.sleep(self.is_slow)
        if self.is_down:
            raise StoreUnavailable("the database is away")
