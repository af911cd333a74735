"""The linear head: that it learns, what it does with rare labels, and that its temperature makes it honest."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from milepost.nlu.learning.linear_head import LinearHead, fit, folds, ranking, softmax, temperature


def clouds(count: int = 60) -> tuple[np.ndarray, np.ndarray]:
    """Three clouds of points around three corners."""
    chance = np.random.default_rng(1)
    targets = np.arange(count) % 3
    return (np.eye(3)[targets] + chance.normal(0, 0.15, (count, 3))).astype(np.float32), targets


def test_it_separates_what_can_be_separated() -> None:
    x, targets = clouds()
    assert (fit(x, targets, 3, strength=10.0).logits(x).argmax(axis=1) == targets).all()


def test_sparse_and_dense_vectors_give_the_same_labels() -> None:
    x, targets = clouds()
    dense, sparse = fit(x, targets, 3, strength=10.0), fit(csr_matrix(x), targets, 3, strength=10.0)
    assert (dense.logits(x).argmax(axis=1) == sparse.logits(x).argmax(axis=1)).all()


def test_it_is_scikit_learns_logistic_regression() -> None:
    x, targets = clouds()
    # In a process of its own: this one may have a stand-in for scikit-learn.
    script = (
        "import json, sys; from sklearn.linear_model import LogisticRegression as Model; x, y = json.load(sys.stdin);"
        "print(json.dumps(Model(C=5.0, tol=1e-6, max_iter=500).fit(x, y).predict_proba(x).tolist()))"
    )
    told = json.dumps([x.tolist(), targets.tolist()])
    command = [sys.executable, "-W", "ignore", "-c", script]
    theirs = np.array(
        json.loads(subprocess.run(command, input=told, capture_output=True, text=True, check=True).stdout)
    )
    ours = softmax(fit(x, targets, 3, strength=5.0, steps=500).logits(x))
    assert np.abs(theirs - ours).max() < 0.01


def test_a_label_without_examples_never_wins() -> None:
    x, targets = clouds()
    assert set(fit(x, targets, 5, strength=10.0).logits(x).argmax(axis=1)) == {0, 1, 2}


def test_fitting_twice_gives_the_same_to_the_bit() -> None:
    x, targets = clouds()
    first, second = (fit(x, targets, 3, strength=10.0) for _ in range(2))
    assert (first.weights == second.weights).all()
    assert (first.bias == second.bias).all()


@pytest.mark.parametrize(("too_sure", "wanted"), [(3.0, 3.0), (1.0, 1.0), (0.5, 0.5)])
def test_the_temperature_undoes_what_made_it_too_sure(too_sure: float, wanted: float) -> None:
    chance = np.random.default_rng(2)
    honest = chance.normal(0, 1.5, (4000, 4))
    targets = np.array([chance.choice(4, p=row) for row in softmax(honest)])
    assert temperature(honest * too_sure, targets) == pytest.approx(wanted, rel=0.15)


def test_folds_spread_every_label_evenly() -> None:
    targets = np.array([0] * 40 + [1] * 8)
    numbers = folds(targets, 4)
    assert [int((numbers[targets == 1] == number).sum()) for number in range(4)] == [2, 2, 2, 2]
    assert [int((numbers[targets == 0] == number).sum()) for number in range(4)] == [10, 10, 10, 10]


def test_a_ranking_is_likeliest_first() -> None:
    assert [one["name"] for one in ranking(("a", "b", "c"), np.array([0.2, 0.5, 0.3]))] == ["b", "c", "a"]


def test_the_logits_of_one_vector_are_a_row() -> None:
    assert LinearHead(np.eye(2), np.array([1.0, 0.0])).logits(np.array([1.0, 1.0])).tolist() == [2.0, 1.0]
