"""A linear-chain conditional random field in numpy: loss with its gradient, best path, and how sure a span is.

Lafferty, McCallum and Pereira, "Conditional Random Fields", ICML 2001. Scores are natural logarithms; K is the number of labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = Any


@dataclass(frozen=True)
class Chain:
    """`steps` (K, K): from label to label; `first` (K,) and `last` (K,): at the ends of a message."""

    steps: Array
    first: Array
    last: Array


def mean(chains: Sequence[Chain]) -> Chain:
    """Each score the mean of the chains' scores."""
    steps, first, last = ([getattr(one, part) for one in chains] for part in ("steps", "first", "last"))
    return Chain(np.mean(steps, axis=0), np.mean(first, axis=0), np.mean(last, axis=0))


def log_sum(values: Array, axis: int) -> Array:
    """log of the sum of exponentials along an axis."""
    most = values.max(axis=axis, keepdims=True)
    return (np.log(np.exp(values - most).sum(axis=axis, keepdims=True)) + most).squeeze(axis)


def forward(chain: Chain, scores: Array) -> Array:
    """(n, K): the mass of all paths that end in a label at a word, for one message's scores (n, K)."""
    mass = np.empty_like(scores)
    mass[0] = chain.first + scores[0]
    for at in range(1, len(scores)):
        mass[at] = log_sum(mass[at - 1][:, None] + chain.steps, 0) + scores[at]
    return mass


def backward(chain: Chain, scores: Array) -> Array:
    """(n, K): the mass of all paths from a label at a word to the end, the word's own score left out."""
    mass = np.empty_like(scores)
    mass[-1] = chain.last
    for at in range(len(scores) - 2, -1, -1):
        mass[at] = log_sum(chain.steps + (scores[at + 1] + mass[at + 1])[None, :], 1)
    return mass


def best_path(chain: Chain, scores: Array) -> list[int]:
    """The likeliest labels of a message (Viterbi)."""
    mass, came = chain.first + scores[0], np.zeros(scores.shape, dtype=np.int64)
    for at in range(1, len(scores)):
        paths = mass[:, None] + chain.steps
        came[at] = paths.argmax(0)
        mass = paths.max(0) + scores[at]
    path = [int((mass + chain.last).argmax())]
    for at in range(len(scores) - 1, 0, -1):
        path.append(int(came[at, path[-1]]))
    return path[::-1]


def span_probability(
    chain: Chain, scores: Array, ahead: Array, behind: Array, span: tuple[int, int], first: int
) -> float:
    """How likely a need stands on exactly these words: `first` is its label for a first word, the next that for others."""
    start, end = span
    mass = ahead[start, first]
    label = first
    for at in range(start + 1, end):
        mass, label = mass + chain.steps[label, first + 1] + scores[at, first + 1], first + 1
    if end < len(scores):
        on = chain.steps[label] + scores[end] + behind[end]
        mass = mass + log_sum(np.delete(on, first + 1), 0)
    else:
        mass = mass + chain.last[label]
    return float(np.exp(min(0.0, mass - log_sum(ahead[-1] + chain.last, 0))))


def loss_and_gradient(chain: Chain, scores: Array, lengths: Array, labels: Array) -> tuple[float, Array, Chain]:
    """The negative log-likelihood of a batch, summed; its gradient by scores (B, n, K) and by the chain.

    `lengths` (B,) are in words, `labels` (B, n); what stands behind a message's length is not looked at.
    """
    longest = scores.shape[1]
    inside = np.arange(longest)[None, :] < lengths[:, None]
    ahead = np.empty_like(scores)
    ahead[:, 0] = chain.first + scores[:, 0]
    for at in range(1, longest):
        step = log_sum(ahead[:, at - 1, :, None] + chain.steps, 1) + scores[:, at]
        ahead[:, at] = np.where(inside[:, at, None], step, ahead[:, at - 1])
    total = log_sum(ahead[:, -1] + chain.last, 1)
    behind = np.empty_like(scores)
    behind[:, -1] = chain.last
    gradient_steps = np.zeros_like(chain.steps)
    for at in range(longest - 2, -1, -1):
        onward = scores[:, at + 1] + behind[:, at + 1]
        step = log_sum(chain.steps + onward[:, None, :], 2)
        behind[:, at] = np.where(inside[:, at + 1, None], step, behind[:, at + 1])
        pairs = ahead[:, at, :, None] + chain.steps + onward[:, None, :] - total[:, None, None]
        gradient_steps += np.exp(pairs[inside[:, at + 1]]).sum(0)
    shares = np.exp(ahead + behind - total[:, None, None]) * inside[:, :, None]
    return _against(chain, scores, lengths, labels, inside, total, shares, gradient_steps)


def _against(
    chain: Chain, scores: Array, lengths: Array, labels: Array, inside: Array, total: Array, shares: Array, steps: Array
) -> tuple[float, Array, Chain]:  # fmt: skip
    """What the labels given take away from the shares that the model expects."""
    rows = np.arange(len(scores))
    ends = labels[rows, lengths - 1]
    given = (np.take_along_axis(scores, labels[:, :, None], 2)[:, :, 0] * inside).sum()
    pairs = inside[:, 1:]
    given += (
        (chain.steps[labels[:, :-1], labels[:, 1:]] * pairs).sum()
        + chain.first[labels[:, 0]].sum()
        + chain.last[ends].sum()
    )
    gradient = shares.copy()
    np.add.at(gradient, (rows[:, None], np.arange(labels.shape[1])[None, :], labels), -inside.astype(scores.dtype))
    first, last = shares[:, 0].sum(0), shares[rows, lengths - 1].sum(0)
    np.add.at(steps, (labels[:, :-1][pairs], labels[:, 1:][pairs]), -1.0)
    np.add.at(first, labels[:, 0], -1.0)
    np.add.at(last, ends, -1.0)
    return float(total.sum() - given), gradient, Chain(steps, first, last)
