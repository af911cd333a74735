"""The tables. Everything of a visitor hangs on `conversations` and goes with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from milepost.store.columns import Amount, CleanText, Json, Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key(name: str = "id") -> Column:
    return Column(name, String(64), primary_key=True)


def _word(name: str, **options: Any) -> Column:
    return Column(name, String(64), **{"nullable": False, **options})


def _text(name: str, **options: Any) -> Column:
    return Column(name, CleanText, **{"nullable": False, "server_default": "", **options})


def _moment(name: str, **options: Any) -> Column:
    return Column(name, Moment, **{"nullable": False, **options})


def _count(name: str) -> Column:
    return Column(name, Integer, nullable=False, server_default="0")


def _flag(name: str) -> Column:
    return Column(name, Boolean, nullable=False)


def _of_conversation(**options: Any) -> Column:
    target = ForeignKey("conversations.id", ondelete="CASCADE")
    return Column("conversation", String(64), target, **{"nullable": False, **options})


def _serial() -> Column:
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


conversations = Table(
    "conversations",
    metadata,
    _key(),
    _word("channel"),
    _word("visitor", index=True),
    Column("address", CleanText),  # where a pushing channel sends replies to
    _word("handler", index=True),
    _word("stage"),
    _word("language"),
    Column("memory", Json, nullable=False),
    _count("version"),
    Column("source", Json, nullable=False),
    Column("slots", Json),
    _count("last_seq"),
    _count("last_event"),
    _moment("created_at"),
    _moment("last_message_at", index=True),
    Column("last_visitor_at", Moment),
    UniqueConstraint("channel", "address"),
)

messages = Table(
    "messages",
    metadata,
    _key(),
    _of_conversation(),
    Column("seq", Integer, nullable=False),
    _word("author"),
    Column("rep", String(64)),
    _text("text"),
    Column("payload", Json, nullable=False),
    _moment("created_at"),
    _word("channel"),
    Column("channel_message_id", CleanText),
    _word("state"),
    Column("lease", String(64)),
    Column("lease_until", Moment),
    _count("tries"),
    Column("apologised_at", Moment),
    Column("delivery", String(16)),  # due or sent; nothing where the visitor's side fetches
    Column("helpful", Boolean),
    Column("comment", CleanText),
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
)

tracker_events = Table(
    "tracker_events",
    metadata,
    _of_conversation(primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("event", Json, nullable=False),
)

leads = Table(
    "leads",
    metadata,
    _of_conversation(primary_key=True),
    _word("status", index=True),  # open, won or lost
    _text("reason"),
    Column("name", CleanText),
    Column("email", CleanText),
    Column("phone", CleanText),
    Column("company", CleanText),
    _word("stage", index=True),
    Column("confidence", Float, nullable=False, server_default="0"),
    Column("assigned_to", String(64), ForeignKey("users.id", ondelete="SET NULL"), index=True),
    Column("snoozed_until", Moment),
    _moment("created_at"),
    _moment("updated_at", index=True),
    Column("closed_at", Moment),
)

facts = Table(
    "facts",
    metadata,
    _of_conversation(primary_key=True),
    Column("need", String(64), primary_key=True),
    Column("value", Json),
    _word("status"),
    Column("words", CleanText),
    Column("message", String(64)),
    _moment("updated_at"),
)

stage_changes = Table(
    "stage_changes",
    metadata,
    _serial(),
    _of_conversation(index=True),
    _word("message"),
    _word("stage"),
    Column("confidence", Float, nullable=False),
    Column("belief", Json, nullable=False),
    Column("cues", Json, nullable=False),
    _moment("created_at", index=True),
    Column("corrected_to", String(64)),
    Column("corrected_by", String(64)),
    Column("corrected_at", Moment),
)

touches = Table(
    "touches",
    metadata,
    _serial(),
    _of_conversation(index=True),
    Column("option", String(160), nullable=False),
    _word("how"),
    _word("message"),
    _moment("created_at"),
    Index("ix_touches_option_how", "option", "how"),
)

objections = Table(
    "objections",
    metadata,
    _serial(),
    _of_conversation(index=True),
    _text("objection"),
    _word("message"),
    _moment("created_at"),
)

gaps = Table(
    "gaps",
    metadata,
    _key(),
    _of_conversation(index=True),
    _word("kind"),  # unanswered, unknown_attribute, nothing_fits or not_understood
    _text("words"),
    _word("message"),
    _word("state", index=True),  # open, answered or dismissed
    _moment("created_at"),
    Column("closed_at", Moment),
)

notes = Table(
    "notes",
    metadata,
    _key(),
    _of_conversation(index=True),
    Column("author", String(64), ForeignKey("users.id", ondelete="SET NULL")),
    _text("text"),
    _moment("created_at"),
)

quotes = Table(
    "quotes",
    metadata,
    _key(),
    _of_conversation(index=True),
    _word("plan"),
    Column("quantity", Integer, nullable=False),
    _word("term"),
    Column("currency", String(3), nullable=False),
    Column("total", Amount, nullable=False),
    Column("lines", Json, nullable=False),
    _word("catalogue_version"),
    _word("message"),
    _word("state"),  # open, accepted, declined
    _moment("created_at"),
    _moment("valid_until"),
)

consents = Table(
    "consents",
    metadata,
    _serial(),
    _of_conversation(index=True),
    _word("purpose"),
    _flag("given"),
    _text("words"),
    _word("message"),
    _word("text_version"),
    _moment("created_at"),
)

handoffs = Table(
    "handoffs",
    metadata,
    _key(),
    _of_conversation(index=True),
    _text("reason"),
    _word("message"),
    _moment("requested_at"),
    Column("claimed_by", String(64), ForeignKey("users.id", ondelete="SET NULL")),
    Column("claimed_at", Moment),
    Column("ended_at", Moment, index=True),
    _text("outcome"),
)

follow_ups = Table(
    "follow_ups",
    metadata,
    _key(),
    _of_conversation(index=True),
    _word("rule"),
    _word("trigger"),
    _word("about"),  # what it is about: a quote's id, a step's id
    _text("subject"),
    _text("body"),
    _moment("due", index=True),
    _word("state", index=True),  # scheduled, sent, cancelled or failed
    _text("ending"),
    _moment("created_at"),
    Column("ended_at", Moment),
    UniqueConstraint("conversation", "rule", "about"),
)

referral_codes = Table(
    "referral_codes",
    metadata,
    _key("code"),
    _of_conversation(unique=True),
    _count("uses"),
    _moment("created_at"),
)

referral_uses = Table(
    "referral_uses",
    metadata,
    _of_conversation(primary_key=True),
    Column("code", String(64), ForeignKey("referral_codes.code", ondelete="CASCADE"), nullable=False, index=True),
    _moment("created_at"),
)

onboarding = Table(
    "onboarding",
    metadata,
    _of_conversation(primary_key=True),
    Column("product", String(64), primary_key=True),
    _count("steps_done"),
    _word("message"),
    _moment("updated_at"),
)

feedback = Table(
    "feedback",
    metadata,
    _serial(),
    _of_conversation(index=True),
    _word("kind", index=True),  # feedback, complaint, cancellation or praise
    _text("words"),
    _word("message"),
    _moment("created_at"),
)

users = Table(
    "users",
    metadata,
    _key(),
    Column("email", CleanText, nullable=False, unique=True),
    _text("name"),
    _word("role"),
    Column("password_hash", CleanText, nullable=False),
    _flag("disabled"),
    _count("failures"),
    Column("failed_at", Moment),
    _moment("created_at"),
)

sessions = Table(
    "sessions",
    metadata,
    _key("token_hash"),
    Column("user", String(64), ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    _moment("created_at"),
    _moment("expires_at", index=True),
)

jobs = Table(
    "jobs",
    metadata,
    _key(),
    _word("kind"),
    Column("payload", Json, nullable=False),
    _of_conversation(nullable=True, index=True),
    Column("idempotency_key", String(200), nullable=False, unique=True),
    _moment("due"),
    _word("state"),  # waiting, taken, done or dead
    Column("lease", String(64)),
    Column("lease_until", Moment),
    _count("tries"),
    _text("last_error"),
    _moment("created_at"),
    Column("ended_at", Moment),
    Index(
        "ix_jobs_due",
        "due",
        sqlite_where=text("state in ('waiting', 'taken')"),
        postgresql_where=text("state in ('waiting', 'taken')"),
    ),
)
