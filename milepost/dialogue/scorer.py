"""The one learnt scorer: how likely each candidate act is what the message does."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from milepost.dialogue.acts import ActKind
from milepost.dialogue.context import Context
from milepost.dialogue.features import Features, argument_features, kind_features, shared_features
from milepost.dialogue.proposals import Candidate
from milepost.dialogue.reading import Reading

_FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Scorer:
    """A nested logit (McFadden 1978): P(act) = P(kind) x P(arguments | kind), each a softmax of feature weights.

    `kinds` and `arguments` are weights by feature name, `stages` those of the buying stage by stage and feature; learnt by
    `milepost learn` from data/conversations. `version` names what they were learnt from.
    """

    kinds: Mapping[str, float]
    arguments: Mapping[str, float]
    version: str = ""
    stages: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def chances(self, candidates: Sequence[Candidate], reading: Reading, context: Context) -> list[float]:
        """The probability of each candidate, in order; they add up to 1."""
        shared = shared_features(reading, context)
        places: dict[ActKind, list[int]] = {}
        for place, candidate in enumerate(candidates):
            places.setdefault(candidate.act.kind, []).append(place)
        kinds = softmax([_sum(self.kinds, kind_features(kind, reading, shared)) for kind in places])
        found = [0.0] * len(candidates)
        for chance, own in zip(kinds, places.values(), strict=True):
            if len(own) == 1:
                found[own[0]] = chance
                continue
            scores = [_sum(self.arguments, argument_features(candidates[place], reading, context)) for place in own]
            for place, share in zip(own, softmax(scores), strict=True):
                found[place] = chance * share
        return found


def _sum(weights: Mapping[str, float], found: Features) -> float:
    """The sum of the weights of what speaks for something."""
    return sum(weights[name] * value for name, value in found.items() if name in weights)


def softmax(scores: Sequence[float]) -> list[float]:
    """Probabilities of scores."""
    top = max(scores, default=0.0)
    powers = [math.exp(score - top) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


@lru_cache(maxsize=1)
def learnt() -> Scorer:
    """The scorer of the project."""
    kept = json.loads(_FILE.read_text(encoding="utf-8"))
    return Scorer(kept["kinds"], kept["arguments"], str(kept["version"]), kept["stages"])
