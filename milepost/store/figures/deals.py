"""What leads are worth by their quotes, as SQL that figures and the lists behind them are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.sales.analytics.money import LOST, OPEN, WON, Clock, Deal, Week
from milepost.sales.analytics.talk import Said
from milepost.store.figures.journeys import begun, host_of, journeys_of, mark_of
from milepost.store.tables import conversations, handoffs, leads, messages, quotes, users

_NAMES = (
    "state",
    "first_year",
    "currency",
    "stage",
    "plan",
    "rep",
    "channel",
    "campaign",
    "referrer",
    "week",
    "is_first",
)
_SOON = timedelta(days=7)


class Deals:
    """Counts and lists of one period; `since` None: everything."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def worth(self, since: datetime | None) -> list[Deal]:
        """How many quotes that count for their lead are alike, and what one is worth."""
        each = _deals(self._connection, since)
        columns = [each.c[name] for name in _NAMES]
        rows = self._connection.execute(sa.select(*columns, sa.func.count().label("times")).group_by(*columns))
        return [_deal(row, row.times) for row in rows]

    def of(self, since: datetime | None, is_meant: Callable[[Deal], bool], *, limit: int) -> list[str]:
        """The leads of the deals that are meant, those that began last first."""
        each = _deals(self._connection, since)
        rows = self._connection.execute(sa.select(each).order_by(each.c.created_at.desc()))
        found = dict.fromkeys(row.conversation for row in rows if is_meant(_deal(row, 1)))
        return list(found)[:limit]

    def lost(self, since: datetime | None, *, limit: int) -> tuple[list[Said], dict[str, list[Deal]]]:
        """The newest reasons of loss, oldest first, and what each lead was worth."""
        joined = leads.join(conversations, conversations.c.id == leads.c.conversation)
        query = sa.select(leads.c.conversation, leads.c.reason).select_from(joined)
        query = query.where(leads.c.status == "lost", *begun(since)).order_by(leads.c.closed_at.desc()).limit(limit)
        said = [Said(row.conversation, row.conversation, "loss", row.reason) for row in self._connection.execute(query)]
        each = _deals(self._connection, since)
        worth: dict[str, list[Deal]] = {}
        for row in self._connection.execute(sa.select(each).where(each.c.state == LOST)):
            worth.setdefault(row.conversation, []).append(_deal(row, 1))
        return said[::-1], worth

    def weeks(self, since: datetime | None) -> list[Week]:
        """What began in each week."""
        each = journeys_of(self._connection, since)
        week = _monday(self._connection, each.c.created_at).label("week")
        lost = each.c.id.in_(sa.select(leads.c.conversation).where(leads.c.status == LOST))
        accepted = each.c.id.in_(sa.select(quotes.c.conversation).where(quotes.c.state == "accepted"))
        counted = [
            sa.func.sum(sa.case((condition, 1), else_=0)).label(name)
            for name, condition in (
                ("captured", each.c.has_contact),
                ("won", sa.or_(each.c.is_won, sa.and_(accepted, ~lost))),
                ("lost", lost),
            )
        ]
        rows = self._connection.execute(sa.select(week, sa.func.count().label("whole"), *counted).group_by(week))
        return [Week(date.fromisoformat(row.week), row.whole, row.captured, row.won, row.lost) for row in rows]

    def in_week(self, since: datetime | None, monday: datetime, *, limit: int) -> list[str]:
        """The conversations that began in the week of that Monday."""
        within = [conversations.c.created_at >= monday, conversations.c.created_at < monday + _SOON, *begun(since)]
        query = sa.select(conversations.c.id).where(*within).order_by(conversations.c.created_at.desc())
        return list(self._connection.execute(query.limit(limit)).scalars())

    def clocks(self, since: datetime | None) -> list[Clock]:
        """How long visitors who asked in the period waited for each rep."""
        each = messages.alias()
        first = (
            sa.select(each.c.id)
            .where(
                each.c.conversation == handoffs.c.conversation,
                each.c.author == "rep",
                each.c.created_at >= handoffs.c.requested_at,
            )
            .order_by(each.c.created_at, each.c.seq)
            .limit(1)
            .correlate(handoffs)
            .scalar_subquery()
        )
        asked = [handoffs.c.message != "", *([handoffs.c.requested_at >= since] if since else [])]
        replied = sa.select(handoffs.c.conversation, handoffs.c.requested_at, messages.c.rep, messages.c.created_at)
        replied = replied.select_from(handoffs.join(messages, messages.c.id == first)).where(*asked)
        found = [
            Clock("reply", row.rep, row.conversation, (row.created_at - row.requested_at).total_seconds())
            for row in self._connection.execute(replied)
            if row.rep
        ]
        for row in self._connection.execute(sa.select(handoffs).where(*asked, handoffs.c.claimed_by.is_not(None))):
            came = (row.claimed_at - row.requested_at).total_seconds()
            found.append(Clock("came", row.claimed_by, row.conversation, came))
            if row.owed_at is not None and row.ended_at is not None:
                found.append(
                    Clock("owed", row.claimed_by, row.conversation, (row.ended_at - row.owed_at).total_seconds())
                )
        return found

    def names(self) -> dict[str, str]:
        """Everybody who may be a rep, by id."""
        return {row.id: row.name for row in self._connection.execute(sa.select(users.c.id, users.c.name))}


def _deals(connection: Connection, since: datetime | None) -> Any:
    """One row for each quote that counts: every accepted one, else the last that was given, of every lead."""
    accepted = quotes.c.state == "accepted"
    order = sa.func.row_number().over(
        partition_by=quotes.c.conversation,
        order_by=(sa.case((accepted, 0), else_=1), quotes.c.created_at.desc(), quotes.c.id),
    )
    names = ("conversation", "state", "first_year", "currency", "plan")
    ranked = sa.select(*(quotes.c[name] for name in names), order.label("place"))
    ranked = ranked.where(quotes.c.state.in_(("open", "accepted"))).subquery()
    won = sa.or_(ranked.c.state == "accepted", leads.c.status == "won")
    joined = ranked.join(leads, leads.c.conversation == ranked.c.conversation)
    joined = joined.join(conversations, conversations.c.id == ranked.c.conversation)
    columns = [
        ranked.c.conversation,
        conversations.c.created_at,
        sa.case((leads.c.status == "lost", LOST), (won, WON), else_=OPEN).label("state"),
        ranked.c.first_year,
        ranked.c.currency,
        leads.c.stage,
        ranked.c.plan,
        leads.c.assigned_to.label("rep"),
        conversations.c.channel,
        mark_of(connection, "campaign").label("campaign"),
        host_of(connection).label("referrer"),
        _monday(connection, conversations.c.created_at).label("week"),
        (ranked.c.place == 1).label("is_first"),
    ]
    counts = sa.or_(ranked.c.place == 1, ranked.c.state == "accepted")
    return sa.select(*columns).select_from(joined).where(counts, *begun(since)).subquery()


def _monday(connection: Connection, moment: Any) -> Any:
    """The Monday of a moment's week, as an ISO date."""
    if connection.dialect.name == "sqlite":
        return sa.func.date(moment, "weekday 0", "-6 days")
    return sa.func.to_char(sa.func.date_trunc("week", moment), "YYYY-MM-DD")


def _deal(row: Any, times: int) -> Deal:
    source = {name: text for name, text in (("campaign", row.campaign), ("referrer", row.referrer)) if text}
    return Deal(
        *(row.state, row.first_year, row.currency, row.stage, row.plan, row.rep or ""),
        source=source,
        channel=row.channel,
        week=row.week,
        is_first=bool(row.is_first),
        count=times,
    )
