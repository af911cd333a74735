"""A folded text as words with their places, each also without its plural ending."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:[+#](?=\s|$|[.,!?]))?(?:'s?(?![^\W_]))?")


@dataclass(frozen=True)
class Word:
    """`plain` is without plural or possessive ending; `start`/`end` without a possessive."""

    text: str
    plain: str
    start: int
    end: int


def words(folded: str) -> list[Word]:
    """The words of a folded text."""
    found = []
    for match in _WORD.finditer(folded):
        text = match[0].partition("'")[0]
        found.append(Word(text, singular(text), match.start(), match.start() + len(text)))
    return found


def singular(word: str) -> str:
    """The word without its plural ending and in American spelling, by its letters only: what matters is one form for all."""
    if len(word) > 4 and word.endswith(("tre", "tres")):
        word = re.sub(r"tre(s?)$", r"ter\1", word)
    if len(word) > 4 and re.search(r"ours?$", word):
        word = re.sub(r"our(s?)$", r"or\1", word)
    if len(word) <= 3 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word
