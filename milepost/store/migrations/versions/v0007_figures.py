"""Figures: indexes for what they count, so that no figure walks over all messages or reads a stage change whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the indexes; the one that the new one begins with goes."""
    rated = sa.text("helpful IS NOT NULL")
    op.create_index(
        "ix_messages_rated", "messages", ["conversation", "helpful"], sqlite_where=rated, postgresql_where=rated
    )
    corrected = sa.text("corrected_to IS NOT NULL")
    op.create_index(
        "ix_stage_changes_corrected",
        "stage_changes",
        ["conversation", "stage", "corrected_to"],
        sqlite_where=corrected,
        postgresql_where=corrected,
    )
    op.create_index("ix_stage_changes_conversation_stage", "stage_changes", ["conversation", "stage"])
    op.drop_index("ix_stage_changes_conversation", "stage_changes")
