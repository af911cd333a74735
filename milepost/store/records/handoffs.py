"""Hand-overs: who asked for a person, who came, and when it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables import handoffs, users


@dataclass(frozen=True)
class HandoffRow:
    """One hand-over. `claimed_by` is a user's id, `rep_name` their name."""

    id: str
    conversation: str
    reason: str
    message: str
    requested_at: datetime
    claimed_by: str | None
    claimed_at: datetime | None
    ended_at: datetime | None
    outcome: str
    rep_name: str | None


_JOINED = handoffs.outerjoin(users, users.c.id == handoffs.c.claimed_by)


class Handoffs:
    """The hand-overs of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, handoff_id: str, conversation: str, *, reason: str, message: str, now: datetime) -> None:
        """Keep a request for a person."""
        values = {"id": handoff_id, "conversation": conversation, "reason": reason, "message": message}
        self._connection.execute(handoffs.insert().values(requested_at=now, **values))

    def open_of(self, conversation: str) -> HandoffRow | None:
        """The hand-over that has not ended."""
        found = self._all(handoffs.c.conversation == conversation, handoffs.c.ended_at.is_(None))
        return found[-1] if found else None

    def of(self, conversation: str) -> tuple[HandoffRow, ...]:
        """A conversation's hand-overs, oldest first."""
        return self._all(handoffs.c.conversation == conversation)

    def waiting(self) -> tuple[HandoffRow, ...]:
        """Requests that no rep has claimed, longest wait first."""
        return self._all(handoffs.c.claimed_by.is_(None), handoffs.c.ended_at.is_(None))

    def claim(self, handoff_id: str, user: str, *, now: datetime) -> bool:
        """Give it to a rep; False if somebody else has it."""
        changed = self._connection.execute(
            handoffs.update()
            .where(handoffs.c.id == handoff_id, handoffs.c.claimed_by.is_(None), handoffs.c.ended_at.is_(None))
            .values(claimed_by=user, claimed_at=now)
        )
        return bool(changed.rowcount)

    def give_to(self, handoff_id: str, user: str | None, *, now: datetime) -> None:
        """Assign it to another rep, or back to whoever comes."""
        values = {"claimed_by": user, "claimed_at": now if user else None}
        self._connection.execute(handoffs.update().where(handoffs.c.id == handoff_id).values(**values))

    def end(self, handoff_id: str, *, outcome: str, now: datetime) -> None:
        """It is over."""
        values = {"ended_at": now, "outcome": outcome}
        self._connection.execute(handoffs.update().where(handoffs.c.id == handoff_id).values(**values))

    def _all(self, *conditions: Any) -> tuple[HandoffRow, ...]:
        query = sa.select(handoffs, users.c.name.label("rep_name")).select_from(_JOINED).where(*conditions)
        rows = self._connection.execute(query.order_by(handoffs.c.requested_at))
        return tuple(HandoffRow(**row._mapping) for row in rows)
