"""Which numbers of a message count what is sold or who uses it, learnt from annotated conversations."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from milepost.learning.contexts import Companies
from milepost.learning.conversations import AnnotatedConversation, AnnotatedTurn
from milepost.learning.examples import ParsedTurn, TurnKey
from milepost.nlu.case import numbers_weighed
from milepost.nlu.case_words.count_clues import COUNTS_FROM, Clues, CountScorer

# Half the sum of squares of the weights times this is added to the loss; of .5, 1 and 2 this told most of an author left out.
STRENGTH = 2.0
_ROUNDS, _LEAST_WEIGHT, _DECIMALS = 200, 0.02, 3
# Acts of which annotators often leave out how many: a number beside one is no example of what counts nothing.
_OFTEN_LEFT_OUT = frozenset(
    {"choose", "want_to_buy", "request_quote", "ask_discount", "ask_recommendation", "ask_renewal", "compare"}
)
_LANGUAGE = "en"  # the others have counters of their own


@dataclass(frozen=True)
class CountExample:
    """A number with its clues, and whether it counts."""

    author: str
    clues: Clues
    counts: bool


@dataclass(frozen=True)
class Told:
    """Of numbers of authors that were left out: how many were taken for counts, how many are, how many are both."""

    taken: int
    counts: int
    both: int

    @property
    def f1(self) -> float:
        """The F1 of counts."""
        return 2 * self.both / max(1, self.taken + self.counts)


def count_examples(
    conversations: Iterable[AnnotatedConversation], parsed: Mapping[TurnKey, ParsedTurn], companies: Companies
) -> Iterator[CountExample]:
    """Every number of every English turn. It counts where an act or what is learnt of the team has it."""
    for conversation in conversations:
        if conversation.language != _LANGUAGE:
            continue
        catalogue = companies.of(conversation.company).catalogue
        for number, turn in enumerate(conversation.turns):
            annotated = _annotated(turn)
            is_open = any(act["act"] in _OFTEN_LEFT_OUT for act in turn.acts)
            for parse in parsed[conversation.id, number].parses:
                for quantity, clues in numbers_weighed(parse, catalogue):
                    counts = bool({int(quantity.low), int(quantity.high)} & annotated)
                    if counts or not is_open:
                        yield CountExample(conversation.author, clues, counts)


def _annotated(turn: AnnotatedTurn) -> set[int]:
    found = [act.get("number") for act in turn.acts] + [turn.learnt.get("team_size")]
    return {each for each in found if isinstance(each, int)}


def fitted(examples: Sequence[CountExample], version: str = "") -> CountScorer:
    """Weights by L-BFGS on the logarithm of the chance. Raises ValueError where all examples are of one kind."""
    from scipy import sparse
    from scipy.optimize import minimize

    if len({each.counts for each in examples}) < 2:
        raise ValueError("there must be numbers that count and numbers that do not")
    names = {name: place for place, name in enumerate(sorted({name for each in examples for name in each.clues}))}
    rows = [place for place, each in enumerate(examples) for _ in each.clues]
    columns = [names[name] for each in examples for name in each.clues]
    values = [value for each in examples for value in each.clues.values()]
    clues = sparse.csr_matrix((values, (rows, columns)), shape=(len(examples), len(names)))
    counts = np.array([each.counts for each in examples], dtype=float)

    def loss(weights: Any) -> tuple[float, Any]:
        scores = clues @ weights[:-1] + weights[-1]
        away = 1 / (1 + np.exp(-scores)) - counts
        found = np.logaddexp(0, scores).sum() - counts @ scores + STRENGTH / 2 * weights[:-1] @ weights[:-1]
        return float(found), np.append(clues.T @ away + STRENGTH * weights[:-1], away.sum())

    start = np.zeros(len(names) + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}).x
    kept = {name: round(float(found[place]), _DECIMALS) for name, place in names.items()}
    weights = {name: weight for name, weight in kept.items() if abs(weight) >= _LEAST_WEIGHT}
    return CountScorer(weights, round(float(found[-1]), _DECIMALS), version)


def told_apart(
    examples: Sequence[CountExample], scorer_for: Callable[[Sequence[CountExample]], CountScorer] = fitted
) -> Iterator[tuple[str, Told]]:
    """How well each author's numbers are told by what has not learnt from that author."""
    for author in sorted({each.author for each in examples}):
        scorer = scorer_for([each for each in examples if each.author != author])
        yield author, told(scorer, [each for each in examples if each.author == author])


def told(scorer: CountScorer, examples: Sequence[CountExample]) -> Told:
    """How well a scorer tells examples."""
    taken = [scorer.chance(each.clues) >= COUNTS_FROM for each in examples]
    both = sum(is_taken and each.counts for is_taken, each in zip(taken, examples, strict=True))
    return Told(sum(taken), sum(each.counts for each in examples), both)


def write(scorer: CountScorer, out: Path) -> None:
    """Writes the weights, each on a line of its own."""
    kept = {"version": scorer.version, "bias": scorer.bias, "weights": dict(scorer.weights)}
    out.write_text(json.dumps(kept, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def version_of(files: Iterable[Path]) -> str:
    """What names the files that weights are learnt from."""
    return f"{zlib.crc32(b''.join(file.read_bytes() for file in files)):08x}"
