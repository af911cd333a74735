"""A rep's wording is read as the kind of value that it replaces."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.errors import NotAllowed
from milepost.sales.notes.corrected import corrected_value

EUROS = {"amount": 500, "currency": "EUR", "period": "month", "bound": "max"}


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        (20, "25", 25),
        (20, "1,200 people", 1200),
        (20, "3-6", {"min": 3, "max": 6}),
        ({"min": 3, "max": 6}, "8", 8),
        (EUROS, "700", {"amount": 700, "currency": "EUR", "period": "month"}),
        (EUROS, "2k USD a year", {"amount": 2000, "currency": "USD", "period": "year"}),
        (EUROS, "$1.5k", {"amount": 1500, "currency": "USD", "period": "month"}),
        (EUROS, "500 to 900", {"currency": "EUR", "period": "month", "min": 500, "max": 900}),
        ({"value": 15, "unit": "in"}, "14", {"value": 14, "unit": "in"}),
        ({"text": "soon", "horizon": None}, "by March", {"text": "by March", "horizon": None}),
        (True, "no", False),
        (["API"], "API, SSO", ["API", "SSO"]),
        ("shared  inbox", " live   chat ", "live chat"),
    ],
)
def test_values_are_read(before: Any, text: str, after: Any) -> None:
    assert corrected_value(before, text) == after


@pytest.mark.parametrize(("before", "text"), [(20, "many"), (True, "perhaps"), ("x", "  "), (EUROS, "a lot")])
def test_what_cannot_be_read_is_refused_with_a_sentence(before: Any, text: str) -> None:
    with pytest.raises(NotAllowed):
        corrected_value(before, text)
