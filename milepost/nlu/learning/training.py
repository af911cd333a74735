"""Trains a sentence classifier: everything that has to be chosen is chosen on examples that the heads have not seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from milepost.nlu.encoder import ENGLISH, MULTILINGUAL, TUNED
from milepost.nlu.learning.linear_head import LinearHead, fit, folds, softmax, surprise, temperature
from milepost.nlu.learning.sentence_classifier import Example, Heads, Remembered, SentenceClassifier, stacked
from milepost.nlu.learning.word_evidence import learn

STRENGTHS = (5.0, 15.0)
"""Many examples of a label want the weaker, ten the stronger."""
MIXES = (0.0, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0)
FOLDS = 3
COSINE_SCALE = 20.0
VERSION = 7
"""Raise when training changes, or Rasa takes yesterday's classifier from its cache."""


@dataclass(frozen=True)
class OutOfFold:
    """What the classifier says of its own examples when it has not seen them.

    `probabilities` are calibrated; `scores` are the decision scores; `temperature` is what calibrates.
    """

    probabilities: Any
    targets: Any
    scores: Any
    temperature: float

    @property
    def right(self) -> Any:
        """Which examples were read rightly."""
        return self.probabilities.argmax(axis=1) == self.targets

    @property
    def confidence(self) -> Any:
        """The probability of the likeliest label."""
        return self.probabilities.max(axis=1)


@dataclass(frozen=True)
class Task:
    """The labels to learn, as numbers, with the finer ones and which label each of those is within."""

    labels: tuple[str, ...]
    targets: Any
    fine: Any
    belongs: Any

    @property
    def is_finer(self) -> bool:
        """Whether the finer labels are more than the labels."""
        return len(self.belongs) > len(self.labels)

    @classmethod
    def of(cls, examples: Sequence[Example]) -> Task:
        """Number the labels of examples."""
        labels = tuple(sorted({one.label for one in examples}))
        pairs = sorted({(one.fine, one.label) for one in examples})
        belongs = np.array([[float(label == name) for name in labels] for _, label in pairs], np.float32)
        numbers = {pair: number for number, pair in enumerate(pairs)}
        fine = np.array([numbers[one.fine, one.label] for one in examples])
        return cls(labels, np.array([labels.index(one.label) for one in examples]), fine, belongs)


def train(examples: Sequence[Example], *, remember_vectors: bool) -> tuple[SentenceClassifier, dict[str, OutOfFold]]:
    """Fit to labelled sentences; also gives the out-of-fold readings by route.

    `remember_vectors`: keep the examples, so that new messages are compared with the nearest of them.
    """
    task, texts = Task.of(examples), [one.text for one in examples]
    trials = trials_of(examples, task)
    x = {route: stacked(examples, route) for route in (ENGLISH, MULTILINGUAL)}
    tuned_width = len(examples[0].vectors[TUNED]) if TUNED in examples[0].vectors else 0
    strength = best_strength(x[ENGLISH], task, trials[0])
    tried, some = np.concatenate(trials), trials[0]
    evidence = words_out_of_fold(texts, task, trials)[tried]
    parts = heads_out_of_fold(x[ENGLISH], task, trials, strength, tuned_width)[:, tried]
    foreign = heads_out_of_fold(x[MULTILINGUAL], task, trials[:1], strength)[:, some]
    mix = best_mix(parts, evidence, task.targets[tried])
    unseen = {
        ENGLISH: out_of_fold(mixed(parts, mix * evidence), x[ENGLISH], task.targets, tried),
        MULTILINGUAL: out_of_fold(mixed(foreign, 0.0), x[MULTILINGUAL], task.targets, some),
    }
    widths = {ENGLISH: tuned_width, MULTILINGUAL: 0}
    heads = {route: fitted(part, task, strength, tuned_width=widths[route]) for route, part in x.items()}
    kept = Remembered.of(x[ENGLISH], task.targets) if remember_vectors else Remembered.nothing()
    warmth = {route: one.temperature for route, one in unseen.items()}
    words = learn(texts, task.targets, len(task.labels))
    return SentenceClassifier(task.labels, heads, words, mix, warmth, kept), unseen


_FITTED: dict[str, LinearHead] = {}
_MOST_FITTED = 16


def fit_once(x: Any, targets: Any, labels: int, strength: float) -> LinearHead:
    """Intents and stages share their finer labels, and labels may be as fine as can be: nothing is fitted twice."""
    key = hashlib.sha256(x.tobytes() + targets.tobytes() + f"{labels} {strength}".encode()).hexdigest()
    if key not in _FITTED:
        while len(_FITTED) >= _MOST_FITTED:
            del _FITTED[next(iter(_FITTED))]
        _FITTED[key] = fit(x, targets, labels, strength=strength)
    return _FITTED[key]


