"""Whose turn it is, in fairness to others who wait; which processes work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import Moment

revision = "0016"
down_revision = "0015"

_WAITS = sa.text("state in ('open', 'taken')")


def upgrade() -> None:
    """Add the columns and tables; what waits at this moment is taken in the order in which it came."""
    op.add_column("messages", sa.Column("origin", sa.String(64)))
    op.add_column("messages", sa.Column("turn_at", Moment))
    op.execute("UPDATE messages SET turn_at = created_at WHERE state IN ('open', 'taken')")
    for name, columns in (("turn", ["turn_at", "created_at", "seq"]), ("origin", ["origin"])):
        op.create_index(f"ix_messages_{name}", "messages", columns, sqlite_where=_WAITS, postgresql_where=_WAITS)
    op.create_table(
        "processes",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(64), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.Column("is_ready", sa.Boolean, nullable=False),
    )
