"""Quotes: what was offered, line by line, until when it stands, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from milepost.store.prepared import given, prepared
from milepost.store.tables import leads, quote_numbers, quotes


@dataclass(frozen=True)
class QuoteRow:
    """One quote. `lines` are its price lines as JSON; `state` is open, accepted, declined or withdrawn.

    `number` is what people call it; `first_year` is what all terms of a year come to, this one first; `details` is what its page
    says besides the prices (services/quotes writes it).
    """

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
    number: str
    first_year: Decimal
    details: Mapping[str, Any] = field(default_factory=dict)
    accepted_at: datetime | None = None
    withdrawn_at: datetime | None = None


_OF = prepared(sa.select(quotes).where(quotes.c.conversation == given("of")).order_by(quotes.c.created_at.desc()))


class Quotes:
    """The quotes of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert

    def add(self, quote: QuoteRow) -> None:
        """Keep a new quote; the lead's deal is worth its total from then on, unless a rep has said what it is worth."""
        values = {name: getattr(quote, name) for name in QuoteRow.__dataclass_fields__}
        values |= {"lines": list(quote.lines), "details": dict(quote.details)}
        self._connection.execute(quotes.insert().values(**values))
        worth = {"value": quote.total, "currency": quote.currency, "value_at": quote.created_at}
        same = (leads.c.conversation == quote.conversation, leads.c.value_by.is_(None))
        self._connection.execute(leads.update().where(*same).values(**worth))

    def next_number(self, year: int) -> str:
        """The next number of a year ("Q-2026-0042"): no two quotes get the same, and a quote that is not kept takes none."""
        of_year = quote_numbers.c.year == year
        first = self._insert(quote_numbers).values(year=year, last=0)
        self._connection.execute(first.on_conflict_do_nothing(index_elements=[quote_numbers.c.year]))
        # The row stays locked until the commit, so that whoever comes next reads what is kept.
        self._connection.execute(quote_numbers.update().where(of_year).values(last=quote_numbers.c.last + 1))
        last = self._connection.execute(sa.select(quote_numbers.c.last).where(of_year)).scalar_one()
        return f"Q-{year}-{last:04d}"

    def find(self, quote_id: str) -> QuoteRow | None:
        """The quote of that id."""
        row = self._connection.execute(sa.select(quotes).where(quotes.c.id == quote_id)).one_or_none()
        return None if row is None else quote_row(row)

    def of(self, conversation: str) -> tuple[QuoteRow, ...]:
        """A conversation's quotes, newest first."""
        return tuple(quote_row(row) for row in _OF.run(self._connection, {"of": conversation}))

    def accept(self, quote_id: str, *, now: datetime) -> bool:
        """Mark an open quote that still stands as accepted; False where it is not one, or not any more."""
        standing = [quotes.c.id == quote_id, quotes.c.state == "open", quotes.c.valid_until >= now]
        update = quotes.update().where(*standing).values(state="accepted", accepted_at=now)
        return bool(self._connection.execute(update).rowcount)

    def withdraw(self, quote_id: str, *, now: datetime) -> bool:
        """Take an open quote back; False where there is none to take back."""
        update = quotes.update().where(quotes.c.id == quote_id, quotes.c.state == "open")
        return bool(self._connection.execute(update.values(state="withdrawn", withdrawn_at=now)).rowcount)


def quote_row(row: Any) -> QuoteRow:
    """A quote as a row of its table holds it."""
    return QuoteRow(**{**row._mapping, "details": row.details or {}})
