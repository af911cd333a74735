"""Options in the order of a figure."""

from __future__ import annotations

from decimal import Decimal

from milepost.sales.fit.superlatives import in_order


def test_equal_figures_stay_beside_each_other_and_unknown_ones_are_told_apart() -> None:
    figures = {"a": Decimal(2), "b": None, "c": Decimal(1), "d": Decimal(2)}
    assert in_order(figures, highest=False) == ([("c", 1), ("a", 2), ("d", 2)], ["b"])
    assert in_order(figures, highest=True) == ([("a", 2), ("d", 2), ("c", 1)], ["b"])
