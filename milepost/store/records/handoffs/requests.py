"""Hand-overs: who asked for a person, who came, and when it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.sales.handoffs.clock import Wait
from milepost.store.tables import handoffs, users


@dataclass(frozen=True)
class HandoffRow:
    """One hand-over. `claimed_by` is a user's id, `rep_name` their name; `asked_user` is who was asked to join last.

    `clock_from`: when the clock began to run. `escalated_at`: all were told. `given_up_at`: the visitor was told that nobody
    came. `owed_at`: since when an answer is owed. `late_at`: since when the rep who joined leaves the visitor waiting.
    """

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
    skill: str = ""
    products: tuple[str, ...] = ()
    clock_from: datetime | None = None
    asked_user: str | None = None
    asked_name: str | None = None
    asked_at: datetime | None = None
    asked_before: tuple[str, ...] = ()
    escalated_at: datetime | None = None
    given_up_at: datetime | None = None
    owed_at: datetime | None = None
    late_at: datetime | None = None

    @property
    def wait(self) -> Wait:
        """How it stands, as the clock sees it."""
        since = self.clock_from or self.requested_at
        return Wait(since, self.asked_at, self.escalated_at is not None, self.given_up_at is not None)


_asked = users.alias("asked")
_JOINED = handoffs.outerjoin(users, users.c.id == handoffs.c.claimed_by).outerjoin(
    _asked, _asked.c.id == handoffs.c.asked_user
)


class Handoffs:
    """The hand-overs of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        handoff_id: str,
        conversation: str,
        *,
        reason: str,
        message: str,
        now: datetime,
        skill: str = "",
        products: Iterable[str] = (),
        clock_from: datetime | None = None,
    ) -> None:
        """Keep a request for a person."""
        values = {"id": handoff_id, "conversation": conversation, "reason": reason, "message": message, "skill": skill}
        more = {"products": list(products), "clock_from": clock_from, "requested_at": now}
        self._connection.execute(handoffs.insert().values(**values, **more))

    def find(self, handoff_id: str) -> HandoffRow | None:
        """The hand-over of that id."""
        return next(iter(self._all(handoffs.c.id == handoff_id)), None)

    def ask(self, row: HandoffRow, user: str, *, now: datetime) -> None:
        """Note who was asked to join."""
        before = [*row.asked_before, user]
        self._change(row.id, asked_user=user, asked_at=now, asked_before=before)

    def pass_over(self, row: HandoffRow, *, now: datetime) -> HandoffRow:
        """Note that there was nobody else to ask, so that the clock counts from now."""
        self._change(row.id, asked_at=now)
        return replace(row, asked_at=now)

    def mark(self, handoff_id: str, *, now: datetime | None, **what: bool) -> None:
        """Note that something happened now: escalated, given_up, owed, late; with `now` None that it is over."""
        self._change(handoff_id, **{f"{name}_at": now for name in what})

    def begin_again(self, handoff_id: str, *, clock_from: datetime | None) -> None:
        """Start the clock anew, for a visitor who asks again after nobody came."""
        nothing = dict.fromkeys(("asked_user", "asked_at", "escalated_at", "given_up_at"))
        self._change(handoff_id, clock_from=clock_from, asked_before=[], **nothing)

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
        self._change(handoff_id, claimed_by=user, claimed_at=now if user else None, late_at=None)

    def end(self, handoff_id: str, *, outcome: str, now: datetime) -> None:
        """It is over."""
        self._change(handoff_id, ended_at=now, outcome=outcome)

    def _change(self, handoff_id: str, **values: Any) -> None:
        self._connection.execute(handoffs.update().where(handoffs.c.id == handoff_id).values(**values))

    def _all(self, *conditions: Any) -> tuple[HandoffRow, ...]:
        names = (users.c.name.label("rep_name"), _asked.c.name.label("asked_name"))
        query = sa.select(handoffs, *names).select_from(_JOINED).where(*conditions)
        rows = self._connection.execute(query.order_by(handoffs.c.requested_at))
        return tuple(_row(row) for row in rows)


def _row(row: Any) -> HandoffRow:
    lists = {name: tuple(row._mapping[name] or ()) for name in ("products", "asked_before")}
    return HandoffRow(**{**row._mapping, **lists})
