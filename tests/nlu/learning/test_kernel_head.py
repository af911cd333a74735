"""The kernel head: it learns what a line cannot, and judges its own examples as if it had not seen them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from milepost.nlu.learning import kernel_head
from milepost.nlu.learning.kernel_head import SCALE, Landmarks, fit_kernel


def circle(count: int) -> tuple[Any, Any]:
    """Points around a circle, quarter by quarter in turn: no line parts the two labels."""
    angles = np.random.default_rng(1).random(count) * 2 * np.pi
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32), (angles // (np.pi / 2) % 2).astype(
        int
    )


def test_it_bends_where_a_line_cannot() -> None:
    x, targets = circle(400)
    head, _ = fit_kernel(x, targets, 2)
    assert (head.logits(x).argmax(axis=1) == targets).mean() > 0.9


def test_an_example_unseen_is_read_as_a_head_without_it_reads_it() -> None:
    x, targets = circle(60)
    x = x.astype(np.float16).astype(np.float32)
    head, unseen = fit_kernel(x, targets, 2)
    near = head.landmarks.likeness(x).astype(np.float64)
    ridge = kernel_head.RIDGE * near + 1e-3 * np.eye(60)
    rest = np.arange(60) != 7
    usual = np.eye(2)[targets].mean(axis=0)
    weights = np.linalg.solve(near[rest].T @ near[rest] + ridge, near[rest].T @ (np.eye(2)[targets[rest]] - usual))
    assert unseen[7] == pytest.approx(SCALE * (near[7] @ weights + usual), abs=0.02)


def test_intents_and_stages_compare_with_the_same_examples() -> None:
    x, targets = circle(50)
    assert fit_kernel(x, targets, 2)[0].landmarks is fit_kernel(x, 1 - targets, 2)[0].landmarks


def test_one_message_is_compared_once_and_as_it_would_be_among_others() -> None:
    x, _ = circle(5)
    landmarks = Landmarks.shared(x.astype(np.float16), 1.0)
    assert landmarks.likeness(x[0]) is landmarks.likeness(x[0].copy())
    assert landmarks.likeness(x[0]) == pytest.approx(landmarks.likeness(x)[0], abs=1e-6)
