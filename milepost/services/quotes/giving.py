"""Quotes: a price that stands for a while, kept line by line with the catalogue version that it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from milepost.sales import wording
from milepost.sales.catalogue import Discount, Term
from milepost.sales.conversations import Conversation
from milepost.sales.money import Money
from milepost.sales.options import plan_name
from milepost.sales.pricing import LineKind, PriceBreakdown
from milepost.services.turns import Turn
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.quotes import QuoteRow

AGAIN = "again"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Quote:
    """A quote as it was given. `lines` are kind, label, quantity, unit_amount and amount, of a discount also what it took `off`
    and why; `number` is what people call it; `details` are unit, tax_note and, if it is another amount, renewal."""

    id: str
    number: str
    plan: str
    quantity: int
    term: str
    total: Money
    lines: Sequence[Mapping[str, Any]]
    catalogue_version: str
    created_at: datetime
    valid_until: datetime
    state: str
    details: Mapping[str, Any]


def record(turn: Turn, breakdown: PriceBreakdown) -> Quote:
    """Keep a quote of this price. The same price quoted again while it stands is the same quote."""
    name, days = plan_name(turn.catalogue, breakdown.plan), turn.catalogue.company.quote_valid_days
    return keep(
        turn.store, turn.conversation, breakdown, name=name, valid_days=days, message=turn.message_id, now=turn.now
    )


def keep(
    store: Store,
    conversation: Conversation,
    breakdown: PriceBreakdown,
    *,
    name: str,
    valid_days: int,
    message: str,
    now: datetime,
) -> Quote:
    """Keep a quote, whoever gave it, under the `name` of what it is for; the memory knows of it from then on."""
    row = QuoteRow(
        id=new_id(),
        conversation=conversation.id,
        plan=breakdown.plan.id,
        quantity=breakdown.quantity,
        term=breakdown.term.value,
        currency=breakdown.currency,
        total=breakdown.total.amount,
        lines=list(_lines(breakdown)),
        catalogue_version=breakdown.catalogue_version,
        message=message,
        state="open",
        created_at=now,
        valid_until=_end_of_day(now + timedelta(days=valid_days)),
        number="",
        first_year=breakdown.a_year.amount,
        details=_details(breakdown, name),
    )
    kept = _standing(store, row, now)
    if kept is None:
        kept = QuoteRow(**{**vars(row), "number": store.quotes.next_number(now.year)})
        store.quotes.add(kept)
    if kept.id not in conversation.quotes:
        conversation.quotes.append(kept.id)
    return quote_of(kept)


def block(quote: Quote, name: str, language: str, url: str = "") -> dict[str, Any]:
    """What the visitor's side draws: the price line by line, as it is kept; `url` leads to the quote's own page."""
    currency = quote.total.currency
    return {
        "type": "quote",
        "id": quote.id,
        "number": quote.number,
        "title": name,
        "lines": [
            {
                "label": line_label(line, language),
                "amount": wording.money(Money(Decimal(str(line["amount"])), currency), language),
            }
            for line in quote.lines
        ],
        "total": wording.money(quote.total, language),
        "term": wording.term(Term(quote.term), language=language),
        "note": quote.details.get("tax_note", ""),
        "catalogue_version": quote.catalogue_version,
        "valid_until": quote.valid_until.date().isoformat(),
        "url": url,
        **({"pdf": f"{url}/quote.pdf"} if url else {}),
    }


def line_label(line: Mapping[str, Any], language: str) -> str:
    """What a kept line is for: "Seats" with its number; a sale is called one."""
    label, quantity = str(line["label"]), int(line["quantity"])
    if line.get("kind") == LineKind.SALE.value:
        return f"{label}: {wording.word('sale', language)}"
    return f"{label} \u00d7 {wording.number(quantity, language=language)}" if quantity > 1 else label


def find(turn: Turn, quote_id: str) -> Quote | None:
    """This conversation's quote of that id."""
    row = turn.store.quotes.find(quote_id)
    return quote_of(row) if row is not None and row.conversation == turn.conversation.id else None


def of(turn: Turn) -> tuple[Quote, ...]:
    """This conversation's quotes, newest first; those that were taken back are none any more."""
    return tuple(quote_of(row) for row in turn.store.quotes.of(turn.conversation.id) if row.state != "withdrawn")


def earlier(turn: Turn, said: str) -> Quote | None:
    """The newest quote of this conversation of that number or day ("mon"); any, where the one before is wanted."""
    for quote in of(turn):
        if said == AGAIN or said == quote.number or said == _DAYS[quote.created_at.weekday()]:
            return quote
    return None


def quote_of(row: QuoteRow) -> Quote:
    """A quote as it is kept."""
    total = Money(row.total, row.currency)
    return Quote(
        *(row.id, row.number, row.plan, row.quantity, row.term),
        *(total, row.lines, row.catalogue_version),
        *(row.created_at, row.valid_until),
        state=row.state,
        details=row.details,
    )


def _standing(store: Store, row: QuoteRow, now: datetime) -> QuoteRow | None:
    same = ("plan", "quantity", "term", "currency", "total", "catalogue_version", "state")
    for other in store.quotes.of(row.conversation):
        if other.valid_until >= now and all(getattr(other, name) == getattr(row, name) for name in same):
            return other
    return None


def _end_of_day(moment: datetime) -> datetime:
    """The last second of that day, for a quote stands "until" a day."""
    return moment.replace(hour=23, minute=59, second=59, microsecond=0)


def _lines(breakdown: PriceBreakdown) -> Iterator[dict[str, Any]]:
    applied = iter(breakdown.discounts)
    for line in breakdown.lines:
        kept: dict[str, Any] = {
            "kind": line.kind.value,
            "label": line.label,
            "quantity": line.quantity,
            "unit_amount": line.unit_amount.amount,
            "amount": line.amount.amount,
        }
        if line.kind is LineKind.DISCOUNT:
            kept["off"] = _why(next(applied))
        yield kept


def _why(discount: Discount) -> dict[str, Any]:
    """What a discount takes off and the conditions that were met for it."""
    told = {
        "percent": discount.percent,
        "code": discount.code,
        "min_quantity": discount.min_quantity,
        "customer_kind": discount.customer_kind,
        "terms": [term.value for term in discount.terms],
        "valid_until": discount.valid_until,
    }
    return {name: value for name, value in told.items() if value}


def _details(breakdown: PriceBreakdown, name: str) -> dict[str, Any]:
    form = ", ".join(breakdown.variant.options.values()) if breakdown.variant else ""
    details: dict[str, Any] = {
        "name": f"{name} ({form})" if form else name,
        "unit": breakdown.unit,
        "tax_note": breakdown.tax_note,
    }
    if breakdown.renewal is not None and breakdown.renewal != breakdown.total:
        details["renewal"] = breakdown.renewal.amount
    return details
