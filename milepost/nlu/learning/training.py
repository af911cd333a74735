"""Trains a sentence classifier: everything that has to be chosen is chosen on examples that the heads have not seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from milepost.nlu.encoder import ENGLISH, MULTILINGUAL, TUNED
from milepost.nlu.learning.kernel_head import KernelHead, fit_kernel
from milepost.nlu.learning.linear_head import LinearHead, fit, folds, softmax, surprise, temperature
from milepost.nlu.learning.sentence_classifier import (
    Example,
    Heads,
    Remembered,
    SentenceClassifier,
    blended,
    decision_score,
    stacked,
)
from milepost.nlu.learning.word_evidence import WordTable, word_table

STRENGTH, STEPS, STEPS_OF_MANY = 15.0, 80, 40
"""The C of the linear heads; of thousands of examples, steps beyond the fortieth change nothing."""
MIXES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.3, 1.7, 2.2)
SHARES = (0.1, 0.25, 0.4, 0.5, 0.6, 0.75)
SHARPNESSES = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
FOLDS, ENOUGH = 3, 3000
"""From so many examples on, one fold in three tells enough to choose and calibrate by."""
COSINE_SCALE = 20.0
VERSION = 10
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

    @classmethod
    def of(cls, examples: Sequence[Example], labels: tuple[str, ...]) -> Task:
        """Number the labels of examples."""
        pairs = sorted({(one.fine, one.label) for one in examples})
        belongs = np.array([[float(label == name) for name in labels] for _, label in pairs], np.float32)
        numbers = {pair: number for number, pair in enumerate(pairs)}
        fine = np.array([numbers[one.fine, one.label] for one in examples])
        return cls(labels, np.array([labels.index(one.label) for one in examples]), fine, belongs)


def train(examples: Sequence[Example], *, remember_vectors: bool) -> tuple[SentenceClassifier, dict[str, OutOfFold]]:
    """Fit to labelled sentences; also gives the readings of examples by heads that have not seen them, by route.

    `remember_vectors`: keep the examples, so that new messages are compared with the nearest of them.
    Examples in another language than English teach the multilingual heads alone. Raises ValueError where a label has no
    English example.
    """
    english = [one for one in examples if ENGLISH in one.vectors]
    labels = tuple(sorted({one.label for one in english}))
    if foreign := {one.label for one in examples} - set(labels):
        raise ValueError(f"no example in English has the label {', '.join(sorted(foreign))}")
    with ThreadPoolExecutor(1) as beside:  # word evidence is learnt while the vectors are
        return _trained(examples, english, labels, beside, remember_vectors=remember_vectors)


def _trained(
    examples: Sequence[Example],
    english: Sequence[Example],
    labels: tuple[str, ...],
    beside: ThreadPoolExecutor,
    *,
    remember_vectors: bool,
) -> tuple[SentenceClassifier, dict[str, OutOfFold]]:
    plain = Task.of(english, labels)
    counted = word_table(tuple(one.text for one in english))
    said = beside.submit(words_out_of_fold, counted, plain, trials_of(english, plain))
    words = beside.submit(counted.learn, plain.targets, len(labels))
    tuned_width = len(english[0].vectors[TUNED]) if TUNED in english[0].vectors else 0
    heads, unseen, mix = {}, {}, 0.0
    for route, known in ((ENGLISH, english), (MULTILINGUAL, examples)):
        task = Task.of(known, labels)
        trials = trials_of(known, task)
        tried = np.concatenate(trials)
        x, width = stacked(known, route), tuned_width if route == ENGLISH else 0
        kernel, alone = fit_kernel_once(x, task.fine, len(task.belongs))
        linear = linear_out_of_fold(x, task, trials, width)[tried]
        trial = Trial(alone[tried], task.belongs, linear, task.targets[tried])
        share, sharpness = trial.best_blend()
        evidence: Any = 0.0
        if route == ENGLISH:
            evidence = said.result()[tried]
            mix = trial.best_mix(evidence, share, sharpness)
        raw = trial.blended(share, sharpness, mix * evidence if route == ENGLISH else 0.0)
        unseen[route] = out_of_fold(raw, x, task.targets, tried, scored=remember_vectors)
        heads[route] = Heads(kernel, task.belongs, linear_heads(x, task, width), share, sharpness)
    warmth = {route: one.temperature for route, one in unseen.items()}
    kept = Remembered.of(stacked(examples, ENGLISH), task.targets) if remember_vectors else Remembered.nothing()
    return SentenceClassifier(labels, heads, words.result(), mix, warmth, kept), unseen


@dataclass(frozen=True)
class Trial:
    """What the heads say of examples that they have not seen, for choosing how much each of them counts."""

    fine: Any
    within: Any
    linear: Any
    targets: Any

    def blended(self, share: float, sharpness: float, extra: Any = 0.0) -> Any:
        """Probabilities as the classifier will make them, before calibration."""
        return blended(sharpness * self.fine, self.within, extra, self.linear, share)

    def best_blend(self) -> tuple[float, float]:
        """The kernel's share and sharpness that leave the least surprise."""
        sharpness = min(SHARPNESSES, key=lambda one: self._surprise(self.blended(1.0, one)))
        share = min(SHARES, key=lambda one: self._surprise(self.blended(one, sharpness)))
        return share, sharpness

    def best_mix(self, evidence: Any, share: float, sharpness: float) -> float:
        """How much word evidence leaves the least surprise."""
        return min(MIXES, key=lambda part: self._surprise(self.blended(share, sharpness, part * evidence)))

    def _surprise(self, probabilities: Any) -> float:
        logits = np.log(probabilities + 1e-9)
        return surprise(logits / temperature(logits, self.targets), self.targets)


