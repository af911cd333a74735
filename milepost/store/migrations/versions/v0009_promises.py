"""Promises: what a visitor wished or a rep put in prospect, for when, whose it is, and what ended it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import CleanText, Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "promises",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("words", CleanText, nullable=False, server_default=""),
        sa.Column("when_words", CleanText, nullable=False, server_default=""),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(64), sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("due", Moment, nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("ending", CleanText, nullable=False, server_default=""),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.Index("ix_promises_state_due", "state", "due"),
    )
