"""What a message does is what its one word says: the tiny bot weighs nothing."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from milepost.dialogue.acts import ActKind


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class KeywordActs(GraphComponent):
    """Says outright which act the intent is; a message without one is unclear."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> KeywordActs:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            name = (message.get("intent") or {}).get("name")
            message.set("act", {"kind": ActKind(name) if name else ActKind.UNCLEAR}, add_to_output=True)
        return messages
