"""Tables: what a rep reads: facts, stages, objections, notes, quotes, gaps."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, text

from milepost.store.columns import Amount, CleanText, Hundredths, Json, Moment
from milepost.store.tables.shapes import count, key, long_text, metadata, moment, of_conversation, serial, word

leads = Table(
    "leads",
    metadata,
    of_conversation(primary_key=True),
    word("status", index=True),  # open, won or lost
    long_text("reason"),
    Column("name", CleanText),
    Column("email", CleanText),
    Column("phone", CleanText),
    Column("company", CleanText),
    word("stage", index=True),
    Column("confidence", Float, nullable=False, server_default="0"),
    Column("assigned_to", String(64), ForeignKey("users.id", ondelete="SET NULL"), index=True),
    Column("snoozed_until", Moment, index=True),
    moment("created_at"),
    moment("updated_at", index=True),
    Column("closed_at", Moment),
    Column("value", Hundredths),  # what the deal is worth: a rep's word, else the total of the latest quote
    Column("currency", String(3)),
    Column("value_by", String(64)),  # the user whose word it is; nothing: it comes from a quote
    Column("value_at", Moment),
    Column("next_due", Moment),  # when the next step falls due, as it stood at the last change
    Index("ix_leads_status_updated_at", "status", "updated_at"),
    Index("ix_leads_status_stage_updated_at", "status", "stage", "updated_at"),
    Index("ix_leads_next_due", "next_due"),
    Index("ix_leads_value", "value"),
    # All that the board adds up, so that it is read from the index alone.
    Index("ix_leads_sums", "status", "stage", "currency", "value", "snoozed_until", "conversation", "closed_at"),
    Index("ix_leads_status_assigned_to_updated_at", "status", "assigned_to", "updated_at"),
    Index("ix_leads_status_closed_at", "status", "closed_at"),
    Index("ix_leads_email", "email"),
    Index("ix_leads_phone", "phone"),
)

facts = Table(
    "facts",
    metadata,
    of_conversation(primary_key=True),
    Column("need", String(64), primary_key=True),
    Column("value", Json),
    word("status"),
    Column("words", CleanText),
    Column("message", String(64)),
    Column("earlier", Json),  # of a contradicted fact: value, words and message of what was said before
    moment("updated_at"),
    Column("entered_by", String(64)),  # the user who wrote it in by hand
    Column("entered_at", Moment),
)

stage_changes = Table(
    "stage_changes",
    metadata,
    serial(),
    of_conversation(),
    word("message"),
    word("stage"),
    Column("confidence", Float, nullable=False),
    Column("belief", Json, nullable=False),
    Column("cues", Json, nullable=False),
    moment("created_at", index=True),
    Column("corrected_to", String(64)),
    Column("corrected_by", String(64)),
    Column("corrected_at", Moment),
    Index("ix_stage_changes_conversation_stage", "conversation", "stage"),
    Index(
        "ix_stage_changes_corrected",
        "conversation",
        "stage",
        "corrected_to",
        sqlite_where=text("corrected_to IS NOT NULL"),
        postgresql_where=text("corrected_to IS NOT NULL"),
    ),
)

touches = Table(
    "touches",
    metadata,
    serial(),
    of_conversation(index=True),
    Column("option", String(160), nullable=False),
    word("how"),
    word("message"),
    moment("created_at"),
    Index("ix_touches_option_how", "option", "how"),
)

objections = Table(
    "objections",
    metadata,
    serial(),
    of_conversation(index=True),
    long_text("objection"),
    word("message"),
    moment("created_at"),
)

gaps = Table(
    "gaps",
    metadata,
    key(),
    of_conversation(index=True),
    word("kind"),  # unanswered, unknown_attribute, nothing_fits or not_understood
    long_text("words"),
    word("message"),
    word("state", index=True),  # open, answered or dismissed
    moment("created_at"),
    Column("closed_at", Moment),
)

notes = Table(
    "notes",
    metadata,
    key(),
    of_conversation(index=True),
    Column("author", String(64), ForeignKey("users.id", ondelete="SET NULL")),
    long_text("text"),
    moment("created_at"),
)

quotes = Table(
    "quotes",
    metadata,
    key(),
    of_conversation(index=True),
    word("plan"),
    Column("quantity", Integer, nullable=False),
    word("term"),
    Column("currency", String(3), nullable=False),
    Column("total", Amount, nullable=False),
    Column("lines", Json, nullable=False),
    word("catalogue_version"),
    word("message"),
    word("state"),  # open, accepted, declined or withdrawn
    moment("created_at"),
    moment("valid_until"),
    Column("number", String(64)),
    Column("first_year", Amount),  # what all terms of a year come to, this one first
    Column("details", Json),  # what its page says besides the prices, as it was when the quote was given
    Column("accepted_at", Moment),
    Column("withdrawn_at", Moment),
    Index("ix_quotes_number", "number", unique=True),
)

quote_numbers = Table(
    "quote_numbers",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    count("last"),
)
