"""Tables: what was said, and the tracker's events."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, UniqueConstraint, text

from milepost.store.columns import CleanText, Json, Moment
from milepost.store.tables.shapes import count, key, long_text, metadata, moment, of_conversation, word

conversations = Table(
    "conversations",
    metadata,
    key(),
    word("channel"),
    word("visitor", index=True),
    Column("address", CleanText),  # where a pushing channel sends replies to
    word("handler", index=True),
    word("stage"),
    word("language"),
    Column("memory", Json, nullable=False),
    count("version"),
    Column("source", Json, nullable=False),
    Column("slots", Json),
    count("last_seq"),
    count("last_event"),
    moment("created_at", index=True),
    moment("last_message_at", index=True),
    Column("last_visitor_at", Moment),
    UniqueConstraint("channel", "address"),
)

messages = Table(
    "messages",
    metadata,
    key(),
    of_conversation(),
    Column("seq", Integer, nullable=False),
    word("author"),
    Column("rep", String(64)),
    long_text("text"),
    Column("payload", Json, nullable=False),
    moment("created_at"),
    word("channel"),
    Column("channel_message_id", CleanText),
    word("state"),
    Column("lease", String(64)),
    Column("lease_until", Moment),
    count("tries"),
    Column("apologised_at", Moment),
    Column("delivery", String(16)),  # due, sent or failed; nothing where the visitor's side fetches
    Column("delivery_error", CleanText),
    Column("helpful", Boolean),
    Column("comment", CleanText),
    Column("reading", Json),  # what the interpreter read of a visitor's message
    UniqueConstraint("conversation", "seq"),
    UniqueConstraint("channel", "conversation", "channel_message_id"),
    Index(
        "ix_messages_open",
        "created_at",
        sqlite_where=text("state in ('open', 'taken')"),
        postgresql_where=text("state in ('open', 'taken')"),
    ),
    Index(
        "ix_messages_due",
        "channel",
        "created_at",
        sqlite_where=text("delivery = 'due'"),
        postgresql_where=text("delivery = 'due'"),
    ),
    Index(
        "ix_messages_came",
        "channel",
        "created_at",
        sqlite_where=text("author = 'visitor'"),
        postgresql_where=text("author = 'visitor'"),
    ),
    Index(
        "ix_messages_sent",
        "channel",
        "created_at",
        sqlite_where=text("delivery = 'sent'"),
        postgresql_where=text("delivery = 'sent'"),
    ),
    Index(
        "ix_messages_failed",
        "channel",
        "created_at",
        sqlite_where=text("delivery = 'failed'"),
        postgresql_where=text("delivery = 'failed'"),
    ),
    Index(
        "ix_messages_rated",
        "conversation",
        "helpful",
        sqlite_where=text("helpful IS NOT NULL"),
        postgresql_where=text("helpful IS NOT NULL"),
    ),
)

tracker_events = Table(
    "tracker_events",
    metadata,
    of_conversation(primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("event", Json, nullable=False),
)
