"""Languages: short, colloquial messages."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.language import LanguageDetector
from tests.nlu.examples import trained


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> LanguageDetector:
    return trained(LanguageDetector, tmp_path_factory.mktemp("model"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how much is it", "en"),
        ("no", "en"),
        ("ok", "en"),
        ("thx bye", "en"),
        ("cuanto cuesta el plan grande?", "es"),
        ("gracias", "es"),
        ("somos 15 y queremos probarlo", "es"),
        ("was kostet das", "de"),
        ("danke", "de"),
        ("ich hätte gern ein angebot für 30 leute", "de"),
        ("c combien", "fr"),
        ("merci bcp", "fr"),
        ("j'ai un souci avec ma commande", "fr"),
        ("quanto custa", "pt"),
        ("obrigada!", "pt"),
        ("vcs entregam amanhã?", "pt"),
        ("quanto costa al mese", "it"),
        ("wat kost het per maand", "nl"),
        ("сколько это стоит", "ru"),
        ("料金はいくらですか", "ja"),
        ("多少钱", "zh"),
        ("كم السعر", "ar"),
    ],
)
def test_the_language_of_a_message(detector: LanguageDetector, text: str, language: str) -> None:
    assert detector.detect(text)[0] == language


@pytest.mark.parametrize("text", ["14", "Berlin", "SSO", "helo", "lol", "a@b.es", "PlanA", "", "Oslo", "marketing"])
def test_a_name_a_number_or_a_typo_is_no_evidence(detector: LanguageDetector, text: str) -> None:
    assert detector.detect(text)[0] == "en"


@pytest.mark.parametrize("text", ["14", "Berlin", "ok", "PlanA"])
def test_the_conversations_language_stays_where_nothing_speaks_clearly(detector: LanguageDetector, text: str) -> None:
    read = detector.process([Message({"text": text, "metadata": {"language": "de"}})])[0]
    assert read.get("language")["name"] == "de"


@pytest.mark.parametrize(("text", "usual"), [("im 67", "en"), ("im 10", "en"), ("si", "en"), ("im", "fr")])
def test_two_letters_do_not_change_the_language(detector: LanguageDetector, text: str, usual: str) -> None:
    assert detector.detect(text, usual)[0] == usual


def test_a_clear_change_of_language_is_followed(detector: LanguageDetector) -> None:
    read = detector.process([Message({"text": "can we speak english please?", "metadata": {"language": "de"}})])[0]
    assert read.get("language")["name"] == "en"


def test_the_language_is_in_the_parse_data(detector: LanguageDetector) -> None:
    read = detector.process([Message({"text": "hola, qué tal"})])[0]
    assert read.as_dict(only_output_properties=True)["language"]["name"] == "es"


def test_a_changed_sample_changes_the_fingerprint(tmp_path: object) -> None:
    assert LanguageDetector.fingerprint_addon({}) != LanguageDetector.fingerprint_addon({"samples": str(tmp_path)})
