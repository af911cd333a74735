"""Word evidence: which words speak for which label."""

from __future__ import annotations

import numpy as np

from milepost.nlu.learning.word_evidence import WordEvidence, count, grams, learn

TEXTS = [
    "how much is it",
    "how much for two",
    "what's the price?",
    "stop billing me",
    "you billed me twice",
    "billing is wrong",
]
TARGETS = np.array([0, 0, 0, 1, 1, 1])


def evidence() -> WordEvidence:
    return learn(TEXTS, TARGETS, 2, least=1)


def test_words_and_letters_are_counted_apart() -> None:
    words, letters = grams("How much")
    assert set(words) == {"w:how", "w:much", "w:how much"}
    assert letters["c: ho"] == 1


def test_a_text_like_the_examples_gets_their_label() -> None:
    assert evidence().logits("how much for ten").argmax() == 0
    assert evidence().logits("wrong billing").argmax() == 1


def test_counting_agrees_with_fitting() -> None:
    assert count(TEXTS, TARGETS, 2).logits("billed twice").argmax() == 1


def test_a_word_speaks_for_the_label_it_came_with() -> None:
    scores = {match.group(): score for match, score in evidence().word_scores("how much billing", 0)}
    assert scores["much"] > 0 > scores["billing"]


def test_an_unknown_text_gives_the_bias_alone() -> None:
    known = evidence()
    assert (known.logits("☃") == known.head.bias).all()


def test_spelling_near_to_a_known_word_still_speaks() -> None:
    assert evidence().logits("biling").argmax() == 1
