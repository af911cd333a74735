"""What the company's people do with leads: audit trail, corrections, merges, sign-in tries; both sides of a contradiction."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import CleanText, Json, Moment

revision = "0004"
down_revision = "0003"

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.add_column("facts", sa.Column("earlier", Json))
    _audit()
    _corrections()
    _merges()
    op.create_table(
        "sign_in_tries",
        sa.Column("address_hash", sa.String(64), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("failed_at", Moment, nullable=False),
    )
    op.create_index("ix_sign_in_tries_failed_at", "sign_in_tries", ["failed_at"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("user", sa.String(64)),
        sa.Column("user_name", CleanText, nullable=False, server_default=""),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("conversation", sa.String(64)),
        sa.Column("detail", CleanText, nullable=False, server_default=""),
    )
    for column in ("at", "user", "action", "conversation"):
        op.create_index(f"ix_audit_{column}", "audit", [column])


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.String(64), primary_key=True),
        _of_conversation("corrections", "conversation"),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("text", CleanText, nullable=False, server_default=""),
        sa.Column("need", sa.String(64), nullable=False, server_default=""),
        sa.Column("words", CleanText, nullable=False, server_default=""),
        sa.Column("predicted", Json),
        sa.Column("label", Json),
        _by_user("corrections"),
        sa.Column("at", Moment, nullable=False),
    )
    for column in ("conversation", "kind", "at"):
        op.create_index(f"ix_corrections_{column}", "corrections", [column])


def _merges() -> None:
    op.create_table(
        "merges",
        sa.Column("id", sa.String(64), primary_key=True),
        _of_conversation("merges", "conversation"),
        _of_conversation("merges", "other"),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("by_what", sa.String(64), nullable=False),
        sa.Column("before", sa.String(64), nullable=False),
        _by_user("merges"),
        sa.Column("at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
    )
    for column in ("conversation", "other"):
        op.create_index(f"ix_merges_{column}", "merges", [column])


def _of_conversation(table: str, name: str) -> sa.Column:
    target = sa.ForeignKey("conversations.id", ondelete="CASCADE", name=f"fk_{table}_{name}")
    return sa.Column(name, sa.String(64), target, nullable=False)


def _by_user(table: str) -> sa.Column:
    target = sa.ForeignKey("users.id", ondelete="SET NULL", name=f"fk_{table}_user")
    return sa.Column("user", sa.String(64), target)
