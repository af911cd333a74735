"""Which words of a time are said back by themselves."""

from __future__ import annotations

import pytest

from milepost.dialogue.deal.said_times import is_phrase, is_piece


@pytest.mark.parametrize(
    "words", ["by Easter", "next week", "asap", "bis Ende Mai", "avant juin", "antes de junio", "até junho"]
)
def test_these_say_when_by_themselves(words: str) -> None:
    assert is_phrase(words)


@pytest.mark.parametrize("words", ["5th may", "the week", "easter", "byway"])
def test_these_do_not(words: str) -> None:
    assert not is_phrase(words)


@pytest.mark.parametrize(
    ("before", "piece"), [("from the 3rd to ", True), ("3-", True), ("May or ", True), ("we come ", False), ("", False)]
)
def test_the_end_of_a_span_is_a_piece_of_it(before: str, piece: bool) -> None:
    assert is_piece(before) is piece
