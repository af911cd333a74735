"""Labels a sentence from its vectors and its words: what the intent classifier and the buying-stage detector share.

Heads of two kinds are blended: one by likeness to examples, and linear ones. Both learn finer labels (an intent in a
stage), whose probabilities are added up; beside a tuned encoder comes one for the middle of each label's examples.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from milepost.nlu.encoder import ENGLISH, MULTILINGUAL, TUNED
from milepost.nlu.learning.kernel_head import KernelHead, Landmarks
from milepost.nlu.learning.linear_head import LinearHead, softmax
from milepost.nlu.learning.word_evidence import WordEvidence

BLOCK_WEIGHTS = {ENGLISH: 1.1, MULTILINGUAL: 0.7}
TUNED_WEIGHTS = {TUNED: 1.5, ENGLISH: 0.7, MULTILINGUAL: 0.7}
CERTAINTY = 0.75
"""The power that a probability has in a decision score: of 0.3 to 2, what told strange messages best on two public sets."""


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
    """A kernel head for finer labels, `within` (finer, labels) saying where they belong, and linear heads, each with the
    like. `share` is the kernel's part in the probabilities, `sharpness` what its logits are multiplied by.
    """

    kernel: KernelHead
    within: Any
    others: tuple[tuple[LinearHead, Any], ...]
    share: float = 0.5
    sharpness: float = 1.0

    def probabilities(self, x: Any, extra: Any = 0.0) -> Any:
        """All heads together, `extra` added to the logits of the labels themselves; not yet calibrated."""
        linear = sum(softmax(head.logits(x)) @ within for head, within in self.others) / len(self.others)
        return blended(self.sharpness * self.kernel.logits(x), self.within, extra, linear, self.share)


def blended(fine: Any, within: Any, extra: Any, linear: Any, share: float) -> Any:
    """Probabilities from the kernel's logits of the finer labels, word evidence and the mean of the linear heads."""
    kernel = (softmax(fine @ within + extra) + softmax(fine) @ within) / 2
    return share * kernel + (1 - share) * linear


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
        """Probabilities, the likeliest label, and a score to decide by: see `decision_score`.

        The score takes the probability before calibration: it ranks strange messages lower than the sharper one does.
        """
        route = ENGLISH if ENGLISH in vectors else MULTILINGUAL
        x, extra = (joined(vectors), self.mix * self.words.logits(text)) if route == ENGLISH else (vectors[route], 0.0)
        raw = self.heads[route].probabilities(x, extra)
        best = int(raw.argmax())
        score = float(decision_score(raw[best], self.nearest(vectors, best)))
        return Reading(calibrated(raw, self.temperatures[route]), best, score, route)

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
            arrays[f"{route}.landmarks"] = heads.kernel.landmarks.vectors.astype(np.float16)
            parts: list[tuple[KernelHead | LinearHead, Any]] = [(heads.kernel, heads.within), *heads.others]
            for number, (head, within) in enumerate(parts):
                arrays |= {f"{route}.{number}.weights": head.weights, f"{route}.{number}.bias": head.bias}
                arrays[f"{route}.{number}.within"] = within
        np.savez(folder / "arrays.npz", **arrays)
        described = {"labels": self.labels, "mix": self.mix, "temperatures": self.temperatures}
        described["heads"] = {
            route: {
                "others": len(heads.others),
                "share": heads.share,
                "sharpness": heads.sharpness,
                "length": heads.kernel.landmarks.length,
            }
            for route, heads in self.heads.items()
        }
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

        heads = {}
        for route, one in described["heads"].items():
            landmarks = Landmarks.shared(arrays[f"{route}.landmarks"], one["length"])
            kernel = KernelHead(landmarks, arrays[f"{route}.0.weights"], arrays[f"{route}.0.bias"])
            names = [f"{route}.{number}" for number in range(1, one["others"] + 1)]
            others = tuple((head(name), arrays[f"{name}.within"]) for name in names)
            heads[route] = Heads(kernel, arrays[f"{route}.0.within"], others, one["share"], one["sharpness"])
        places = {gram: place for place, gram in enumerate(described["grams"])}
        words = WordEvidence(places, arrays["rarity"], head("words"))
        kept = Remembered(arrays["vectors"], arrays["targets"], float(arrays["step"]))
        return cls(tuple(described["labels"]), heads, words, described["mix"], described["temperatures"], kept)


def joined(vectors: Mapping[str, Any]) -> Any:
    """All vectors, weighted, in one; the multilingual one last."""
    weights = TUNED_WEIGHTS if TUNED in vectors else BLOCK_WEIGHTS
    return np.concatenate([weight * vectors[encoder] for encoder, weight in weights.items()])


def joined_of(example: Example, widths: Mapping[str, int]) -> Any:
    """All vectors of an example; zeros where it has none, so that an English message is never near to it."""
    return joined(
        {encoder: example.vectors.get(encoder, np.zeros(width, np.float32)) for encoder, width in widths.items()}
    )


def decision_score(probability: Any, nearest: Any) -> Any:
    """Probability ^ CERTAINTY x cosine to the nearest example of the likeliest label."""
    return probability**CERTAINTY * nearest


def calibrated(probabilities: Any, temperature: float) -> Any:
    """Probabilities made honest."""
    return softmax(np.log(probabilities + 1e-9) / temperature)


def stacked(examples: Sequence[Example], route: str) -> Any:
    """The examples' vectors as a route sees them, one row each."""
    if route == MULTILINGUAL:
        return np.stack([one.vectors[MULTILINGUAL] for one in examples])
    widths = {name: len(vector) for name, vector in max((one.vectors for one in examples), key=len).items()}
    return np.stack([joined_of(one, widths) for one in examples])
