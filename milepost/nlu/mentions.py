"""Station 4: which things of the catalogue in force a message names or points at, and the message without those names."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.catalogue_in_use import OncePerVersion, catalogue_in_use
from milepost.nlu.mention_matching.masking import masked
from milepost.nlu.mention_matching.matching import mentions
from milepost.nlu.mention_matching.names import CatalogueNames

_MOST_CHARACTERS = 2000
_names = OncePerVersion(CatalogueNames)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CatalogueMentionExtractor(GraphComponent):
    """Leaves `mentions` and `masked_text` in the parse data."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CatalogueMentionExtractor:
        """As Rasa's graph makes it; there is nothing to load."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Finds the mentions of each message in the catalogue in force."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = mentions(text[:_MOST_CHARACTERS], _names.of(catalogue_in_use()))
            message.set("mentions", [mention.as_parse(text) for mention in found], add_to_output=True)
            message.set("masked_text", masked(text, found), add_to_output=True)
        return messages
