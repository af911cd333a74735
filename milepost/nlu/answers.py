"""Which entries of the knowledge base a message asks for, by meaning."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from milepost.nlu.catalogue_in_use import catalogue_in_use
from milepost.nlu.encoder import ENGLISH, MULTILINGUAL, english_encoder, multilingual_encoder, vectors_of
from milepost.nlu.light_imports import stop_words
from milepost.sales.catalogue import Catalogue

_KEPT = 3
# Shares of a score: nearest way of asking, the answer itself, words in common weighted by how rare they are. Set by
# leaving each way of asking of the three shipped catalogues out in turn (460 ways, 20 questions that none answers).
ASKED, ANSWERED, COMMON = 0.4, 0.4, 0.2
_MEANING = 384  # of the English encoder's numbers these are the last layer's; the rest help classifiers only
_WORD = re.compile(r"[^\W_]{3,}")
_STEM = 5


class QuestionIndex:
    """Every answer of a catalogue by its meaning and its words, per encoder."""

    def __init__(self, catalogue: Catalogue, folder: Path) -> None:
        self.ids = list(catalogue.answers)
        encoders: dict[str, Any] = {ENGLISH: english_encoder(folder), MULTILINGUAL: multilingual_encoder(folder)}
        entries = list(catalogue.answers.values())
        self._asked = {
            name: [np.stack([_unit(encoder.encode(way), name) for way in (e.question, *e.also)]) for e in entries]
            for name, encoder in encoders.items()
        }
        self._answered = {
            name: [_unit(encoder.encode(entry.answer), name) for entry in entries] for name, encoder in encoders.items()
        }
        self._words = [_stems(" ".join((entry.question, *entry.also, entry.answer))) for entry in entries]
        counts = Counter(word for words in self._words for word in words)
        self._rarity = {word: math.log(1 + len(entries) / (1 + count)) for word, count in counts.items()}
        self._rarest = math.log(1 + len(entries))

    def nearest(self, vectors: dict[str, Any], text: str) -> list[dict[str, Any]]:
        """The answers nearest to a message, best first, with their score from 0 to 1."""
        name = ENGLISH if ENGLISH in vectors else MULTILINGUAL
        if name not in vectors:
            return []
        message, words = _unit(vectors[name], name), _stems(text)
        scores = [
            ASKED * float((asked @ message).max())
            + ANSWERED * float(answered @ message)
            + COMMON * self._common(words, known)
            for asked, answered, known in zip(self._asked[name], self._answered[name], self._words, strict=True)
        ]
        ranked = sorted(zip(self.ids, scores, strict=True), key=lambda pair: -pair[1])[:_KEPT]
        return [{"id": answer_id, "score": round(score, 4)} for answer_id, score in ranked]

    def _common(self, words: set[str], known: set[str]) -> float:
        total = sum(self._rarity.get(word, self._rarest) for word in words)
        return sum(self._rarity[word] for word in words & known) / total if total else 0.0


@lru_cache(maxsize=4)
def _index(version: str, folder: Path) -> QuestionIndex:
    return QuestionIndex(catalogue_in_use(), folder)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class AnswerFinder(GraphComponent):
    """Leaves `answers`: the nearest entries of the knowledge base in force, with their cosine."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`weights`: the folder for the converted weights."""
        return {"weights": "models"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnswerFinder:
        return cls(Path(config["weights"]))

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            index = _index(catalogue_in_use().version, self._folder)
            found = index.nearest(vectors_of(message), str(message.get(TEXT) or ""))
            message.set("answers", found, add_to_output=True)
        return messages


def _unit(vector: Any, encoder: str) -> Any:
    """A unit vector of what the message means, (width,)."""
    meaning = np.asarray(vector, dtype=np.float64).ravel()
    meaning = meaning[:_MEANING] if encoder == ENGLISH else meaning
    return meaning / max(float(np.linalg.norm(meaning)), 1e-12)


def _stems(text: str) -> set[str]:
    """Content words cut to their first letters, so that "refunds" meets "refund"."""
    return {word[:_STEM] for word in _WORD.findall(text.casefold()) if word not in stop_words()}
