"""`evaluate` on a folder of labelled messages and a reader whose answers are known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rich.console import Console

from milepost.dialogue.acts import Zone
from milepost.dialogue.scorer import Scorer
from milepost.nlu.evaluation import Figure, evaluate, reading

KNOWLEDGE = "knowledge base (2 questions, 1 others)"
STAGES = ("none", "awareness", "research", "evaluation", "purchase", "onboarding", "retention", "advocacy")
FILES = {
    "stages.jsonl": [
        {"text": "cost?", "stage": "evaluation"}, {"text": "hi", "stage": "none"}, {"text": "cost", "stage": "research"},
    ],
    "journeys.jsonl": [{"id": "one", "turns": [
        {"text": "hi", "message_stage": "none", "buying_stage": "none"},
        {"text": "cost?", "message_stage": "evaluation", "buying_stage": "evaluation"},
    ]}],
    "intents.jsonl": [
        {"text": "cost?", "intent": "ask_price"}, {"text": "hi", "intent": "greet"}, {"text": "moon", "intent": "out_of_scope"},
    ],
    "languages.jsonl": [{"text": "hola", "language": "es", "intent": "greet"}],
    "knowledge.jsonl": [
        {"text": "how do I pay", "answer": "pay"}, {"text": "are you open", "answer": "hours"}, {"text": "fish", "answer": None},
    ],
    "needs.jsonl": [{"text": "we are 14", "asked": "team_size", "needs": {"team_size": 14}, "decoys": []}],
}  # fmt: skip


def known_reader(text: str, metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Takes what asks for a cost for evaluation, the rest for small talk."""
    price = "cost" in text
    stage, intent = ("evaluation", "ask_price") if price else ("none", "greet")
    ranking = [{"name": name, "confidence": 0.93 if name == stage else 0.01} for name in STAGES]
    ranking.sort(key=lambda one: -one["confidence"])
    other = {"name": "out_of_scope", "confidence": 0.1}
    needs = [{"name": "team_size", "value": 14, "words": "14"}] if metadata.get("asked") == "team_size" else []
    return {
        "message_stage": {**ranking[0], "sure": True, "cues": [], "ranking": ranking},
        "intent": {"name": "nlu_fallback" if text == "moon" else intent, "confidence": 0.9},
        "intent_ranking": [{"name": intent, "confidence": 0.9}, other],
        "intent_score": 0.1 if text == "moon" else 0.8,
        "language": {"name": "es" if text == "hola" else "en", "confidence": 1.0},
        "needs": needs,
        "text": text,
    }


def known_teller(parse: Mapping[str, Any]) -> tuple[str, Zone]:
    """Knows how to pay, and thinks that opening hours come near to it."""
    zone = {"how do I pay": Zone.SURE, "are you open": Zone.NEAR}.get(parse["text"], Zone.UNKNOWN)
    return ("unknown" if zone is Zone.UNKNOWN else "answer:pay"), zone


@pytest.fixture(scope="module")
def held_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("held_out")
    for name, records in FILES.items():
        (folder / name).write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def found(held_out: Path) -> dict[tuple[str, str], Figure]:
    by_words = Scorer({}, {}, stages={stage: {f"words_{stage}": 1.0} for stage in STAGES})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "learnt", lambda: by_words)
        figures = evaluate(known_reader, held_out, held_out / "report.html", Console(quiet=True), teller=known_teller)
    return {(figure.part, figure.what): figure for figure in figures}


@pytest.mark.parametrize(
    ("part", "what", "value"),
    [
        ("stage of a message (3)", "accuracy", "0.667"),
        ("stage of a message (3)", "macro-F1", "0.556"),
        ("stage after each turn (2)", "accuracy", "1.000"),
        ("intents (3)", "accuracy of the likeliest", "0.667"),
        ("intents (3)", "right where answered", "1.000"),
        ("out of scope (1)", "AUROC", "1.000"),
        ("out of scope (1)", "not answered as something else", "1.000"),
        ("other languages (1)", "es: language", "1.000"),
        (KNOWLEDGE, "right, told as the answer", "0.500"),
        (KNOWLEDGE, "wrong, told as the answer", "0.000"),
        (KNOWLEDGE, "wrong, told as the nearest, in doubt", "0.500"),
        (KNOWLEDGE, "others, told as the answer", "0.000"),
        ("needs (1 values)", "F1 in normal form", "1.000"),
    ],
)
def test_the_report_says_what_was_right(found: dict[tuple[str, str], Figure], part: str, what: str, value: str) -> None:
    assert found[part, what].value == value


def test_every_message_is_timed(found: dict[tuple[str, str], Figure]) -> None:
    assert ("cost (13 messages)", "p50 per message, ms") in found


def test_the_page_stands_alone_and_is_well_formed(found: dict[tuple[str, str], Figure], held_out: Path) -> None:
    page = (held_out / "report.html").read_text(encoding="utf-8")
    body = page.removeprefix("<!doctype html>").replace('<meta charset="utf-8">', "")
    root = ElementTree.fromstring(body)
    assert len(root.findall(".//svg")) == 4
    assert "http" not in page
    assert "evaluation read as evaluation: 1" in page


def test_a_folder_without_files_gives_an_empty_report(tmp_path: Path) -> None:
    assert evaluate(known_reader, tmp_path, None, Console(quiet=True)) == []


def test_the_table_names_the_goals(held_out: Path) -> None:
    console = Console(record=True, quiet=False, width=160, file=open("/dev/null", "w", encoding="utf-8"))  # noqa: SIM115
    evaluate(known_reader, held_out, None, console, teller=known_teller)
    assert ">= 0.80" in console.export_text()
