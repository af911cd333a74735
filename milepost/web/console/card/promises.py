"""What was promised in a conversation and is still open, as the card and the list show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from milepost.sales.handoffs.promised import TO_DO, Kind, MadeBy
from milepost.store.database import Store
from milepost.store.records.desk.lead_filters import LeadFilter
from milepost.store.records.handoffs.promises import PromiseRow
from milepost.store.records.lead_cards import LeadLine

# What is due within this time stands on top of the list.
SOON = timedelta(days=1)


@dataclass(frozen=True)
class PromiseLine:
    """One open promise: what is to be done, whose it is, whether its time has passed.

    `message` is the message that says so, "" where none does; `lead` is there on the list alone.
    """

    row: PromiseRow
    to_do: str
    whose: str
    is_late: bool
    message: str
    lead: LeadLine | None = None


def lines_of(rows: Sequence[PromiseRow], rep: str | None, now: datetime) -> list[PromiseLine]:
    """The open ones, due first in front; `rep` is who has the lead, "" and None: nobody."""
    return [_line(row, rep, now) for row in rows if row.is_open]


def due_lines(store: Store, now: datetime, seen_by: str | None = None) -> list[PromiseLine]:
    """Everybody's promises that are late or due within a day; for `seen_by` only of leads that nobody else has."""
    rows = store.promises.due_by(now + SOON)
    wanted = LeadFilter(owed=True, with_merged=True, limit=200)
    leads = {line.conversation: line for line in store.leads.list(wanted)} if rows else {}
    found = []
    for row in rows:
        lead = leads.get(row.conversation) or store.leads.line(row.conversation)
        if seen_by is None or lead is None or lead.assigned_to in (None, seen_by):
            found.append(_line(row, lead.rep_name if lead else None, now, lead))
    return found


def _line(row: PromiseRow, rep: str | None, now: datetime, lead: LeadLine | None = None) -> PromiseLine:
    owner = row.owner_name or rep
    said = f"{owner} said so" if row.made_by == MadeBy.REP.value and row.owner_name else owner or "nobody has it yet"
    if row.written_by:
        said = f"{owner or 'nobody has it yet'}, written in by {row.written_by}"
    # Of what was written in no message of the chat tells.
    message = "" if row.written_by else row.message
    return PromiseLine(row, TO_DO[Kind(row.kind)], said, row.due <= now, message, lead)
