"""Which product would help with what was told."""

from __future__ import annotations

import pytest

from milepost.dialogue.options.goods import chances, likely, nearer


def test_what_was_told_before_counts_less_than_what_is_told_now() -> None:
    near = nearer({"product:a": 1.0, "product:b": 0.4}, {"product:b": 1.0})
    assert near["product:b"] > 1.0 > near["product:a"] > 0


def test_chances_add_up_and_the_likeliest_comes_first() -> None:
    shares = chances({"product:a": 0.2, "product:b": 1.5})
    assert list(shares) == ["product:b", "product:a"]
    assert sum(shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("goods", "named"),
    [
        ({}, ()),
        ({"product:a": 2.0, "product:b": 0.0, "product:c": -1.0}, ("product:a",)),
        ({"product:a": 1.5, "product:b": 1.4, "product:c": -1.5, "product:d": -1.5}, ("product:a", "product:b")),
        ({"product:a": 1.0, "product:b": 0.9, "product:c": 0.2, "product:d": -0.5}, ("product:a", "product:b")),
        ({"product:a": 0.1, "product:b": 0.0, "product:c": 0.0, "product:d": -0.1}, ()),
        ({"product:a": 0.2, "product:b": -0.2}, ()),  # of two, one is as good as guessed
        ({"product:a": 1.0, "product:b": -1.0}, ("product:a",)),
    ],
)
def test_what_is_likely_is_named_and_what_is_guessed_is_not(goods: dict[str, float], named: tuple[str, ...]) -> None:
    assert likely(goods) == named
