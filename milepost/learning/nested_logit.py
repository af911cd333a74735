"""Fits the scorer of acts: a nested logit, the kind of act first, then its arguments (McFadden 1978)."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from milepost.dialogue.acts import ActKind
from milepost.dialogue.features import Features, argument_features, kind_features, shared_features
from milepost.dialogue.interpretation import chances_of_kinds
from milepost.dialogue.scorer import Scorer
from milepost.learning.examples import Example

# Weights are kept small by half their sum of squares times this; chosen among (10, 3) and (25, 6) by leaving authors out.
KINDS_STRENGTH, ARGUMENTS_STRENGTH = 10.0, 3.0
# Authors are left out in this many groups.
FOLDS = 4
_ROUNDS = 250
# Candidates that agree less than this are wrong; of the others the best is the answer, and what agrees nearly as well is almost.
_RIGHT_FROM, _NEARLY = 0.3, 6
# A part that no annotated act falls to counts less: what it does is a guess.
_GUESSED = 0.1
_LEAST_WEIGHT, _DECIMALS = 0.01, 3


class Choices:
    """Choices among alternatives: what speaks for each alternative, by feature name, and how far each would be right."""

    def __init__(self, choices: Iterable[tuple[Sequence[Features], Sequence[float]]]) -> None:
        from scipy import sparse

        self.names: dict[str, int] = {}
        values, columns, rows, starts, right = array("f"), array("i"), array("q", [0]), [0], array("d")
        for alternatives, shares in choices:
            for features in alternatives:
                for name, value in features.items():
                    values.append(value)
                    columns.append(self.names.setdefault(name, len(self.names)))
                rows.append(len(values))
            right.extend(shares)
            starts.append(starts[-1] + len(alternatives))
        shape = (len(rows) - 1, max(1, len(self.names)))
        self.features = sparse.csr_matrix((np.asarray(values), np.asarray(columns), np.asarray(rows)), shape=shape)
        self.starts, self.right = np.array(starts), np.asarray(right)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def weights(self, *, strength: float, importance: Any, rounds: int = _ROUNDS) -> dict[str, float]:
        """The weight of each feature, by L-BFGS on the chance of a right alternative; `importance` of each choice (0: left out)."""
        from scipy.optimize import minimize

        chosen = [place for place in np.flatnonzero(importance) if self._right(place).any()]
        if not chosen:
            return {}
        rows = np.concatenate([np.arange(self.starts[place], self.starts[place + 1]) for place in chosen])
        lengths = np.array([self.starts[place + 1] - self.starts[place] for place in chosen])
        loss = _Loss(self.features[rows], self.right[rows], lengths, np.asarray(importance)[chosen], strength)
        start = np.zeros(self.features.shape[1])
        found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x
        return {name: float(found[place]) for name, place in self.names.items()}

    def _right(self, place: int) -> Any:
        return self.right[self.starts[place] : self.starts[place + 1]] > 0


class _Loss:
    """Minus the logarithm of the chance that a right alternative is chosen, with its gradient."""

    def __init__(self, features: Any, right: Any, lengths: Any, importance: Any, strength: float) -> None:
        self._features, self._turned, self._right = features, features.T.tocsr(), right
        self._first = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        self._choice = np.repeat(np.arange(len(lengths)), lengths)
        self._importance, self._strength = importance, strength

    def __call__(self, weights: Any) -> tuple[float, Any]:
        chances = self._shares(self._features @ weights)
        hits = chances * self._right
        total = np.maximum(np.add.reduceat(hits, self._first), 1e-12)
        loss = -(np.log(total) * self._importance).sum() + 0.5 * self._strength * (weights @ weights)
        pull = (chances - hits / total[self._choice]) * self._importance[self._choice]
        return float(loss), self._turned @ pull + self._strength * weights

    def _shares(self, scores: Any) -> Any:
        powers = np.exp(scores - np.maximum.reduceat(scores, self._first)[self._choice])
        return powers / np.add.reduceat(powers, self._first)[self._choice]


@dataclass(frozen=True)
class Nested:
    """The choices of kinds, one an example, and of arguments, one for each kind of an example that has several candidates."""

    kinds: Choices
    arguments: Choices
    authors: Any
    importance: Any
    of: Any

    @classmethod
    def of_examples(cls, examples: Sequence[Example]) -> Nested:
        """The choices that examples are."""
        arguments = [(place, choice) for place, example in enumerate(examples) for choice in _arguments(example)]
        return cls(
            kinds=Choices(_kinds(example) for example in examples),
            arguments=Choices(choice for _, choice in arguments),
            authors=np.array([example.author for example in examples]),
            importance=importance_of(examples),
            of=np.array([place for place, _ in arguments], dtype=int),
        )

    def scorer(self, *, without: str | None = None, version: str = "") -> Scorer:
        """The scorer that all examples teach, or all but those of one author."""
        importance = self.importance * (self.authors != without)
        kinds = self.kinds.weights(strength=KINDS_STRENGTH, importance=importance)
        arguments = self.arguments.weights(strength=ARGUMENTS_STRENGTH, importance=importance[self.of])
        return Scorer(kept(kinds), kept(arguments), version)

    def kinds_apart(self, examples: Sequence[Example]) -> Iterator[tuple[Example, dict[ActKind, float]]]:
        """Each example with the chance of each kind of act, as it is told by what some other authors teach."""
        authors = sorted(set(self.authors))
        for fold in range(min(FOLDS, len(authors))):
            own = np.isin(self.authors, authors[fold::FOLDS])
            others = ~own if len(authors) > 1 else own
            kinds = self.kinds.weights(strength=KINDS_STRENGTH, importance=self.importance * others)
            scorer = Scorer(kept(kinds), {})
            for place in np.flatnonzero(own):
                example = examples[place]
                chances = scorer.chances(example.candidates, example.reading, example.context)
                yield example, chances_of_kinds(example.candidates, chances)


def importance_of(examples: Sequence[Example]) -> Any:
    """How much each example counts, (examples,). Some authors were asked for the rarer acts: an act of theirs counts only as
    often as it does with most authors (the median share of its kind), so that what is rare stays rare."""
    kinds = [str(example.annotated[0]["act"]) if example.annotated else "" for example in examples]
    counts: dict[str, Counter[str]] = {}
    for example, kind in zip(examples, kinds, strict=True):
        if kind:
            counts.setdefault(example.author, Counter())[kind] += 1
    usual = {kind: float(np.median([own[kind] / own.total() for own in counts.values()])) for kind in set(kinds) - {""}}
    found = []
    for example, kind in zip(examples, kinds, strict=True):
        own = counts.get(example.author, Counter())
        found.append(min(1.0, max(usual[kind] * own.total() / own[kind], _GUESSED)) if kind else _GUESSED)
    return np.array(found)


def kept(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights worth keeping, by name; the others change no decision."""
    return {name: round(weight, _DECIMALS) for name, weight in sorted(weights.items()) if abs(weight) >= _LEAST_WEIGHT}


