"""Which earlier quote is spoken of."""

from __future__ import annotations

import pytest

from milepost.nlu.case_words.quotes import AGAIN, number_place, quote_in


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("send me quote q-2026-0012 again", "Q-2026-0012"),
        ("is q-5b63b844 still valid?", "Q-5B63B844"),
        ("the quote of monday please", "mon"),
        ("can i have the quote you sent me on friday", "fri"),
        ("tuesday's quote", "tue"),
        ("das angebot vom montag", "mon"),
        ("please send me the same quote for 40 seats", AGAIN),
        ("the quote again", AGAIN),
        ("el mismo presupuesto para 20", AGAIN),
        ("le même devis pour 20", AGAIN),
        ("das gleiche angebot für 20", AGAIN),
        ("o mesmo orçamento", AGAIN),
        ("send me a quote", ""),
        ("a quote for team for 12", ""),
        ("can you send the quote on demand", ""),
        ("what do you offer on sundays?", ""),
        ("q-tip", ""),
        ("", ""),
    ],
)
def test_an_earlier_quote_is_spoken_of_by_number_day_or_as_the_same(text: str, quote: str) -> None:
    assert quote_in(text) == quote


def test_the_figures_of_a_number_stand_in_their_place() -> None:
    assert number_place("send me q-2026-0012 for 5") == (8, 19)
    assert number_place("send me a quote for 5") is None