_FITTED: dict[str, Any] = {}
_MOST_FITTED = 16


def once(kind: str, make: Callable[[Any, Any, int], Any], x: Any, targets: Any, labels: int) -> Any:
    """Intents and stages share their finer labels, and labels may be as fine as can be: nothing is fitted twice."""
    key = hashlib.sha256(x.tobytes() + targets.tobytes() + f"{kind} {labels}".encode()).hexdigest()
    if key not in _FITTED:
        while len(_FITTED) >= _MOST_FITTED:
            del _FITTED[next(iter(_FITTED))]
        _FITTED[key] = make(x, targets, labels)
    return _FITTED[key]


def fit_kernel_once(x: Any, targets: Any, labels: int) -> tuple[KernelHead, Any]:
    found: tuple[KernelHead, Any] = once("kernel", fit_kernel, x, targets, labels)
    return found


def fit_once(x: Any, targets: Any, labels: int) -> LinearHead:
    steps = STEPS_OF_MANY if len(targets) >= ENOUGH // 2 else STEPS
    head: LinearHead = once("linear", lambda *told: fit(*told, strength=STRENGTH, steps=steps), x, targets, labels)
    return head


def trials_of(examples: Sequence[Example], task: Task) -> list[Any]:
    """The places of the examples that are read by heads that have not seen them, group by group; enough of them.

    Of examples that a tuned encoder learnt from, none would be read as a new message will be.
    """
    kept_back = np.array([one.kept_back for one in examples])
    if kept_back.any():
        return [np.flatnonzero(kept_back)]
    numbers = folds(task.fine, FOLDS)
    groups = [np.flatnonzero(numbers == number) for number in range(FOLDS) if (numbers == number).any()]
    return groups if len(examples) < ENOUGH else groups[:1]


def rest_of(task: Task, out: Any) -> Any:
    """The places of all other examples."""
    return np.setdiff1d(np.arange(len(task.targets)), out)


def linear_heads(x: Any, task: Task, tuned_width: int, places: Any = slice(None)) -> tuple[tuple[LinearHead, Any], ...]:
    """The linear heads, fitted to the examples at `places`; the first `tuned_width` columns come from a tuned encoder."""
    part, targets = x[places], task.targets[places]
    found = [(fit_once(part, task.fine[places], len(task.belongs)), task.belongs)]
    if tuned_width:
        middle = middles(part, targets, len(task.labels), tuned_width)
        found.append((middle, np.eye(len(task.labels), dtype=np.float32)))
    return tuple(found)


def middles(x: Any, targets: Any, labels: int, width: int) -> LinearHead:
    """Cosine of the tuned part of a vector to the middle of each label's examples, scaled as tuning scales it."""
    weights = np.zeros((x.shape[1], labels), np.float32)
    for label in np.unique(targets):
        middle = x[targets == label, :width].mean(axis=0)
        weights[:width, label] = middle / np.linalg.norm(middle)
    length = np.linalg.norm(x[0, :width])  # the same for all: unit vectors, weighted
    return LinearHead(weights * np.float32(COSINE_SCALE / length), np.zeros(labels, np.float32))


def linear_out_of_fold(x: Any, task: Task, trials: Sequence[Any], tuned_width: int) -> Any:
    """Of every tried example, the mean of the linear heads' probabilities, by heads that have not seen it."""
    said = np.zeros((len(x), len(task.labels)), np.float32)
    for out in trials:
        heads = linear_heads(x, task, tuned_width, rest_of(task, out))
        said[out] = sum(softmax(head.logits(x[out])) @ within for head, within in heads) / len(heads)
    return said


def words_out_of_fold(counted: WordTable, task: Task, trials: Sequence[Any]) -> Any:
    """Logits of every tried example by word evidence that has not seen it."""
    logits = np.zeros((len(task.targets), len(task.labels)), np.float32)
    for out in trials:
        head = counted.learn(task.targets, len(task.labels), rest_of(task, out)).head
        logits[out] = head.logits(counted.rows[out])
    return logits


def out_of_fold(raw: Any, x: Any, targets: Any, tried: Any, *, scored: bool) -> OutOfFold:
    """Calibrate the readings of the examples at `tried` and, if asked for, score them as messages will be scored."""
    logits = np.log(raw + 1e-9)
    warmth = temperature(logits, targets[tried])
    scores = decision_scores(raw, x, targets, tried) if scored else raw.max(axis=1)
    return OutOfFold(softmax(logits / warmth), targets[tried], scores, warmth)


def decision_scores(raw: Any, x: Any, targets: Any, tried: Any) -> Any:
    """The score of every tried example, its nearest being another one of the likeliest label."""
    best = raw.argmax(axis=1)
    cosines = x[tried] @ x.T / (x[0] @ x[0])
    cosines[np.arange(len(tried)), tried] = -1.0
    nearest = np.where(targets[None, :] == best[:, None], cosines, -1.0).max(axis=1)
    return decision_score(raw.max(axis=1), nearest)


def threshold(scores: Any, right: Any, *, precision: float, declined: float) -> float:
    """The least score from which on `precision` of the examples are read rightly, but never one that declines more."""
    order = np.argsort(-scores, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(shares >= precision)
    least = float(scores[order][good[-1]]) if len(good) else 1.0
    return min(least, float(np.quantile(scores, declined)))
