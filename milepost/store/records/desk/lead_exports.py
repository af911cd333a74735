"""What an export of leads holds beside their lines: needs, quotes, what they are worth, consents, why they were closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.records.quotes import QuoteRow, quote_row
from milepost.store.tables import consents, facts, leads, quotes

_AT_A_TIME = 400


@dataclass(frozen=True)
class LeadDetails:
    """`reason` is why it was closed; `needs` are the values of what is known; `quotes` are newest first; `consents` hold the last
    word on each purpose, with its time and the version of the text."""

    reason: str = ""
    needs: Mapping[str, Any] = field(default_factory=dict)
    quotes: Sequence[QuoteRow] = ()
    consents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def worth(self) -> dict[str, Decimal]:
        """What the lead is worth over the first year by currency: what was accepted, else the last that was given."""
        standing = [quote for quote in self.quotes if quote.state in ("open", "accepted")]
        counted = [quote for quote in standing if quote.state == "accepted"] or standing[:1]
        sums: dict[str, Decimal] = {}
        for quote in counted:
            sums[quote.currency] = sums.get(quote.currency, Decimal(0)) + quote.first_year
        return sums


def read_details(connection: Connection, conversations: Collection[str]) -> dict[str, LeadDetails]:
    """The details of these leads by conversation."""
    found: dict[str, LeadDetails] = {}
    ids = list(conversations)
    for start in range(0, len(ids), _AT_A_TIME):
        found |= _read(connection, ids[start : start + _AT_A_TIME])
    return found


def _read(connection: Connection, ids: Sequence[str]) -> dict[str, LeadDetails]:
    def rows(table: sa.Table, *order: Any) -> Any:
        return connection.execute(sa.select(table).where(table.c.conversation.in_(ids)).order_by(*order))

    needs: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows(facts, facts.c.updated_at, facts.c.need):
        if row.value is not None:
            needs[row.conversation][row.need] = row.value
    given: dict[str, list[QuoteRow]] = defaultdict(list)
    for row in rows(quotes, quotes.c.created_at.desc()):
        given[row.conversation].append(quote_row(row))
    agreed: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in rows(consents, consents.c.id):
        last = {"given": row.given, "at": row.created_at, "text_version": row.text_version}
        agreed[row.conversation][row.purpose] = last
    query = sa.select(leads.c.conversation, leads.c.reason).where(leads.c.conversation.in_(ids))
    return {
        row.conversation: LeadDetails(
            row.reason, needs[row.conversation], given[row.conversation], agreed[row.conversation]
        )
        for row in connection.execute(query)
    }
