"""A promotion code of the catalogue in a message, whole or begun: "FIRST10", "that FIRST code", "a code, first something"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+")
_OF_CODES = re.compile(r"(?<![a-z])(?:codes?|coupons?|vouchers?|promo)(?![a-z])")
_LEAST_BEGUN = 4
_LETTERS = re.compile(r"[a-z]+")


def code_in(folded: str, codes: Sequence[str]) -> str | None:
    """The code that a folded message says, however it is written; where it speaks of a code, also the only one that begins with a
    word of it."""
    known = {code.casefold(): code for code in codes}
    words = _WORD.findall(folded)
    whole = next((known[word] for word in words if word in known), None)
    if whole or not _OF_CODES.search(folded):
        return whole
    for word in words:
        begun = [code for folded_code, code in known.items() if _begins(folded_code, word)]
        if len(begun) == 1:
            return begun[0]
    return None


def _begins(code: str, word: str) -> bool:
    """Whether a word is the letters that a code begins with: "alder" of ALDER10."""
    letters = _LETTERS.match(code)
    return len(word) >= _LEAST_BEGUN and letters is not None and letters[0] == word
