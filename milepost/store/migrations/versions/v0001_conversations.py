"""Conversations, messages, tracker events, jobs and the people who sign in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import CleanText, Json, Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _conversations()
    _users()
    _jobs()
    _messages()
    _sessions()
    _tracker_events()


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("visitor", sa.String(64), nullable=False),
        sa.Column("address", CleanText),
        sa.Column("handler", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("language", sa.String(64), nullable=False),
        sa.Column("memory", Json, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, server_default="0"),
        sa.Column("source", Json, nullable=False),
        sa.Column("slots", Json),
        sa.Column("last_seq", sa.Integer, nullable=False, server_default="0"),
        sa.Column("last_event", sa.Integer, nullable=False, server_default="0"),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("last_message_at", Moment, nullable=False),
        sa.Column("last_visitor_at", Moment),
        sa.UniqueConstraint("channel", "address", name="uq_conversations_channel_address"),
    )
    op.create_index("ix_conversations_handler", "conversations", ["handler"])
    op.create_index("ix_conversations_last_message_at", "conversations", ["last_message_at"])
    op.create_index("ix_conversations_visitor", "conversations", ["visitor"])


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("email", CleanText, nullable=False),
        sa.Column("name", CleanText, nullable=False, server_default=""),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("password_hash", CleanText, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("failed_at", Moment),
        sa.Column("created_at", Moment, nullable=False),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_jobs_conversation"),
        ),
        sa.Column("idempotency_key", sa.String(200), nullable=False),
        sa.Column("due", Moment, nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("lease", sa.String(64)),
        sa.Column("lease_until", Moment),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("last_error", CleanText, nullable=False, server_default=""),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.UniqueConstraint("idempotency_key", name="uq_jobs_idempotency_key"),
    )
    op.create_index("ix_jobs_conversation", "jobs", ["conversation"])
    op.create_index(
        "ix_jobs_due",
        "jobs",
        ["due"],
        sqlite_where=sa.text("state in ('waiting', 'taken')"),
        postgresql_where=sa.text("state in ('waiting', 'taken')"),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_messages_conversation"),
            nullable=False,
        ),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("rep", sa.String(64)),
        sa.Column("text", CleanText, nullable=False, server_default=""),
        sa.Column("payload", Json, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("channel_message_id", CleanText),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("lease", sa.String(64)),
        sa.Column("lease_until", Moment),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("apologised_at", Moment),
        sa.Column("delivery", sa.String(16)),
        sa.Column("helpful", sa.Boolean),
        sa.Column("comment", CleanText),
        sa.UniqueConstraint(
            "channel", "conversation", "channel_message_id", name="uq_messages_channel_conversation_channel_message_id"
        ),
        sa.UniqueConstraint("conversation", "seq", name="uq_messages_conversation_seq"),
    )
    op.create_index(
        "ix_messages_due",
        "messages",
        ["channel", "created_at"],
        sqlite_where=sa.text("delivery = 'due'"),
        postgresql_where=sa.text("delivery = 'due'"),
    )
    op.create_index(
        "ix_messages_open",
        "messages",
        ["created_at"],
        sqlite_where=sa.text("state in ('open', 'taken')"),
        postgresql_where=sa.text("state in ('open', 'taken')"),
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column(
            "user",
            sa.String(64),
            sa.ForeignKey("users.id", ondelete="CASCADE", name="fk_sessions_user"),
            nullable=False,
        ),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("ix_sessions_user", "sessions", ["user"])


def _tracker_events() -> None:
    op.create_table(
        "tracker_events",
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_tracker_events_conversation"),
            primary_key=True,
        ),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("event", Json, nullable=False),
    )
