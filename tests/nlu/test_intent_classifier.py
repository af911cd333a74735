"""Intents: what is sure, what is not, and what the parse data carry."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.nlu.intent_classifier import UNSURE, IntentClassifier
from tests.nlu.examples import message, surroundings, trained


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> IntentClassifier:
    return trained(IntentClassifier, tmp_path_factory.mktemp("model"))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what's the cost for 30 users", "ask_price"),
        ("i would like to order it", "want_to_buy"),
        ("i was billed two times, give me my money back", "make_complaint"),
        ("do i get a reward when i recommend you to a friend", "want_to_refer"),
        ("hello", "greet"),
    ],
)
def test_a_message_like_the_examples_gets_its_intent(classifier: IntentClassifier, text: str, intent: str) -> None:
    assert classifier.process([message(text)])[0].get("intent")["name"] == intent


@pytest.mark.parametrize(
    "text", ["the capital of mongolia is ulaanbaatar", "bake the bread at 220 degrees", "qwxzt prfl"]
)
def test_a_strange_message_is_not_guessed(classifier: IntentClassifier, text: str) -> None:
    read = classifier.process([message(text)])[0]
    assert read.get("intent")["name"] == UNSURE
    assert len(read.get("intent_ranking")) == 5


def test_the_ranking_is_a_distribution_over_all_intents(classifier: IntentClassifier) -> None:
    likeliest = classifier.process([message("how much")])[0].get("intent_ranking")
    confidences = [one["confidence"] for one in likeliest]
    assert sum(confidences) == pytest.approx(1, abs=1e-5)
    assert confidences == sorted(confidences, reverse=True)
    assert UNSURE not in {one["name"] for one in likeliest}


def test_a_message_without_text_is_not_guessed(classifier: IntentClassifier) -> None:
    assert classifier.process([message("")])[0].get("intent") == {"name": UNSURE, "confidence": 1.0}


def test_english_examples_serve_another_language(classifier: IntentClassifier) -> None:
    read = classifier.process([message("¿cuánto cuesta al mes?", language={"name": "es", "confidence": 1.0})])[0]
    assert read.get("intent_ranking")[0]["name"] == "ask_price"


def test_the_reading_is_in_the_parse_data(classifier: IntentClassifier) -> None:
    read = classifier.process([message("sign me up")])[0]
    assert {"intent", "intent_ranking", "intent_score"} <= read.as_dict(only_output_properties=True).keys()


def test_reading_back_the_model_gives_the_same_to_the_bit(classifier: IntentClassifier, tmp_path: Path) -> None:
    again = trained(IntentClassifier, tmp_path / "again")
    for text in ("how much", "where do i sign", "what?"):
        first, second = classifier.process([message(text)])[0], again.process([message(text)])[0]
        assert first.get("intent_ranking") == second.get("intent_ranking")
        assert first.get("intent_score") == second.get("intent_score")


def test_a_model_trained_on_nothing_is_never_sure(tmp_path: Path) -> None:
    empty = IntentClassifier.load(IntentClassifier.get_default_config(), *surroundings(tmp_path))
    assert empty.process([message("how much")])[0].get("intent")["name"] == UNSURE


def test_a_threshold_of_ones_own_is_kept(tmp_path: Path) -> None:
    strict = trained(IntentClassifier, tmp_path / "strict", thresholds={"english": 1.1})
    assert strict.process([message("how much")])[0].get("intent")["name"] == UNSURE
