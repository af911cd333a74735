"""Consents: what a visitor allowed or forbade, in their words, over which version of our text."""

from __future__ import annotations

from milepost.services.turns import Turn
from milepost.store.records.follow_ups import ConsentRow


def record(turn: Turn, purpose: str, *, given: bool, words: str) -> None:
    """Keep a yes or no. A no to follow-ups cancels those that are scheduled."""
    version = turn.catalogue.journey.consent_text_version
    turn.conversation.consents[purpose] = given
    consent = ConsentRow(purpose, given, words, turn.message_id, version, turn.now)
    turn.store.follow_ups.add_consent(turn.conversation.id, consent)
    if purpose == "follow_up" and not given:
        turn.store.follow_ups.cancel_all(turn.conversation.id, ending="consent withdrawn", now=turn.now)
