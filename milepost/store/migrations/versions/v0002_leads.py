"""Leads: facts, stage changes, options, objections, gaps and notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import CleanText, Json, Moment

revision = "0002"
down_revision = "0001"

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _facts()
    _gaps()
    _leads()
    _notes()
    _objections()
    _stage_changes()
    _touches()


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_facts_conversation"),
            primary_key=True,
        ),
        sa.Column("need", sa.String(64), primary_key=True),
        sa.Column("value", Json),
        sa.Column("status", sa.String(64), nullable=False),
        sa.Column("words", CleanText),
        sa.Column("message", sa.String(64)),
        sa.Column("updated_at", Moment, nullable=False),
    )


def _gaps() -> None:
    op.create_table(
        "gaps",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_gaps_conversation"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("words", CleanText, nullable=False, server_default=""),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("closed_at", Moment),
    )
    op.create_index("ix_gaps_conversation", "gaps", ["conversation"])
    op.create_index("ix_gaps_state", "gaps", ["state"])


def _leads() -> None:
    op.create_table(
        "leads",
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_leads_conversation"),
            primary_key=True,
        ),
        sa.Column("status", sa.String(64), nullable=False),
        sa.Column("reason", CleanText, nullable=False, server_default=""),
        sa.Column("name", CleanText),
        sa.Column("email", CleanText),
        sa.Column("phone", CleanText),
        sa.Column("company", CleanText),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False, server_default="0"),
        sa.Column(
            "assigned_to", sa.String(64), sa.ForeignKey("users.id", ondelete="SET NULL", name="fk_leads_assigned_to")
        ),
        sa.Column("snoozed_until", Moment),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
        sa.Column("closed_at", Moment),
    )
    op.create_index("ix_leads_assigned_to", "leads", ["assigned_to"])
    op.create_index("ix_leads_stage", "leads", ["stage"])
    op.create_index("ix_leads_status", "leads", ["status"])
    op.create_index("ix_leads_updated_at", "leads", ["updated_at"])


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_notes_conversation"),
            nullable=False,
        ),
        sa.Column("author", sa.String(64), sa.ForeignKey("users.id", ondelete="SET NULL", name="fk_notes_author")),
        sa.Column("text", CleanText, nullable=False, server_default=""),
        sa.Column("created_at", Moment, nullable=False),
    )
    op.create_index("ix_notes_conversation", "notes", ["conversation"])


def _objections() -> None:
    op.create_table(
        "objections",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_objections_conversation"),
            nullable=False,
        ),
        sa.Column("objection", CleanText, nullable=False, server_default=""),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
    )
    op.create_index("ix_objections_conversation", "objections", ["conversation"])


def _stage_changes() -> None:
    op.create_table(
        "stage_changes",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_stage_changes_conversation"),
            nullable=False,
        ),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("stage", sa.String(64), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("belief", Json, nullable=False),
        sa.Column("cues", Json, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("corrected_to", sa.String(64)),
        sa.Column("corrected_by", sa.String(64)),
        sa.Column("corrected_at", Moment),
    )
    op.create_index("ix_stage_changes_conversation", "stage_changes", ["conversation"])
    op.create_index("ix_stage_changes_created_at", "stage_changes", ["created_at"])


def _touches() -> None:
    op.create_table(
        "touches",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_touches_conversation"),
            nullable=False,
        ),
        sa.Column("option", sa.String(160), nullable=False),
        sa.Column("how", sa.String(64), nullable=False),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
    )
    op.create_index("ix_touches_conversation", "touches", ["conversation"])
    op.create_index("ix_touches_option_how", "touches", ["option", "how"])
