"""Leads as pages show them: a line of the list, the board, and the card with everything on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.sales.conversations import BuyingStage
from milepost.store.records.conversations import ConversationRow, Conversations
from milepost.store.records.desk.lead_filters import OF_CONVERSATION, LeadFilter, ids_of
from milepost.store.records.follow_ups import ConsentRow, FollowUpRow, FollowUps, OnboardingRow
from milepost.store.records.gaps import FeedbackRow, Gap, Gaps
from milepost.store.records.handoffs import HandoffRow, Handoffs
from milepost.store.records.handoffs.promises import PromiseRow, Promises
from milepost.store.records.messages import Message, Messages
from milepost.store.records.quotes import QuoteRow, Quotes
from milepost.store.records.referrals import ReferralCode, Referrals
from milepost.store.tables import (
    conversations,
    facts,
    handoffs,
    leads,
    messages,
    notes,
    objections,
    stage_changes,
    touches,
    users,
)

_TRANSCRIPT = 2_000
_AT_ONCE = 500


@dataclass(frozen=True)
class LeadLine:
    """A lead in the list. `waiting_since`: since when nobody has come for them; `last_words`: the visitor's.

    `reason` is why it was won or lost; `value` what the deal is worth in `currency`, `value_by` the user whose word that is
    (None: a quote's).
    """

    conversation: str
    channel: str
    language: str
    name: str | None
    email: str | None
    phone: str | None
    company: str | None
    stage: str
    confidence: float
    status: str
    handler: str
    assigned_to: str | None
    rep_name: str | None
    waiting_since: datetime | None
    snoozed_until: datetime | None
    source: Mapping[str, str]
    created_at: datetime
    updated_at: datetime
    last_message_at: datetime
    last_words: str | None
    reason: str = ""
    value: Decimal | None = None
    currency: str | None = None
    value_by: str | None = None
    value_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class FactRow:
    """A fact with the visitor's words and the message that they stand in (with its place in the transcript).

    `earlier` is what a contradicted one does not agree with: value, words and message. `entered_by` is who wrote the value
    in by hand, by name.
    """

    need: str
    value: Any
    status: str
    words: str | None
    message: str | None
    seq: int | None
    updated_at: datetime
    earlier: Mapping[str, Any] | None = None
    entered_by: str | None = None
    entered_at: datetime | None = None


@dataclass(frozen=True)
class StageRow:
    """What one message did to the buying stage; `corrected_to` is a rep's word on it."""

    message: str
    stage: str
    confidence: float
    belief: Mapping[str, float]
    cues: tuple[str, ...]
    created_at: datetime
    corrected_to: str | None
    corrected_by: str | None


@dataclass(frozen=True)
class TouchRow:
    """That an option came up."""

    option: str
    how: str
    message: str
    created_at: datetime


@dataclass(frozen=True)
class ObjectionRow:
    """What a visitor held against buying, and where."""

    objection: str
    message: str
    created_at: datetime


@dataclass(frozen=True)
class NoteRow:
    """An internal note and who wrote it."""

    text: str
    author: str | None
    created_at: datetime


@dataclass(frozen=True)
class LeadCard:
    """Everything about one lead. `lead` is None where the conversation has left no notes yet."""

    conversation: ConversationRow
    lead: LeadLine | None
    reason: str
    facts: tuple[FactRow, ...]
    stages: tuple[StageRow, ...]
    touches: tuple[TouchRow, ...]
    objections: tuple[ObjectionRow, ...]
    gaps: tuple[Gap, ...]
    feedback: tuple[FeedbackRow, ...]
    quotes: tuple[QuoteRow, ...]
    consents: tuple[ConsentRow, ...]
    handoffs: tuple[HandoffRow, ...]
    promises: tuple[PromiseRow, ...]
    follow_ups: tuple[FollowUpRow, ...]
    onboarding: tuple[OnboardingRow, ...]
    referral: ReferralCode | None
    came_by: str | None
    notes: tuple[NoteRow, ...]
    transcript: tuple[Message, ...]
    earlier: tuple[ConversationRow, ...]


def read_lines(connection: Connection, wanted: LeadFilter) -> tuple[LeadLine, ...]:
    """The leads that a filter lets through, in its order."""
    which = ids_of(connection, wanted)
    found = read_named(connection, which)
    return tuple(found[conversation] for conversation in which)


def read_named(connection: Connection, conversations_named: Collection[str]) -> dict[str, LeadLine]:
    """The leads of these conversations, by conversation."""
    found: dict[str, LeadLine] = {}
    named = list(conversations_named)
    for first in range(0, len(named), _AT_ONCE):
        rows = connection.execute(_lines().where(leads.c.conversation.in_(named[first : first + _AT_ONCE])))
        found.update((row.conversation, LeadLine(**row._mapping)) for row in rows)
    return found


def read_lines_where(
    connection: Connection, conditions: Iterable[Any], *, limit: int, offset: int = 0
) -> tuple[LeadLine, ...]:
    """The leads that meet conditions on `leads` and `conversations`, the latest change first."""
    which = sa.select(leads.c.conversation).select_from(OF_CONVERSATION).where(*conditions)
    which = which.order_by(leads.c.updated_at.desc(), leads.c.conversation).limit(limit).offset(offset)
    chosen = list(connection.execute(which).scalars())
    found = read_named(connection, chosen)
    return tuple(found[conversation] for conversation in chosen)


def read_line(connection: Connection, conversation: str) -> LeadLine | None:
    """The lead of one conversation as a line; None where it has left no notes."""
    row = connection.execute(_lines().where(leads.c.conversation == conversation)).one_or_none()
    return None if row is None else LeadLine(**row._mapping)


def read_board(connection: Connection, wanted: LeadFilter) -> dict[str, tuple[LeadLine, ...]]:
    """The leads that a filter lets through by buying stage: of each at most `wanted.limit`, the latest change first."""
    columns = {stage.value: ids_of(connection, replace(wanted, stage=stage.value)) for stage in BuyingStage}
    found = read_named(connection, [conversation for ids in columns.values() for conversation in ids])
    return {stage: tuple(found[conversation] for conversation in ids) for stage, ids in columns.items() if ids}


def read_card(connection: Connection, conversation: str) -> LeadCard | None:
    """Everything about one conversation's lead."""
    row = Conversations(connection).find(conversation)
    if row is None:
        return None
    reason = connection.execute(
        sa.select(leads.c.reason).where(leads.c.conversation == conversation)
    ).scalar_one_or_none()
    follow_ups, referrals = FollowUps(connection), Referrals(connection)
    return LeadCard(
        conversation=row,
        lead=read_line(connection, conversation),
        reason=reason or "",
        facts=read_facts(connection, conversation),
        stages=_stages(connection, conversation),
        touches=_rows(connection, touches, TouchRow, conversation),
        objections=_rows(connection, objections, ObjectionRow, conversation),
        gaps=Gaps(connection).of(conversation),
        feedback=Gaps(connection).feedback_of(conversation),
        quotes=Quotes(connection).of(conversation),
        consents=follow_ups.consents_of(conversation),
        handoffs=Handoffs(connection).of(conversation),
        promises=Promises(connection).of(conversation),
        follow_ups=follow_ups.of(conversation),
        onboarding=follow_ups.progress_of(conversation),
        referral=referrals.of(conversation),
        came_by=referrals.used_by(conversation),
        notes=read_notes(connection, conversation),
        transcript=Messages(connection).after(conversation, 0, limit=_TRANSCRIPT),
        earlier=tuple(other for other in Conversations(connection).of_visitor(row.visitor) if other.id != row.id),
    )


def _lines() -> Any:
    waiting = (
        sa.select(sa.func.min(handoffs.c.requested_at))
        .where(
            handoffs.c.conversation == leads.c.conversation,
            handoffs.c.claimed_by.is_(None),
            handoffs.c.ended_at.is_(None),
        )
        .scalar_subquery()
    )
    last_words = (
        sa.select(messages.c.text)
        .where(messages.c.conversation == leads.c.conversation, messages.c.author == "visitor")
        .order_by(messages.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    of_lead = ("conversation", "name", "email", "phone", "company", "stage", "confidence", "status", "assigned_to")
    times = ("snoozed_until", "created_at", "updated_at", "closed_at")
    deal = ("reason", "value", "currency", "value_by", "value_at")
    of_conversation = ("channel", "language", "handler", "source", "last_message_at")
    columns = [leads.c[name] for name in (*of_lead, *times, *deal)] + [
        conversations.c[name] for name in of_conversation
    ]
    columns += [users.c.name.label("rep_name"), waiting.label("waiting_since"), last_words.label("last_words")]
    return sa.select(*columns).select_from(OF_CONVERSATION.outerjoin(users, users.c.id == leads.c.assigned_to))


def read_facts(connection: Connection, conversation: str) -> tuple[FactRow, ...]:
    """What is known of one conversation, in the order in which it became known."""
    columns = [facts.c[name] for name in FactRow.__dataclass_fields__ if name not in ("seq", "entered_by")]
    columns += [messages.c.seq, sa.func.coalesce(users.c.name, facts.c.entered_by).label("entered_by")]
    joined = facts.outerjoin(messages, messages.c.id == facts.c.message)
    query = sa.select(*columns).select_from(joined.outerjoin(users, users.c.id == facts.c.entered_by))
    rows = connection.execute(
        query.where(facts.c.conversation == conversation).order_by(facts.c.updated_at, facts.c.need)
    )
    return tuple(FactRow(**row._mapping) for row in rows)


def _stages(connection: Connection, conversation: str) -> tuple[StageRow, ...]:
    columns = [stage_changes.c[name] for name in StageRow.__dataclass_fields__]
    query = sa.select(*columns).where(stage_changes.c.conversation == conversation).order_by(stage_changes.c.id)
    return tuple(StageRow(**{**row._mapping, "cues": tuple(row.cues)}) for row in connection.execute(query))


def read_notes(connection: Connection, conversation: str) -> tuple[NoteRow, ...]:
    """The internal notes of one conversation, oldest first."""
    query = sa.select(notes.c.text, users.c.name.label("author"), notes.c.created_at)
    joined = query.select_from(notes.outerjoin(users, users.c.id == notes.c.author))
    rows = connection.execute(joined.where(notes.c.conversation == conversation).order_by(notes.c.created_at))
    return tuple(NoteRow(**row._mapping) for row in rows)


def _rows(connection: Connection, table: Any, kind: Any, conversation: str) -> tuple[Any, ...]:
    columns = [table.c[name] for name in kind.__dataclass_fields__]
    query = sa.select(*columns).where(table.c.conversation == conversation).order_by(table.c.id)
    return tuple(kind(**row._mapping) for row in connection.execute(query))
