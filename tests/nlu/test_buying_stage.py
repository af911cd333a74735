"""The stage of a message: its probabilities, its cues, and doubt where there is reason for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.buying_stage import BuyingStageDetector
from milepost.nlu.encoder import stage_of
from milepost.sales.conversations import BuyingStage
from tests.nlu.examples import message, surroundings, trained


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> BuyingStageDetector:
    return trained(BuyingStageDetector, tmp_path_factory.mktemp("model"))


def trained_as(other: BuyingStageDetector, *, sure_from: float) -> BuyingStageDetector:
    return BuyingStageDetector({}, other._storage, other._resource, other._classifier, sure_from)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("what does it cost for my team", "evaluation"),
        ("great, i'll take it, where do i pay", "purchase"),
        ("you billed me twice and nothing works", "retention"),
        ("i want to recommend you to a friend", "advocacy"),
        ("good morning", "none"),
    ],
)
def test_the_stage_that_a_message_is_evidence_for(detector: BuyingStageDetector, text: str, stage: str) -> None:
    assert detector.read(message(text))["name"] == stage


def test_the_ranking_is_a_distribution_and_agrees_with_the_name(detector: BuyingStageDetector) -> None:
    read = detector.read(message("how do i order"))
    assert sum(one["confidence"] for one in read["ranking"]) == pytest.approx(1, abs=1e-5)
    assert read["ranking"][0] == {"name": read["name"], "confidence": read["confidence"]}


def test_cues_are_the_visitors_own_words(detector: BuyingStageDetector) -> None:
    text = "Hello! What does PlanA COST per month?"
    cues = detector.read(message(text))["cues"]
    assert any("COST" in cue for cue in cues)
    assert len(cues) <= 3
    assert all(cue in text for cue in cues)


def test_a_stand_in_is_no_cue(detector: BuyingStageDetector) -> None:
    assert not any("PlanA" in cue for cue in detector.read(message("PlanA price"))["cues"])


def test_below_the_confidence_that_training_found_trustworthy_it_is_unsure(detector: BuyingStageDetector) -> None:
    strict = trained_as(detector, sure_from=0.9999)
    assert detector.read(message("i want to buy PlanA now"))["sure"]
    assert not strict.read(message("refer, price, refund, order, hello"))["sure"]


def test_no_text_is_no_evidence(detector: BuyingStageDetector) -> None:
    read = detector.read(message(""))
    assert (read["name"], read["cues"]) == ("none", [])
    assert {one["name"] for one in read["ranking"]} == {stage.value for stage in BuyingStage}


def test_a_model_trained_on_nothing_finds_no_evidence(tmp_path: Path) -> None:
    empty = BuyingStageDetector.load(BuyingStageDetector.get_default_config(), *surroundings(tmp_path))
    assert empty.read(message("how much"))["name"] == "none"


def test_reading_back_the_model_gives_the_same_to_the_bit(detector: BuyingStageDetector, tmp_path: Path) -> None:
    again = trained(BuyingStageDetector, tmp_path / "again")
    for text in ("how much", "where do i sign", "what?"):
        assert detector.read(message(text)) == again.read(message(text))


def test_an_examples_own_stage_goes_before_its_blocks() -> None:
    assert stage_of(Message.build("a", "b", [], {"stage": "research"})) == "research"
    assert stage_of(Message.build("a", "b", [], {"stage": "research"}, {"stage": "none"})) == "none"
    assert stage_of(Message.build("a", "b")) == ""


def test_an_unknown_stage_is_refused() -> None:
    with pytest.raises(ValueError, match="reserch"):
        stage_of(Message.build("a", "b", [], {"stage": "reserch"}))
