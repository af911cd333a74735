"""Quotes: a price that stands for a while, kept line by line with the catalogue version that it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from milepost.sales.money import Money
from milepost.sales.pricing import PriceBreakdown
from milepost.services.turns import Turn
from milepost.store.columns import new_id
from milepost.store.records.quotes import QuoteRow


@dataclass(frozen=True)
class Quote:
    """A quote as it was given. `lines` are label, quantity, unit_amount and amount; `number` is what people call it."""

    id: str
    number: str
    plan: str
    quantity: int
    term: str
    total: Money
    lines: Sequence[Mapping[str, Any]]
    valid_until: datetime
    state: str


def record(turn: Turn, breakdown: PriceBreakdown) -> Quote:
    """Keep a quote of this price. The same price quoted again while it stands is the same quote."""
    lines = [
        {
            "kind": line.kind.value,
            "label": line.label,
            "quantity": line.quantity,
            "unit_amount": line.unit_amount.amount,
            "amount": line.amount.amount,
        }
        for line in breakdown.lines
    ]
    row = QuoteRow(
        id=new_id(),
        conversation=turn.conversation.id,
        plan=breakdown.plan.id,
        quantity=breakdown.quantity,
        term=breakdown.term.value,
        currency=breakdown.currency,
        total=breakdown.total.amount,
        lines=lines,
        catalogue_version=breakdown.catalogue_version,
        message=turn.message_id,
        state="open",
        created_at=turn.now,
        valid_until=turn.now + timedelta(days=turn.catalogue.company.quote_valid_days),
    )
    standing = _standing(turn, row)
    if standing is None:
        turn.store.quotes.add(row)
    quote = _quote(standing or row)
    if quote.id not in turn.conversation.quotes:
        turn.conversation.quotes.append(quote.id)
    return quote


def find(turn: Turn, quote_id: str) -> Quote | None:
    """This conversation's quote of that id."""
    row = turn.store.quotes.find(quote_id)
    return _quote(row) if row is not None and row.conversation == turn.conversation.id else None


def _standing(turn: Turn, row: QuoteRow) -> QuoteRow | None:
    same = ("plan", "quantity", "term", "currency", "total", "catalogue_version", "state")
    for other in turn.store.quotes.of(turn.conversation.id):
        if other.valid_until >= turn.now and all(getattr(other, name) == getattr(row, name) for name in same):
            return other
    return None


def _quote(row: QuoteRow) -> Quote:
    total = Money(row.total, row.currency)
    return Quote(row.id, row.number, row.plan, row.quantity, row.term, total, row.lines, row.valid_until, row.state)
