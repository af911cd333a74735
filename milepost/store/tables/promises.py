"""Tables: what was promised and what was allowed: hand-overs, follow-ups, consents, referrals, onboarding, feedback."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from milepost.store.columns import CleanText, Json, Moment
from milepost.store.tables.shapes import count, flag, key, long_text, metadata, moment, of_conversation, serial, word

consents = Table(
    "consents",
    metadata,
    serial(),
    of_conversation(index=True),
    word("purpose"),
    flag("given"),
    long_text("words"),
    word("message"),
    word("text_version"),
    moment("created_at"),
)

handoffs = Table(
    "handoffs",
    metadata,
    key(),
    of_conversation(index=True),
    long_text("reason"),
    word("message"),
    moment("requested_at"),
    Column("claimed_by", String(64), ForeignKey("users.id", ondelete="SET NULL")),
    Column("claimed_at", Moment),
    Column("ended_at", Moment, index=True),
    long_text("outcome"),
    word("skill", server_default=""),
    Column("products", Json),
    Column("clock_from", Moment),  # when the clock began to run; nothing: nobody is expected to come by themselves
    Column("asked_user", String(64)),
    Column("asked_at", Moment),
    Column("asked_before", Json),
    Column("escalated_at", Moment),
    Column("given_up_at", Moment),
    Column("owed_at", Moment),  # since when an answer is owed, because nobody came in time
    Column("late_at", Moment),  # since when whoever joined has left the visitor without an answer
)

follow_ups = Table(
    "follow_ups",
    metadata,
    key(),
    of_conversation(index=True),
    word("rule"),
    word("trigger"),
    word("about"),  # what it is about: a quote's id, a step's id
    long_text("subject"),
    long_text("body"),
    moment("due", index=True),
    word("state", index=True),  # scheduled, sent, cancelled or failed
    long_text("ending"),
    moment("created_at"),
    Column("ended_at", Moment),
    Column("approved_by", String(64)),
    Column("approved_at", Moment),  # when a person let it go out, where the operator wants that
    UniqueConstraint("conversation", "rule", "about"),
)

referral_codes = Table(
    "referral_codes",
    metadata,
    key("code"),
    of_conversation(unique=True),
    count("uses"),
    moment("created_at"),
)

referral_uses = Table(
    "referral_uses",
    metadata,
    of_conversation(primary_key=True),
    Column("code", String(64), ForeignKey("referral_codes.code", ondelete="CASCADE"), nullable=False, index=True),
    moment("created_at"),
    Column("rewarded_at", Moment),  # when whoever brought them got what was promised for it
)

onboarding = Table(
    "onboarding",
    metadata,
    of_conversation(primary_key=True),
    Column("product", String(64), primary_key=True),
    count("steps_done"),
    word("message"),
    moment("updated_at"),
)

feedback = Table(
    "feedback",
    metadata,
    serial(),
    of_conversation(index=True),
    word("kind", index=True),  # feedback, complaint, cancellation or praise
    long_text("words"),
    word("message"),
    moment("created_at"),
)

meetings = Table(
    "meetings",
    metadata,
    key(),
    of_conversation(index=True),
    moment("starts_at", index=True),
    Column("minutes", Integer, nullable=False),
    word("state"),  # wanted (no address to invite yet), invited or cancelled
    Column("email", CleanText),
    Column("rep", String(64)),
    moment("created_at"),
)

promises = Table(
    "promises",
    metadata,
    key(),
    of_conversation(index=True),
    word("kind"),  # call, meeting, send, refund or answer
    long_text("words"),  # the whole clause, as the visitor or the rep wrote it
    long_text("when_words"),  # the time as it was said; "" where none was
    word("made_by"),  # visitor or rep
    word("message"),
    Column("owner", String(64), ForeignKey("users.id", ondelete="SET NULL")),  # nothing: whoever comes
    moment("due"),
    word("state"),  # open, kept or dropped
    long_text("ending"),
    moment("created_at"),
    Column("ended_at", Moment),
    Index("ix_promises_state_due", "state", "due"),
)
