"""Teasers: what came of them is counted as it happens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from milepost.sales.analytics.teasers import Seen
from milepost.store.columns import utc_now
from milepost.store.database import Database


def counter(database: Database, clock: Callable[[], datetime] = utc_now) -> Callable[[Seen], None]:
    """What counts an event under the day on which it comes. It raises StoreUnavailable."""

    def count(seen: Seen) -> None:
        with database.begin() as store:
            store.teasers.add(seen, clock().date())

    return count
