"""What the interpreter read of each message, kept with it (of what came before nothing is known); who approved a follow-up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import Json, Moment

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("messages", sa.Column("reading", Json))
    op.add_column("follow_ups", sa.Column("approved_by", sa.String(64)))
    op.add_column("follow_ups", sa.Column("approved_at", Moment))
