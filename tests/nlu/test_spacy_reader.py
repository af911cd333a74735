"""spaCy's tokens and entities, and what must not be imported for them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.spacy_reader import SpacyReader, english_reader


@pytest.fixture(scope="module")
def reader() -> SpacyReader:
    return SpacyReader(SpacyReader.get_default_config(), english_reader())


def test_people_companies_and_dates_are_found(reader: SpacyReader) -> None:
    read = reader.process([Message({"text": "I'm Sarah Connor from Acme Ltd, we start in March 2025"})])[0]
    found = {entity["entity"]: entity["value"] for entity in read.get("entities")}
    assert found["person"] == "Sarah Connor"
    assert found["date"] == "March 2025"


def test_an_answer_to_who_are_you_is_searched_however_it_is_written(reader: SpacyReader) -> None:
    read = reader.process([Message({"text": "it's for acme, in march 2025", "metadata": {"asked": "company"}})])[0]
    assert {entity["entity"] for entity in read.get("entities")} == {"date"}


def test_an_entity_stands_where_it_says(reader: SpacyReader) -> None:
    text = "my name is Sarah Connor"
    read = reader.process([Message({"text": text})])[0]
    assert [text[one["start"] : one["end"]] for one in read.get("entities")] == [
        one["value"] for one in read.get("entities")
    ]


def test_tokens_stand_where_they_say(reader: SpacyReader) -> None:
    text = "how much,  please?"
    tokens = reader.process([Message({"text": text})])[0].get("text_tokens")
    assert [text[token.start : token.end] for token in tokens] == ["how", "much", ",", "please", "?"]


def test_an_empty_message_has_neither(reader: SpacyReader) -> None:
    read = reader.process([Message({"text": ""})])[0]
    assert (read.get("text_tokens"), read.get("entities")) == ([], [])


@pytest.mark.parametrize("text", ["Sarah Connor", "thanks, it's Sarah Connor", "we are with Acme Ltd at the moment"])
def test_a_message_with_capitals_is_searched_for_names(reader: SpacyReader, text: str) -> None:
    assert reader.process([Message({"text": text})])[0].get("entities")


@pytest.mark.parametrize("text", ["How much is it?", "can I try it before I buy", "how much for 20 people", ""])
def test_a_message_without_is_only_cut_into_tokens(reader: SpacyReader, text: str) -> None:
    read = reader.process([Message({"text": text})])[0]
    assert read.get("entities") == []
    assert [token.text for token in read.get("text_tokens")] == [part.text for part in english_reader().make_doc(text)]


def test_only_the_needed_parts_are_loaded() -> None:
    assert english_reader().pipe_names == ["tok2vec", "ner"]


def test_spacy_comes_without_tensorflow() -> None:
    program = "import sys; from milepost.nlu.light_imports import import_spacy; import_spacy(); print('tensorflow' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
