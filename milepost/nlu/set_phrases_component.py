"""Station 4: what a message says in set words: a withdrawal, a danger, "hang on", "whats left", "I'll take it" …"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.catalogue_in_use import catalogue_in_use
from milepost.nlu.set_phrases import SetPhrase, set_phrases
from milepost.nlu.set_phrases.withdrawals import wishes_of

_MOST_CHARACTERS = 2000


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SetPhraseFinder(GraphComponent):
    """Leaves `set_phrases` in the parse data: {"kind", "start", "end"} of each; evidence, not decisions.

    A withdrawal says by "wishes" what it is of: "call", "mail", "erase"; of everything where that is empty.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SetPhraseFinder:
        """As Rasa's graph makes it; there is nothing to load."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Finds the set phrases of each message, the owner's words for a danger among them."""
        dangers = catalogue_in_use().journey.danger.phrases
        for message in messages:
            text = (message.get(TEXT) or "")[:_MOST_CHARACTERS]
            found = [_as_parse(each, text) for each in set_phrases(text, dangers=dangers)]
            message.set("set_phrases", found, add_to_output=True)
        return messages


def _as_parse(phrase: SetPhrase, text: str) -> dict[str, Any]:
    if phrase.kind != "withdraw_consent":
        return dict(phrase.as_parse())
    return {**phrase.as_parse(), "wishes": wishes_of(text[phrase.start : phrase.end])}
