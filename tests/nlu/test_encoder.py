"""Sentence vectors on a message: which encoders, of which text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.encoder import ENGLISH, MULTILINGUAL, SentenceEncoder, readable, vectors_of
from tests.nlu.examples import encoder, message, surroundings, training_data


def test_an_english_message_gets_both_vectors_at_length_one() -> None:
    vectors = vectors_of(message("how much is it"))
    assert {name: vector.shape for name, vector in vectors.items()} == {ENGLISH: (768,), MULTILINGUAL: (512,)}
    assert [np.linalg.norm(vector) for vector in vectors.values()] == pytest.approx([1, 1], abs=1e-5)


def test_another_language_gets_the_multilingual_vector_alone() -> None:
    assert set(vectors_of(message("wat kost dat", language={"name": "nl", "confidence": 1.0}))) == {MULTILINGUAL}


def test_the_multilingual_vectors_of_a_translation_are_near() -> None:
    english, spanish, other = (
        vectors_of(message(text))[MULTILINGUAL]
        for text in ("how much does it cost", "¿cuánto cuesta?", "my screen broke")
    )
    assert english @ spanish > english @ other + 0.2


def test_the_masked_text_is_read_where_there_is_one() -> None:
    plain, masked = message("is PlanA enough"), message("is Team enough", masked_text="is PlanA enough")
    assert (vectors_of(plain)[ENGLISH] == vectors_of(masked)[ENGLISH]).all()


def test_a_message_without_text_gets_no_vector() -> None:
    assert vectors_of(message("  ")) == {}


def test_a_long_message_keeps_its_beginning_and_its_end() -> None:
    text = readable(Message({"text": "I run a bakery. " + "And then it rained. " * 200 + "So what does it cost?"}))
    assert text.startswith("I run a bakery.")
    assert text.endswith("So what does it cost?")
    assert len(text) < 500


def test_every_training_example_gets_vectors() -> None:
    examples = encoder().process_training_data(training_data()).training_examples
    assert all(set(vectors_of(example)) == {ENGLISH, MULTILINGUAL} for example in examples)


def test_the_same_text_gives_the_same_vector_to_the_bit() -> None:
    assert (vectors_of(message("sign me up"))[ENGLISH] == vectors_of(message("sign me up"))[ENGLISH]).all()


def test_an_encoder_that_needed_no_training_still_leaves_a_file_in_the_model(tmp_path: Path) -> None:
    settings, (storage, resource, context) = SentenceEncoder.get_default_config(), surroundings(tmp_path)
    SentenceEncoder.create(settings, storage, resource, context).train(training_data())
    with storage.read_from(resource) as folder:
        assert [file.name for file in folder.iterdir()] == ["encoders.txt"]
    read = SentenceEncoder.load(settings, storage, resource, context).process([Message({"text": "how much"})])[0]
    assert set(vectors_of(read)) == {ENGLISH, MULTILINGUAL}
