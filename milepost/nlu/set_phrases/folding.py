"""Text as the tables are compared with it: small letters, no accents, with the way back to where each letter stood."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_APOSTROPHES = "\u2019\u2018\u00b4\u02bc`"
_DASHES = "\u2010\u2011\u2012\u2013\u2014"
_ALIKE = {
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_DASHES, "-"),
    **{"\u2026": ".", "\u00a0": " ", "œ": "oe", "æ": "ae", "ø": "o"},
}


def folded(text: str) -> tuple[str, list[int] | None]:
    """The folded text, and for each of its letters the place in `text`; None where the places are the same."""
    if text.isascii():
        return text.lower().replace("`", "'"), None
    parts = [_folded(letter) for letter in text]
    places = [place for place, part in enumerate(parts) for _ in part]
    return "".join(parts), places


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    letter = letter.casefold()
    if letter in _ALIKE:
        return _ALIKE[letter]
    return "".join(each for each in unicodedata.normalize("NFD", letter) if not unicodedata.combining(each))
