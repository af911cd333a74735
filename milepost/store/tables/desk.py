"""Tables: what the company's people did with leads: the audit trail, corrections kept as labels, merges, sign-in tries."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from milepost.store.columns import Json, Moment
from milepost.store.tables.shapes import count, key, long_text, metadata, moment, of_conversation, serial, word

# No foreign keys: what was done to a lead outlives the lead and the user. It holds nothing that a visitor said.
audit = Table(
    "audit",
    metadata,
    serial(),
    moment("at", index=True),
    Column("user", String(64), index=True),
    long_text("user_name"),
    word("action", index=True),
    Column("conversation", String(64), index=True),
    long_text("detail"),
)

# A rep's word on what the bot made of one message; it holds the visitor's text, so it goes with the conversation.
corrections = Table(
    "corrections",
    metadata,
    key(),
    of_conversation(index=True),
    word("kind", index=True),  # stage, need or intent
    word("message"),
    long_text("text"),
    word("need", server_default=""),
    long_text("words"),
    Column("predicted", Json),
    Column("label", Json),  # nothing: the visitor did not say it
    Column("user", String(64), ForeignKey("users.id", ondelete="SET NULL")),
    moment("at", index=True),
)

merges = Table(
    "merges",
    metadata,
    key(),
    of_conversation(index=True),  # the one that is kept
    Column("other", String(64), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    word("state"),  # merged, undone or declined
    word("by_what"),  # email or phone
    word("before"),  # the other's visitor before the merge
    Column("user", String(64), ForeignKey("users.id", ondelete="SET NULL")),
    moment("at"),
    Column("ended_at", Moment),
    Column("lead_before", Json),  # what the merge changed of the kept lead, as it was
)

tags = Table(
    "tags",
    metadata,
    of_conversation(primary_key=True),
    Column("tag", String(40), primary_key=True, index=True),
    Column("user", String(64)),
    moment("at"),
)

# A list that somebody wants to come back to, by the query of its address.
saved_views = Table(
    "saved_views",
    metadata,
    key(),
    Column("user", String(64), ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    long_text("name"),
    long_text("query"),
)

# When somebody wants no notice; in the company's own time, minutes after midnight. Both nothing: at any time.
quiet_hours = Table(
    "quiet_hours",
    metadata,
    Column("user", String(64), ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("begins", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
)

# A file of leads on its way in: kept until it is imported, given up or a day old.
lead_files = Table(
    "lead_files",
    metadata,
    key(),
    Column("user", String(64), ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    long_text("name"),
    long_text("text"),
    moment("at", index=True),
)

# By a hash of the address, whether or not somebody has it: nobody learns from a delay who has an account.
sign_in_tries = Table(
    "sign_in_tries",
    metadata,
    key("address_hash"),
    count("failures"),
    Column("failed_at", Moment, nullable=False, index=True),
)
