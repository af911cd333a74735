"""What the visitor wants: the intent of a message, or "I'm not sure" with the likeliest readings."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost.nlu.encoder import SentenceEncoder, readable, vectors_of
from milepost.nlu.learning import training
from milepost.nlu.learning.examples import examples_of
from milepost.nlu.learning.linear_head import ranking
from milepost.nlu.learning.sentence_classifier import SentenceClassifier
from milepost.nlu.learning.training import threshold, train

UNSURE = "nlu_fallback"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Sets `intent`, `intent_ranking` (calibrated) and `intent_score`, on which it decides whether it is sure.

    Below the threshold the intent is `nlu_fallback`; the ranking stays, its first two or three are what to offer.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoder]

    @staticmethod
    def required_packages() -> list[str]:
        return ["numpy", "scipy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Training sets the threshold: from it on, `precision` of unseen examples were read rightly, at most the share
        `declined` fell below it. `thresholds` by route overrides it.
        """
        return {"precision": 0.95, "declined": 0.1, "thresholds": {}}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return str(training.VERSION)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        classifier: SentenceClassifier | None = None,
        thresholds: dict[str, float] | None = None,
    ) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource
        self._classifier, self._thresholds = classifier, {**(thresholds or {}), **config["thresholds"]}

    def train(self, training_data: TrainingData) -> Resource:
        """Fit to the examples and keep the result; without two intents there is nothing to tell apart."""
        examples = examples_of(training_data, by="intent")
        if len({example.label for example in examples}) > 1:
            self._classifier, unseen = train(examples, remember_vectors=True)
            limits = {"precision": self._config["precision"], "declined": self._config["declined"]}
            self._thresholds = {route: threshold(one.scores, one.right, **limits) for route, one in unseen.items()}
            self.persist()
        return self._resource

    def persist(self) -> None:
        """Write the classifier and its thresholds to the model."""
        if self._classifier is not None:
            with self._storage.write_to(self._resource) as folder:
                self._classifier.save(folder)
                (folder / "thresholds.json").write_text(json.dumps(self._thresholds), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        """The trained classifier; one that was trained on nothing is never sure."""
        try:
            with model_storage.read_from(resource) as folder:
                thresholds = json.loads((folder / "thresholds.json").read_text(encoding="utf-8"))
                return cls(config, model_storage, resource, SentenceClassifier.load(folder), thresholds)
        except ValueError:  # Rasa's word for a resource that was never written
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._read(message)
        return messages

    def _read(self, message: Message) -> None:
        vectors = vectors_of(message)
        if self._classifier is None or not vectors:
            put(message, {"name": UNSURE, "confidence": 1.0}, [], 0.0)
            return
        reading = self._classifier.read(readable(message), vectors)
        likeliest = ranking(self._classifier.labels, reading.probabilities)
        sure = reading.score >= self._thresholds.get(reading.route, 0.0)
        intent = likeliest[0] if sure else {"name": UNSURE, "confidence": 1.0 - likeliest[0]["confidence"]}
        put(message, intent, likeliest, reading.score)


def put(message: Message, intent: dict[str, Any], likeliest: list[dict[str, Any]], score: float) -> None:
    """Leave the reading on the message, to be seen in the parse data."""
    message.set(INTENT, intent, add_to_output=True)
    message.set("intent_ranking", likeliest, add_to_output=True)
    message.set("intent_score", score, add_to_output=True)
