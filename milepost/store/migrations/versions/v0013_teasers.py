"""Teasers: how often which was shown or held back, and what came of it, by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "teaser_counts",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("of_group", sa.String(8), nullable=False),
        sa.Column("share", sa.Integer, nullable=False),
        sa.Column("event", sa.String(16), nullable=False),
        sa.Column("times", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("day", "name", "of_group", "share", "event", name="pk_teaser_counts"),
    )
