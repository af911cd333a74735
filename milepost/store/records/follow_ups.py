"""Follow-ups, the consents that allow them, and how far a customer has come in getting going."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from milepost.store.prepared import given, prepared
from milepost.store.tables import consents, follow_ups, onboarding


@dataclass(frozen=True)
class FollowUpRow:
    """One message to write later. `state` is scheduled, sent, cancelled or failed; `ending` says why it ended; `approved_by` is the
    id of who let it go out, None: nobody has."""

    id: str
    conversation: str
    rule: str
    trigger: str
    about: str
    subject: str
    body: str
    due: datetime
    state: str
    ending: str
    created_at: datetime
    ended_at: datetime | None
    approved_by: str | None = None
    approved_at: datetime | None = None


@dataclass(frozen=True)
class ConsentRow:
    """What a visitor allowed or forbade, in which words and over which version of our text."""

    purpose: str
    given: bool
    words: str
    message: str
    text_version: str
    created_at: datetime


@dataclass(frozen=True)
class OnboardingRow:
    """How many steps of getting going with a product are done."""

    product: str
    steps_done: int
    message: str
    updated_at: datetime


_CANCEL = (
    follow_ups.update()
    .where(follow_ups.c.state == "scheduled", follow_ups.c.conversation == given("of"))
    .values(state="cancelled", ending=given("why"), ended_at=given("at"))
)
_CANCEL_ALL, _CANCEL_OLDER = prepared(_CANCEL), prepared(_CANCEL.where(follow_ups.c.created_at < given("before")))


class FollowUps:
    """The follow-ups, consents and onboarding progress of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert

    def add(self, row: FollowUpRow) -> bool:
        """Keep a new follow-up; False if there is one by this rule about the same thing."""
        values = {name: getattr(row, name) for name in FollowUpRow.__dataclass_fields__}
        unique = [follow_ups.c.conversation, follow_ups.c.rule, follow_ups.c.about]
        statement = self._insert(follow_ups).values(**values).on_conflict_do_nothing(index_elements=unique)
        return bool(self._connection.execute(statement).rowcount)

    def find(self, follow_up_id: str) -> FollowUpRow | None:
        """The follow-up of that id."""
        found = self._all(follow_ups.c.id == follow_up_id)
        return found[0] if found else None

    def of(self, conversation: str) -> tuple[FollowUpRow, ...]:
        """A conversation's follow-ups, by due time."""
        return self._all(follow_ups.c.conversation == conversation)

    def scheduled(self, *, until: datetime | None = None) -> tuple[FollowUpRow, ...]:
        """What is still to be sent, soonest first."""
        due = [] if until is None else [follow_ups.c.due <= until]
        return self._all(follow_ups.c.state == "scheduled", *due)

    def approve(self, follow_up_id: str, user: str, *, subject: str, body: str, now: datetime) -> bool:
        """A person lets it go out, with these words; False if it has ended or was let before."""
        waits = (follow_ups.c.id == follow_up_id, follow_ups.c.state == "scheduled", follow_ups.c.approved_at.is_(None))
        values = {"subject": subject, "body": body, "approved_by": user, "approved_at": now}
        return bool(self._connection.execute(follow_ups.update().where(*waits).values(**values)).rowcount)

    def end(self, follow_up_id: str, state: str, *, ending: str, now: datetime) -> bool:
        """Sent, cancelled or failed; False if it had ended before."""
        return self._end(state, ending, now, follow_ups.c.id == follow_up_id)

    def cancel_all(self, conversation: str, *, ending: str, now: datetime, made_before: datetime | None = None) -> bool:
        """Cancel what is scheduled in this conversation (and was made before then); whether anything was."""
        values = {"of": conversation, "why": ending, "at": now}
        if made_before is None:
            return bool(_CANCEL_ALL.run(self._connection, values).rowcount)
        return bool(_CANCEL_OLDER.run(self._connection, {**values, "before": made_before}).rowcount)

    def add_consent(self, conversation: str, consent: ConsentRow) -> None:
        """Keep that a visitor allowed or forbade something."""
        values = {name: getattr(consent, name) for name in ConsentRow.__dataclass_fields__}
        self._connection.execute(consents.insert().values(conversation=conversation, **values))

    def consents_of(self, conversation: str) -> tuple[ConsentRow, ...]:
        """Everything that a visitor allowed and forbade, oldest first."""
        columns = [consents.c[name] for name in ConsentRow.__dataclass_fields__]
        query = sa.select(*columns).where(consents.c.conversation == conversation).order_by(consents.c.id)
        return tuple(ConsentRow(**row._mapping) for row in self._connection.execute(query))

    def allows(self, conversation: str, purpose: str) -> bool:
        """Whether the last word on a purpose was yes."""
        query = sa.select(consents.c.given).where(
            consents.c.conversation == conversation, consents.c.purpose == purpose
        )
        return self._connection.execute(query.order_by(consents.c.id.desc()).limit(1)).scalar_one_or_none() is True

    def put_progress(self, conversation: str, row: OnboardingRow) -> None:
        """How far a customer has come with one product; the last word counts."""
        values = {name: getattr(row, name) for name in ("steps_done", "message", "updated_at")}
        statement = self._insert(onboarding).values(conversation=conversation, product=row.product, **values)
        unique = [onboarding.c.conversation, onboarding.c.product]
        self._connection.execute(statement.on_conflict_do_update(index_elements=unique, set_=values))

    def progress_of(self, conversation: str) -> tuple[OnboardingRow, ...]:
        """How far a customer has come, product by product."""
        columns = [onboarding.c[name] for name in OnboardingRow.__dataclass_fields__]
        query = sa.select(*columns).where(onboarding.c.conversation == conversation).order_by(onboarding.c.updated_at)
        return tuple(OnboardingRow(**row._mapping) for row in self._connection.execute(query))

    def _end(self, state: str, ending: str, now: datetime, *conditions: Any) -> bool:
        update = follow_ups.update().where(follow_ups.c.state == "scheduled", *conditions)
        return bool(self._connection.execute(update.values(state=state, ending=ending, ended_at=now)).rowcount)

    def _all(self, *conditions: Any) -> tuple[FollowUpRow, ...]:
        query = sa.select(follow_ups).where(*conditions).order_by(follow_ups.c.due)
        return tuple(FollowUpRow(**row._mapping) for row in self._connection.execute(query))
