"""What visitors ask for themselves: what is stored of them, and to have it erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from milepost.services.desk import audit, erasing
from milepost.services.privacy import export
from milepost.store.columns import utc_now
from milepost.store.database import Database


class VisitorRequests:
    """Answers for one conversation's visitor. Every call may raise StoreUnavailable."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._database, self._clock = database, clock

    def stored(self, conversation: str) -> dict[str, Any]:
        """Everything that the visitor said, was told and allowed, and what was learnt of them."""
        now = self._clock()
        with self._database.begin() as store:
            audit.record(store, None, "exported", now=now, conversation=conversation, detail="by the visitor")
            return export.stored_of(store, conversation, now=now)

    def erase(self, conversation: str) -> bool:
        """Erase all of it. False where the visitor has bought something: the law may oblige the company to keep what proves it,
        so a person decides."""
        now = self._clock()
        with self._database.begin() as store:
            quotes = store.visitors.everything_of(conversation).get("quotes", ())
            if any(quote.get("accepted_at") for quote in quotes):
                return False
            if erasing.erase(store, conversation, now=now):
                audit.record(store, None, "erased", now=now, conversation=conversation, detail="by the visitor")
        return True
