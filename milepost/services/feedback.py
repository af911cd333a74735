"""Feedback: what customers say of us, in their own words."""

from __future__ import annotations

from milepost.services.turns import Turn
from milepost.store.records.gaps import FeedbackRow


def record(turn: Turn, kind: str) -> None:
    """Keep this message as feedback, complaint, cancellation or praise."""
    row = FeedbackRow(kind, turn.text, turn.message_id, turn.now)
    turn.store.gaps.add_feedback(turn.conversation.id, row)
