"""The work of the day at a hundred thousand leads: quotes that end, open questions and complaints, each by an index."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"

_INDEXES = (
    ("ix_quotes_state_valid_until", "quotes", ("state", "valid_until")),
    ("ix_gaps_state_kind_created_at", "gaps", ("state", "kind", "created_at")),
    ("ix_feedback_kind_created_at", "feedback", ("kind", "created_at")),
)


def upgrade() -> None:
    """Make the indexes; the two that they begin with are of no use any more."""
    for name, table, columns in _INDEXES:
        op.create_index(name, table, list(columns))
    op.drop_index("ix_gaps_state", "gaps")
    op.drop_index("ix_feedback_kind", "feedback")
