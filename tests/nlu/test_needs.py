"""The component that reads needs, as Rasa calls it."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.needs import NeedsExtractor
from milepost.sales.catalogue import Attribute, AttributeType
from milepost.sales.journey import NeedDefinition
from milepost.services import catalogues
from tests.catalogues import small_catalogue


@pytest.fixture(autouse=True)
def _shelf() -> None:
    catalogues.put_in_force(small_catalogue())


def read(text: str, **metadata: str) -> Message:
    message = Message({"text": text, "metadata": metadata})
    return NeedsExtractor().process([message])[0]


def test_needs_refusal_and_price_request_are_left_in_the_parse_data() -> None:
    message = read("How much is it yearly? We're 14 people.", message="m1")
    assert message.get("needs") == [
        {"name": "team_size", "value": 14, "words": "14 people", "start": 29, "end": 38, "how": "said", "op": "set"}
    ]
    assert message.get("refused") is False
    assert message.get("pricing")["term"] == "year"
    assert {"needs", "refused", "refused_words", "pricing"} <= set(message.as_dict(only_output_properties=True))


def test_the_need_asked_for_gives_a_bare_answer_its_meaning() -> None:
    assert read("14", asked="team_size").get("needs")[0]["how"] == "bare"
    assert read("14").get("needs") == []


def test_a_refusal_carries_its_words() -> None:
    message = read("I'd rather not say", asked="budget")
    assert (message.get("refused"), message.get("refused_words")) == (True, "I'd rather not say")


def test_an_edit_of_the_catalogue_is_read_at_once() -> None:
    shelf = small_catalogue()
    height = Attribute("height", "Height", AttributeType.NUMBER, unit="cm")
    need = NeedDefinition("height", "attribute", "?", "!", attribute="height")
    assert read("height of 74 cm").get("needs") == []
    catalogues.put_in_force(
        replace(
            shelf,
            version="another",
            attributes={"height": height},
            journey=replace(shelf.journey, needs={"height": need}),
        )
    )
    assert read("height of 74 cm").get("needs")[0]["value"] == {"value": 74, "unit": "cm"}


def test_a_person_that_the_tagger_found_is_a_name_where_the_words_say_so() -> None:
    text = "hi i'm oluwaseun and i need a quote"
    entity = SimpleNamespace(label_="PERSON", start_char=7, end_char=16)
    message = Message({"text": text, "text_spacy_doc": SimpleNamespace(ents=[entity])})
    needs = NeedsExtractor().process([message])[0].get("needs")
    assert [(need["name"], need["value"]) for need in needs] == [("contact_name", "oluwaseun")]


@pytest.mark.parametrize("text", ["", " ", "a" * 5000, "\x00", "İ" * 300])
def test_any_text_is_read(text: str) -> None:
    assert isinstance(read(text).get("needs"), list)
