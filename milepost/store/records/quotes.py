"""Quotes: what was offered, line by line, and until when it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables import quotes


@dataclass(frozen=True)
class QuoteRow:
    """One quote. `lines` are its price lines as JSON; `state` is open, accepted or declined."""

    id: str
    conversation: str
    plan: str
    quantity: int
    term: str
    currency: str
    total: Decimal
    lines: Sequence[Mapping[str, Any]]
    catalogue_version: str
    message: str
    state: str
    created_at: datetime
    valid_until: datetime

    @property
    def number(self) -> str:
        """What people call it."""
        return f"Q-{self.id[:8].upper()}"


class Quotes:
    """The quotes of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, quote: QuoteRow) -> None:
        """Keep a new quote."""
        values = {name: getattr(quote, name) for name in QuoteRow.__dataclass_fields__}
        self._connection.execute(quotes.insert().values(**{**values, "lines": list(quote.lines)}))

    def find(self, quote_id: str) -> QuoteRow | None:
        """The quote of that id."""
        row = self._connection.execute(sa.select(quotes).where(quotes.c.id == quote_id)).one_or_none()
        return None if row is None else QuoteRow(**row._mapping)

    def of(self, conversation: str) -> tuple[QuoteRow, ...]:
        """A conversation's quotes, newest first."""
        query = sa.select(quotes).where(quotes.c.conversation == conversation).order_by(quotes.c.created_at.desc())
        return tuple(QuoteRow(**row._mapping) for row in self._connection.execute(query))

    def set_state(self, quote_id: str, state: str) -> None:
        """Open, accepted or declined."""
        self._connection.execute(quotes.update().where(quotes.c.id == quote_id).values(state=state))
