"""Channels: why a reply could not be delivered; what came, went out and failed last without walking over all messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import CleanText

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column and the indexes."""
    op.add_column("messages", sa.Column("delivery_error", CleanText))
    wanted = {"came": "author = 'visitor'", "sent": "delivery = 'sent'", "failed": "delivery = 'failed'"}
    for name, condition in wanted.items():
        rows = sa.text(condition)
        op.create_index(
            f"ix_messages_{name}", "messages", ["channel", "created_at"], sqlite_where=rows, postgresql_where=rows
        )