def trials_of(examples: Sequence[Example], task: Task) -> list[Any]:
    """The places of the examples that are read by heads that have not seen them, group by group.

    Of examples that a tuned encoder learnt from, none would be read as a new message will be.
    """
    kept_back = np.array([one.kept_back for one in examples])
    if kept_back.any():
        return [np.flatnonzero(kept_back)]
    numbers = folds(task.fine, FOLDS)
    return [np.flatnonzero(numbers == number) for number in range(FOLDS) if (numbers == number).any()]


def rest_of(task: Task, out: Any) -> Any:
    """The places of all other examples."""
    return np.setdiff1d(np.arange(len(task.targets)), out)


def fitted(x: Any, task: Task, strength: float, places: Any = slice(None), *, tuned_width: int = 0) -> Heads:
    """All heads, fitted to the examples at `places`; the first `tuned_width` columns come from a tuned encoder."""
    part, targets = x[places], task.targets[places]
    others = []
    if task.is_finer:
        others.append((fit_once(part, task.fine[places], len(task.belongs), strength), task.belongs))
    if tuned_width:
        others.append(
            (middles(part, targets, len(task.labels), tuned_width), np.eye(len(task.labels), dtype=np.float32))
        )
    return Heads(fit_once(part, targets, len(task.labels), strength), tuple(others))


def middles(x: Any, targets: Any, labels: int, width: int) -> LinearHead:
    """Cosine of the tuned part of a vector to the middle of each label's examples, scaled as tuning scales it."""
    weights = np.zeros((x.shape[1], labels), np.float32)
    for label in np.unique(targets):
        middle = x[targets == label, :width].mean(axis=0)
        weights[:width, label] = middle / np.linalg.norm(middle)
    length = np.linalg.norm(x[0, :width])  # the same for all: unit vectors, weighted
    return LinearHead(weights * np.float32(COSINE_SCALE / length), np.zeros(labels, np.float32))


def best_strength(x: Any, task: Task, out: Any) -> float:
    """The regularisation that leaves the least surprise on one group of examples."""
    rest = rest_of(task, out)

    def surprise_at(strength: float) -> float:
        head = fit(x[rest], task.targets[rest], len(task.labels), strength=strength)
        return calibrated_surprise(head.logits(x[out]), task.targets[out])

    return min(STRENGTHS, key=surprise_at)


def heads_out_of_fold(x: Any, task: Task, trials: Sequence[Any], strength: float, tuned_width: int = 0) -> Any:
    """Of every tried example, by heads that have not seen it: plain logits, and the other heads' probabilities added up."""
    parts = np.zeros((2, len(x), len(task.labels)), np.float32)
    for out in trials:
        heads = fitted(x, task, strength, rest_of(task, out), tuned_width=tuned_width)
        parts[0, out] = heads.plain.logits(x[out])
        for head, within in heads.others:
            parts[1, out] += softmax(head.logits(x[out])) @ within
    return parts


def words_out_of_fold(texts: Sequence[str], task: Task, trials: Sequence[Any]) -> Any:
    """Logits of every tried example by word evidence that has not seen it."""
    logits = np.zeros((len(texts), len(task.labels)), np.float32)
    for out in trials:
        rest = rest_of(task, out)
        words = learn([texts[place] for place in rest], task.targets[rest], len(task.labels))
        logits[out] = [words.logits(texts[place]) for place in out]
    return logits


def mixed(parts: Any, extra: Any) -> Any:
    """Probabilities as the classifier will make them, before calibration."""
    others = round(float(parts[1][0].sum()))  # each of the other heads adds up to one
    return (softmax(parts[0] + extra) + parts[1]) / (1 + others)


def best_mix(parts: Any, evidence: Any, targets: Any) -> float:
    """How much word evidence leaves the least surprise."""
    return min(MIXES, key=lambda part: calibrated_surprise(np.log(mixed(parts, part * evidence) + 1e-9), targets))


def calibrated_surprise(logits: Any, targets: Any) -> float:
    return surprise(logits / temperature(logits, targets), targets)


def out_of_fold(raw: Any, x: Any, targets: Any, tried: Any) -> OutOfFold:
    """Calibrate the readings of the examples at `tried` and score them as messages will be scored."""
    logits = np.log(raw + 1e-9)
    warmth = temperature(logits, targets[tried])
    return OutOfFold(softmax(logits / warmth), targets[tried], decision_scores(raw, x, targets, tried), warmth)


def decision_scores(raw: Any, x: Any, targets: Any, tried: Any) -> Any:
    """Probability x cosine to the nearest other example of the likeliest label."""
    best = raw.argmax(axis=1)
    cosines = x[tried] @ x.T / (x[0] @ x[0])
    cosines[np.arange(len(tried)), tried] = -1.0
    nearest = np.where(targets[None, :] == best[:, None], cosines, -1.0).max(axis=1)
    return raw.max(axis=1) * nearest


def threshold(scores: Any, right: Any, *, precision: float, declined: float) -> float:
    """The least score from which on `precision` of the examples are read rightly, but never one that declines more."""
    order = np.argsort(-scores, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(shares >= precision)
    least = float(scores[order][good[-1]]) if len(good) else 1.0
    return min(least, float(np.quantile(scores, declined)))
