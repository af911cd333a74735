"""A stage that a rep sets."""

from __future__ import annotations

import pytest

from milepost.sales.buying_stages import STAGES, corrected
from milepost.sales.conversations import BuyingStage


@pytest.mark.parametrize("stage", STAGES)
def test_what_a_rep_corrects_is_believed_outright(stage: str) -> None:
    change = corrected(BuyingStage(stage), "m1")
    assert (change.stage.value, change.confidence, change.message) == (stage, 1.0, "m1")
    assert change.belief == {name: float(name == stage) for name in STAGES}
