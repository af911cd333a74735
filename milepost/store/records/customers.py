"""Customers: the leads that have bought, with what they have, how they get on and what is open with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.sales.conversations import CUSTOMER_STAGES
from milepost.store.records.desk.lead_filters import LeadFilter, conditions_of
from milepost.store.records.follow_ups import OnboardingRow
from milepost.store.records.gaps import FeedbackRow
from milepost.store.records.lead_cards import LeadLine, read_lines_where
from milepost.store.records.quotes import QuoteRow, quote_row
from milepost.store.tables import feedback, gaps, handoffs, leads, onboarding, quotes, stage_changes

AT_RISK = ("complaint", "cancellation")
_STAGES = [stage.value for stage in CUSTOMER_STAGES]
_AT_A_TIME = 400
_MOST_READ = 5_000


@dataclass(frozen=True)
class CustomerFilter:
    """Which customers to list; None and empty let everything through.

    `plans` and `product`: who has one of these plans by an accepted quote, or gets going with that product. `among`: only these
    conversations. `with_problems`: something is open with them. The others are as in LeadFilter.
    """

    words: str = ""
    seen_by: str | None = None
    product: str = ""
    plans: tuple[str, ...] = ()
    among: Collection[str] | None = None
    with_problems: bool = False
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True)
class CustomerLine:
    """One customer. `quotes` are those that were accepted, newest first; `feedback` is oldest first; `handoffs` are the reasons
    for which a person is owed or at work; `questions` counts what nobody has answered; `since` is when they first had something."""

    lead: LeadLine
    since: datetime
    quotes: tuple[QuoteRow, ...] = ()
    onboarding: tuple[OnboardingRow, ...] = ()
    feedback: tuple[FeedbackRow, ...] = ()
    handoffs: tuple[str, ...] = ()
    questions: int = 0

    @property
    def is_at_risk(self) -> bool:
        """Whether the last that they said of us was a complaint, or that they leave."""
        return bool(self.feedback) and self.feedback[-1].kind in AT_RISK


class Customers:
    """The customers of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lines(self, wanted: CustomerFilter) -> tuple[CustomerLine, ...]:
        """The customers that a filter lets through, the latest change first."""
        of_leads = conditions_of(self._connection, LeadFilter(words=wanted.words, seen_by=wanted.seen_by))
        conditions = [*of_leads, leads.c.conversation.in_(_bought()), *_narrowed(wanted)]
        lines = read_lines_where(self._connection, conditions, limit=wanted.limit, offset=wanted.offset)
        found: list[CustomerLine] = []
        for start in range(0, len(lines), _AT_A_TIME):
            found += self._with_dealings(lines[start : start + _AT_A_TIME])
        return tuple(found)

    def subscribed(self) -> list[tuple[str, str, datetime]]:
        """Conversation, term and time of the latest accepted quotes that are paid for by the term."""
        query = sa.select(quotes.c.conversation, quotes.c.term, quotes.c.accepted_at)
        query = query.where(quotes.c.state == "accepted", quotes.c.term != "one_time")
        rows = self._connection.execute(query.order_by(quotes.c.accepted_at.desc()).limit(_MOST_READ))
        return [(row.conversation, row.term, row.accepted_at) for row in rows]

    def progress(self) -> list[tuple[str, str, int]]:
        """Conversation, product and steps done of those who were last led through the steps."""
        columns = (onboarding.c.conversation, onboarding.c.product, onboarding.c.steps_done)
        query = sa.select(*columns).order_by(onboarding.c.updated_at.desc()).limit(_MOST_READ)
        return [(row.conversation, row.product, row.steps_done) for row in self._connection.execute(query)]

    def _with_dealings(self, lines: Collection[LeadLine]) -> Iterable[CustomerLine]:
        ids = [line.conversation for line in lines]
        accepted = self._rows(quotes, ids, quotes.c.state == "accepted", by=quotes.c.accepted_at.desc())
        steps = self._rows(onboarding, ids, by=onboarding.c.updated_at)
        said = self._rows(feedback, ids, by=feedback.c.id)
        people = self._rows(handoffs, ids, handoffs.c.ended_at.is_(None), by=handoffs.c.requested_at)
        unanswered = self._rows(gaps, ids, gaps.c.state == "open", gaps.c.kind == "unanswered", by=gaps.c.created_at)
        began = self._began(ids)
        for line in lines:
            of = line.conversation
            times = [began.get(of), *(row.accepted_at for row in accepted[of]), *(row.updated_at for row in steps[of])]
            yield CustomerLine(
                lead=line,
                since=min((time for time in times if time), default=line.updated_at),
                quotes=tuple(map(quote_row, accepted[of])),
                onboarding=tuple(OnboardingRow(**_of(row, OnboardingRow)) for row in steps[of]),
                feedback=tuple(FeedbackRow(**_of(row, FeedbackRow)) for row in said[of]),
                handoffs=tuple(row.reason for row in people[of]),
                questions=len(unanswered[of]),
            )

    def _began(self, ids: Collection[str]) -> Mapping[str, datetime]:
        """When each first spoke as a customer, or was won."""
        spoke = sa.select(stage_changes.c.conversation, sa.func.min(stage_changes.c.created_at).label("at"))
        spoke = spoke.where(stage_changes.c.conversation.in_(ids), stage_changes.c.stage.in_(_STAGES))
        won = sa.select(leads.c.conversation, leads.c.closed_at.label("at"))
        won = won.where(leads.c.conversation.in_(ids), leads.c.status == "won")
        found: dict[str, datetime] = {}
        for query in (spoke.group_by(stage_changes.c.conversation), won):
            for row in self._connection.execute(query):
                if row.at is not None:
                    found[row.conversation] = min(row.at, found.get(row.conversation, row.at))
        return found

    def _rows(self, table: sa.Table, ids: Collection[str], *conditions: Any, by: Any) -> Mapping[str, Any]:
        query = sa.select(table).where(table.c.conversation.in_(ids), *conditions).order_by(by)
        grouped: dict[str, list[Any]] = defaultdict(list)
        for row in self._connection.execute(query):
            grouped[row.conversation].append(row)
        return grouped


