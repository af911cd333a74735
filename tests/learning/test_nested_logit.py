"""The scorer is fitted to what is right, and its weights are written with their version."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from milepost.learning.learning import Lesson, agreement_with, learn, write
from milepost.learning.nested_logit import Choices
from tests.learning.annotated import conversation, parsed_turn, record, written
from tests.learning.test_examples import OneCompany

EVIDENCE = [["greet", "ask_fact"], ["ask_price"], ["ask_fact"], ["human_handoff"]]


def lesson(folder: Path, authors: tuple[str, ...] = ("a", "b")) -> Lesson:
    """The same conversation by several authors, read part by part with evidence of its acts."""
    both = [conversation(folder, id=author, author=author) for author in authors]
    parsed = {}
    for one in both:
        for number, (turn, kinds) in enumerate(zip(one.turns, EVIDENCE, strict=True)):
            parsed[one.id, number] = parsed_turn(*([turn.text] if number else ["hi", "what is Team?"]))
            parsed[one.id, number] = type(parsed[one.id, number])(
                parsed[one.id, number].parts,
                tuple(
                    {**parse, "act_evidence": {kind: 0.9}}
                    for parse, kind in zip(parsed[one.id, number].parses, kinds, strict=True)
                ),
            )
    return learn(both, parsed, OneCompany(folder))


def test_a_feature_of_what_is_right_weighs_more() -> None:
    choices = Choices([([{"bias": 1.0, "good": 1.0}, {"bias": 1.0, "bad": 1.0}], [1.0, 0.0])] * 5)
    weights = choices.weights(strength=0.1, importance=np.ones(5))
    assert weights["good"] > 1 > 0 > weights["bad"]
    assert weights["bias"] == pytest.approx(0, abs=1e-6)


def test_a_choice_of_which_nothing_is_right_teaches_nothing() -> None:
    choices = Choices([([{"a": 1.0}, {"b": 1.0}], [0.0, 0.0])])
    assert choices.weights(strength=1.0, importance=np.ones(1)) == {}


def test_of_two_that_are_right_neither_is_pushed_down() -> None:
    choices = Choices([([{"a": 1.0}, {"b": 1.0}, {"c": 1.0}], [1.0, 1.0, 0.0])] * 3)
    weights = choices.weights(strength=0.1, importance=np.ones(3))
    assert weights["a"] == pytest.approx(weights["b"], abs=1e-6)
    assert weights["a"] > weights["c"]


def test_what_is_learnt_tells_the_acts_that_it_was_learnt_from(tmp_path: Path) -> None:
    found = lesson(tmp_path)
    told = agreement_with(found.scorer(), found.examples)
    assert (told.parts, told.kinds) == (10, 10)


def test_an_author_who_is_left_out_is_told_by_the_others(tmp_path: Path) -> None:
    authors = tuple("abcdef")
    apart = lesson(tmp_path, authors).apart()
    assert tuple(author for author, told in apart if told.kinds == told.parts == 5) == authors


def test_weights_are_written_with_a_version_that_changes_with_what_taught_them(tmp_path: Path) -> None:
    scorer = lesson(tmp_path).scorer()
    file, out = written(tmp_path, record()), tmp_path / "weights.json"
    first = write(scorer, [file], out)
    kept = json.loads(out.read_text())
    assert kept == {
        "version": first,
        "kinds": scorer.kinds,
        "arguments": scorer.arguments,
        "stages": scorer.stages,
    }
    assert write(scorer, [file], out) == first
    assert write(scorer, [written(tmp_path, record(title="other"))], out) != first
