"""What the figures count, counted by the database: of the conversations that began in a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.sales.analytics.journeys import STAGES, Journey
from milepost.sales.analytics.talk import Said
from milepost.sales.conversations import BuyingStage, Touch
from milepost.store.figures.behind import Behind, rated
from milepost.store.figures.deals import Deals
from milepost.store.figures.journeys import begun, journeys_of, stopped_of
from milepost.store.tables import conversations, feedback, gaps, handoffs, messages, objections, stage_changes, touches

_AT_A_TIME = 1_000


class FigureCounts:
    """Counts for one period; `since` None: everything. `behind` lists the conversations, `deals` counts money."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.behind = Behind(connection)
        self.deals = Deals(connection)

    def journeys(self, since: datetime | None) -> list[Journey]:
        """How many came from where, how far, and what became of them."""
        each = journeys_of(self._connection, since)
        names = ("channel", "campaign", "referrer", "place", "is_lead", "has_contact", "is_won")
        columns = [each.c[name] for name in names]
        rows = self._connection.execute(sa.select(*columns, sa.func.count().label("times")).group_by(*columns))
        return [_journey(row) for row in rows]

    def last_said(self, since: datetime | None) -> dict[BuyingStage, tuple[str, int]]:
        """The bot's most frequent last words to those whose furthest stage it was, and to how many."""
        each = stopped_of(since)
        said = (
            sa.select(each.c.place, each.c.said, sa.func.count().label("times"))
            .group_by(each.c.place, each.c.said)
            .subquery()
        )
        # Those to whom it said nothing stand last; left out before they are counted, they would be looked up twice.
        most = (said.c.said.is_(None), said.c.times.desc(), said.c.said)
        order = sa.func.row_number().over(partition_by=said.c.place, order_by=most)
        ranked = sa.select(said, order.label("rank")).subquery()
        rows = self._connection.execute(sa.select(ranked).where(ranked.c.rank == 1, ranked.c.said.is_not(None)))
        return {STAGES[row.place]: (row.said, row.times) for row in rows}

    def waits(self, since: datetime | None) -> Iterator[tuple[str, float | None]]:
        """Conversation, and seconds from each request for a person to a rep's first words after it."""
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
        query = sa.select(*columns).where(*asked).order_by(handoffs.c.requested_at.desc())
        for row in self._connection.execute(query.execution_options(yield_per=_AT_A_TIME)):
            yield row.conversation, None if row.first is None else (row.first - row.requested_at).total_seconds()

    def corrections(self, since: datetime | None) -> list[tuple[str, str, int]]:
        """The bot's stage, the rep's, and how often."""
        corrected = [stage_changes.c.corrected_to.is_not(None)]
        rows = self._counted(stage_changes, since, "stage", "corrected_to", where=corrected)
        return [(row.stage, row.corrected_to, row.times) for row in rows]

    def corrected(self, since: datetime | None) -> int:
        """In how many conversations a rep put another stage in the place of the bot's."""
        query = sa.select(sa.func.count(stage_changes.c.conversation.distinct())).select_from(_within(stage_changes))
        wrong = stage_changes.c.corrected_to != stage_changes.c.stage
        return int(self._connection.execute(query.where(wrong, *begun(since))).scalar_one())

    def gaps(self, since: datetime | None) -> dict[str, int]:
        """How often the catalogue did not answer or meet what was said, by kind; what is still open."""
        return {row.kind: row.times for row in self._counted(gaps, since, "kind", where=[gaps.c.state == "open"])}

    def questions(self, since: datetime | None, kinds: Sequence[str], *, limit: int) -> list[Said]:
        """The newest open gaps of these kinds, oldest first."""
        where = [gaps.c.state == "open", gaps.c.kind.in_(kinds)]
        rows = self._newest(gaps, since, "id", "conversation", "kind", "words", where=where, limit=limit)
        return [Said(*row) for row in rows]

    def objections(self, since: datetime | None, *, limit: int) -> list[Said]:
        """The newest of what visitors held against buying, oldest first."""
        rows = self._newest(objections, since, "id", "conversation", "objection", where=[], limit=limit)
        return [Said(str(row[0]), row[1], "objection", row[2]) for row in rows]

    def objected(self, since: datetime | None) -> int:
        """How often visitors held something against buying."""
        return sum(row.times for row in self._counted(objections, since))

    def compared(self, since: datetime | None) -> list[tuple[str, str, int]]:
        """Two options and in how many messages they were compared."""
        each = (
            sa.select(touches.c.conversation, touches.c.message, touches.c.option)
            .select_from(_within(touches))
            .where(touches.c.how == Touch.COMPARED.value, *begun(since))
            .distinct()
            .cte("compared")
        )
        one, other = each.alias("one"), each.alias("other")
        same = sa.and_(one.c.conversation == other.c.conversation, one.c.message == other.c.message)
        pairs = one.join(other, sa.and_(same, one.c.option < other.c.option))
        query = sa.select(one.c.option, other.c.option.label("other"), sa.func.count().label("times"))
        rows = self._connection.execute(query.select_from(pairs).group_by(one.c.option, other.c.option))
        return [(*sorted((row.option, row.other)), row.times) for row in rows]  # type: ignore[misc]

    def ratings(self, since: datetime | None, *, of_conversations: bool = False) -> Mapping[bool, int]:
        """How many replies, or whole conversations at their end, were found helpful, and how many not."""
        rows = self._counted(messages, since, "helpful", where=rated(of_conversations=of_conversations))
        return {row.helpful: row.times for row in rows}

    def feedback(self, since: datetime | None) -> dict[str, int]:
        """What customers said of us, by kind."""
        return {row.kind: row.times for row in self._counted(feedback, since, "kind")}

    def _counted(self, table: sa.Table, since: datetime | None, *names: str, where: Any = ()) -> Any:
        columns = [table.c[name] for name in names]
        query = sa.select(*columns, sa.func.count().label("times")).select_from(_within(table) if since else table)
        return self._connection.execute(query.where(*where, *begun(since)).group_by(*columns))

    def _newest(self, table: sa.Table, since: datetime | None, *names: str, where: Any, limit: int) -> list[Any]:
        query = sa.select(*(table.c[name] for name in names)).select_from(_within(table) if since else table)
        query = query.where(*where, *begun(since)).order_by(table.c.created_at.desc(), table.c.id.desc()).limit(limit)
        return [tuple(row) for row in self._connection.execute(query)][::-1]


def _within(table: sa.Table) -> Any:
    return table.join(conversations, conversations.c.id == table.c.conversation)


def _journey(row: Any) -> Journey:
    source = {name: text for name, text in (("campaign", row.campaign), ("referrer", row.referrer)) if text}
    return Journey(
        STAGES[row.place] if row.place >= 0 else BuyingStage.NONE,
        source,
        row.channel,
        is_lead=bool(row.is_lead),
        has_contact=bool(row.has_contact),
        is_won=bool(row.is_won),
        count=row.times,
    )
