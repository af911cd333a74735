"""Keeping the rows of a file: new leads at once, and what a file knows more of leads that are there; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from milepost.errors import NotAllowed
from milepost.sales.buying_stages import corrected
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage, Conversation
from milepost.sales.notes.next_step import next_step
from milepost.services.desk.lead_files import LeadRow, identifiers
from milepost.services.desk.next_steps import BY_HAND, keep_due, situation_of
from milepost.services.desk.writing import entered
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.desk.bulk_leads import NewRow
from milepost.store.records.desk.standings import Standing
from milepost.store.records.users import User

_REASONS = {"won": "imported as a customer", "lost": "imported as lost", "open": ""}


@dataclass(frozen=True)
class Imported:
    """What became of a file: new leads, leads that learned something, rows that were left out."""

    new: int
    merged: int
    left_out: int


def keep_rows(
    store: Store, rows: Sequence[LeadRow], user: User, *, catalogue: Catalogue, merge: bool, file: str, now: datetime
) -> Imported:
    """Keep the rows, all in one transaction. Doubles are left out, or with `merge` give what is not known yet.

    Raises NotAllowed if a row has something wrong.
    """
    if any(row.wrong for row in rows):
        raise NotAllowed("some rows cannot be read yet")
    kept: list[LeadRow] = []
    by_line: dict[int, LeadRow] = {}
    joined = 0
    for row in rows:
        first = by_line.get(row.again)
        if not row.is_double:
            kept.append(row)
        elif merge and row.known:
            joined += _join(store, row.known, row, user, catalogue=catalogue, now=now)
        elif merge and first is not None:
            _fill(first, row)
            joined += 1
        by_line[row.line] = first if row.again and first is not None else row
    source = {"written_by": user.name, "file": file}
    made = [_new(row, user, catalogue, now) for row in kept]
    store.leads.add_many(made, user=user.id, source=source, now=now)
    return Imported(len(made), joined, len(rows) - len(made) - joined)


def _new(row: LeadRow, user: User, catalogue: Catalogue, now: datetime) -> NewRow:
    facts = {need: entered(need, value, user, now=now) for need, value in row.facts.items()}
    conversation = Conversation(f"hand-{new_id()[:24]}", channel=BY_HAND, facts=facts)
    status = row.deal.get("status", "open")
    stage = row.deal.get("stage") or (BuyingStage.RETENTION.value if status == "won" else "")
    if stage:
        conversation.stages.append(corrected(BuyingStage(stage), ""))
    standing = Standing(conversation, BY_HAND, status)
    step = next_step(situation_of(standing, catalogue), now=now, hours=catalogue.journey.opening_hours)
    return NewRow(
        conversation,
        status,
        _REASONS[status],
        row.deal.get("since") or now,
        value=row.deal.get("value"),
        currency=row.deal.get("currency"),
        owner=row.deal.get("owner"),
        tags=tuple(row.deal.get("tags", ())),
        note=row.deal.get("note", ""),
        next_due=step.due,
    )


def _join(store: Store, conversation: str, row: LeadRow, user: User, *, catalogue: Catalogue, now: datetime) -> int:
    """Add to a lead what it does not know yet; 1 if there was such a lead."""
    known, line = store.conversations.memory(conversation), store.leads.line(conversation)
    if known is None or line is None:
        return 0
    memory, version = known
    new = {need: value for need, value in row.facts.items() if memory.value(need) is None}
    if new:
        for need, value in new.items():
            memory.facts[need] = entered(need, value, user, now=now)
        if not store.conversations.save_memory(memory, version):
            raise NotAllowed("a conversation has just changed; try again")
        store.leads.put_facts(conversation, [memory.facts[need] for need in new], now=now)
        store.leads.put(memory, now=now)
    deal = row.deal
    if line.value is None and "value" in deal:
        store.deals.set_worth(conversation, deal["value"], deal["currency"], user=user.id, now=now)
    if line.assigned_to is None and deal.get("owner"):
        store.leads.assign(conversation, deal["owner"], now=now)
    if line.status == "open" and deal.get("status") == "won":
        store.leads.set_status(conversation, "won", reason=_REASONS["won"], now=deal.get("since") or now)
    for tag in deal.get("tags", ()):
        store.deals.add_tag(conversation, tag, user=user.id, now=now)
    if deal.get("note"):
        store.leads.add_note(conversation, user.id, deal["note"], now=now)
    keep_due(store, [conversation], catalogue, now=now)
    return 1


def _fill(first: LeadRow, row: LeadRow) -> None:
    """What a later line of the same person knows more."""
    first.facts = {**row.facts, **first.facts}
    first.deal = {**row.deal, **first.deal}


def known_holders(store: Store, rows: Iterable[LeadRow]) -> dict[str, str]:
    """By address or number, the leads that have one of a row's."""
    every = [each for row in rows for each in identifiers(row)]
    emails, phones = [each for each in every if "@" in each], [each for each in every if "@" not in each]
    return store.merges.holders(emails, phones)
