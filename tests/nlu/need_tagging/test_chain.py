"""The chain, against sums over all paths written out."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from milepost.nlu.need_tagging.chain import (
    Chain,
    backward,
    best_path,
    forward,
    log_sum,
    loss_and_gradient,
    span_probability,
)

KINDS, WORDS = 3, 4


@pytest.fixture
def chain() -> Chain:
    random = np.random.default_rng(1)
    return Chain(random.standard_normal((KINDS, KINDS)), random.standard_normal(KINDS), random.standard_normal(KINDS))


@pytest.fixture
def scores() -> np.ndarray:
    return np.random.default_rng(2).standard_normal((WORDS, KINDS))


def path_score(chain: Chain, scores: np.ndarray, path: tuple[int, ...]) -> float:
    own = sum(scores[at, label] for at, label in enumerate(path))
    between = sum(chain.steps[one, other] for one, other in pairwise(path))
    return float(chain.first[path[0]] + own + between + chain.last[path[-1]])


def test_best_path_is_the_one_with_the_highest_score(chain: Chain, scores: np.ndarray) -> None:
    paths = list(product(range(KINDS), repeat=WORDS))
    assert tuple(best_path(chain, scores)) == max(paths, key=lambda path: path_score(chain, scores, path))


def test_a_span_is_as_likely_as_all_paths_that_hold_it(chain: Chain, scores: np.ndarray) -> None:
    weights = {path: np.exp(path_score(chain, scores, path)) for path in product(range(KINDS), repeat=WORDS)}
    wanted = sum(weight for path, weight in weights.items() if path[1:3] == (1, 2) and path[3] != 2)
    ahead, behind = forward(chain, scores), backward(chain, scores)
    assert span_probability(chain, scores, ahead, behind, (1, 3), 1) == pytest.approx(wanted / sum(weights.values()))


def test_loss_falls_along_its_gradient(chain: Chain, scores: np.ndarray) -> None:
    batch = np.stack([scores, scores[::-1]])
    lengths, labels = np.array([WORDS, 2]), np.array([[0, 1, 2, 0], [1, 1, 0, 0]])
    loss, gradient, by_chain = loss_and_gradient(chain, batch, lengths, labels)
    total = log_sum(forward(chain, scores)[-1] + chain.last, 0) - path_score(chain, scores, (0, 1, 2, 0))
    short = batch[1, :2]
    total += log_sum(forward(chain, short)[-1] + chain.last, 0) - path_score(chain, short, (1, 1))
    assert loss == pytest.approx(total)
    for place in ((0, 1, 2), (1, 1, 1), (1, 3, 0)):
        nudged = batch.copy()
        nudged[place] += 1e-5
        assert gradient[place] == pytest.approx(
            (loss_and_gradient(chain, nudged, lengths, labels)[0] - loss) / 1e-5, abs=1e-4
        )
    steps = chain.steps.copy()
    steps[1, 1] += 1e-5
    nudged_chain = Chain(steps, chain.first, chain.last)
    slope = (loss_and_gradient(nudged_chain, batch, lengths, labels)[0] - loss) / 1e-5
    assert by_chain.steps[1, 1] == pytest.approx(slope, abs=1e-4)
