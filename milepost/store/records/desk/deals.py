"""What deals are worth, lead by lead and added up, and the tags on leads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from milepost.store.records.desk.lead_filters import OF_CONVERSATION, LeadFilter, conditions_of
from milepost.store.tables import leads, tags

LONGEST_TAG = 40


@dataclass(frozen=True)
class Worth:
    """What a deal is worth. `by` is the user whose word it is; None: it is the total of a quote."""

    value: Decimal
    currency: str
    by: str | None
    at: datetime | None


@dataclass(frozen=True)
class Sum:
    """Leads of one column and currency: how many, and what they are worth together; without a currency, those without a
    value."""

    leads: int
    currency: str | None
    value: Decimal


class Deals:
    """The deals of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert

    def worth(self, conversation: str) -> Worth | None:
        """What is known of a deal's worth."""
        columns = (leads.c.value, leads.c.currency, leads.c.value_by, leads.c.value_at)
        row = self._connection.execute(sa.select(*columns).where(leads.c.conversation == conversation)).one_or_none()
        return None if row is None or row.value is None else Worth(*row)

    def set_worth(
        self, conversation: str, value: Decimal | None, currency: str | None, *, user: str | None, now: datetime
    ) -> None:
        """Keep a rep's word (or, without a user, what a quote says); None: nothing is known of it."""
        values = {"value": value, "currency": currency, "value_by": user, "value_at": now, "updated_at": now}
        update = leads.update().where(leads.c.conversation == conversation)
        if user is None:  # a quote does not take back what a person said
            update = update.where(leads.c.value_by.is_(None))
        self._connection.execute(update.values(**values))

    def forget_word(self, conversation: str) -> None:
        """Nobody's word on it holds any more; what a quote says may take its place."""
        self._connection.execute(leads.update().where(leads.c.conversation == conversation).values(value_by=None))

    def set_next_due(self, conversation: str, due: datetime | None) -> None:
        """When the next step falls due, as things stand."""
        self._connection.execute(leads.update().where(leads.c.conversation == conversation).values(next_due=due))

    def sums(self, wanted: LeadFilter) -> dict[str, tuple[Sum, ...]]:
        """By buying stage, the leads that a filter lets through, added up by currency."""
        query = (
            sa.select(leads.c.stage, leads.c.currency, sa.func.count().label("leads"), sa.func.sum(leads.c.value))
            .select_from(OF_CONVERSATION if wanted.handler or wanted.channel else leads)
            .where(*conditions_of(self._connection, wanted))
            .group_by(leads.c.stage, leads.c.currency)
        )
        found: dict[str, list[Sum]] = {}
        for stage, currency, count, value in self._connection.execute(query.order_by(leads.c.currency)):
            found.setdefault(stage, []).append(Sum(count, currency, value or Decimal(0)))
        return {stage: tuple(each) for stage, each in found.items()}

    def add_tag(self, conversation: str, tag: str, *, user: str, now: datetime) -> None:
        """Put a word on a lead; once is enough."""
        values = {"conversation": conversation, "tag": tag, "user": user, "at": now}
        self._connection.execute(self._insert(tags).values(**values).on_conflict_do_nothing())
        self._connection.execute(leads.update().where(leads.c.conversation == conversation).values(updated_at=now))

    def remove_tag(self, conversation: str, tag: str, *, now: datetime) -> None:
        """Take a word off a lead."""
        self._connection.execute(tags.delete().where(tags.c.conversation == conversation, tags.c.tag == tag))
        self._connection.execute(leads.update().where(leads.c.conversation == conversation).values(updated_at=now))

    def tags_of(self, conversations: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The words on each of these leads, by the alphabet."""
        query = sa.select(tags.c.conversation, tags.c.tag).where(tags.c.conversation.in_(conversations))
        found: dict[str, list[str]] = {}
        for conversation, tag in self._connection.execute(query.order_by(tags.c.tag)):
            found.setdefault(conversation, []).append(tag)
        return {conversation: tuple(each) for conversation, each in found.items()}

    def every_tag(self) -> tuple[str, ...]:
        """All words that are on some lead."""
        return tuple(self._connection.execute(sa.select(tags.c.tag).distinct().order_by(tags.c.tag)).scalars())
