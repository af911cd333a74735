"""What becomes of a quote: the customer accepts it, or we take it back."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from milepost.sales import wording
from milepost.sales.catalogue import Catalogue
from milepost.sales.money import Money
from milepost.services.desk.next_steps import keep_due
from milepost.services.outgoing import events
from milepost.services.outgoing.events import Event
from milepost.store.database import Store
from milepost.store.records.quotes import QuoteRow


class Standing(str, Enum):
    """Whether a quote can be accepted, or why not."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


def standing_of(quote: QuoteRow, *, now: datetime) -> Standing:
    """How a quote stands at a time. One that was accepted stays so after the day until which it stood."""
    if quote.state == "accepted":
        return Standing.ACCEPTED
    if quote.state != "open":
        return Standing.WITHDRAWN
    return Standing.OPEN if quote.valid_until >= now else Standing.EXPIRED


def accept(store: Store, quote_id: str, catalogue: Catalogue, *, now: datetime) -> bool:
    """The customer accepts a quote: kept once with the time, told to the reps, and no reminder of it goes out any more.

    False where it cannot be accepted, or was before.
    """
    if not store.quotes.accept(quote_id, now=now):
        return False
    quote = store.quotes.find(quote_id)
    assert quote is not None  # it has just been changed
    _end_reminders(store, quote, "the quote was accepted", now)
    store.leads.touch(quote.conversation, now=now)
    keep_due(store, [quote.conversation], catalogue, now=now)
    reason = f"quote {quote.number} over {wording.money(Money(quote.total, quote.currency))} was accepted"
    events.tell(store, Event.QUOTE_ACCEPTED, quote.conversation, catalogue, now=now, reason=reason)
    return True


def withdraw(store: Store, conversation_id: str, quote_id: str, *, now: datetime) -> bool:
    """Take a quote of this conversation back; False where it is not open any more."""
    quote = store.quotes.find(quote_id)
    if quote is None or quote.conversation != conversation_id or not store.quotes.withdraw(quote_id, now=now):
        return False
    _end_reminders(store, quote, "the quote was withdrawn", now)
    store.leads.touch(conversation_id, now=now)
    return True


def _end_reminders(store: Store, quote: QuoteRow, ending: str, now: datetime) -> None:
    for each in store.follow_ups.of(quote.conversation):
        if each.about == quote.id:
            store.follow_ups.end(each.id, "cancelled", ending=ending, now=now)
