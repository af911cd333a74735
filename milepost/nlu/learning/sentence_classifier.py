"""Labels a sentence from its vectors and its words: what the intent classifier and the buying-stage detector share.

Linear heads are averaged: one for the labels themselves, one for finer ones (an intent in a stage) whose probabilities
are added up, and, beside a tuned encoder, one for the middle of each label's examples. The finer head bends the borders:
on the project's own examples it adds two points.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from milepost.nlu.encoder import ENGLISH, MULTILINGUAL, TUNED
from milepost.nlu.learning.linear_head import LinearHead, softmax
from milepost.nlu.learning.word_evidence import WordEvidence

BLOCK_WEIGHTS = {ENGLISH: 1.1, MULTILINGUAL: 0.7}
TUNED_WEIGHTS = {TUNED: 1.5, ENGLISH: 0.7, MULTILINGUAL: 0.7}


@dataclass(frozen=True)
class Example:
    """A labelled sentence with its vectors by encoder; `fine` is a label within the label.

    `kept_back`: an encoder that was tuned has not learnt from it.
    """

    text: str
    label: str
    fine: str
    vectors: Mapping[str, Any]
    kept_back: bool = False


@dataclass(frozen=True)
class Reading:
    """What a sentence was taken for: probabilities in the order of the classifier's labels, and the decision score.

    `route` is what decided: ENGLISH with all vectors and words, or the MULTILINGUAL vector alone.
    """

    probabilities: Any
    best: int
    score: float
    route: str


@dataclass(frozen=True)
class Heads:
    """A head for the labels, and others with, for each, which label its own labels are within: (own, labels)."""

    plain: LinearHead
    others: tuple[tuple[LinearHead, Any], ...] = ()

    def probabilities(self, x: Any, extra: Any = 0.0) -> Any:
        """The mean of all heads, `extra` added to the plain one's logits; not yet calibrated."""
        parts = [
            softmax(self.plain.logits(x) + extra),
            *(softmax(head.logits(x)) @ within for head, within in self.others),
        ]
        return sum(parts) / len(parts)


@dataclass(frozen=True)
class Remembered:
    """The examples' joined vectors, label after label, in whole steps of a byte: a quarter of the memory."""

    vectors: Any
    targets: Any
    step: float

    @classmethod
    def of(cls, x: Any, targets: Any) -> Remembered:
        """Keep examples, one row each."""
        order, step = np.argsort(targets, kind="stable"), float(np.abs(x).max()) / 127
        return cls(np.round(x[order] / step).astype(np.int8), targets[order], step)

    @classmethod
    def nothing(cls) -> Remembered:
        """No examples: every message counts as near."""
        return cls(np.zeros((0, 1), np.int8), np.zeros(0, np.int64), 1.0)


@dataclass(frozen=True)
class SentenceClassifier:
    """English: all vectors and `mix` parts of word evidence. Other languages: the multilingual vector alone."""

    labels: tuple[str, ...]
    heads: Mapping[str, Heads]
    words: WordEvidence
    mix: float
    temperatures: Mapping[str, float]
    remembered: Remembered

    def read(self, text: str, vectors: Mapping[str, Any]) -> Reading:
        """Probabilities, the likeliest label, and probability x cosine to its nearest example as score to decide by.

        The score takes the probability before calibration: it ranks strange messages lower than the sharper one does.
        """
        route = ENGLISH if ENGLISH in vectors else MULTILINGUAL
        x, extra = (joined(vectors), self.mix * self.words.logits(text)) if route == ENGLISH else (vectors[route], 0.0)
        raw = self.heads[route].probabilities(x, extra)
        best = int(raw.argmax())
        return Reading(
            calibrated(raw, self.temperatures[route]), best, float(raw[best]) * self.nearest(vectors, best), route
        )

    def nearest(self, vectors: Mapping[str, Any], label: int) -> float:
        """Cosine to the nearest example of a label, in the space of the vectors at hand."""
        first, after = np.searchsorted(self.remembered.targets, (label, label + 1))
        if first == after:
            return 1.0
        one = joined(vectors) if ENGLISH in vectors else vectors[MULTILINGUAL]
        examples = self.remembered.vectors[first:after, -len(one) :].astype(np.float32)
        length = float(one @ one) if ENGLISH in vectors else BLOCK_WEIGHTS[MULTILINGUAL]
        return float((examples @ one).max()) * self.remembered.step / length

    def save(self, folder: Path) -> None:
        """Write arrays and vocabulary; `load` gives the same classifier to the bit."""
        kept = self.remembered
        arrays = {"rarity": self.words.rarity, "vectors": kept.vectors, "targets": kept.targets, "step": kept.step}
        arrays |= {"words.weights": self.words.head.weights, "words.bias": self.words.head.bias}
        for route, heads in self.heads.items():
            for number, (head, within) in enumerate([(heads.plain, None), *heads.others]):
                arrays |= {f"{route}.{number}.weights": head.weights, f"{route}.{number}.bias": head.bias}
                arrays |= {} if within is None else {f"{route}.{number}.within": within}
        np.savez(folder / "arrays.npz", **arrays)
        described = {"labels": self.labels, "mix": self.mix, "temperatures": self.temperatures}
        described["heads"] = {route: 1 + len(heads.others) for route, heads in self.heads.items()}
        described["grams"] = list(self.words.places)
        (folder / "classifier.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> SentenceClassifier:
        """Read what `save` wrote."""
        described = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}

        def head(name: str) -> LinearHead:
            return LinearHead(arrays[f"{name}.weights"], arrays[f"{name}.bias"])

        def others(route: str, count: int) -> tuple[tuple[LinearHead, Any], ...]:
            names = [f"{route}.{number}" for number in range(1, count)]
            return tuple((head(name), arrays[f"{name}.within"]) for name in names)

        heads = {route: Heads(head(f"{route}.0"), others(route, count)) for route, count in described["heads"].items()}
        places = {gram: place for place, gram in enumerate(described["grams"])}
        words = WordEvidence(places, arrays["rarity"], head("words"))
        kept = Remembered(arrays["vectors"], arrays["targets"], float(arrays["step"]))
        return cls(tuple(described["labels"]), heads, words, described["mix"], described["temperatures"], kept)


def joined(vectors: Mapping[str, Any]) -> Any:
    """All vectors, weighted, in one; the multilingual one last."""
    weights = TUNED_WEIGHTS if TUNED in vectors else BLOCK_WEIGHTS
    return np.concatenate([weight * vectors[encoder] for encoder, weight in weights.items()])


def calibrated(probabilities: Any, temperature: float) -> Any:
    """Probabilities made honest."""
    return softmax(np.log(probabilities + 1e-9) / temperature)


def stacked(examples: Sequence[Example], route: str) -> Any:
    """The examples' vectors as a route sees them, one row each."""
    return np.stack([joined(one.vectors) if route == ENGLISH else one.vectors[MULTILINGUAL] for one in examples])
