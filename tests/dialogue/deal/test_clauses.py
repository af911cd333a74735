"""Clauses, as they were written."""

from __future__ import annotations

import pytest

from milepost.dialogue.deal.clauses import clauses_of, quoted


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "send it to ap@a.example, attn Ruth. we need a PO number",
            ["send it to ap@a.example, attn Ruth.", "we need a PO number"],
        ),
        (
            "honestly Fernbox is cheaper, if you cant match we leave",
            ["honestly Fernbox is cheaper", "if you cant match we leave"],
        ),
        ("I wrote days ago and nobody answered!!", ["I wrote days ago and nobody answered!"]),
        ("ok thanks", ["ok thanks"]),
        ("...", []),
    ],
)
def test_a_message_falls_into_whole_clauses(text: str, clauses: list[str]) -> None:
    assert [each.words.rstrip("!") for each in clauses_of(text)] == [each.rstrip("!") for each in clauses]
    assert all(each.words in text for each in clauses_of(text))


def test_a_long_clause_is_cut_between_words() -> None:
    long = quoted("word " * 60)
    assert len(long) <= 161
    assert long.endswith("word\u2026")
