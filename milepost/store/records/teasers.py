"""What came of teasers."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from milepost.sales.analytics.teasers import Counted, Seen
from milepost.store.tables import teaser_counts


class Teasers:
    """The counts of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, seen: Seen, day: date) -> None:
        """Count it once more."""
        own = {
            "day": day.isoformat(),
            "name": seen.name,
            "of_group": seen.group,
            "share": seen.share,
            "event": seen.event,
        }
        insert = sqlite.insert if self._connection.dialect.name == "sqlite" else postgresql.insert
        row = insert(teaser_counts).values(**own, times=1)
        again = {"times": teaser_counts.c.times + 1}
        self._connection.execute(row.on_conflict_do_update(index_elements=list(own), set_=again))

    def counts(self, since: datetime | None) -> list[Counted]:
        """What was counted since that day."""
        names = ("name", "of_group", "share", "event")
        columns = [teaser_counts.c[name] for name in names]
        query = sa.select(*columns, sa.func.sum(teaser_counts.c.times).label("times")).group_by(*columns)
        if since is not None:
            query = query.where(teaser_counts.c.day >= since.date().isoformat())
        rows = self._connection.execute(query)
        return [Counted(Seen(row.name, row.of_group, row.share, row.event), int(row.times)) for row in rows]
