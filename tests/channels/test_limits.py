"""What one message may hold."""

from __future__ import annotations

import pytest

from milepost.channels.limits import TEXT_CHARACTERS, accepted_text, clean_text
from milepost.errors import RejectedMessage


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  hello \r\n there ", "hello \n there"),
        ("nul\0 bell\a escape\x1b delete\x7f", "nul bell escape delete"),
        ("\ud800 lone half", "\ufffd lone half"),
        ("👍🏽", "👍🏽"),
        ("/restart", "/restart"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("שלום\u200f", "שלום\u200f"),
    ],
)
def test_text_keeps_its_words_and_loses_what_databases_refuse(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned
    cleaned.encode()


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\0\x01"])
def test_nothing_is_refused_as_empty(text: str) -> None:
    with pytest.raises(RejectedMessage, match="empty"):
        accepted_text(text)


def test_the_limit_counts_characters_not_bytes() -> None:
    assert len(accepted_text("🦊" * TEXT_CHARACTERS)) == TEXT_CHARACTERS
    with pytest.raises(RejectedMessage, match="too_long"):
        accepted_text("a" * (TEXT_CHARACTERS + 1))
