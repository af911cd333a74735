"""Trains the tagger's network: Adam on the chain's likelihood, with dropout; the same seed gives the same network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from milepost.nlu.need_tagging.chain import Chain, loss_and_gradient
from milepost.nlu.need_tagging.evidence import BUCKETS, Evidence
from milepost.nlu.need_tagging.network import PARTS, Network, projection, window

Array = Any


@dataclass(frozen=True)
class Recipe:
    """`width` of the projected states, `hidden` units, `rate` at the start of `epochs`, weight `decay`, share `drop`ped."""

    width: int = 384
    hidden: int = 192
    epochs: int = 12
    batch: int = 24
    rate: float = 2e-3
    decay: float = 1e-4
    drop: float = 0.5
    seed: int = 7
    networks: int = 1


@dataclass(frozen=True)
class _Batch:
    """The words of some messages one after the other: `rows` (W, 4 width), `features` (W, buckets), and where each word
    stands among messages padded to the longest, `at` of B `longest`; `lengths` (B,) and `labels` (B, longest)."""

    rows: Array
    features: Any
    at: Array
    lengths: Array
    labels: Array


@dataclass(frozen=True)
class _Material:
    """All words of all messages: `rows` (W, 4 width), `features` (W, buckets); `lengths` and `labels` by message."""

    rows: Array
    features: Any
    lengths: Array
    labels: Sequence[Sequence[int]]


def train(messages: Sequence[Evidence], labels: Sequence[Sequence[int]], kinds: int, recipe: Recipe) -> list[Network]:
    """Networks for `kinds` labels from messages of at least one word and the label of each word."""
    middle, directions = projection(messages, recipe.width)
    rows = np.concatenate([window((message.states - middle) @ directions) for message in messages]).astype(np.float32)
    lengths = np.array([len(message.words) for message in messages])
    material = _Material(rows, _as_matrix(messages), lengths, labels)
    return [
        Network({"middle": middle, "directions": directions, **_fitted(material, kinds, recipe, recipe.seed + number)})
        for number in range(recipe.networks)
    ]


def _fitted(material: _Material, kinds: int, recipe: Recipe, seed: int) -> dict[str, Array]:
    random = np.random.default_rng(seed)
    arrays = _beginning(recipe, kinds, random)
    state = {name: (np.zeros_like(arrays[name]), np.zeros_like(arrays[name])) for name in PARTS}
    steps = 0
    for epoch in range(recipe.epochs):
        rate = recipe.rate * (1 - epoch / recipe.epochs)
        for batch in _batches(material, recipe.batch, random):
            steps += 1
            gradients = _gradients(arrays, batch, recipe.drop, random)
            for name in PARTS:
                _adam(arrays[name], gradients[name] / len(batch.lengths), state[name], steps, rate, recipe.decay)
    return arrays


def _as_matrix(messages: Sequence[Evidence]) -> Any:
    """(all words, buckets): 1 for each feature that a word has."""
    found = [of_word for message in messages for of_word in message.features]
    ends = np.cumsum([0, *(len(of_word) for of_word in found)])
    buckets = np.concatenate([np.array(of_word) for of_word in found])
    return csr_matrix((np.ones(len(buckets), np.float32), buckets, ends), shape=(len(found), BUCKETS))


def _beginning(recipe: Recipe, kinds: int, random: np.random.Generator) -> dict[str, Array]:
    def normal(inputs: int, outputs: int) -> Array:
        return (random.standard_normal((inputs, outputs)) / np.sqrt(inputs)).astype(np.float32)

    return {
        "mix": normal(4 * recipe.width, recipe.hidden),
        "lift": np.zeros(recipe.hidden, np.float32),
        "turn": normal(recipe.hidden, kinds),
        "features": np.zeros((BUCKETS, kinds), np.float32),
        "bias": np.zeros(kinds, np.float32),
        "steps": np.zeros((kinds, kinds), np.float32),
        "first": np.zeros(kinds, np.float32),
        "last": np.zeros(kinds, np.float32),
    }


def _batches(material: _Material, size: int, random: np.random.Generator) -> Iterator[_Batch]:
    """Messages of about one length together, the batches in a new order each time."""
    lengths = material.lengths
    starts = np.cumsum(lengths) - lengths
    order = np.argsort(lengths + random.uniform(0, 4, len(lengths)), kind="stable")
    parts = [order[at : at + size] for at in range(0, len(order), size)]
    for part in random.permutation(len(parts)):
        chosen = parts[part]
        longest = int(lengths[chosen].max())
        words = np.concatenate([np.arange(starts[one], starts[one] + lengths[one]) for one in chosen])
        at = np.concatenate([number * longest + np.arange(lengths[one]) for number, one in enumerate(chosen)])
        wanted = np.zeros((len(chosen), longest), np.int64)
        for number, one in enumerate(chosen):
            wanted[number, : lengths[one]] = material.labels[one]
        yield _Batch(material.rows[words], material.features[words], at, lengths[chosen], wanted)


def _gradients(arrays: dict[str, Array], batch: _Batch, drop: float, random: np.random.Generator) -> dict[str, Array]:
    keeps_in = (random.random(batch.rows.shape, dtype=np.float32) > drop / 2) / np.float32(1 - drop / 2)
    rows = batch.rows * keeps_in
    before = rows @ arrays["mix"] + arrays["lift"]
    keeps = (random.random(before.shape, dtype=np.float32) > drop) / np.float32(1 - drop)
    inner = np.maximum(0, before) * keeps
    features = batch.features.copy()
    features.data = features.data * (random.random(len(features.data), dtype=np.float32) > drop / 2)
    kinds, (size, longest) = len(arrays["bias"]), batch.labels.shape
    scores = np.zeros((size * longest, kinds), np.float32)
    scores[batch.at] = inner @ arrays["turn"] + arrays["bias"] + features @ arrays["features"]
    chain = Chain(arrays["steps"], arrays["first"], arrays["last"])
    _, by_scores, by_chain = loss_and_gradient(chain, scores.reshape(size, longest, kinds), batch.lengths, batch.labels)
    by_words = by_scores.reshape(-1, kinds)[batch.at].astype(np.float32)
    by_inner = (by_words @ arrays["turn"].T) * keeps * (before > 0)
    return {
        "mix": rows.T @ by_inner,
        "lift": by_inner.sum(axis=0),
        "turn": inner.T @ by_words,
        "features": features.T @ by_words,
        "bias": by_words.sum(axis=0),
        "steps": by_chain.steps,
        "first": by_chain.first,
        "last": by_chain.last,
    }


def _adam(value: Array, gradient: Array, state: tuple[Array, Array], step: int, rate: float, decay: float) -> None:
    """Kingma and Ba, "Adam", ICLR 2015, with decay apart from the gradient (Loshchilov and Hutter, 2019)."""
    mean, square = state
    mean += 0.1 * (gradient - mean)
    square += 0.001 * (gradient * gradient - square)
    value -= rate * ((mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8) + decay * 100 * value)
