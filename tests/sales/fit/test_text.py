"""How alike a wish and a text are."""

from __future__ import annotations

import pytest

from milepost.sales.fit.text import MATCH, alike


@pytest.mark.parametrize(
    ("wish", "text"),
    [
        ("video editing", "for editing videos"),
        ("invoicing our customers", "invoice customers"),
        ("shared email", "Shared e-mail"),
        ("tcketing", "ticketing"),
        ("photography", "photo editing and photography"),
        ("an online shop", "online shops"),
        ("cold-brew", "cold brew coffee"),
        ("15.6 inch", "15.6 inch display"),
    ],
)
def test_the_same_thing_in_other_words_matches(wish: str, text: str) -> None:
    assert alike(wish, text) >= MATCH


@pytest.mark.parametrize(
    ("wish", "text"),
    [
        ("gaming", "office work"),
        ("phone support", "website chat"),
        ("something", "anything"),
        ("", ""),
        ("13 inch", "15 centimetre"),
        ("cat", "cart"),
        ("x", ""),
    ],
)
def test_other_things_do_not(wish: str, text: str) -> None:
    assert alike(wish, text) < MATCH


def test_half_of_the_words_is_half_alike() -> None:
    assert alike("gaming travel", "a gaming laptop") == 0.5
