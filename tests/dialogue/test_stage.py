"""The buying stage after a message, by weights set by hand."""

from __future__ import annotations

import pytest

from milepost.dialogue.acts import ActKind
from milepost.dialogue.stage import ALL, NONE, SILENT, settle_stage, stage_features, standing
from milepost.sales.buying_stages import STAGES
from milepost.sales.conversations import BuyingStage, StageChange

K = ActKind
# Words count, and more where something is done; a courtesy alone keeps the stage; a bargain keeps to the purchase.
BY_HAND = {
    stage: {
        f"words_{stage}": 1.0, f"before_{stage}": 0.5, f"silent|before_{stage}": 6.0, f"weighs|before_{stage}": 2.0,
    }
    for stage in ALL
}  # fmt: skip
SURE = 0.94


def words(stage: str) -> dict[str, float]:
    return {name: SURE if name == stage else 0.01 for name in STAGES}


def history(stage: str) -> list[StageChange]:
    return [StageChange("m1", BuyingStage(stage), 0.9, {stage: 1.0})] if stage != "none" else []


def after(before: str, acts: list[ActKind], said: str) -> StageChange:
    return settle_stage(history(before), [{kind: 1.0} for kind in acts], words(said), ("cue",), "m2", BY_HAND)


@pytest.mark.parametrize("kind", sorted(SILENT, key=lambda kind: kind.value))
@pytest.mark.parametrize("before", STAGES)
def test_a_courtesy_alone_keeps_the_stage_whatever_its_words_sound_like(before: str, kind: ActKind) -> None:
    other = "purchase" if before != "purchase" else "advocacy"
    assert after(before, [kind], other).stage is BuyingStage(before)


def test_a_courtesy_beside_something_done_does_not_keep_it() -> None:
    assert after("research", [K.THANK, K.WANT_TO_BUY], "purchase").stage is BuyingStage.PURCHASE


def test_who_bargains_stays_where_they_were() -> None:
    features = stage_features({"purchase": 1.0}, [{K.ASK_DISCOUNT: 1.0}], words("evaluation"), is_first=False)
    assert "weighs|before_purchase" in features
    assert "silent|before_purchase" not in features
    assert after("purchase", [K.ASK_DISCOUNT], "evaluation").stage is BuyingStage.PURCHASE


def test_after_any_stage_there_is_no_none_again() -> None:
    change = settle_stage(history("research"), [{K.STATE_NEED: 1.0}], {"none": 1.0}, (), "m2", {"none": {"bias": 99.0}})
    assert change.stage is not BuyingStage.NONE


def test_before_any_evidence_there_may_be_none() -> None:
    change = settle_stage([], [{K.GREET: 1.0}], {"none": 0.9}, ("hi",), "m1", {"none": {"bias": 9.0}})
    assert (change.stage, change.cues) == (BuyingStage.NONE, ())


def test_the_belief_is_over_all_stages_and_the_change_names_its_message() -> None:
    change = after("research", [K.ASK_PRICE], "evaluation")
    assert set(change.belief) == set(STAGES)
    assert sum(change.belief.values()) == pytest.approx(1, abs=0.01)
    assert (change.message, change.cues) == ("m2", ("cue",))
    assert 0 < change.confidence <= 1


def test_only_the_first_message_comes_upon_nothing() -> None:
    assert "first" in stage_features({"none": 1.0}, [{K.GREET: 1.0}], {}, is_first=True)
    assert "first" not in stage_features({"none": 1.0}, [{K.GREET: 1.0}], {}, is_first=False)


def test_what_is_doubtful_counts_as_doubtful() -> None:
    parts = [{K.ASK_DISCOUNT: 0.5, K.THANK: 0.4, K.GREET: 0.01}, {K.THANK: 1.0}]
    features = stage_features({"purchase": 0.7, "evaluation": 0.3}, parts, {}, is_first=False)
    assert (features["does_ask_discount"], features["does_thank"]) == (0.5, 1.0)
    assert "does_greet" not in features
    assert (features["before_purchase"], features["before_evaluation"]) == (0.7, 0.3)
    assert features["weighs|before_purchase"] == pytest.approx(0.35)
    assert features["silent|before_purchase"] == pytest.approx(0.7 * 0.41)  # as much as the part that is silent least


def test_where_a_conversation_stands_is_the_belief_after_its_last_message() -> None:
    assert standing([]) == {NONE: 1.0}
    known = StageChange("m", BuyingStage("research"), 0.6, {"research": 0.6, "purchase": 0.4})
    assert standing([known]) == {NONE: 0.0, "research": 0.6, "purchase": 0.4}
    unknown = StageChange("m", BuyingStage.NONE, 0.8, {"research": 0.5, "purchase": 0.5})
    assert standing([known, unknown]) == pytest.approx({NONE: 0.8, "research": 0.1, "purchase": 0.1})
