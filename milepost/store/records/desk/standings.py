"""How leads stand: what the table of next steps looks at, read for many leads at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.dialogue.deal.lines import Line, line_of
from milepost.sales.conversations import Conversation, Handler
from milepost.store.records.memories import read_memory
from milepost.store.tables import conversations, feedback, gaps, handoffs, leads, messages, promises, quotes

_AT_ONCE = 500


@dataclass(frozen=True)
class PriceRow:
    """A price that was told: for what, how many, after which message, and what became of it."""

    plan: str
    quantity: int
    message: str
    state: str
    created_at: datetime
    valid_until: datetime


@dataclass(frozen=True)
class Standing:
    """How one lead stands. `last_feedback` is the kind of what they said of us last.

    `status` is empty where the conversation has left no notes. `lines` are the visitor's messages as they were read, oldest first,
    and `answered` the ids of those after which a rep wrote. `promised` is the kind of the open promise that is due first, with its
    words and time. `unanswered` are (message, words) that were left without an answer; `prices` what was quoted and still
    holds, the newest first.
    """

    memory: Conversation
    channel: str
    status: str
    last_author: str = ""
    last_visitor_at: datetime | None = None
    snoozed_until: datetime | None = None
    has_accepted: bool = False
    last_feedback: str = ""
    feedback_message: str = ""
    open_reason: str = ""
    promised: str = ""
    promised_words: str = ""
    promise_due: datetime | None = None
    lines: tuple[Line, ...] = ()
    answered: frozenset[str] = frozenset()
    unanswered: tuple[tuple[str, str], ...] = ()
    prices: tuple[PriceRow, ...] = ()


def read_standings(connection: Connection, ids: Collection[str], now: datetime) -> Mapping[str, Standing]:
    """How each of these leads stands now."""
    found: dict[str, Standing] = {}
    wanted = list(ids)
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        spoken, asked, priced = _spoken(connection, some), _unanswered(connection, some), _priced(connection, some, now)
        for row in connection.execute(_query().where(conversations.c.id.in_(some))):
            lines, answered = _said(spoken.get(row.id, []))
            left, prices = tuple(asked.get(row.id, ())), tuple(priced.get(row.id, ()))
            found[row.id] = replace(_standing(row), lines=lines, answered=answered, unanswered=left, prices=prices)
    return found


def _spoken(connection: Connection, ids: Collection[str]) -> dict[str, list[Any]]:
    """By conversation, what visitor and reps wrote, oldest first; of a rep no more than that it was written."""
    each = messages.c
    text = sa.case((each.author == "visitor", each.text), else_="")
    query = sa.select(each.conversation, each.id, each.author, text.label("text"), each.reading)
    query = query.where(each.conversation.in_(ids), each.author.in_(("visitor", "rep")))
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query.order_by(each.conversation, each.seq)):
        found.setdefault(row.conversation, []).append(row)
    return found


def _unanswered(connection: Connection, ids: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """By conversation, what was left without an answer: message and words, oldest first."""
    each = gaps.c
    query = sa.select(each.conversation, each.message, each.words)
    query = query.where(each.conversation.in_(ids), each.state == "open", each.kind == "unanswered")
    found: dict[str, list[tuple[str, str]]] = {}
    for row in connection.execute(query.order_by(each.created_at)):
        found.setdefault(row.conversation, []).append((row.message, row.words))
    return found


def _priced(connection: Connection, ids: Collection[str], now: datetime) -> dict[str, list[PriceRow]]:
    """By conversation, the quotes that still hold, newest first."""
    each = quotes.c
    columns = (each.plan, each.quantity, each.message, each.state, each.created_at, each.valid_until)
    query = sa.select(each.conversation, *columns)
    query = query.where(each.conversation.in_(ids), each.state == "open", each.valid_until > now)
    found: dict[str, list[PriceRow]] = {}
    for row in connection.execute(query.order_by(each.created_at.desc())):
        found.setdefault(row.conversation, []).append(PriceRow(*row[1:]))
    return found


def _said(rows: Sequence[Any]) -> tuple[tuple[Line, ...], frozenset[str]]:
    """The visitor's messages, and the ids of those that a rep wrote after."""
    last = max((place for place, row in enumerate(rows) if row.author == "rep"), default=0)
    answered = frozenset(row.id for row in rows[:last] if row.author == "visitor")
    return tuple(line_of(row.id, row.text, row.reading) for row in rows if row.author == "visitor"), answered


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
        has_accepted=bool(row.accepted),
        last_feedback=row.last_feedback or "",
        feedback_message=row.feedback_message or "",
        open_reason=row.open_reason or "",
        promised=row.promised or "",
        promised_words=row.promised_words or "",
        promise_due=row.promise_due,
    )


def _query() -> Any:
    each = conversations.c
    accepted = (quotes.c.conversation == each.id, quotes.c.accepted_at.is_not(None))
    said = (messages.c.conversation == each.id, messages.c.author != "system")
    columns = {
        "last_author": _last(messages.c.author, messages.c.seq, *said),
        "accepted": sa.select(sa.func.count()).select_from(quotes).where(*accepted).scalar_subquery(),
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
