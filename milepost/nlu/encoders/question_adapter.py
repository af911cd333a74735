"""What MiniLM's upper layers learn of how visitors ask: a low-rank adaptation (LoRA, Hu et al. 2021, arXiv:2106.09685) beside them.

The classifiers go on reading the published layers; the facts of a catalogue are looked for with these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).with_name("question_adapter.npz")
"""Of each adapted dense layer two arrays, "NAME|down" (inputs, rank) and "NAME|up" (rank, outputs), in half precision."""
DOWN, UP = "down", "up"


@cache
def version() -> str:
    """The first 8 hex digits of the sha256 of the file: what is made with other weights is told apart by it."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()[:8]


def learnt() -> dict[str, Any]:
    """The arrays of the file, by name."""
    with np.load(FILE, allow_pickle=False) as stored:
        return {name: stored[name].astype(np.float32) for name in stored.files}


def write(adapter: Mapping[str, Any], target: Path) -> None:
    """Writes the arrays in half precision."""
    np.savez_compressed(target, **{name: np.asarray(value, np.float16) for name, value in adapter.items()})


def adapted(weights: Mapping[str, Any], adapter: Mapping[str, Any]) -> dict[str, Any]:
    """An encoder's arrays with the adapter added to those that it adapts; weights are laid out (outputs, inputs)."""
    found = dict(weights)
    for name in sorted({name.partition("|")[0] for name in adapter}):
        added = adapter[f"{name}|{DOWN}"] @ adapter[f"{name}|{UP}"]
        found[f"{name}.weight"] = found[f"{name}.weight"] + added.T.astype(np.float32)
    return found
