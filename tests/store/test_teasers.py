"""Teasers are counted by day, in both databases."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from milepost.sales.analytics.teasers import Counted, Seen
from milepost.services.teasers import counter
from milepost.store.database import Database

NOW = datetime(2026, 11, 30, 12, tzinfo=timezone.utc)


def test_an_event_is_counted_under_its_day_and_group(database: Database) -> None:
    shown, held = Seen("price", "shown", 20, "opened"), Seen("price", "held", 20, "opened")
    for days, seen in ((40, shown), (0, shown), (0, shown), (0, held)):
        counter(database, lambda days=days: NOW - timedelta(days=days))(seen)  # type: ignore[misc]
    with database.begin() as store:
        assert sorted(store.teasers.counts(None), key=lambda each: each.times) == [Counted(held, 1), Counted(shown, 3)]
        assert set(store.teasers.counts(NOW - timedelta(days=30))) == {Counted(held, 1), Counted(shown, 2)}
