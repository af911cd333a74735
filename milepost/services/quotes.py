"""Quotes: a price that stands for a while, kept line by line with the catalogue version that it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from milepost.sales import wording
from milepost.sales.conversations import Conversation
from milepost.sales.money import Money
from milepost.sales.pricing import PriceBreakdown
from milepost.services.turns import Turn
from milepost.store.columns import new_id
from milepost.store.database import Store
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
    created_at: datetime
    valid_until: datetime
    state: str


def record(turn: Turn, breakdown: PriceBreakdown) -> Quote:
    """Keep a quote of this price. The same price quoted again while it stands is the same quote."""
    days = turn.catalogue.company.quote_valid_days
    return keep(turn.store, turn.conversation, breakdown, valid_days=days, message=turn.message_id, now=turn.now)


def keep(
    store: Store,
    conversation: Conversation,
    breakdown: PriceBreakdown,
    *,
    valid_days: int,
    message: str,
    now: datetime,
) -> Quote:
    """Keep a quote, whoever gave it; the memory knows of it from then on."""
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
        conversation=conversation.id,
        plan=breakdown.plan.id,
        quantity=breakdown.quantity,
        term=breakdown.term.value,
        currency=breakdown.currency,
        total=breakdown.total.amount,
        lines=lines,
        catalogue_version=breakdown.catalogue_version,
        message=message,
        state="open",
        created_at=now,
        valid_until=now + timedelta(days=valid_days),
    )
    standing = _standing(store, row, now)
    if standing is None:
        store.quotes.add(row)
    quote = _quote(standing or row)
    if quote.id not in conversation.quotes:
        conversation.quotes.append(quote.id)
    return quote


def block(quote: Quote, breakdown: PriceBreakdown, name: str, language: str) -> dict[str, Any]:
    """What the visitor's side draws: the price line by line, as it is kept."""
    return {
        "type": "quote",
        "id": quote.id,
        "title": name,
        "lines": [
            {
                "label": f"{line.label} \u00d7 {line.quantity}" if line.quantity > 1 else line.label,
                "amount": wording.money(line.amount, language),
            }
            for line in breakdown.lines
        ],
        "total": wording.money(breakdown.total, language),
        "term": wording.term(breakdown.term, language=language),
        "note": breakdown.tax_note,
        "catalogue_version": breakdown.catalogue_version,
        "valid_until": quote.valid_until.date().isoformat(),
    }


def find(turn: Turn, quote_id: str) -> Quote | None:
    """This conversation's quote of that id."""
    row = turn.store.quotes.find(quote_id)
    return _quote(row) if row is not None and row.conversation == turn.conversation.id else None


def of(turn: Turn) -> tuple[Quote, ...]:
    """This conversation's quotes, newest first."""
    return tuple(_quote(row) for row in turn.store.quotes.of(turn.conversation.id))


def _standing(store: Store, row: QuoteRow, now: datetime) -> QuoteRow | None:
    same = ("plan", "quantity", "term", "currency", "total", "catalogue_version", "state")
    for other in store.quotes.of(row.conversation):
        if other.valid_until >= now and all(getattr(other, name) == getattr(row, name) for name in same):
            return other
    return None


def _quote(row: QuoteRow) -> Quote:
    total = Money(row.total, row.currency)
    return Quote(
        *(row.id, row.number, row.plan, row.quantity, row.term),
        *(total, row.lines, row.created_at, row.valid_until, row.state),
    )
