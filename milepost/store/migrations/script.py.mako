"""${message}"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import Amount, CleanText, Json, Moment

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
