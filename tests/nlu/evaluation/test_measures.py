"""The figures of an evaluation, on cases that can be counted by hand."""

from __future__ import annotations

import math

import pytest

from milepost.nlu.evaluation import measures


def test_macro_f1_counts_every_label_alike() -> None:
    wanted, got = ["a", "a", "a", "b"], ["a", "a", "a", "a"]
    assert measures.macro_f1(wanted, got) == pytest.approx((6 / 7 + 0) / 2)


def test_a_promise_that_is_kept_has_no_calibration_error() -> None:
    assert measures.calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)


def test_the_calibration_error_is_the_mean_gap() -> None:
    assert measures.calibration_error([0.9, 0.9, 0.5, 0.5], [True, True, False, False]) == pytest.approx(
        (0.1 + 0.5) / 2
    )


def test_coverage_stops_where_precision_falls() -> None:
    scores, right = [0.9, 0.8, 0.7, 0.6], [True, True, False, False]
    assert measures.coverage(scores, right, precision=0.9) == 0.5
    assert measures.answered(scores, right, precision=0.6) == 0.75


def test_nothing_is_covered_where_nothing_is_right() -> None:
    assert measures.coverage([0.9], [False], precision=0.5) == 0


def test_separation_counts_ties_half() -> None:
    assert measures.separation([0.9, 0.5], [0.5, 0.1]) == pytest.approx(3.5 / 4)
    assert math.isnan(measures.separation([], [0.1]))


def test_an_answer_that_is_no_label_has_a_column_of_its_own() -> None:
    assert measures.confusion(["a", "b"], ["b", "?"], ["a", "b"]).tolist() == [[0, 1, 0], [0, 0, 1]]
