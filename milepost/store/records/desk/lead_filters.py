"""Which leads a list shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.records.desk.merges import MERGED
from milepost.store.search import conversations_with
from milepost.store.tables import conversations, follow_ups, gaps, leads, merges, messages

NOBODY = "nobody"


@dataclass(frozen=True)
class LeadFilter:
    """Which leads to list; None and empty let everything through.

    `needs_person`: only those that wait for somebody. `owed`: something is owed to them, a person, a reply, an answer.
    `due_at`: a reminder or a follow-up falls due by then; `awake_at` leaves out what is put aside beyond then, `asleep_at`
    leaves out the rest. `assigned_to` "nobody": nobody has it. `seen_by`: only what nobody or that user has. What was merged
    into another lead is left out unless `with_merged`. `words`: each must begin a word of the
    name, e-mail and company, or of one message.
    """

    status: str | None = None
    stage: str | None = None
    handler: str | None = None
    assigned_to: str | None = None
    channel: str | None = None
    needs_person: bool = False
    owed: bool = False
    due_at: datetime | None = None
    awake_at: datetime | None = None
    asleep_at: datetime | None = None
    seen_by: str | None = None
    with_merged: bool = False
    words: str = ""
    limit: int = 50
    offset: int = 0


def conditions_of(connection: Connection, wanted: LeadFilter) -> list[Any]:
    """The conditions on `leads` joined with `conversations`."""
    pairs = [
        (leads.c.status, wanted.status),
        (leads.c.stage, wanted.stage),
        (conversations.c.handler, wanted.handler),
        (conversations.c.channel, wanted.channel),
    ]
    conditions: list[Any] = [column == value for column, value in pairs if value]
    if wanted.assigned_to:
        nobody = wanted.assigned_to == NOBODY
        conditions.append(leads.c.assigned_to.is_(None) if nobody else leads.c.assigned_to == wanted.assigned_to)
    if wanted.seen_by:
        conditions.append(sa.or_(leads.c.assigned_to.is_(None), leads.c.assigned_to == wanted.seen_by))
    if wanted.needs_person:
        each = conversations.alias()
        waiting = sa.select(each.c.id).where(each.c.handler == "waiting")
        conditions.append(leads.c.conversation.in_(waiting))
    if wanted.owed:
        conditions.append(_owed())
    if not wanted.with_merged:
        merged = sa.select(merges.c.other).where(merges.c.state == MERGED)
        conditions.append(leads.c.conversation.not_in(merged))
    if wanted.words.strip():
        conditions.append(leads.c.conversation.in_(conversations_with(connection, wanted.words)))
    return [*conditions, *_by_time(wanted)]


def _by_time(wanted: LeadFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.awake_at is not None:
        conditions.append(sa.or_(leads.c.snoozed_until.is_(None), leads.c.snoozed_until <= wanted.awake_at))
    if wanted.asleep_at is not None:
        conditions.append(leads.c.snoozed_until > wanted.asleep_at)
    if wanted.due_at is not None:
        planned = sa.select(follow_ups.c.conversation).where(
            follow_ups.c.state == "scheduled", follow_ups.c.due <= wanted.due_at
        )
        conditions.append(sa.or_(leads.c.snoozed_until <= wanted.due_at, leads.c.conversation.in_(planned)))
    return conditions


def _owed() -> Any:
    """A person was promised; the visitor wrote last to a rep; a question has no answer yet."""
    each = conversations.alias()
    last_author = (
        sa.select(messages.c.author)
        .where(messages.c.conversation == each.c.id, messages.c.author != "system")
        .order_by(messages.c.seq.desc())
        .limit(1)
        .correlate(each)
        .scalar_subquery()
    )
    # Each kind by its own index: a condition that joins them with "or" would walk over all leads.
    waiting = sa.select(each.c.id).where(each.c.handler == "waiting")
    left = sa.select(each.c.id).where(each.c.handler == "rep", last_author == "visitor")
    asked = sa.select(gaps.c.conversation).where(gaps.c.state == "open", gaps.c.kind == "unanswered")
    return leads.c.conversation.in_(sa.union_all(waiting, left, asked))
