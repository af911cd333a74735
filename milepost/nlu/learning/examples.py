"""The examples of `data/nlu` as the classifiers learn from them: each with an intent and the stage of the message."""

from __future__ import annotations

from typing import Literal

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost.nlu.encoder import KEPT_BACK, readable, stage_of, vectors_of
from milepost.nlu.learning.sentence_classifier import Example


def examples_of(training_data: TrainingData, *, by: Literal["intent", "stage"]) -> list[Example]:
    """Every example that the encoder has read, labelled `by` intent or stage, its finer label being both."""
    found = []
    for message in training_data.intent_examples:
        vectors = vectors_of(message)
        if message.get(TEXT) and vectors:
            intent, stage = message.get(INTENT), stage_of(message)
            label, kept_back = intent if by == "intent" else stage, bool(message.get(KEPT_BACK))
            found.append(Example(readable(message), label, f"{intent} {stage}", vectors, kept_back))
    return found
