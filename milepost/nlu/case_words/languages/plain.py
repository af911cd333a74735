"""A folded text without accents, letter for letter: in a chat box they are left out as often as not."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def plain(folded: str) -> str:
    """The text with each letter bare of its accent, of the same length."""
    return folded if folded.isascii() else "".join(_bare(letter) for letter in folded)


@lru_cache(maxsize=1024)
def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]
