"""What the company can learn from: gaps (what the catalogue does not answer or meet) and what customers say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables import feedback, gaps


@dataclass(frozen=True)
class Gap:
    """One gap. `kind` is unanswered, unknown_attribute, nothing_fits or not_understood.

    `state` is open, answered or dismissed.
    """

    id: str
    conversation: str
    kind: str
    words: str
    message: str
    state: str
    created_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class FeedbackRow:
    """What a customer said of us. `kind` is feedback, complaint, cancellation or praise."""

    kind: str
    words: str
    message: str
    created_at: datetime


class Gaps:
    """The gaps and the feedback of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, gap: Gap) -> None:
        """Keep a new gap."""
        self._connection.execute(
            gaps.insert().values(**{name: getattr(gap, name) for name in Gap.__dataclass_fields__})
        )

    def of(self, conversation: str) -> tuple[Gap, ...]:
        """A conversation's gaps, oldest first."""
        return self._all(sa.select(gaps).where(gaps.c.conversation == conversation).order_by(gaps.c.created_at))

    def list(self, *, state: str = "open", limit: int = 200) -> tuple[Gap, ...]:
        """All gaps in one state, newest first."""
        return self._all(sa.select(gaps).where(gaps.c.state == state).order_by(gaps.c.created_at.desc()).limit(limit))

    def close(self, gap_id: str, state: str, *, now: datetime) -> None:
        """Answered or dismissed."""
        self._connection.execute(gaps.update().where(gaps.c.id == gap_id).values(state=state, closed_at=now))

    def add_feedback(self, conversation: str, row: FeedbackRow) -> None:
        """Keep what a customer said of us."""
        values = {name: getattr(row, name) for name in FeedbackRow.__dataclass_fields__}
        self._connection.execute(feedback.insert().values(conversation=conversation, **values))

    def feedback_of(self, conversation: str) -> tuple[FeedbackRow, ...]:
        """What a customer said of us, oldest first."""
        columns = [feedback.c[name] for name in FeedbackRow.__dataclass_fields__]
        query = sa.select(*columns).where(feedback.c.conversation == conversation).order_by(feedback.c.id)
        return tuple(FeedbackRow(**row._mapping) for row in self._connection.execute(query))

    def _all(self, query: Any) -> tuple[Gap, ...]:
        return tuple(Gap(**row._mapping) for row in self._connection.execute(query))
