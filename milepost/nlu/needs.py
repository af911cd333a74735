"""Station 4: what a message says about its writer's needs, contact and price request, left in the parse data."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.catalogue_in_use import catalogue_in_use
from milepost.nlu.need_values.extraction import NeedReader
from milepost.sales.catalogue import Catalogue

_SPACY_DOC = "text_spacy_doc"
_TAGGED = ("PERSON", "ORG")


@lru_cache(maxsize=1)
def reader() -> ReaderInForce:
    """The one reader of this process."""
    return ReaderInForce()


class ReaderInForce:
    """A reader for the catalogue in force, built once per catalogue version."""

    def __init__(self) -> None:
        self._version = ""
        self._reader: NeedReader | None = None

    def of(self, catalogue: Catalogue) -> NeedReader:
        """The reader of that version."""
        if self._reader is None or self._version != catalogue.version:
            self._reader, self._version = NeedReader(catalogue), catalogue.version
        return self._reader


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NeedsExtractor(GraphComponent):
    """Leaves `needs`, `refused`, `refused_words` and `pricing` in the parse data."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NeedsExtractor:
        """As Rasa's graph makes it; there is nothing to load."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message against the catalogue in force, in the light of the need asked for."""
        for message in messages:
            text = message.get(TEXT) or ""
            asked = (message.get("metadata") or {}).get("asked")
            language = str((message.get("language") or {}).get("name", "en"))
            entities = _entities(message) if language == "en" else []
            extraction = reader().of(catalogue_in_use()).read(text, asked=asked, entities=entities, language=language)
            for key, value in extraction.as_parse(text).items():
                message.set(key, value, add_to_output=True)
        return messages


def _entities(message: Message) -> list[tuple[str, int, int]]:
    """Persons and organisations, where spaCy's tagger ran before."""
    doc = message.get(_SPACY_DOC)
    found = getattr(doc, "ents", ())
    return [(entity.label_, entity.start_char, entity.end_char) for entity in found if entity.label_ in _TAGGED]
