"""Tables: which reps are there, what they are good at, what they look at, who was mentioned to whom."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from milepost.store.columns import Json, Moment
from milepost.store.tables.shapes import flag, metadata, moment

duties = Table(
    "duties",
    metadata,
    Column("user", String(64), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("languages", Json, nullable=False),
    Column("skills", Json, nullable=False),
    Column("products", Json, nullable=False),
    flag("away"),
    Column("asked_at", Moment),
)

presences = Table(
    "presences",
    metadata,
    Column("user", String(64), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("conversation", String(64), primary_key=True),  # "" for a page that shows no single conversation
    moment("seen_at", index=True),
    Column("writing_at", Moment),
)

mentions = Table(
    "mentions",
    metadata,
    Column("note", String(64), ForeignKey("notes.id", ondelete="CASCADE"), primary_key=True),
    Column("user", String(64), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("seen_at", Moment),
)
