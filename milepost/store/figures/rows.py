"""The rows behind each figure: of the conversations that began in a period, each row with its conversation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.sales.analytics.journeys import STAGES, Journey
from milepost.sales.analytics.talk import Said
from milepost.sales.conversations import BuyingStage, Touch
from milepost.store.tables import (
    conversations,
    feedback,
    gaps,
    handoffs,
    leads,
    messages,
    objections,
    stage_changes,
    touches,
)


class FigureRows:
    """Reads for one period; `since` None: everything."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def journeys(self, since: datetime | None) -> list[Journey]:
        """Every conversation with its source, its furthest stage and what became of it."""
        place = sa.case(
            {stage.value: place for place, stage in enumerate(STAGES)}, value=stage_changes.c.stage, else_=-1
        )
        furthest = (
            sa.select(stage_changes.c.conversation, sa.func.max(place).label("place"))
            .group_by(stage_changes.c.conversation)
            .subquery()
        )
        joined = conversations.outerjoin(furthest, furthest.c.conversation == conversations.c.id)
        joined = joined.outerjoin(leads, leads.c.conversation == conversations.c.id)
        columns = [conversations.c.id, conversations.c.source, conversations.c.channel, furthest.c.place]
        columns += [leads.c.conversation.label("lead"), leads.c.email, leads.c.phone, leads.c.status]
        query = sa.select(*columns).select_from(joined).where(*_begun(since)).order_by(conversations.c.created_at)
        return [_journey(row) for row in self._connection.execute(query)]

    def last_said(self, since: datetime | None) -> dict[str, str]:
        """The bot's last words in each conversation."""
        last = (
            sa.select(messages.c.conversation, sa.func.max(messages.c.seq).label("seq"))
            .select_from(messages.join(conversations, conversations.c.id == messages.c.conversation))
            .where(messages.c.author == "bot", messages.c.text != "", *_begun(since))
            .group_by(messages.c.conversation)
            .subquery()
        )
        is_last = sa.and_(messages.c.conversation == last.c.conversation, messages.c.seq == last.c.seq)
        query = sa.select(messages.c.conversation, messages.c.text).select_from(messages.join(last, is_last))
        return {row.conversation: row.text for row in self._connection.execute(query)}

    def waits(self, since: datetime | None) -> list[tuple[str, float | None]]:
        """Seconds from each request for a person to a rep's first words after it."""
        first = (
            sa.select(sa.func.min(messages.c.created_at))
            .where(
                messages.c.conversation == handoffs.c.conversation,
                messages.c.author == "rep",
                messages.c.created_at >= handoffs.c.requested_at,
            )
            .scalar_subquery()
        )
        columns = [handoffs.c.conversation, handoffs.c.requested_at, first.label("first")]
        asked = [handoffs.c.message != "", *([handoffs.c.requested_at >= since] if since else [])]
        query = sa.select(*columns).where(*asked).order_by(handoffs.c.requested_at)
        return [
            (row.conversation, None if row.first is None else (row.first - row.requested_at).total_seconds())
            for row in self._connection.execute(query)
        ]

    def corrections(self, since: datetime | None) -> list[tuple[str, str, str]]:
        """Conversation, the bot's stage and the rep's, of every correction."""
        corrected = stage_changes.c.corrected_to.is_not(None)
        return self._of(stage_changes, since, "conversation", "stage", "corrected_to", where=[corrected])

    def gaps(self, since: datetime | None, *, state: str = "open") -> list[Said]:
        """What the catalogue did not answer or meet."""
        rows = self._of(gaps, since, "id", "conversation", "kind", "words", where=[gaps.c.state == state])
        return [Said(*row) for row in rows]

    def objections(self, since: datetime | None) -> list[Said]:
        """What visitors held against buying."""
        rows = self._of(objections, since, "id", "conversation", "objection")
        return [Said(str(row[0]), row[1], "objection", row[2]) for row in rows]

    def compared(self, since: datetime | None) -> list[tuple[str, str, str]]:
        """Conversation, message and option of everything that was compared."""
        compared = touches.c.how == Touch.COMPARED.value
        return self._of(touches, since, "conversation", "message", "option", where=[compared])

    def ratings(self, since: datetime | None) -> list[tuple[str, bool]]:
        """Conversation, and whether the reply was found helpful."""
        return self._of(messages, since, "conversation", "helpful", where=[messages.c.helpful.is_not(None)])

    def feedback(self, since: datetime | None) -> list[tuple[str, str]]:
        """Conversation and kind of what customers said of us."""
        return self._of(feedback, since, "conversation", "kind")

    def _of(self, table: sa.Table, since: datetime | None, *names: str, where: Any = ()) -> list[Any]:
        joined = table.join(conversations, conversations.c.id == table.c.conversation)
        query = sa.select(*(table.c[name] for name in names)).select_from(joined).where(*where, *_begun(since))
        return [tuple(row) for row in self._connection.execute(query.order_by(table.c.created_at, table.c.id))]


def _begun(since: datetime | None) -> list[Any]:
    return [conversations.c.created_at >= since] if since else []


def _journey(row: Any) -> Journey:
    has_stage = row.place is not None and row.place >= 0
    return Journey(
        row.id,
        STAGES[row.place] if has_stage else BuyingStage.NONE,
        row.source or {},
        row.channel,
        is_lead=row.lead is not None,
        has_contact=bool(row.email or row.phone),
        is_won=row.status == "won",
    )
