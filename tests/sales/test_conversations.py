"""What the memory of a conversation says by itself."""

from __future__ import annotations

import pytest

from milepost.sales.conversations import BuyingStage, Conversation, StageChange


@pytest.mark.parametrize(
    ("stage", "belief", "is_before"),
    [
        ("none", {}, True),
        ("awareness", {"awareness": 0.6}, True),
        ("research", {"research": 0.4, "awareness": 0.3}, True),
        ("research", {"research": 0.7, "awareness": 0.1}, False),
        ("evaluation", {"evaluation": 0.4, "awareness": 0.39}, False),
        ("purchase", {"purchase": 0.9}, False),
    ],
)
def test_a_close_call_counts_as_before_interest(stage: str, belief: dict[str, float], is_before: bool) -> None:
    conversation = Conversation("c", stages=[StageChange("m", BuyingStage(stage), 0.5, belief)])
    assert conversation.is_before_interest is is_before


def test_nothing_is_pitched_before_the_first_word() -> None:
    assert Conversation("c").is_before_interest
