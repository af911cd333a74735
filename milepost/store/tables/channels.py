"""Tables: whose visitor speaks in which conversation, codes that move one, who carries a channel's replies, attachments."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, text

from milepost.store.columns import CleanText, Json, Moment
from milepost.store.tables.shapes import key, long_text, metadata, moment, of_conversation, word

# What a channel calls a visitor's conversation, where that goes on in another one; all others are their own.
handles = Table(
    "handles",
    metadata,
    key("handle"),
    of_conversation(index=True),
    word("channel"),
    Column("address", CleanText),
    Column("heard_at", Moment),
)

moves = Table(
    "moves",
    metadata,
    key("code"),  # its seal: who reads the table cannot use it
    of_conversation(index=True),
    word("made_by"),
    moment("created_at"),
    moment("expires_at"),
    Column("used_at", Moment),
    Column("used_by", String(64), index=True),
)

move_tries = Table("move_tries", metadata, word("handle", index=True), moment("at"))

couriers = Table("couriers", metadata, key("channel"), word("holder"), moment("until"))

attachments = Table(
    "attachments",
    metadata,
    key(),
    of_conversation(index=True),
    word("message", index=True),
    word("channel"),
    word("kind"),  # picture or file
    long_text("name"),
    long_text("media_type"),
    Column("where_from", Json, nullable=False),  # how the channel fetches it
    word("state"),  # due, kept or refused
    long_text("reason"),
    Column("size", Integer),
    Column("content", LargeBinary),
    moment("created_at"),
    Index(
        "ix_attachments_due",
        "channel",
        "created_at",
        sqlite_where=text("state = 'due'"),
        postgresql_where=text("state = 'due'"),
    ),
)
