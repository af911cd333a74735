"""Tables: work that is due."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, text

from milepost.store.columns import Json, Moment
from milepost.store.tables.shapes import count, key, long_text, metadata, moment, of_conversation, word

jobs = Table(
    "jobs",
    metadata,
    key(),
    word("kind"),
    Column("payload", Json, nullable=False),
    of_conversation(nullable=True, index=True),
    Column("idempotency_key", String(200), nullable=False, unique=True),
    moment("due"),
    word("state"),  # waiting, taken, done or dead
    Column("lease", String(64)),
    Column("lease_until", Moment),
    count("tries"),
    long_text("last_error"),
    moment("created_at"),
    Column("ended_at", Moment),
    Index(
        "ix_jobs_due",
        "due",
        sqlite_where=text("state in ('waiting', 'taken')"),
        postgresql_where=text("state in ('waiting', 'taken')"),
    ),
)
