"""The newest conversations behind a line of a figure, read when somebody opens it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.sales.analytics.journeys import STAGES, Journey
from milepost.sales.conversations import BuyingStage, Touch
from milepost.store.figures.journeys import begun, journeys_of
from milepost.store.tables import conversations, feedback, gaps, messages, stage_changes, touches

_AT_A_TIME = 500


def rated(*, of_conversations: bool) -> list[Any]:
    """The conditions of a rating: of a reply; or of a conversation, which a line of the system's own asks for at its end."""
    is_whole = messages.c.author == "system" if of_conversations else messages.c.author != "system"
    return [messages.c.helpful.is_not(None), is_whole]


class Behind:
    """Ids of at most `limit` conversations each, those that began last first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stage(self, since: datetime | None, stage: BuyingStage, *, limit: int) -> list[str]:
        """Whose furthest stage it was."""
        each = journeys_of(self._connection, since)
        query = sa.select(each.c.id).where(each.c.place == STAGES.index(stage))
        return list(self._connection.execute(query.order_by(each.c.created_at.desc()).limit(limit)).scalars())

    def source(self, since: datetime | None, is_meant: Callable[[Journey], bool], *, limit: int) -> list[str]:
        """Who came from where it is meant: read one after the other until there are enough."""
        each = journeys_of(self._connection, since)
        query = sa.select(each.c.id, each.c.channel, each.c.campaign, each.c.referrer).order_by(
            each.c.created_at.desc()
        )
        rows = self._connection.execute(query.execution_options(yield_per=_AT_A_TIME))
        found = (
            row.id
            for row in rows
            if is_meant(Journey(source={"campaign": row.campaign, "referrer": row.referrer}, channel=row.channel))
        )
        first = list(islice(found, limit))
        rows.close()
        return first

    def pair(self, since: datetime | None, one: str, other: str, *, limit: int) -> list[str]:
        """Who compared these two in one message."""
        again = touches.alias("again")
        same = sa.exists().where(
            again.c.conversation == touches.c.conversation,
            again.c.message == touches.c.message,
            again.c.option == other,
            again.c.how == Touch.COMPARED.value,
        )
        where = [touches.c.option == one, touches.c.how == Touch.COMPARED.value, same]
        return self._of(touches, since, where, limit)

    def gap(self, since: datetime | None, kind: str, *, limit: int) -> list[str]:
        """Who met an open gap of this kind."""
        return self._of(gaps, since, [gaps.c.kind == kind, gaps.c.state == "open"], limit)

    def rating(self, since: datetime | None, *, helpful: bool, of_conversations: bool, limit: int) -> list[str]:
        """Who found a reply, or the conversation, helpful, or not."""
        where = [*rated(of_conversations=of_conversations), messages.c.helpful == helpful]
        return self._of(messages, since, where, limit)

    def feedback(self, since: datetime | None, kind: str, *, limit: int) -> list[str]:
        """Who said something of this kind of us."""
        return self._of(feedback, since, [feedback.c.kind == kind], limit)

    def correction(self, since: datetime | None, ours: str, theirs: str, *, limit: int) -> list[str]:
        """In which a rep put this stage in the place of the bot's."""
        where = [stage_changes.c.stage == ours, stage_changes.c.corrected_to == theirs]
        return self._of(stage_changes, since, where, limit)

    def newest(self, ids: Collection[str], *, limit: int) -> list[str]:
        """Of these, those that began last."""
        query = sa.select(conversations.c.id).where(conversations.c.id.in_(ids))
        return list(self._connection.execute(query.order_by(conversations.c.created_at.desc()).limit(limit)).scalars())

    def _of(self, table: sa.Table, since: datetime | None, where: list[Any], limit: int) -> list[str]:
        counted = sa.select(table.c.conversation).where(*where)
        query = sa.select(conversations.c.id).where(conversations.c.id.in_(counted), *begun(since))
        return list(self._connection.execute(query.order_by(conversations.c.created_at.desc()).limit(limit)).scalars())
