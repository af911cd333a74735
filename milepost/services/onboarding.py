"""Onboarding: how far a customer has come in getting going, and a hand when they stop."""

from __future__ import annotations

from milepost.services import follow_ups
from milepost.services.turns import Turn
from milepost.store.records.follow_ups import OnboardingRow


def record(turn: Turn, *, product: str, step: int) -> None:
    """Keep how many steps are done; a consenting customer who stops here is written to."""
    turn.store.follow_ups.put_progress(turn.conversation.id, OnboardingRow(product, step, turn.message_id, turn.now))
    steps = [each for each in turn.catalogue.journey.onboarding if each.product in (product, "*")]
    if step < len(steps):
        follow_ups.schedule(turn, "onboarding_stalled", step=f"{product}:{step}")
