"""A turn for tests of services, on a conversation made for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone

from milepost.sales.conversations import Conversation, Evidence, Fact, FactStatus
from milepost.services.conversations import start
from milepost.services.turns import Turn
from milepost.store.database import Database
from tests.catalogues import small_catalogue

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


@contextmanager
def turn_of(
    database: Database, conversation_id: str = "c1", *, now: datetime = NOW, visitor: str | None = None, **facts: str
) -> Iterator[Turn]:
    """A turn that knows these facts; its memory is kept at the end, as the brain does."""
    with database.begin() as store:
        start(store, conversation_id, channel="web", visitor=visitor, now=now)
        conversation, version = store.conversations.memory(conversation_id)
        remember(conversation, **facts)
        yield Turn(conversation, "m1", "the words", small_catalogue(), now, store)
        assert store.conversations.save_memory(conversation, version)


def remember(conversation: Conversation, **facts: str) -> None:
    """As if the visitor had said so."""
    for name, value in facts.items():
        conversation.facts[name] = Fact(name, value, FactStatus.SAID, Evidence("m1", str(value)))
