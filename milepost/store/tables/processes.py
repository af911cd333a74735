"""Tables: the processes that work on this database."""

from __future__ import annotations

from sqlalchemy import Table

from milepost.store.tables.shapes import flag, key, metadata, moment, word

processes = Table(
    "processes",
    metadata,
    key(),
    word("role"),
    word("version"),
    moment("started_at"),
    moment("seen_at"),
    flag("is_ready"),
)
