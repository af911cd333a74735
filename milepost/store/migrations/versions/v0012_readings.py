"""What the interpreter read of each message, kept with it; of what came before nothing is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import Json

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the column."""
    op.add_column("messages", sa.Column("reading", Json))
