"""Fine-tuning: the same network as the published one, its batches, and that it learns."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.encoder import (
    ENGLISH,
    KEPT_BACK,
    MULTILINGUAL,
    TUNED,
    EnglishEncoder,
    SentenceEncoder,
    english_encoder,
    vectors_of,
)
from milepost.nlu.tuning import batches, tune_apart
from tests.nlu.examples import SENTENCES, message, surroundings, training_data

TEXTS = [text for texts in SENTENCES.values() for text in texts]
LABELS = np.array([number for number, texts in enumerate(SENTENCES.values()) for _ in texts], np.int32)


def spread(vectors: dict[str, Any]) -> float:
    """How much nearer the sentences of a label are to each other than to the rest."""
    stacked = np.array([vectors[text] for text in TEXTS])
    cosines, same = stacked @ stacked.T, LABELS[:, None] == LABELS[None, :]
    return float(cosines[same].mean() - cosines[~same].mean())


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> EnglishEncoder:
    return EnglishEncoder(tune_apart(TEXTS, [LABELS], tmp_path_factory.mktemp("untouched"), epochs=0))


class Lines(logging.Handler):
    """What a logger says."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture(scope="module")
def progress() -> Iterator[Lines]:
    heard, logger = Lines(), logging.getLogger("milepost.nlu.tuning")
    logger.addHandler(heard)
    logger.setLevel(logging.INFO)
    yield heard
    logger.removeHandler(heard)


@pytest.fixture(scope="module")
def component(tmp_path_factory: pytest.TempPathFactory, progress: Lines) -> SentenceEncoder:
    settings = {**SentenceEncoder.get_default_config(), "tuned": True, "epochs": 6}
    storage, resource, context = surroundings(tmp_path_factory.mktemp("model"))
    SentenceEncoder.create(settings, storage, resource, context).train(training_data())
    return SentenceEncoder.load(settings, storage, resource, context)


def test_without_a_step_it_is_the_published_encoder(untouched: EnglishEncoder) -> None:
    published = english_encoder(Path("models"))
    assert (untouched.encode("how much is it") == published.encode("how much is it")).all()


def test_tuning_draws_the_sentences_of_a_label_together(component: SentenceEncoder) -> None:
    published = spread({text: english_encoder(Path("models")).encode(text) for text in TEXTS})
    examples = component.process_training_data(training_data()).training_examples
    assert spread({example.get("text"): vectors_of(example)[TUNED] for example in examples}) > published + 0.02


def test_tuning_tells_how_far_it_is(component: SentenceEncoder, progress: Lines) -> None:
    assert progress.lines
    assert all(re.fullmatch(r"tuning: step \d+ of \d+, loss \d+\.\d+", line) for line in progress.lines)


def test_every_sentence_is_in_every_epoch_once() -> None:
    pieces = [[1] * (3 + number % 9) for number in range(70)]
    seen = [place for _, group in batches(pieces, 2) for place in group]
    assert sorted(seen) == sorted([*range(70), *range(70)])


def test_a_batch_holds_the_words_and_zeros_after_them() -> None:
    (padded, group), *_ = batches([[7, 8, 9], [5]], 1)
    rows = {int(place): row.tolist() for place, row in zip(group, padded, strict=True)}
    assert rows == {0: [7, 8, 9], 1: [5, 0, 0]}


def test_some_examples_are_kept_back_for_calibration(component: SentenceEncoder) -> None:
    examples = component.process_training_data(training_data()).training_examples
    assert 0 < sum(bool(example.get(KEPT_BACK)) for example in examples) < len(examples) / 3


def test_a_tuned_model_has_the_published_vectors_too(component: SentenceEncoder) -> None:
    read = component.process([Message({"text": "how much"})])[0]
    assert {name: len(vector) for name, vector in vectors_of(read).items()} == {
        TUNED: 768,
        ENGLISH: 768,
        MULTILINGUAL: 512,
    }
    assert TUNED not in vectors_of(message("how much"))