def _places(example: Example) -> dict[ActKind, list[int]]:
    """The candidates of each kind."""
    places: dict[ActKind, list[int]] = {}
    for place, candidate in enumerate(example.candidates):
        places.setdefault(candidate.act.kind, []).append(place)
    return places


def _kinds(example: Example) -> tuple[list[Features], list[float]]:
    """The kinds that an example could be, each as right as its best candidate."""
    shared = shared_features(example.reading, example.context)
    places = _places(example)
    best = [max(example.agreements[place] for place in own) for own in places.values()]
    return [kind_features(kind, example.reading, shared) for kind in places], _shares(best)


def _arguments(example: Example) -> Iterable[tuple[list[Features], list[float]]]:
    """The arguments that each kind could have, where one of them is right and not all are."""
    for own in _places(example).values():
        shares = _shares([example.agreements[place] for place in own])
        if len(own) > 1 and max(shares) > 0 and min(shares) < 0.99:
            candidates = [example.candidates[place] for place in own]
            yield [argument_features(each, example.reading, example.context) for each in candidates], shares


def _shares(agreements: Sequence[float]) -> list[float]:
    """How far each is right beside the best; all 0 where none is."""
    best = max(agreements)
    return [(each / best) ** _NEARLY if each >= _RIGHT_FROM else 0.0 for each in agreements]
