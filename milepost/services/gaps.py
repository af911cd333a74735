"""Gaps: what the catalogue could not answer or meet, for its owner to mend."""

from __future__ import annotations

from milepost.services.turns import Turn
from milepost.store.columns import new_id
from milepost.store.records.gaps import Gap


def record(turn: Turn, kind: str, words: str) -> None:
    """Keep a gap: unanswered, unknown_attribute, nothing_fits or not_understood."""
    gap = Gap(new_id(), turn.conversation.id, kind, words, turn.message_id, "open", turn.now, None)
    turn.store.gaps.add(gap)
