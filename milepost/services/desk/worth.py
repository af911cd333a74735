"""What a deal is worth: a person's word, else the quotes that were accepted, else the one that they asked for; always over the
first year, so that deals of every term can be added up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from milepost.dialogue.deal import worth
from milepost.dialogue.deal.clauses import Clause, folded
from milepost.dialogue.deal.lines import Line, line_of
from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.words.own import PAPER
from milepost.store.database import Store

_LINES_READ = 2_000
# From this chance on a clause that names an offer asks to be sent it.
_SENDS = 0.3


_Price = TypeVar("_Price", bound=worth.Priced)


def wanted_price(prices: Sequence[_Price], lines: Sequence[Line]) -> _Price | None:
    """The price that they asked to have as an offer or took; also the one told last where they then ask to be sent an offer."""
    found = worth.wanted_price(prices, lines)
    told = worth.told_price(prices, lines)
    if found is not None or told is None:
        return found
    place = next((place for place, line in enumerate(lines) if line.message == told.message), len(lines))
    return told if any(_asks_for_it(each) for line in lines[place + 1 :] for each in line.clauses) else None


def _asks_for_it(clause: Clause) -> bool:
    return bool(PAPER.search(folded(clause.words))) and (not clause.is_read or clause.chance(Says.SEND) >= _SENDS)


def keep(store: Store, conversation: str, *, now: datetime) -> None:
    """Keep what the quotes say that a deal is worth; nothing is known of it where a price was only told. What a person wrote in
    stays."""
    quotes = [each for each in store.quotes.of(conversation) if each.state in ("open", "accepted")]
    accepted = [each for each in quotes if each.state == "accepted"]
    counted = [each for each in accepted if each.currency == accepted[0].currency]
    if not counted and quotes:
        lines = store.messages.after(conversation, 0, limit=_LINES_READ)
        said = [line_of(each.id, each.text, each.reading) for each in lines if each.author == "visitor"]
        wanted = wanted_price(quotes, said)
        counted = [wanted] if wanted else []
    total = sum((each.first_year for each in counted), Decimal(0)) if counted else None
    currency, at = (counted[0].currency, counted[0].created_at) if counted else (None, now)
    store.deals.set_worth(conversation, total, currency, user=None, now=at)
