from __future__ import annotations

import pytest

from milepost.web.console.evidence import Mark, Piece, pieces


@pytest.mark.parametrize(
    ("text", "marks", "cut"),
    [
        ("we are 20 people", [Mark("20 people", "size")], [Piece("we are "), Piece("20 people", "size")]),
        ("Twenty PEOPLE", [Mark("twenty people", "size")], [Piece("Twenty PEOPLE", "size")]),
        ("nothing here", [Mark("elsewhere", "size"), Mark("", "empty")], [Piece("nothing here")]),
        (
            "a team of 20",
            [Mark("20", "size"), Mark("team of 20", "whole")],
            [Piece("a "), Piece("team of 20", "whole")],
        ),
        ("ab", [Mark("a", "one"), Mark("b", "two")], [Piece("a", "one"), Piece("b", "two")]),
        ("", [Mark("a", "one")], []),
        ("İstanbul 20", [Mark("20", "size")], [Piece("İstanbul 20")]),
    ],
)
def test_a_message_is_cut_at_its_evidence(text: str, marks: list[Mark], cut: list[Piece]) -> None:
    assert pieces(text, marks) == cut
    assert "".join(piece.text for piece in pieces(text, marks)) == text
