"""How far along a visitor is, by one message: probabilities over the eight stages, and the words that speak for it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from milepost.nlu.encoder import ENGLISH, SentenceEncoder, readable, vectors_of
from milepost.nlu.learning import training
from milepost.nlu.learning.examples import examples_of
from milepost.nlu.learning.linear_head import ranking
from milepost.nlu.learning.sentence_classifier import SentenceClassifier
from milepost.nlu.learning.training import threshold, train
from milepost.nlu.learning.word_evidence import WordEvidence
from milepost.nlu.light_imports import stop_words
from milepost.sales.conversations import BuyingStage

STAND_IN = re.compile(r"(Product|Plan|Competitor|Feature|AddOn)[A-Z]")
CUES, LONGEST_CUE, FAINTEST = 3, 5, 0.4
"""Spans at most, words in a span at most, least share of the strongest word's evidence."""
_BESIDE = 2


def cues(evidence: WordEvidence, text: str, label: int) -> list[str]:
    """The spans of a text that speak most for a label, strongest first, in the visitor's words."""
    scored = evidence.word_scores(text, label)
    strongest = max((score for _, score in scored), default=0.0)
    if strongest <= 0:
        return []
    spans: list[tuple[float, int, int]] = []
    run: list[tuple[re.Match[str], float]] = []
    for word, score in [*scored, (None, 0.0)]:
        telling = word is not None and score >= FAINTEST * strongest and not STAND_IN.fullmatch(word.group())
        if word is not None and telling and len(run) < LONGEST_CUE:
            run.append((word, score))
            continue
        if run:
            first, last = _whole([match for match, _ in scored], run[0][0], run[-1][0])
            spans.append((sum(score for _, score in run), first.start(), last.end()))
        run = [(word, score)] if word is not None and telling else []
    return [text[start:end] for _, start, end in sorted(spans, key=lambda span: -span[0])[:CUES]]


def _whole(words: Sequence[re.Match[str]], first: re.Match[str], last: re.Match[str]) -> tuple[Any, Any]:
    """A span with the words beside it where it is nothing but a filler: "still" becomes "still not working"."""
    start, end = words.index(first), words.index(last)
    if all(match.group().casefold() in stop_words() for match in words[start : end + 1]):
        least, most = max(0, end - _BESIDE), min(start + _BESIDE, len(words) - 1)
        while end < most and not STAND_IN.fullmatch(words[end + 1].group()):
            end += 1
        while start > least and end - start < _BESIDE and not STAND_IN.fullmatch(words[start - 1].group()):
            start -= 1
    return words[start], words[end]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class BuyingStageDetector(GraphComponent):
    """Sets `message_stage`: name, confidence, sure, cues and the ranking of all stages.

    `sure` is false where unseen examples of such confidence were read rightly too seldom; the name is then only the
    likeliest.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoder]

    @staticmethod
    def required_packages() -> list[str]:
        return ["numpy", "scipy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """From the confidence on that makes `sure`, `precision` of unseen examples were read rightly."""
        return {"precision": 0.9}

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
    ) -> BuyingStageDetector:
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        classifier: SentenceClassifier | None = None,
        sure_from: float = 1.0,
    ) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource
        self._classifier, self.sure_from = classifier, sure_from

    def train(self, training_data: TrainingData) -> Resource:
        """Fit to the examples that carry a stage."""
        examples = [example for example in examples_of(training_data, by="stage") if example.label]
        if len({example.label for example in examples}) > 1:
            self._classifier, unseen = train(examples, remember_vectors=False)
            english, precision = unseen[ENGLISH], self._config["precision"]
            self.sure_from = threshold(english.confidence, english.right, precision=precision, declined=0.5)
            self.persist()
        return self._resource

    def persist(self) -> None:
        """Write the classifier to the model."""
        if self._classifier is not None:
            with self._storage.write_to(self._resource) as folder:
                self._classifier.save(folder)
                (folder / "sure_from.json").write_text(json.dumps(self.sure_from), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> BuyingStageDetector:
        """The trained detector; one that was trained on nothing takes every message for no evidence."""
        try:
            with model_storage.read_from(resource) as folder:
                sure_from = json.loads((folder / "sure_from.json").read_text(encoding="utf-8"))
                return cls(config, model_storage, resource, SentenceClassifier.load(folder), sure_from)
        except ValueError:  # Rasa's word for a resource that was never written
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            message.set("message_stage", self.read(message), add_to_output=True)
        return messages

    def read(self, message: Message) -> dict[str, Any]:
        """The stage of a message as the parse data carry it."""
        vectors = vectors_of(message)
        if self._classifier is None or not vectors:
            return without_evidence(tuple(stage.value for stage in BuyingStage))
        text = readable(message)
        reading = self._classifier.read(text, vectors)
        likeliest = ranking(self._classifier.labels, reading.probabilities)
        spoken = cues(self._classifier.words, text, reading.best) if reading.route == ENGLISH else []
        sure = likeliest[0]["confidence"] >= self.sure_from
        return {**likeliest[0], "sure": sure, "cues": spoken, "ranking": likeliest}


def without_evidence(stages: Sequence[str]) -> dict[str, Any]:
    """What stands where nothing was said or nothing was learned."""
    likeliest = [{"name": stage, "confidence": float(stage == BuyingStage.NONE.value)} for stage in stages]
    likeliest.sort(key=lambda one: -float(str(one["confidence"])))
    return {**likeliest[0], "sure": True, "cues": [], "ranking": likeliest}
