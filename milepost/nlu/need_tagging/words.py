"""A message cut into words, each with its place, and the bounds of a need's words in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

Span = tuple[int, int]

LONGEST = 120
"""Words of a message that are tagged; what stands behind them is left to the tables."""
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|[^\w\s]|_")
_LOOSE = frozenset((
    "a", "an", "the", "our", "my", "your", "his", "her", "their", "some", "any", "this", "that", "to", "for", "of", "as",
    "just", "only", "also", "really", "very", "must", "should", "need", "needs", "has", "having", "being", "is", "are",
    "we", "i", "it", "i'm", "we're", "so", "and", "or", "please", "pls", "maybe", "about", "ideally", "preferably",
    "mainly", "mostly", "currently", "still", "something", "sth", "someone",
))  # fmt: skip
"""Words that never open the words of a need."""
_LOOSE_OF = {
    "use_case": frozenset(["with", "in", "on", "like"]),
    "industry": frozenset(("small", "little", "tiny", "big", "large", "local", "with", "in", "like")),
    "must_have_features": frozenset(("have", "be", "like")),
    "current_solution": frozenset(("good", "with", "in", "on", "like")),
    "company": frozenset(["with", "in", "at", "from"]),
}
_TAIL = re.compile(
    r"(?:\W*(?<![\w'\u2019-])(?:please|pls|thanks|too|as well|also|though|lol|haha|mostly|mainly|right now|currently|"
    r"is a must|are a must|a must|is essential|is important|and|or|with|of|to|for us|tbh|really))+\W*$",
    re.IGNORECASE,
)
_WRAPPING = " \t\n.,;:!?\"'\u201c\u201d\u2018\u2019-"


@dataclass(frozen=True)
class Word:
    """A word or a mark of a message with its place in it."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.casefold().replace("\u2019", "'")


def words_of(text: str) -> list[Word]:
    """The first `LONGEST` words and marks of a text."""
    return [Word(match[0], *match.span()) for match in islice(_WORD.finditer(text), LONGEST)]


def trimmed(text: str, span: Span, need: str) -> Span:
    """The span without articles, politeness and marks at its ends, as section 5 of the label guide wants a need's words.

    Never empty: where nothing else would be left, only the marks go.
    """
    whole = first, last = _stripped(text, *span)
    loose = _LOOSE | _LOOSE_OF.get(need, frozenset()) if need != "company" else _LOOSE_OF["company"]
    while (match := re.match(r"([\w'\u2019]+)[\W_]+", text[first:last])) and match[1].casefold() in loose:
        first += match.end()
    if match := _TAIL.search(text[first:last]):
        last = first + match.start()
    first, last = _stripped(text, first, last)
    return (first, last) if last > first else whole


def _stripped(text: str, start: int, end: int) -> Span:
    body = text[start:end]
    left = start + len(body) - len(body.lstrip(_WRAPPING))
    return left, max(left, start + len(body.rstrip(_WRAPPING)))
