"""Leads: the notes that a conversation leaves, written from its memory and read as list, board and card."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.sales.conversations import Conversation, Fact, OptionTouch, StageChange
from milepost.store.columns import new_id
from milepost.store.prepared import given, inserted, prepared, put
from milepost.store.records.desk.bulk_leads import NewRow, add_leads
from milepost.store.records.desk.lead_exports import LeadDetails, read_details
from milepost.store.records.desk.lead_filters import ids_of
from milepost.store.records.desk.standings import Standing, read_standings
from milepost.store.records.jobs import DELIVERY
from milepost.store.records.lead_cards import (
    FactRow,
    LeadCard,
    LeadFilter,
    LeadLine,
    NoteRow,
    read_board,
    read_card,
    read_facts,
    read_line,
    read_lines,
    read_named,
    read_notes,
)
from milepost.store.tables import (
    consents,
    conversations,
    corrections,
    facts,
    follow_ups,
    gaps,
    handoffs,
    jobs,
    leads,
    meetings,
    merges,
    notes,
    objections,
    promises,
    quotes,
    stage_changes,
    touches,
)

# Facts that say who somebody is; the others say what they need.
_CONTACT = {"contact_name": "name", "email": "email", "phone": "phone", "company": "company"}
_REFRESHED = (*_CONTACT.values(), "stage", "confidence", "updated_at")
_PUT = put(leads, ("conversation", "status", "created_at", *_REFRESHED), ("conversation",), _REFRESHED)
_EXISTS = prepared(sa.select(leads.c.conversation).where(leads.c.conversation == given("of")))
_TOLD = ("value", "status", "words", "message", "earlier", "updated_at", "entered_by", "entered_at")
_PUT_FACT = put(facts, ("conversation", "need", *_TOLD), ("conversation", "need"), _TOLD)
_STAGED = ("conversation", "message", "stage", "confidence", "belief", "cues", "created_at")
_ADD_STAGE_CHANGES = inserted(stage_changes, _STAGED)
_ADD_TOUCHES = inserted(touches, ("conversation", "option", "how", "message", "created_at"))


class Leads:
    """The leads of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, conversation: Conversation, *, now: datetime) -> None:
        """Make or refresh the lead of a conversation from its memory."""
        known = {column: conversation.value(need) for need, column in _CONTACT.items()}
        values: dict[str, Any] = {name: None if value is None else str(value) for name, value in known.items()}
        values["stage"] = conversation.buying_stage.value
        values["confidence"] = conversation.stages[-1].confidence if conversation.stages else 0.0
        values["updated_at"] = now
        new = {"conversation": conversation.id, "status": "open", "created_at": now}
        _PUT.run(self._connection, {**new, **values})

    def add_many(self, rows: Sequence[NewRow], *, user: str, source: Mapping[str, str], now: datetime) -> None:
        """Keep many new leads that a rep wrote in, in a few statements."""
        add_leads(self._connection, rows, user=user, source=source, now=now)

    def exists(self, conversation: str) -> bool:
        """Whether a conversation has left notes."""
        return _EXISTS.run(self._connection, {"of": conversation}).scalar_one_or_none() is not None

    def owner_of(self, conversation: str) -> str | None:
        """The user to whom a lead is assigned."""
        query = sa.select(leads.c.assigned_to).where(leads.c.conversation == conversation)
        return self._connection.execute(query).scalar_one_or_none()

    def facts_of(self, conversation: str) -> tuple[FactRow, ...]:
        """What is known, each with its words."""
        return read_facts(self._connection, conversation)

    def put_facts(self, conversation: str, known: Iterable[Fact], *, now: datetime) -> None:
        """Keep facts, each with the words and the message that it stands on."""
        for fact in known:
            values = {
                "value": fact.value,
                "status": fact.status.value,
                "words": fact.evidence.words if fact.evidence else None,
                "message": fact.evidence.message if fact.evidence else None,
                "earlier": _earlier(fact),
                "updated_at": now,
                "entered_by": fact.entry.user if fact.entry else None,
                "entered_at": datetime.fromisoformat(fact.entry.at) if fact.entry else None,
            }
            _PUT_FACT.run(self._connection, {"conversation": conversation, "need": fact.name, **values})

    def remove_facts(self, conversation: str, needs: Iterable[str]) -> None:
        """Forget facts that the visitor took back."""
        for need in needs:
            self._connection.execute(facts.delete().where(facts.c.conversation == conversation, facts.c.need == need))

    def add_stage_changes(self, conversation: str, changes: Iterable[StageChange], *, now: datetime) -> None:
        """Keep what each message did to the buying stage."""
        rows = [
            {
                "conversation": conversation,
                "message": change.message,
                "stage": change.stage.value,
                "confidence": change.confidence,
                "belief": _names(change.belief),
                "cues": list(change.cues),
                "created_at": now,
            }
            for change in changes
        ]
        if rows:
            _ADD_STAGE_CHANGES.run(self._connection, rows)

    def correct_stage(self, conversation: str, stage: str, *, user: str, now: datetime) -> None:
        """Keep a rep's word on the last stage as a label."""
        last = (
            sa.select(sa.func.max(stage_changes.c.id))
            .where(stage_changes.c.conversation == conversation)
            .scalar_subquery()
        )
        values = {"corrected_to": stage, "corrected_by": user, "corrected_at": now}
        self._connection.execute(stage_changes.update().where(stage_changes.c.id == last).values(**values))
        self._connection.execute(
            leads.update().where(leads.c.conversation == conversation).values(stage=stage, updated_at=now)
        )

    def add_touches(self, conversation: str, options: Iterable[OptionTouch], *, now: datetime) -> None:
        """Keep which options came up, and how."""
        rows = [
            {
                "conversation": conversation,
                "option": t.option,
                "how": t.how.value,
                "message": t.message,
                "created_at": now,
            }
            for t in options
        ]
        if rows:
            _ADD_TOUCHES.run(self._connection, rows)

    def add_objections(self, conversation: str, raised: Iterable[str], *, message: str, now: datetime) -> None:
        """Keep what a visitor holds against buying."""
        for objection in raised:
            values = {"conversation": conversation, "objection": objection, "message": message, "created_at": now}
            self._connection.execute(objections.insert().values(**values))

    def set_status(self, conversation: str, status: str, *, reason: str, now: datetime) -> None:
        """Open, won or lost."""
        closed = None if status == "open" else now
        self._change(conversation, status=status, reason=reason, closed_at=closed, updated_at=now)

    def settle(self, conversation: str, values: Mapping[str, Any], *, now: datetime) -> None:
        """Let a lead stand as a merge makes it stand, or as it stood before."""
        self._change(conversation, **values, updated_at=now)

    def assign(self, conversation: str, user: str | None, *, now: datetime) -> None:
        """Give a lead to a rep, or to nobody."""
        self._change(conversation, assigned_to=user, updated_at=now)

    def touch(self, conversation: str, *, now: datetime) -> None:
        """Something happened to a lead that its row does not hold."""
        self._change(conversation, updated_at=now)

    def snooze(self, conversation: str, until: datetime | None, *, now: datetime) -> None:
        """Put a lead aside until then; None: take it back."""
        self._change(conversation, snoozed_until=until, updated_at=now)

    def add_note(self, conversation: str, user: str, text: str, *, now: datetime) -> str:
        """Keep an internal note; its id."""
        note = new_id()
        values = {"id": note, "conversation": conversation, "author": user, "text": text, "created_at": now}
        self._connection.execute(notes.insert().values(**values))
        return note

    def list(self, wanted: LeadFilter | None = None) -> tuple[LeadLine, ...]:
        """The leads that a filter lets through, the latest change first."""
        return read_lines(self._connection, wanted or LeadFilter())

    def count(self, wanted: LeadFilter) -> int:
        """How many leads a filter lets through, up to its limit."""
        return len(ids_of(self._connection, wanted))

    def notes_of(self, conversation: str) -> tuple[NoteRow, ...]:
        """The internal notes of one conversation, oldest first."""
        return read_notes(self._connection, conversation)

    def named(self, conversations: Collection[str]) -> dict[str, LeadLine]:
        """The leads of these conversations, by conversation."""
        return read_named(self._connection, conversations)

    def details(self, conversations: Collection[str]) -> dict[str, LeadDetails]:
        """What an export holds beside the lines of these leads."""
        return read_details(self._connection, conversations)

    def line(self, conversation: str) -> LeadLine | None:
        """The lead of one conversation; None where it has left no notes."""
        return read_line(self._connection, conversation)

    def board(self, wanted: LeadFilter | None = None) -> dict[str, tuple[LeadLine, ...]]:
        """The leads that a filter lets through (open ones without one) by buying stage, at most its limit of each."""
        return read_board(self._connection, wanted or LeadFilter(status="open"))

    def card(self, conversation: str) -> LeadCard | None:
        """Everything about one lead; also for a conversation that has left no notes yet."""
        return read_card(self._connection, conversation)

    def standings(self, conversations: Collection[str], now: datetime) -> Mapping[str, Standing]:
        """How each of these leads stands now, for its next step."""
        return read_standings(self._connection, conversations, now)

    def open_after(self, conversation: str, *, limit: int) -> tuple[str, ...]:
        """Open leads behind this one, by id."""
        query = sa.select(leads.c.conversation).where(leads.c.status == "open", leads.c.conversation > conversation)
        rows = self._connection.execute(query.order_by(leads.c.conversation).limit(limit))
        return tuple(rows.scalars())

    def mark(self, now: datetime | None = None) -> str:
        """Changes whenever a line, lead, hand-over or promise does, or something falls due by `now`; for pages of all leads."""
        last_line = sa.select(sa.func.max(conversations.c.last_message_at)).scalar_subquery()
        last_change = sa.select(sa.func.max(leads.c.updated_at)).scalar_subquery()
        reminded = sa.select(sa.func.count()).select_from(leads)
        waking = [] if now is None else [reminded.where(leads.c.snoozed_until <= now).scalar_subquery()]
        promised = sa.select(sa.func.count()).select_from(promises).where(promises.c.state == "open")
        late = [] if now is None else [promised.where(promises.c.due <= now).scalar_subquery()]
        waking += [promised.scalar_subquery(), *late]
        return _marked(self._connection.execute(sa.select(last_line, last_change, *waking)).one())

    def mark_of(self, conversation: str) -> str:
        """Changes whenever anything on the card of this conversation does."""
        of_conversation = conversations.c.id == conversation
        counted = [
            sa.select(sa.func.count()).where(table.c.conversation == conversation).scalar_subquery()
            for table in (notes, quotes, consents, gaps, merges)
        ]
        ended = [
            sa.select(sa.func.count(column)).where(column.table.c.conversation == conversation).scalar_subquery()
            for column in (
                *(follow_ups.c.ended_at, follow_ups.c.id, gaps.c.closed_at, leads.c.snoozed_until, meetings.c.id),
                *(handoffs.c.escalated_at, handoffs.c.owed_at, handoffs.c.late_at, handoffs.c.given_up_at),
                *(promises.c.id, promises.c.ended_at),
            )
        ]
        asked = (
            sa.select(sa.func.max(handoffs.c.asked_at)).where(handoffs.c.conversation == conversation).scalar_subquery()
        )
        of_jobs = (sa.func.count(jobs.c.ended_at), sa.func.sum(jobs.c.tries), sa.func.max(jobs.c.last_error))
        sent = [
            sa.select(each).where(jobs.c.conversation == conversation, jobs.c.kind == DELIVERY).scalar_subquery()
            for each in of_jobs
        ]
        judged = [
            sa.select(sa.func.max(column)).where(column.table.c.conversation == conversation).scalar_subquery()
            for column in (
                *(corrections.c.at, merges.c.ended_at, leads.c.snoozed_until),
                *(quotes.c.accepted_at, quotes.c.withdrawn_at),
            )
        ]
        changed = sa.select(leads.c.updated_at).where(leads.c.conversation == conversation).scalar_subquery()
        columns = [conversations.c.last_seq, conversations.c.version, changed, *counted, *ended, *judged, *sent, asked]
        row = self._connection.execute(sa.select(*columns).where(of_conversation)).one_or_none()
        return "" if row is None else _marked(row)

    def _change(self, conversation: str, **values: Any) -> None:
        self._connection.execute(leads.update().where(leads.c.conversation == conversation).values(**values))


def _earlier(fact: Fact) -> dict[str, Any] | None:
    if fact.earlier is None:
        return None
    evidence = fact.earlier.evidence
    words = {"words": evidence.words, "message": evidence.message} if evidence else {"words": "", "message": ""}
    return {"value": fact.earlier.value, **words}


def _marked(values: Iterable[Any]) -> str:
    return sha256(repr(tuple(values)).encode()).hexdigest()[:16]


def _names(belief: Mapping[Any, float]) -> dict[str, float]:
    return {str(getattr(stage, "value", stage)): round(share, 6) for stage, share in belief.items()}
