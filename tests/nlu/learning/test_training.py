"""Training: choices made on unseen examples, finer labels, thresholds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from milepost.nlu.encoder import ENGLISH, MULTILINGUAL, TUNED
from milepost.nlu.learning.examples import examples_of
from milepost.nlu.learning.sentence_classifier import SentenceClassifier
from milepost.nlu.learning.training import OutOfFold, middles, threshold, train
from tests.nlu.examples import SENTENCES, encoder, training_data


@pytest.fixture(scope="module")
def result() -> tuple[SentenceClassifier, dict[str, OutOfFold]]:
    data = encoder().process_training_data(training_data())
    return train(examples_of(data, by="stage"), remember_vectors=True)


def test_every_example_is_read_unseen(result: tuple[SentenceClassifier, dict[str, OutOfFold]]) -> None:
    count = sum(len(texts) for texts in SENTENCES.values())
    assert len(result[1]["english"].targets) == count
    assert len(result[1]["multilingual"].targets) == count
    assert result[1]["english"].right.mean() > 0.7


def test_with_a_tuned_encoder_only_examples_kept_back_count_as_unseen() -> None:
    examples = examples_of(encoder().process_training_data(training_data()), by="stage")
    examples = [replace(one, kept_back=place % 5 == 0) for place, one in enumerate(examples)]
    _, unseen = train(examples, remember_vectors=False)
    assert len(unseen["english"].targets) == len(examples) // 5


def test_an_example_in_another_language_teaches_the_multilingual_heads_alone() -> None:
    examples = examples_of(encoder().process_training_data(training_data()), by="stage")
    foreign = [replace(one, vectors={MULTILINGUAL: one.vectors[MULTILINGUAL]}) for one in examples[::7]]
    english, plain = train(examples, remember_vectors=True)
    both, unseen = train([*examples, *foreign], remember_vectors=True)
    assert len(unseen["english"].targets) == len(plain["english"].targets)
    assert len(unseen["multilingual"].targets) == len(plain["multilingual"].targets) + len(foreign)
    one = examples[3]
    assert both.read(one.text, one.vectors).probabilities == pytest.approx(
        english.read(one.text, one.vectors).probabilities, abs=1e-6
    )


def test_a_label_needs_an_example_in_english() -> None:
    examples = examples_of(encoder().process_training_data(training_data()), by="stage")
    foreign = replace(examples[0], label="other", vectors={MULTILINGUAL: examples[0].vectors[MULTILINGUAL]})
    with pytest.raises(ValueError, match="no example in English has the label other"):
        train([*examples, foreign], remember_vectors=False)


def test_probabilities_add_up_to_one(result: tuple[SentenceClassifier, dict[str, OutOfFold]]) -> None:
    for one in result[1].values():
        assert one.probabilities.sum(axis=1) == pytest.approx(np.ones(len(one.targets)), abs=1e-4)


def test_saving_and_loading_keeps_every_bit(
    result: tuple[SentenceClassifier, dict[str, OutOfFold]], tmp_path: Path
) -> None:
    classifier = result[0]
    classifier.save(tmp_path)
    again = SentenceClassifier.load(tmp_path)
    example = examples_of(encoder().process_training_data(training_data()), by="stage")[3]
    first, second = (one.read(example.text, example.vectors) for one in (classifier, again))
    assert (first.probabilities == second.probabilities).all()
    assert first.score == second.score


def test_an_example_itself_is_the_nearest(result: tuple[SentenceClassifier, dict[str, OutOfFold]]) -> None:
    example = examples_of(encoder().process_training_data(training_data()), by="stage")[0]
    label = result[0].labels.index(example.label)
    assert result[0].nearest(example.vectors, label) == pytest.approx(1, abs=1e-3)


def test_the_threshold_is_the_least_that_keeps_the_precision() -> None:
    scores, right = np.array([0.9, 0.8, 0.7, 0.6, 0.5]), np.array([True, True, True, False, False])
    assert threshold(scores, right, precision=0.75, declined=1.0) == pytest.approx(0.6)


def test_the_threshold_never_declines_more_than_asked() -> None:
    scores, right = np.linspace(0, 1, 101), np.zeros(101, bool)
    assert threshold(scores, right, precision=0.95, declined=0.1) == pytest.approx(0.1)


def test_a_tuned_encoder_adds_the_middle_of_each_label(tmp_path: Path) -> None:
    examples = examples_of(encoder().process_training_data(training_data()), by="stage")
    examples = [replace(one, vectors={TUNED: one.vectors[ENGLISH], **one.vectors}) for one in examples]
    classifier, unseen = train(examples, remember_vectors=True)
    assert len(classifier.heads[ENGLISH].others) == 2
    assert len(classifier.heads[MULTILINGUAL].others) == 1
    assert unseen[ENGLISH].right.mean() > 0.7
    classifier.save(tmp_path)
    first, second = (
        one.read(examples[0].text, examples[0].vectors) for one in (classifier, SentenceClassifier.load(tmp_path))
    )
    assert (first.probabilities == second.probabilities).all()


def test_the_middle_of_a_label_is_nearest_to_its_examples() -> None:
    x = np.array([[1, 0, 9], [0.8, 0.6, 9], [0, 1, 9]], np.float32)
    assert middles(x, np.array([0, 0, 1]), 2, 2).logits(x).argmax(axis=1).tolist() == [0, 0, 1]


def test_finer_labels_make_a_head_of_their_own() -> None:
    examples = examples_of(encoder().process_training_data(training_data()), by="stage")
    examples = [replace(one, fine=f"{one.label} {place % 2}") for place, one in enumerate(examples)]
    classifier, _ = train(examples, remember_vectors=False)
    ((head, within),) = classifier.heads[ENGLISH].others
    assert head.weights.shape[1] == 2 * len(classifier.labels)
    assert within.sum(axis=0).tolist() == [2.0] * len(classifier.labels)
