"""How likely a number counts what is sold or who uses it: by what stands around it and by what the message does."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from milepost.nlu.need_values.numbers import Quantity

FILE = Path(__file__).with_name("count_weights.json")
# From this chance on a number is taken for a count.
COUNTS_FROM = 0.3
_AROUND = 3  # words on either side
_MOST_WORDS = 8
_TOKEN = re.compile(r"[a-z']+|\d+|[^\w\s]")
_WHO = {
    "others": re.compile(r"\b(?:he|she|they|his|her|their|friend|buddy|sister|brother|neighbou?r|mate)\b"),
    "i": re.compile(r"\b(?:i|my|me|i'm)\b"),
    "we": re.compile(r"\b(?:we|us|our|we're)\b"),
}
# Numbers up to these are alike in what they are likely to be.
_SIZES = (1, 3, 12, 100, 1000)

Clues = dict[str, float]
"""What speaks for or against, by name, with how much."""


@dataclass(frozen=True)
class Told:
    """What the whole message does: the chance of each act by its words (none: not known), and how it asks."""

    acts: Mapping[str, float] = field(default_factory=dict)
    question: str = "none"


NOTHING = Told()


def clues(folded: str, quantity: Quantity, signs: Iterable[str], told: Told, *, others: int) -> Clues:
    """The clues to a number in a folded message; `signs` are what the counter sees around it, `others` how many numbers there are
    beside it."""
    found = dict.fromkeys((f"sign {sign}" for sign in signs), 1.0)
    found |= dict.fromkeys(_words_around(folded, quantity), 1.0)
    found |= {f"act {act}": chance for act, chance in told.acts.items()}
    found[f"asks {told.question}"] = 1.0
    found[f"words {min(len(folded.split()), _MOST_WORDS)}"] = 1.0
    found |= {f"of {who}": 1.0 for who, pattern in _WHO.items() if pattern.search(folded)}
    found |= {f"up to {size}": 1.0 for size in _SIZES if quantity.high <= size}
    kinds = {"spelled": quantity.spelled, "range": quantity.is_range, "money": quantity.money, "others": others > 0}
    return {**found, **{kind: 1.0 for kind, is_so in kinds.items() if is_so}}


def _words_around(folded: str, quantity: Quantity) -> Iterator[str]:
    before = _TOKEN.findall(folded[: quantity.core_start])[-_AROUND:]
    after = _TOKEN.findall(folded[quantity.core_end :])[:_AROUND]
    for name, words in (("before", before[::-1]), ("after", after)):
        if not words:
            yield f"{name} nothing"
        for place, word in enumerate(words):
            yield f"{name} {word}"
            yield f"{name} {place} {word}"


@dataclass(frozen=True)
class CountScorer:
    """A logistic regression over clues; learnt by `milepost learn-counts` from data/conversations. `version` names what from."""

    weights: Mapping[str, float]
    bias: float
    version: str = ""

    def chance(self, found: Clues) -> float:
        """The probability that a number with these clues is a count."""
        score = self.bias + sum(self.weights[name] * value for name, value in found.items() if name in self.weights)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@lru_cache(maxsize=1)
def learnt() -> CountScorer:
    """The scorer of the project."""
    kept = json.loads(FILE.read_text(encoding="utf-8"))
    return CountScorer(kept["weights"], float(kept["bias"]), str(kept["version"]))
