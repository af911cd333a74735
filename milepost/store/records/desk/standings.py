"""How leads stand: what the table of next steps looks at, read for many leads at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.sales.conversations import Conversation, Handler
from milepost.store.records.memories import read_memory
from milepost.store.tables import conversations, feedback, gaps, handoffs, leads, messages, promises, quotes

_AT_ONCE = 500


@dataclass(frozen=True)
class Standing:
    """How one lead stands. `quoted_at` and `quote_ends` are of the latest quote that still holds; `last_feedback` is its kind.

    `status` is empty where the conversation has left no notes. `said` are the visitor's messages (id, text), oldest first, and
    `answered` the ids of those after which a rep wrote. `promised` is the kind of the open promise that is due first, with its
    words and time.
    """

    memory: Conversation
    channel: str
    status: str
    last_author: str = ""
    last_visitor_at: datetime | None = None
    snoozed_until: datetime | None = None
    quoted_at: datetime | None = None
    quote_ends: datetime | None = None
    has_accepted: bool = False
    open_questions: int = 0
    last_feedback: str = ""
    feedback_message: str = ""
    open_reason: str = ""
    promised: str = ""
    promised_words: str = ""
    promise_due: datetime | None = None
    said: tuple[tuple[str, str], ...] = ()
    answered: frozenset[str] = frozenset()


def read_standings(connection: Connection, ids: Collection[str], now: datetime) -> Mapping[str, Standing]:
    """How each of these leads stands now."""
    found: dict[str, Standing] = {}
    wanted = list(ids)
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        spoken = _spoken(connection, some)
        for row in connection.execute(_query(now).where(conversations.c.id.in_(some))):
            said, answered = _said(spoken.get(row.id, []))
            found[row.id] = replace(_standing(row), said=said, answered=answered)
    return found


def _spoken(connection: Connection, ids: Collection[str]) -> dict[str, list[Any]]:
    """By conversation, what visitor and reps wrote, oldest first; of a rep no more than that it was written."""
    each = messages.c
    text = sa.case((each.author == "visitor", each.text), else_="")
    query = sa.select(each.conversation, each.id, each.author, text.label("text"))
    query = query.where(each.conversation.in_(ids), each.author.in_(("visitor", "rep")))
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query.order_by(each.conversation, each.seq)):
        found.setdefault(row.conversation, []).append(row)
    return found


def _said(rows: Sequence[Any]) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
    """The visitor's messages, and the ids of those that a rep wrote after."""
    last = max((place for place, row in enumerate(rows) if row.author == "rep"), default=0)
    answered = frozenset(row.id for row in rows[:last] if row.author == "visitor")
    return tuple((row.id, row.text) for row in rows if row.author == "visitor"), answered


def _standing(row: Any) -> Standing:
    memory = read_memory(row.memory)
    memory.handler = Handler(row.handler)
    return Standing(
        memory=memory,
        channel=row.channel,
        status=row.status or "",
        last_author=row.last_author or "",
        last_visitor_at=row.last_visitor_at,
        snoozed_until=row.snoozed_until,
        quoted_at=row.quoted_at,
        quote_ends=row.quote_ends,
        has_accepted=bool(row.accepted),
        open_questions=row.open_questions,
        last_feedback=row.last_feedback or "",
        feedback_message=row.feedback_message or "",
        open_reason=row.open_reason or "",
        promised=row.promised or "",
        promised_words=row.promised_words or "",
        promise_due=row.promise_due,
    )


def _query(now: datetime) -> Any:
    each = conversations.c
    holding = (quotes.c.conversation == each.id, quotes.c.state == "open", quotes.c.valid_until > now)
    accepted = (quotes.c.conversation == each.id, quotes.c.accepted_at.is_not(None))
    asked = (gaps.c.conversation == each.id, gaps.c.state == "open", gaps.c.kind == "unanswered")
    said = (messages.c.conversation == each.id, messages.c.author != "system")
    columns = {
        "last_author": _last(messages.c.author, messages.c.seq, *said),
        "quoted_at": _last(quotes.c.created_at, quotes.c.created_at, *holding),
        "quote_ends": _last(quotes.c.valid_until, quotes.c.created_at, *holding),
        "accepted": sa.select(sa.func.count()).select_from(quotes).where(*accepted).scalar_subquery(),
        "open_questions": sa.select(sa.func.count()).select_from(gaps).where(*asked).scalar_subquery(),
        "last_feedback": _last(feedback.c.kind, feedback.c.id, feedback.c.conversation == each.id),
        "feedback_message": _last(feedback.c.message, feedback.c.id, feedback.c.conversation == each.id),
        "promised": _promised(promises.c.kind),
        "promised_words": _promised(promises.c.words),
        "promise_due": _promised(promises.c.due),
        "open_reason": _last(
            handoffs.c.reason,
            handoffs.c.requested_at,
            handoffs.c.conversation == each.id,
            handoffs.c.ended_at.is_(None),
        ),
    }
    plain = (each.id, each.memory, each.handler, each.channel, each.last_visitor_at)
    joined = conversations.outerjoin(leads, leads.c.conversation == each.id)
    return sa.select(
        *plain, leads.c.status, leads.c.snoozed_until, *(column.label(name) for name, column in columns.items())
    ).select_from(joined)


def _promised(column: Any) -> Any:
    is_open = (promises.c.conversation == conversations.c.id, promises.c.state == "open")
    return sa.select(column).where(*is_open).order_by(promises.c.due, promises.c.created_at).limit(1).scalar_subquery()


def _last(column: Any, by: Any, *conditions: Any) -> Any:
    return sa.select(column).where(*conditions).order_by(by.desc()).limit(1).scalar_subquery()
