"""How alike a wish and a text are, by their words."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import lru_cache

# A port: how alike a wish (first) and a text are, 0 (unrelated) to 1 (the same); MATCH and above is a match.
Similarity = Callable[[str, str], float]
MATCH = 0.6

# Two words are the same with a typo from here on.
_SAME_WORD = 0.84
_FEW_TEXT = """
a an and any are as at be by can do for from get has have i in is it its like me my need needs of on or our should some
something that the their they this to us use used using want wants we will with work works you your
"""
_FEW = frozenset(_FEW_TEXT.split())
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)?")
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "ies", "ied", "ed", "er", "es", "s")


@lru_cache(maxsize=65536)
def alike(wish: str, text: str) -> float:
    """The share of the wish's telling words that the text has, allowing for endings and typos.

    A wish without telling words is like a text only when it is the same.
    """
    wanted, offered = stems(wish), stems(text)
    if not wanted:
        return float(wish.strip().casefold() == text.strip().casefold() != "")
    return sum(_best(word, offered) for word in wanted) / len(wanted)


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """The telling words of a text without their endings."""
    joined = re.sub(r"(?<=\w)-(?=\w)", "", text.casefold()) + " " + text.casefold()
    return frozenset(stem(word) for word in _WORD.findall(joined) if word not in _FEW)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without a common English ending: "invoices", "invoicing" and "invoiced" meet in "invoic"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def _best(word: str, offered: frozenset[str]) -> float:
    if word in offered:
        return 1.0
    return max((_typo(word, other) for other in offered if word[:1] == other[:1]), default=0.0)


@lru_cache(maxsize=65536)
def _typo(word: str, other: str) -> float:
    if min(len(word), len(other)) < 4 or abs(len(word) - len(other)) > 2 or any(c.isdigit() for c in word + other):
        return 0.0
    ratio = SequenceMatcher(None, word, other).ratio()
    return ratio if ratio >= _SAME_WORD else 0.0
