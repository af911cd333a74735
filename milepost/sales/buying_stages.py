"""The buying stages by name, and a stage that a rep sets."""

from __future__ import annotations

from milepost.sales.conversations import BuyingStage, StageChange

STAGES = tuple(stage.value for stage in BuyingStage if stage is not BuyingStage.NONE)


def corrected(stage: BuyingStage, message: str) -> StageChange:
    """The stage as a rep sets it after `message`: believed outright, until later words speak against it."""
    belief = {name: (1.0 if name == stage.value else 0.0) for name in STAGES}
    return StageChange(message, stage, 1.0, belief)
