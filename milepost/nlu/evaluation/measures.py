"""The figures that describe a classifier: accuracy, macro-F1, calibration, coverage at a precision, separation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

BINS = 10


@dataclass(frozen=True)
class Bin:
    """Messages of like confidence: how many, the confidence promised and the share that was right."""

    count: int
    confidence: float
    right: float


def f1(wanted: Sequence[str], got: Sequence[str], label: str) -> float:
    """Harmonic mean of precision and recall of one label; 0 where it never was given rightly."""
    both = sum(one == other == label for one, other in zip(wanted, got, strict=True))
    return 2 * both / max(1, wanted.count(label) + got.count(label)) if both else 0.0


def macro_f1(wanted: Sequence[str], got: Sequence[str]) -> float:
    """The mean F1 of the labels that occur in `wanted`, each counting alike."""
    wanted, got = list(wanted), list(got)
    labels = sorted(set(wanted))
    return sum(f1(wanted, got, label) for label in labels) / max(1, len(labels))


def bins(confidences: Sequence[float], right: Sequence[bool]) -> list[Bin]:
    """Ten bins of equal width; empty ones are left out."""
    values, hits = np.asarray(confidences, float), np.asarray(right, float)
    places = np.minimum((values * BINS).astype(int), BINS - 1)
    return [
        Bin(int(inside.sum()), float(values[inside].mean()), float(hits[inside].mean()))
        for inside in (places == place for place in range(BINS))
        if inside.any()
    ]


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error in ten bins (Guo et al. 2017): the mean gap between what was promised and what came."""
    found = bins(confidences, right)
    return sum(one.count * abs(one.confidence - one.right) for one in found) / max(1, sum(one.count for one in found))


def coverage(scores: Sequence[float], right: Sequence[bool], *, precision: float, of: int | None = None) -> float:
    """The share of `of` messages (all by default) answered rightly if only those above some score are answered, the
    score being the least at which `precision` of the answers are right.
    """
    order = np.argsort(-np.asarray(scores, float), kind="stable")
    hits = np.asarray(right, float)[order]
    good = np.flatnonzero(np.cumsum(hits) / np.arange(1, len(hits) + 1) >= precision)
    return float(hits[: good[-1] + 1].sum()) / (of or len(hits)) if len(good) else 0.0


def answered(scores: Sequence[float], right: Sequence[bool], *, precision: float) -> float:
    """The share of messages answered at all at that precision, rightly or not."""
    order = np.argsort(-np.asarray(scores, float), kind="stable")
    hits = np.asarray(right, float)[order]
    good = np.flatnonzero(np.cumsum(hits) / np.arange(1, len(hits) + 1) >= precision)
    return float(good[-1] + 1) / len(hits) if len(good) else 0.0


def separation(higher: Sequence[float], lower: Sequence[float]) -> float:
    """Area under the ROC curve: how often one of `higher` scores above one of `lower`; ties count half."""
    above, below = np.asarray(higher, float), np.sort(np.asarray(lower, float))
    if not len(above) or not len(below):
        return float("nan")
    under = np.searchsorted(below, above, "left")
    level = np.searchsorted(below, above, "right") - under
    return float((under + level / 2).sum() / (len(above) * len(below)))


def confusion(wanted: Sequence[str], got: Sequence[str], labels: Sequence[str]) -> Any:
    """Counts, a row for what was wanted and a column for what was got; others in a last column."""
    places = {label: place for place, label in enumerate(labels)}
    counts = np.zeros((len(labels), len(labels) + 1), int)
    for one, other in zip(wanted, got, strict=True):
        counts[places[one], places.get(other, len(labels))] += 1
    return counts
