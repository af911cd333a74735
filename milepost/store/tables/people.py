"""Tables: who signs in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from milepost.store.columns import CleanText, Moment
from milepost.store.tables.shapes import count, flag, key, long_text, metadata, moment, word

users = Table(
    "users",
    metadata,
    key(),
    Column("email", CleanText, nullable=False, unique=True),
    long_text("name"),
    word("role"),
    Column("password_hash", CleanText, nullable=False),
    flag("disabled"),
    count("failures"),
    Column("failed_at", Moment),
    moment("created_at"),
)

sessions = Table(
    "sessions",
    metadata,
    key("token_hash"),
    Column("user", String(64), ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    moment("created_at"),
    moment("expires_at", index=True),
)
