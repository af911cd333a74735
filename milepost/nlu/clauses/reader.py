"""What each clause of a message tells of the deal, by its words alone: a small linear head over sentence vectors."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost.dialogue.deal.clauses import clauses_of
from milepost.nlu.act_classifier import (
    ENGLISH,
    FOREIGN,
    ActHeads,
    Labelled,
    TextVectors,
    hash_of,
    read_conversations,
    stacked,
)
from milepost.nlu.clauses.examples import clauses_of_conversations, written_clauses
from milepost.nlu.learning.linear_head import fit

VERSION = 1
# Of 1, 4, 10 and 30 what told the clauses of a trade that it had not seen best.
STRENGTH = 10.0
_KEPT, _LEAST = 3, 0.1  # labels of a clause, and how likely
# An address or a number in a clause that says more tells nothing of what it says.
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|(?<!\w)\+?\d[\d ()/-]{6,}\d(?!\w)")
_WORDS_BESIDE = 3
_REMEMBERED = 32  # clauses: the parts of a message are read again after the whole


def fitted(labelled: Sequence[Labelled], vectors: Mapping[str, Any]) -> ActHeads:
    """Heads fitted to English clauses: one over both encoders' vectors, and one over the multilingual alone for other languages."""
    labels = tuple(sorted({one.act for one in labelled}))
    targets = np.array([labels.index(one.act) for one in labelled])
    heads = {route: fit(vectors[route], targets, len(labels), strength=STRENGTH) for route in (ENGLISH, FOREIGN)}
    return ActHeads(labels, heads)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ClauseReader(GraphComponent):
    """Leaves `clauses`: each clause of the message with the likeliest labels of `dialogue.deal.says.Says` and their chances."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`weights`: the folder of the encoders. `clauses` and `conversations`: what to learn from."""
        return {"weights": "models", "clauses": "data/clauses", "conversations": "data/conversations"}

    @staticmethod
    def required_packages() -> list[str]:
        return ["numpy", "scipy"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The clauses that it learns from are none of Rasa's training data."""
        config = {**cls.get_default_config(), **config}  # Rasa asks with what config.yml says alone
        files = [*Path(config["clauses"]).glob("*.yml"), *Path(config["conversations"]).glob("*.jsonl")]
        return f"{VERSION} {STRENGTH} {sum(hash_of(file) for file in sorted(files))}"

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClauseReader:
        return cls(config, model_storage, resource)

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, heads: ActHeads | None = None
    ) -> None:
        self._config, self._storage, self._resource, self._heads = config, model_storage, resource, heads
        self._vectors = TextVectors(Path(config["weights"]))
        self._read: OrderedDict[tuple[str, bool], dict[str, float]] = OrderedDict()

    def train(self, training_data: TrainingData) -> Resource:
        """Fit to the written clauses and to those of the conversations."""
        labelled = [each for _, each in written_clauses(Path(self._config["clauses"]))]
        labelled += clauses_of_conversations(read_conversations(Path(self._config["conversations"])))
        if len({one.act for one in labelled}) > 1:
            self._heads = fitted(labelled, stacked(labelled, self._vectors))
            self.persist()
        return self._resource

    def persist(self) -> None:
        """Write the heads to the model."""
        if self._heads is not None:
            with self._storage.write_to(self._resource) as folder:
                self._heads.save(folder)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ClauseReader:
        """The trained heads; one that was trained on nothing labels no clause."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, ActHeads.saved_in(folder))
        except ValueError:  # Rasa's word for a resource that was never written
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Reads each clause of each message."""
        for message in messages:
            is_english = (message.get("language") or {}).get("name", "en") == "en"
            found = [
                {"words": each.words, "sentence": each.sentence, "says": self._labels(each.words, is_english)}
                for each in clauses_of(str(message.get(TEXT) or ""))
            ]
            message.set("clauses", found, add_to_output=True)
        return messages

    def _labels(self, words: str, is_english: bool) -> dict[str, float]:
        bare = " ".join(_ADDRESS.sub(" ", words).split())
        words = bare if len(bare.split()) >= _WORDS_BESIDE else words
        key = words, is_english
        if key not in self._read:
            chances = self._heads.read(self._vectors.of(words, is_english=is_english)) if self._heads else {}
            best = sorted(chances, key=lambda each: -chances[each])[:_KEPT]
            self._read[key] = {label: chances[label] for label in best if chances[label] >= _LEAST}
            while len(self._read) > _REMEMBERED:
                self._read.popitem(last=False)
        return self._read[key]
