"""How leads stand: what the table of next steps looks at, read for many leads at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.dialogue.deal.lines import Line
from milepost.sales.conversations import Conversation
from milepost.store.records.desk.spoken import Spoken, State, read_spoken
from milepost.store.records.gaps import is_owed
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

    `status` is empty where the conversation has left no notes. `promised` is the kind of the open promise that is due first, with
    its words and time. `unanswered` are (message, words) that were left without an answer; `prices` what was quoted and still
    holds, the newest first.
    """

    spoken: Spoken
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
    unanswered: tuple[tuple[str, str], ...] = ()
    prices: tuple[PriceRow, ...] = ()

    @property
    def memory(self) -> Conversation:
        """What is remembered of the conversation."""
        return self.spoken.memory

    @property
    def lines(self) -> tuple[Line, ...]:
        """The visitor's messages, oldest first."""
        return self.spoken.lines

    @property
    def answered(self) -> frozenset[str]:
        """The ids of the messages after which a rep wrote."""
        return self.spoken.answered


def read_standings(connection: Connection, ids: Collection[str], now: datetime) -> Mapping[str, Standing]:
    """How each of these leads stands now."""
    found: dict[str, Standing] = {}
    wanted = list(ids)
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        rows = connection.execute(_QUERY, {"ids": some}).all()
        spoken = read_spoken(connection, {row.id: _state(row) for row in rows})
        asked, priced = _unanswered(connection, some), _priced(connection, some, now)
        for row in rows:
            left, prices = tuple(asked.get(row.id, ())), tuple(priced.get(row.id, ()))
            if row.id in spoken:
                found[row.id] = replace(_standing(row, spoken[row.id]), unanswered=left, prices=prices)
    return found


def _unanswered(connection: Connection, ids: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """By conversation, what was left without an answer: message and words, oldest first."""
    each = gaps.c
    query = sa.select(each.conversation, each.message, each.words)
    query = query.where(each.conversation.in_(ids), is_owed())
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


def _state(row: Any) -> State:
    return row.version, row.last_seq, row.handler, row.last_message_at, row.updated_at


def _standing(row: Any, spoken: Spoken) -> Standing:
    return Standing(
        spoken,
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
    of_state = (each.version, each.last_seq, each.handler, each.last_message_at, leads.c.updated_at)
    plain = (each.id, each.channel, each.last_visitor_at, *of_state)
    joined = conversations.outerjoin(leads, leads.c.conversation == each.id)
    query = sa.select(
        *plain, leads.c.status, leads.c.snoozed_until, *(column.label(name) for name, column in columns.items())
    )
    return query.select_from(joined).where(each.id.in_(sa.bindparam("ids", expanding=True)))


def _promised(column: Any) -> Any:
    is_open = (promises.c.conversation == conversations.c.id, promises.c.state == "open")
    return sa.select(column).where(*is_open).order_by(promises.c.due, promises.c.created_at).limit(1).scalar_subquery()


def _last(column: Any, by: Any, *conditions: Any) -> Any:
    return sa.select(column).where(*conditions).order_by(by.desc()).limit(1).scalar_subquery()


_QUERY = _query()
