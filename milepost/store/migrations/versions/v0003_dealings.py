"""Dealings: quotes, consents, hand-overs, follow-ups, referrals and onboarding."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from milepost.store.columns import Amount, CleanText, Json, Moment

revision = "0003"
down_revision = "0002"

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _consents()
    _feedback()
    _follow_ups()
    _handoffs()
    _onboarding()
    _quotes()
    _referral_codes()
    _referral_uses()


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_consents_conversation"),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("words", CleanText, nullable=False, server_default=""),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("text_version", sa.String(64), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
    )
    op.create_index("ix_consents_conversation", "consents", ["conversation"])


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", SERIAL, primary_key=True, autoincrement=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_feedback_conversation"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("words", CleanText, nullable=False, server_default=""),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
    )
    op.create_index("ix_feedback_conversation", "feedback", ["conversation"])
    op.create_index("ix_feedback_kind", "feedback", ["kind"])


def _follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_follow_ups_conversation"),
            nullable=False,
        ),
        sa.Column("rule", sa.String(64), nullable=False),
        sa.Column("trigger", sa.String(64), nullable=False),
        sa.Column("about", sa.String(64), nullable=False),
        sa.Column("subject", CleanText, nullable=False, server_default=""),
        sa.Column("body", CleanText, nullable=False, server_default=""),
        sa.Column("due", Moment, nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("ending", CleanText, nullable=False, server_default=""),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.UniqueConstraint("conversation", "rule", "about", name="uq_follow_ups_conversation_rule_about"),
    )
    op.create_index("ix_follow_ups_conversation", "follow_ups", ["conversation"])
    op.create_index("ix_follow_ups_due", "follow_ups", ["due"])
    op.create_index("ix_follow_ups_state", "follow_ups", ["state"])


def _handoffs() -> None:
    op.create_table(
        "handoffs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_handoffs_conversation"),
            nullable=False,
        ),
        sa.Column("reason", CleanText, nullable=False, server_default=""),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("requested_at", Moment, nullable=False),
        sa.Column(
            "claimed_by", sa.String(64), sa.ForeignKey("users.id", ondelete="SET NULL", name="fk_handoffs_claimed_by")
        ),
        sa.Column("claimed_at", Moment),
        sa.Column("ended_at", Moment),
        sa.Column("outcome", CleanText, nullable=False, server_default=""),
    )
    op.create_index("ix_handoffs_conversation", "handoffs", ["conversation"])
    op.create_index("ix_handoffs_ended_at", "handoffs", ["ended_at"])


def _onboarding() -> None:
    op.create_table(
        "onboarding",
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_onboarding_conversation"),
            primary_key=True,
        ),
        sa.Column("product", sa.String(64), primary_key=True),
        sa.Column("steps_done", sa.Integer, nullable=False, server_default="0"),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("updated_at", Moment, nullable=False),
    )


def _quotes() -> None:
    op.create_table(
        "quotes",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_quotes_conversation"),
            nullable=False,
        ),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("term", sa.String(64), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("total", Amount, nullable=False),
        sa.Column("lines", Json, nullable=False),
        sa.Column("catalogue_version", sa.String(64), nullable=False),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("valid_until", Moment, nullable=False),
    )
    op.create_index("ix_quotes_conversation", "quotes", ["conversation"])


def _referral_codes() -> None:
    op.create_table(
        "referral_codes",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_referral_codes_conversation"),
            nullable=False,
        ),
        sa.Column("uses", sa.Integer, nullable=False, server_default="0"),
        sa.Column("created_at", Moment, nullable=False),
        sa.UniqueConstraint("conversation", name="uq_referral_codes_conversation"),
    )


def _referral_uses() -> None:
    op.create_table(
        "referral_uses",
        sa.Column(
            "conversation",
            sa.String(64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE", name="fk_referral_uses_conversation"),
            primary_key=True,
        ),
        sa.Column(
            "code",
            sa.String(64),
            sa.ForeignKey("referral_codes.code", ondelete="CASCADE", name="fk_referral_uses_code"),
            nullable=False,
        ),
        sa.Column("created_at", Moment, nullable=False),
    )
    op.create_index("ix_referral_uses_code", "referral_uses", ["code"])
