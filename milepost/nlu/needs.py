"""Station 4: what a message says about its writer's needs, contact and price request, left in the parse data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost.nlu.catalogue_in_use import OncePerVersion, catalogue_in_use
from milepost.nlu.encoder import EnglishEncoder, english_encoder
from milepost.nlu.need_tagging import learning
from milepost.nlu.need_tagging.judging import Judge
from milepost.nlu.need_tagging.tagger import NeedTagger
from milepost.nlu.need_values.extraction import NeedReader

_SPACY_DOC = "text_spacy_doc"
_TAGGED = ("PERSON", "ORG")
_FILE = "tagger.npz"
_readers = OncePerVersion(NeedReader)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class NeedsExtractor(GraphComponent):
    """Leaves `needs`, `refused`, `refused_words` and `pricing` in the parse data.

    Figures, dates and contact are read by tables; a tagger that is learnt from marked messages reads what is said in free
    words, in English, and drops what is not meant as a need. Without a tagger the tables read everything.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`examples`: the folder of marked messages, `conversations`: that of annotated ones, both to learn from. `weights`: the
        folder of the encoder's converted weights.
        """
        return {"examples": "data/needs", "conversations": "data/conversations", "weights": "models"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """What the tagger depends on beside this class."""
        whole = {**cls.get_default_config(), **config}
        return learning.fingerprint(Path(whole["examples"]), Path(whole["conversations"]))

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NeedsExtractor:
        """As Rasa's graph makes it before training."""
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any] | None = None,
        storage: ModelStorage | None = None,
        resource: Resource | None = None,
        tagger: NeedTagger | None = None,
    ) -> None:
        self._config = {**self.get_default_config(), **(config or {})}
        self._storage, self._resource = storage, resource
        self._judge = Judge(tagger) if tagger is not None else None

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the tagger from the folder's messages; an empty folder leaves everything to the tables."""
        assert self._storage is not None
        assert self._resource is not None
        tables = learning.plain_reader(catalogue_in_use())
        folders = Path(self._config["examples"]), Path(self._config["conversations"])
        examples = learning.learnt_from(learning.examples_in(*folders, tables))
        with self._storage.write_to(self._resource) as folder:
            content = b""
            if examples:
                content = learning.trained(examples, self._encoder(self._config), tables).as_bytes()
            (folder / _FILE).write_bytes(content)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NeedsExtractor:
        """With the tagger where the model carries one; models of before carry none."""
        try:
            with model_storage.read_from(resource) as folder:
                content = (folder / _FILE).read_bytes()
        except ValueError:  # Rasa's word for a resource that was never written
            content = b""
        tagger = NeedTagger.from_bytes(content, cls._encoder(config)) if content else None
        return cls(config, model_storage, resource, tagger)

    @staticmethod
    def _encoder(config: dict[str, Any]) -> EnglishEncoder:
        return english_encoder(Path(config["weights"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each message against the catalogue in force, in the light of the need asked for."""
        for message in messages:
            text = message.get(TEXT) or ""
            asked = (message.get("metadata") or {}).get("asked")
            language = str((message.get("language") or {}).get("name", "en"))
            entities = _entities(message) if language == "en" else []
            tables = _readers.of(catalogue_in_use())
            extraction = tables.read(text, asked=asked, entities=entities, language=language, judge=self._judge)
            for key, value in extraction.as_parse(text).items():
                message.set(key, value, add_to_output=True)
        return messages


def _entities(message: Message) -> list[tuple[str, int, int]]:
    """Persons and organisations, where spaCy's tagger ran before."""
    doc = message.get(_SPACY_DOC)
    found = getattr(doc, "ents", ())
    return [(entity.label_, entity.start_char, entity.end_char) for entity in found if entity.label_ in _TAGGED]
