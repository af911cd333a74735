"""The work of the day at a hundred thousand leads: quotes that end, open questions and complaints, each by an index. And what
quotes make a lead worth, over the first year in place of one term."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"

_INDEXES = (
    ("ix_quotes_state_valid_until", "quotes", ("state", "valid_until")),
    ("ix_gaps_state_kind_created_at", "gaps", ("state", "kind", "created_at")),
    ("ix_feedback_kind_created_at", "feedback", ("kind", "created_at")),
)

# The quote that a lead's value came from is known by its time; a value that a person wrote in stays as it is.
_A_YEAR = """UPDATE leads SET value = (SELECT CAST(ROUND(CAST(q.first_year AS NUMERIC) * 100) AS BIGINT) FROM quotes q
      WHERE q.conversation = leads.conversation AND q.created_at = leads.value_at LIMIT 1)
  WHERE value IS NOT NULL AND value_by IS NULL AND EXISTS (SELECT 1 FROM quotes q
      WHERE q.conversation = leads.conversation AND q.created_at = leads.value_at AND q.first_year IS NOT NULL)"""


def upgrade() -> None:
    """Make the indexes; the two that they begin with are of no use any more."""
    for name, table, columns in _INDEXES:
        op.create_index(name, table, list(columns))
    op.drop_index("ix_gaps_state", "gaps")
    op.drop_index("ix_feedback_kind", "feedback")
    op.execute(_A_YEAR)
