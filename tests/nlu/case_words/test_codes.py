"""Promotion codes in a message, whole or begun."""

from __future__ import annotations

import pytest

from milepost.nlu.case_words.codes import code_in

CODES = ["OAKLEAF20", "OAK5", "SUMMER"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("with oakleaf20", "OAKLEAF20"),
        ("oakleaf20?", "OAKLEAF20"),
        ("minus that oakleaf code", "OAKLEAF20"),
        ("there was a voucher, oakleaf something", "OAKLEAF20"),
        ("an oakleaf table", None),  # of no code
        ("that oak code", None),  # too little of it is said
        ("the maple code", None),
    ],
)
def test_a_code_is_known_by_its_beginning_where_codes_are_spoken_of(text: str, code: str | None) -> None:
    assert code_in(text, CODES) == code


def test_a_beginning_that_two_codes_have_names_neither() -> None:
    assert code_in("that oakleaf code", [*CODES, "OAKLEAF50"]) is None
