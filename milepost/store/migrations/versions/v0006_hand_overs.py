"""Hand-overs that are kept: the clock of a request, who is there, meetings, mentions in notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import CleanText, Json, Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables and columns."""
    op.add_column("handoffs", sa.Column("skill", sa.String(64), nullable=False, server_default=""))
    for name in ("products", "asked_before"):
        op.add_column("handoffs", sa.Column(name, Json))
    op.add_column("handoffs", sa.Column("asked_user", sa.String(64)))
    for name in ("clock_from", "asked_at", "escalated_at", "given_up_at", "owed_at", "late_at"):
        op.add_column("handoffs", sa.Column(name, Moment))
    _duty()
    _meetings()


def _user(table: str) -> sa.Column:
    target = sa.ForeignKey("users.id", ondelete="CASCADE", name=f"fk_{table}_user")
    return sa.Column("user", sa.String(64), target, primary_key=True)


def _duty() -> None:
    op.create_table(
        "duties",
        _user("duties"),
        sa.Column("languages", Json, nullable=False),
        sa.Column("skills", Json, nullable=False),
        sa.Column("products", Json, nullable=False),
        sa.Column("away", sa.Boolean, nullable=False),
        sa.Column("asked_at", Moment),
    )
    op.create_table(
        "presences",
        _user("presences"),
        sa.Column("conversation", sa.String(64), primary_key=True),
        sa.Column("seen_at", Moment, nullable=False),
        sa.Column("writing_at", Moment),
    )
    op.create_index("ix_presences_seen_at", "presences", ["seen_at"])
    op.create_table(
        "mentions",
        sa.Column(
            "note",
            sa.String(64),
            sa.ForeignKey("notes.id", ondelete="CASCADE", name="fk_mentions_note"),
            primary_key=True,
        ),
        _user("mentions"),
        sa.Column("seen_at", Moment),
    )


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_meetings_conversation"),
            nullable=False,
        ),
        sa.Column("starts_at", Moment, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("email", CleanText),
        sa.Column("rep", sa.String(64)),
        sa.Column("created_at", Moment, nullable=False),
    )
    op.create_index("ix_meetings_conversation", "meetings", ["conversation"])
    op.create_index("ix_meetings_starts_at", "meetings", ["starts_at"])
