"""The work of a day: what was promised and falls due, what goes out, ends or is at risk, and what the team has done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.sales.handoffs.promised import TO_DO, Kind
from milepost.store.tables import (
    audit,
    conversations,
    feedback,
    follow_ups,
    gaps,
    handoffs,
    leads,
    meetings,
    messages,
    notes,
    promises,
    quotes,
    users,
)

MOST = 25
_ANSWERED_WITHIN = timedelta(days=1)
_YEAR = timedelta(days=365)
_AT_RISK = ("complaint", "cancellation")


@dataclass(frozen=True)
class Day:
    """Whose day (None: everybody's) and how far it reaches; `patience` is how long a visitor waits for a rep's next words.

    `seen_by`: whoever looks is shown only what nobody or they themselves have.
    """

    now: datetime
    until: datetime
    whose: str | None = None
    patience: timedelta = timedelta(minutes=10)
    seen_by: str | None = None


@dataclass(frozen=True)
class Task:
    """Something to be done for a lead by a time. `kind` says what it is, `text` what exactly; `id` is that of its own row.

    Of a promise `words` are those that it was made in, `whose` the name of who is to keep it, `by` of who wrote it in.
    """

    kind: str
    conversation: str
    due: datetime
    text: str = ""
    id: str = ""
    words: str = ""
    whose: str = ""
    by: str = ""


@dataclass(frozen=True)
class Closed:
    """How many leads were won or lost, and what those of one currency are worth."""

    status: str
    leads: int
    currency: str | None
    value: Decimal


Reader = Callable[[Connection, Day], list[Task]]


class Work:
    """The work of a day, of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def promises(self, day: Day) -> tuple[Task, ...]:
        """What somebody was promised and falls due within the day, or is late: of every kind in PROMISES, the first due first."""
        found = [task for read in PROMISES for task in read(self._connection, day)]
        return tuple(sorted(found, key=lambda task: task.due))

    def follow_ups(self, day: Day) -> tuple[Task, ...]:
        """E-mails that go out by themselves within the day, unless somebody stops them."""
        return self._mails(day)

    def to_approve(self, day: Day) -> tuple[Task, ...]:
        """E-mails that fall due within the day and that nobody has approved yet; `words` is the text."""
        return self._mails(day, follow_ups.c.approved_at.is_(None))

    def approved(self, day: Day) -> tuple[Task, ...]:
        """E-mails that somebody has approved and that go out within the day."""
        return self._mails(day, follow_ups.c.approved_at.is_not(None))

    def _mails(self, day: Day, *conditions: Any) -> tuple[Task, ...]:
        each = follow_ups.c
        columns = (each.conversation, each.due, each.subject, each.id, each.body)
        where = (each.state == "scheduled", each.due <= day.until, *conditions)
        return tuple(_tasks(self._connection, "follow_up", follow_ups, columns, where, day))

    def quotes_ending(self, day: Day, *, within: timedelta) -> tuple[Task, ...]:
        """Quotes of open leads that stop to hold soon."""
        columns = (quotes.c.conversation, quotes.c.valid_until, quotes.c.plan, quotes.c.id)
        where = (
            quotes.c.state == "open",
            quotes.c.valid_until > day.now,
            quotes.c.valid_until <= day.now + within,
            leads.c.status == "open",
        )
        return tuple(_tasks(self._connection, "quote", quotes, columns, where, day))

    def at_risk(self, day: Day, *, since: datetime) -> tuple[Task, ...]:
        """Customers who complained or wanted to leave, the latest first."""
        last = sa.func.max(feedback.c.id)
        latest = sa.select(last).where(feedback.c.kind.in_(_AT_RISK), feedback.c.created_at >= since)
        latest = latest.group_by(feedback.c.conversation)
        columns = (feedback.c.conversation, feedback.c.created_at, feedback.c.kind, sa.literal(""))
        where = (feedback.c.id.in_(latest), leads.c.status != "lost")
        return tuple(_tasks(self._connection, "at_risk", feedback, columns, where, day, newest=True))

    def renewals(self, day: Day, *, within: timedelta) -> tuple[Task, ...]:
        """Won deals whose year is over soon: the day they were won, a year later."""
        columns = (leads.c.conversation, leads.c.closed_at, leads.c.reason, sa.literal(""))
        where = (
            leads.c.status == "won",
            leads.c.closed_at > day.now - _YEAR,
            leads.c.closed_at <= day.now - _YEAR + within,
        )
        found = _tasks(self._connection, "renewal", leads, columns, where, day)
        return tuple(Task(each.kind, each.conversation, each.due + _YEAR, each.text) for each in found)

    def deeds(self, since: datetime) -> tuple[tuple[str, str, int], ...]:
        """Who did what how often since then: name, action, times."""
        query = sa.select(audit.c.user_name, audit.c.action, sa.func.count())
        query = query.where(audit.c.at >= since, audit.c.user.is_not(None)).group_by(audit.c.user_name, audit.c.action)
        return tuple((name, action, times) for name, action, times in self._connection.execute(query))

    def closed(self, since: datetime) -> tuple[Closed, ...]:
        """What was won and lost since then, with what it is worth, by currency."""
        columns = (leads.c.status, sa.func.count(), leads.c.currency, sa.func.sum(leads.c.value))
        query = sa.select(*columns).where(leads.c.status.in_(("won", "lost")), leads.c.closed_at >= since)
        rows = self._connection.execute(query.group_by(leads.c.status, leads.c.currency))
        return tuple(Closed(status, count, code, value or Decimal(0)) for status, count, code, value in rows)

    def unread_of(self, user: str) -> int:
        """How many of the conversations that this rep has wait for their words."""
        each = conversations.c
        held = handoffs.join(conversations, each.id == handoffs.c.conversation)
        query = sa.select(sa.func.count()).select_from(held)
        mine = (handoffs.c.claimed_by == user, handoffs.c.ended_at.is_(None), each.handler == "rep")
        return int(self._connection.execute(query.where(*mine, _last_author() == "visitor")).scalar_one())


def _owed(connection: Connection, day: Day) -> list[Task]:
    """An answer that is owed, because nobody came in time."""
    columns = (handoffs.c.conversation, handoffs.c.owed_at, handoffs.c.reason, handoffs.c.id)
    where = (handoffs.c.ended_at.is_(None), handoffs.c.claimed_by.is_(None), handoffs.c.owed_at.is_not(None))
    return _tasks(connection, "owed", handoffs, columns, where, day)


def _replies(connection: Connection, day: Day) -> list[Task]:
    """The next words of a rep who has the conversation, while the visitor waits for them."""
    each = conversations.c
    columns = (each.id, each.last_visitor_at, sa.literal(""), handoffs.c.id)
    source = handoffs.join(conversations, each.id == handoffs.c.conversation)
    source = source.outerjoin(leads, leads.c.conversation == each.id)
    where = [handoffs.c.ended_at.is_(None), handoffs.c.claimed_by.is_not(None), each.handler == "rep"]
    where += [_last_author() == "visitor", *([handoffs.c.claimed_by == day.whose] if day.whose else [])]
    rows = connection.execute(sa.select(*columns).select_from(source).where(*where).limit(MOST))
    return [Task("reply", row[0], row[1] + day.patience, "", row[3]) for row in rows if row[1] is not None]


def _meetings(connection: Connection, day: Day) -> list[Task]:
    """Meetings of the day, also one that began just now."""
    columns = (meetings.c.conversation, meetings.c.starts_at, sa.literal(""), meetings.c.id)
    where = (
        meetings.c.starts_at >= day.now - timedelta(minutes=30),
        meetings.c.starts_at <= day.until,
        meetings.c.state != "cancelled",
    )
    return _tasks(connection, "meeting", meetings, columns, where, day)


def _questions(connection: Connection, day: Day) -> list[Task]:
    """What the bot could not answer and passed on, of those who can be reached."""
    columns = (gaps.c.conversation, gaps.c.created_at, gaps.c.words, gaps.c.id)
    reachable = sa.or_(leads.c.email.is_not(None), leads.c.phone.is_not(None))
    asked = (gaps.c.state == "open", gaps.c.kind == "unanswered", leads.c.status == "open", reachable)
    found = _tasks(connection, "question", gaps, columns, (*asked, gaps.c.created_at <= day.until), day, newest=True)
    return [Task(each.kind, each.conversation, each.due + _ANSWERED_WITHIN, each.text, each.id) for each in found]


def _reminders(connection: Connection, day: Day) -> list[Task]:
    """What a rep put aside until today."""
    columns = (leads.c.conversation, leads.c.snoozed_until, sa.literal(""), sa.literal(""))
    where = (leads.c.status == "open", leads.c.snoozed_until.is_not(None), leads.c.snoozed_until <= day.until)
    return _tasks(connection, "reminder", leads, columns, where, day)


def _promised(connection: Connection, day: Day) -> list[Task]:
    """What was promised in words, by the visitor's wish or a rep's own: of whoever is to keep it or has the lead."""
    each, writers, owner = promises.c, users.alias(), leads.c.assigned_to
    source = promises.outerjoin(leads, leads.c.conversation == each.conversation)
    source = source.outerjoin(users, users.c.id == each.owner)
    source = source.outerjoin(notes.join(writers, writers.c.id == notes.c.author), notes.c.id == each.message)
    where = [each.state == "open", each.due <= day.until]
    if day.whose is not None:
        is_free = sa.and_(each.owner.is_(None), owner.is_(None))
        where.append(sa.or_(each.owner == day.whose, owner == day.whose, is_free))
    if day.seen_by is not None:
        where.append(sa.or_(owner.is_(None), owner == day.seen_by))
    columns = (each.conversation, each.due, each.kind, each.id, each.words, users.c.name, writers.c.name)
    rows = connection.execute(sa.select(*columns).select_from(source).where(*where).order_by(each.due).limit(MOST))
    return [
        Task("promise", row[0], row[1], TO_DO[Kind(row[2])], row[3], words=row[4], whose=row[5] or "", by=row[6] or "")
        for row in rows
    ]


PROMISES: tuple[Reader, ...] = (_owed, _replies, _promised, _meetings, _questions, _reminders)
"""Every kind of promise that the day shows. A further kind is one more function here, with its words in `today_body.html`."""


def _tasks(
    connection: Connection, kind: str, table: Any, columns: Any, where: Any, day: Day, *, newest: bool = False
) -> list[Task]:
    """At most MOST rows as tasks, by their time: conversation, time, text, id and, where there is a fifth, words."""
    source = table if table is leads else table.outerjoin(leads, leads.c.conversation == table.c.conversation)
    mine = [] if day.whose is None else [sa.or_(leads.c.assigned_to.is_(None), leads.c.assigned_to == day.whose)]
    order = columns[1].desc() if newest else columns[1]
    rows = connection.execute(sa.select(*columns).select_from(source).where(*where, *mine).order_by(order).limit(MOST))
    return [Task(kind, row[0], row[1], *(str(each or "") for each in row[2:])) for row in rows]


def _last_author() -> Any:
    query = sa.select(messages.c.author).where(
        messages.c.conversation == conversations.c.id, messages.c.author != "system"
    )
    return query.order_by(messages.c.seq.desc()).limit(1).correlate(conversations).scalar_subquery()
