"""What waits: for an answer of the bot, or to be sent on a channel."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.prepared import given, prepared
from milepost.store.tables import messages

OPEN, TAKEN, DONE, FAILED = "open", "taken", "done", "failed"
DUE, SENT, UNDELIVERABLE = "due", "sent", "failed"
_WAITS = messages.c.state.in_((OPEN, TAKEN))
_BACKLOG = prepared(
    sa.select(
        sa.func.count().label("all"),
        sa.func.coalesce(sa.func.sum(sa.case((messages.c.origin == given("from_whom"), 1), else_=0)), 0).label("own"),
    ).where(_WAITS)
)


class Waiting:
    """What waits, of one transaction."""

    _connection: Connection

    def free_all(self) -> int:
        """Whatever was being answered waits again: nobody else works in this database. How many those were."""
        freed = messages.update().where(messages.c.state == TAKEN)
        return int(self._connection.execute(freed.values(state=OPEN, lease=None, lease_until=None)).rowcount)

    def backlog(self, origin: str) -> tuple[int, int]:
        """How many messages wait for an answer, and how many of those are this origin's."""
        row = _BACKLOG.run(self._connection, {"from_whom": origin}).one()
        return int(row.all), int(row.own)

    def oldest_wait(self) -> datetime | None:
        """When the message came that has waited longest."""
        return self._connection.execute(
            sa.select(sa.func.min(messages.c.created_at)).where(_WAITS)
        ).scalar_one_or_none()

    def due_replies(self) -> int:
        """How many replies pushing channels have still to send."""
        waiting = sa.select(sa.func.count()).where(messages.c.delivery == DUE)
        return int(self._connection.execute(waiting).scalar_one())

    def ahead_of(self, conversation: str) -> int | None:
        """How many messages are answered before this conversation's next one; None where none of its messages waits."""
        first = sa.select(sa.func.min(messages.c.turn_at)).where(_WAITS, messages.c.conversation == conversation)
        turn = self._connection.execute(first).scalar_one_or_none()
        if turn is None:
            return None
        before = sa.select(sa.func.count()).where(_WAITS, messages.c.turn_at < turn)
        return int(self._connection.execute(before).scalar_one())
