"""Words, spans and labels of messages."""

from __future__ import annotations

import pytest

from milepost.nlu.need_tagging.examples import Example, Marked, numbers_of, tagged
from milepost.nlu.need_tagging.words import LONGEST, trimmed, words_of


@pytest.mark.parametrize(
    ("words", "need", "left"),
    [
        ("to schedule repairs,", "use_case", "schedule repairs"),
        ("a small accounting firm", "industry", "accounting firm"),
        ("must be waterproof", "must_have_features", "waterproof"),
        ("an old access database", "current_solution", "old access database"),
        ("The Rusty Spoon.", "company", "The Rusty Spoon"),
        ("shared inbox with", "current_solution", "shared inbox"),
        ("the", "use_case", "the"),
    ],
)
def test_articles_and_politeness_stay_outside(words: str, need: str, left: str) -> None:
    assert words[slice(*trimmed(words, (0, len(words)), need))] == left


def test_labels_give_the_marked_words_back() -> None:
    text = "nail salon, must take deposits"
    example = Example(text, (Marked(0, 10, "industry"), Marked(17, 30, "must_have_features")))
    assert tagged(text, numbers_of(example, words_of(text))) == list(example.marked)


def test_two_needs_side_by_side_stay_two() -> None:
    example = Example("garden balcony", (Marked(0, 6, "must_have_features"), Marked(7, 14, "must_have_features")))
    assert tagged(example.text, numbers_of(example, words_of(example.text))) == list(example.marked)


def test_a_flood_of_words_is_cut() -> None:
    assert len(words_of("word " * 5000)) == LONGEST
