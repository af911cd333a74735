"""Tables: what came of teasers, counted by day; nothing of whom."""

from __future__ import annotations

from sqlalchemy import Column, Integer, PrimaryKeyConstraint, String, Table

from milepost.store.tables.shapes import count, metadata

teaser_counts = Table(
    "teaser_counts",
    metadata,
    Column("day", String(10), nullable=False),  # an ISO date, in UTC
    Column("name", String(16), nullable=False),
    Column("of_group", String(8), nullable=False),
    Column("share", Integer, nullable=False),
    Column("event", String(16), nullable=False),
    count("times"),
    PrimaryKeyConstraint("day", "name", "of_group", "share", "event", name="pk_teaser_counts"),
)
