"""Channels: conversations that move from one to another, one courier at a time, attachments, messages in pieces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import CleanText, Json, Moment

revision = "0014"
down_revision = "0013"


def _of_conversation(table: str) -> tuple[sa.Column, sa.ForeignKeyConstraint]:
    name = f"fk_{table}_conversation"
    key = sa.ForeignKeyConstraint(["conversation"], ["conversations.id"], name=name, ondelete="CASCADE")
    return sa.Column("conversation", sa.String(64), nullable=False), key


def _word(name: str) -> sa.Column:
    return sa.Column(name, sa.String(64), nullable=False)


def _text(name: str) -> sa.Column:
    return sa.Column(name, CleanText, nullable=False, server_default="")


def upgrade() -> None:
    """Make the tables."""
    op.add_column("messages", sa.Column("settles_at", Moment))
    op.create_table(
        "handles",
        _word("handle"),
        *_of_conversation("handles"),
        _word("channel"),
        sa.Column("address", CleanText),
        sa.Column("heard_at", Moment),
        sa.PrimaryKeyConstraint("handle", name="pk_handles"),
    )
    op.create_index("ix_handles_conversation", "handles", ["conversation"])
    op.create_table(
        "moves",
        _word("code"),
        *_of_conversation("moves"),
        _word("made_by"),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("used_at", Moment),
        sa.Column("used_by", sa.String(64)),
        sa.PrimaryKeyConstraint("code", name="pk_moves"),
    )
    for column in ("conversation", "used_by"):
        op.create_index(f"ix_moves_{column}", "moves", [column])
    op.create_table("move_tries", _word("handle"), sa.Column("at", Moment, nullable=False))
    op.create_index("ix_move_tries_handle", "move_tries", ["handle"])
    op.create_table(
        "couriers",
        _word("channel"),
        _word("holder"),
        sa.Column("until", Moment, nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_couriers"),
    )
    _make_attachments()


def _make_attachments() -> None:
    op.create_table(
        "attachments",
        _word("id"),
        *_of_conversation("attachments"),
        *(_word(name) for name in ("message", "channel", "kind")),
        _text("name"),
        _text("media_type"),
        sa.Column("where_from", Json, nullable=False),
        _word("state"),
        _text("reason"),
        sa.Column("size", sa.Integer),
        sa.Column("content", sa.LargeBinary),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    for column in ("conversation", "message"):
        op.create_index(f"ix_attachments_{column}", "attachments", [column])
    due = sa.text("state = 'due'")
    op.create_index(
        "ix_attachments_due", "attachments", ["channel", "created_at"], sqlite_where=due, postgresql_where=due
    )
