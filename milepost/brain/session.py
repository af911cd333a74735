"""The brain by itself: one call per message, for the command line, replays and tests."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any

from milepost.brain.processor import TurnProcessor
from milepost.brain.turns import TurnResult, TurnRunner
from milepost.channels.port import InboundMessage
from milepost.errors import StoreUnavailable
from milepost.sales.catalogue import Catalogue
from milepost.services import catalogues
from milepost.services.conversations import ConversationService, button_token
from milepost.store.columns import new_id, utc_now
from milepost.store.database import Database

CHANNEL = "chat"


class Brain:
    """Answers messages one by one. Without a database of its own it has one that is thrown away at `close()`."""

    def __init__(
        self,
        processor: TurnProcessor,
        *,
        database: Database | None = None,
        catalogue: Callable[[], Catalogue] = catalogues.in_force,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="milepost-") if database is None else None
        self.database = database or _new_database(Path(self._folder.name))  # type: ignore[union-attr]
        self.runner = TurnRunner(self.database, processor, catalogue, clock=clock)
        self._service = ConversationService(self.database, clock=clock)
        self._clock = clock
        self._loop = asyncio.new_event_loop()

    def say(
        self, conversation_id: str, text: str, asked: str | None = None, *, payload: str | None = None
    ) -> TurnResult:
        """What the bot answers. `asked` is the need whose question is taken to be open; `payload` a button's meaning.

        Raises StoreUnavailable.
        """
        message = InboundMessage(CHANNEL, conversation_id, new_id(), text, payload)
        receipt = self._service.receive(message)
        if asked is not None:
            self._ask(conversation_id, asked)
        if not receipt.bot_answers:
            with self.database.begin() as store:
                known = store.conversations.memory(conversation_id)
            return TurnResult(memory=known[0] if known else None)
        with self.database.begin() as store:
            lease = store.messages.take_oldest_open(now=self._clock(), seconds=60)
        if lease is None:
            raise StoreUnavailable("another worker answers in this database")
        result = self._loop.run_until_complete(self.runner.run(lease))
        return self._as_shown(conversation_id, result)

    def close(self) -> None:
        """Throw away what is ours alone."""
        self._loop.close()
        self.database.close()
        if self._folder:
            self._folder.cleanup()

    def __enter__(self) -> Brain:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, conversation_id: str, asked: str) -> None:
        with self.database.begin() as store:
            known = store.conversations.memory(conversation_id)
            if known:
                known[0].asked = asked
                store.conversations.save_memory(*known)

    def _as_shown(self, conversation_id: str, result: TurnResult) -> TurnResult:
        """With tokens in the place of payloads that stay with us."""
        if not any(_is_private(button) for reply in result.replies for button in reply["buttons"]):
            return result
        with self.database.begin() as store:
            kept = reversed(store.messages.latest_of_bot(conversation_id, limit=len(result.replies)))
        replies = [_with_tokens(reply, message.id) for reply, message in zip(result.replies, kept, strict=True)]
        return TurnResult(tuple(replies), result.parse, result.memory, result.error)


def _new_database(folder: Path) -> Database:
    file = folder / "chat.sqlite3"
    file.write_bytes(_upgraded())
    return Database(f"sqlite:///{file}")


@cache
def _upgraded() -> bytes:
    """An upgraded, empty SQLite file, made once: each that is thrown away is a copy."""
    with tempfile.TemporaryDirectory(prefix="milepost-") as folder:
        file = Path(folder) / "upgraded.sqlite3"
        database = Database(f"sqlite:///{file}")
        database.upgrade()
        database.close()
        return file.read_bytes()


def _is_private(button: Mapping[str, str]) -> bool:
    return button["payload"].startswith("/")


def _with_tokens(reply: Mapping[str, Any], message_id: str) -> dict[str, Any]:
    buttons = [
        {**button, "payload": button_token(message_id, place)} if _is_private(button) else button
        for place, button in enumerate(reply["buttons"])
    ]
    return {**reply, "buttons": buttons}
