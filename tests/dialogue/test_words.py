"""Words of a message that join and name nothing."""

from __future__ import annotations

import pytest

from milepost.dialogue.words import unjoined


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Plus a hook for each", "a hook for each"),
        ("two mugs plus the bowl", "two mugs the bowl"),
        ("how much is the Plus a year", "how much is the Plus a year"),
        ("the Plus, please", "the Plus, please"),
        ("is Plus enough", "is Plus enough"),
        ("", ""),
    ],
)
def test_a_plus_that_joins_is_told_from_a_name(text: str, kept: str) -> None:
    assert unjoined(text) == kept