def _bought() -> Any:
    """The conversations of customers, each kind by its own index."""
    return sa.union_all(
        sa.select(leads.c.conversation).where(leads.c.status == "won"),
        sa.select(leads.c.conversation).where(leads.c.stage.in_(_STAGES)),
        sa.select(quotes.c.conversation).where(quotes.c.state == "accepted"),
        sa.select(onboarding.c.conversation),
    )


def _narrowed(wanted: CustomerFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.among is not None:
        conditions.append(leads.c.conversation.in_(list(wanted.among)[:_MOST_READ]))
    if wanted.product:
        has = sa.select(quotes.c.conversation).where(quotes.c.state == "accepted", quotes.c.plan.in_(wanted.plans))
        begins = sa.select(onboarding.c.conversation).where(onboarding.c.product == wanted.product)
        conditions.append(leads.c.conversation.in_(sa.union_all(has, begins)))
    if wanted.with_problems:
        conditions.append(leads.c.conversation.in_(_problems()))
    return conditions


def _problems() -> Any:
    """A person is owed or at work, the last word was a complaint or that they leave, or a question has no answer."""
    later = feedback.alias()
    is_last = ~sa.exists().where(later.c.conversation == feedback.c.conversation, later.c.id > feedback.c.id)
    return sa.union_all(
        sa.select(handoffs.c.conversation).where(handoffs.c.ended_at.is_(None)),
        sa.select(feedback.c.conversation).where(feedback.c.kind.in_(AT_RISK), is_last),
        sa.select(gaps.c.conversation).where(gaps.c.state == "open", gaps.c.kind == "unanswered"),
    )


def _of(row: Any, kind: Any) -> dict[str, Any]:
    return {name: row._mapping[name] for name in kind.__dataclass_fields__}
