"""The tagger's network: word evidence to label scores, by one hidden layer over a window beside the words' own features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from milepost.nlu.need_tagging.chain import Chain
from milepost.nlu.need_tagging.evidence import Evidence

Array = Any
WINDOW = (-1, 0, 1)
PARTS = ("mix", "lift", "turn", "features", "bias", "steps", "first", "last")
"""What is learnt; `middle` and `directions` project the states and stay as they are."""


@dataclass(frozen=True)
class Network:
    """Arrays by name: `middle` (768,), `directions` (768, width), `mix` (4 width, hidden), `lift` (hidden,), `turn`
    (hidden, K), `features` (buckets, K), `bias` (K,), and the chain's `steps` (K, K), `first` (K,), `last` (K,)."""

    arrays: Mapping[str, Array]

    @property
    def chain(self) -> Chain:
        return Chain(self.arrays["steps"], self.arrays["first"], self.arrays["last"])

    def scores(self, evidence: Evidence) -> Array:
        """(n, K): the score of each label for each word of a message."""
        given = self.arrays
        inner = np.maximum(0.0, window(self.projected(evidence)) @ given["mix"] + given["lift"])
        plain = np.stack([given["features"][list(of_word)].sum(axis=0) for of_word in evidence.features])
        return inner @ given["turn"] + plain + given["bias"]

    def projected(self, evidence: Evidence) -> Array:
        """(n, width): the words' states in the directions in which they differ most."""
        return (evidence.states - self.arrays["middle"]) @ self.arrays["directions"]


def window(projected: Array) -> Array:
    """(n, 4 width): the word before, the word, the word behind, and the mean of all."""
    beside = [shifted(projected, near) for near in WINDOW]
    return np.concatenate([*beside, np.broadcast_to(projected.mean(axis=0), projected.shape)], axis=1)


def shifted(rows: Array, near: int) -> Array:
    """The rows moved so that each place holds its neighbour; zeros where there is none."""
    moved = np.zeros_like(rows)
    if near < 0:
        moved[-near:] = rows[:near]
    elif near > 0:
        moved[:-near] = rows[near:]
    else:
        moved[:] = rows
    return moved


def projection(messages: Sequence[Evidence], width: int) -> tuple[Array, Array]:
    """Mean (768,) and principal directions (768, width) of the words' states, scaled so that the first have unit spread."""
    states = np.concatenate([message.states for message in messages]).astype(np.float64)
    middle = states.mean(axis=0)
    sizes, directions = np.linalg.eigh(np.cov(states - middle, rowvar=False))
    directions = directions[:, ::-1][:, :width]
    signs = np.where(directions.sum(axis=0) < 0, -1.0, 1.0)
    scale = np.sqrt(sizes[::-1][:width].mean())
    return middle.astype(np.float32), (directions * signs / scale).astype(np.float32)
