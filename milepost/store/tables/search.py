"""Tables: the words of messages and leads for the search; the database's triggers keep them (migration 0005)."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint, column, table, text
from sqlalchemy.dialects.postgresql import TSVECTOR

from milepost.store.tables.shapes import metadata, of_conversation, serial, word

search_entries = Table(
    "search_entries",
    metadata,
    serial(),
    of_conversation(),
    word("about"),  # a message's id, or "lead"
    Column("words", TSVECTOR().with_variant(Text, "sqlite")),  # PostgreSQL; SQLite has them in search_words
    UniqueConstraint("conversation", "about"),
    Index("ix_search_entries_words", "words", postgresql_using="gin", sqlite_where=text("words IS NOT NULL")),
)

# SQLite's full-text table; its rows have the numbers of the entries.
search_words = table("search_words", column("rowid"), column("search_words"))
