"""What counts as learnt by heart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from milepost.nlu.evaluation import evaluate
from milepost.nlu.evaluation.overlap import Learnt
from tests.nlu.evaluation.test_evaluate import known_reader

LEARNT = Learnt(["How much is it?", "i would like to cancel my contract please"])


@pytest.mark.parametrize("text", ["how much is it", "HOW much, is it!", "i would like to cancel my contract plese"])
def test_the_same_words_are_known(text: str) -> None:
    assert text in LEARNT


@pytest.mark.parametrize("text", ["how much is that", "how long is it", "i would like to keep my contract please", ""])
def test_other_words_are_not(text: str) -> None:
    assert text not in LEARNT


def test_what_was_learnt_is_left_out_and_said(tmp_path: Path) -> None:
    lines = [{"text": "hi", "intent": "greet"}, {"text": "How much is it", "intent": "ask_price"}]
    (tmp_path / "intents.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    figures = evaluate(known_reader, tmp_path, None, Console(quiet=True), learnt=LEARNT)
    assert [(each.what, each.value) for each in figures if each.part.startswith("left out")] == [("intents.jsonl", "1")]
    assert any(each.part == "intents (1)" for each in figures)
