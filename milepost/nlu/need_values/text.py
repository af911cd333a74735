"""A message folded for matching, character for character, so that every position is one in the visitor's own text."""

from __future__ import annotations

from re import Match, Pattern

_FOLD = {
    ord(old): new
    for olds, new in (
        ("\u2018\u2019\u201a\u201b\u00b4`\u02bc", "'"),
        ("\u201c\u201d\u201e\u201f", '"'),
        ("\u2013\u2014\u2012\u2015\u2212", "-"),
        ("\u00a0\u2007\u202f\u2009\u200a\t\n\r\f\v", " "),
        ("\u2026", "."),
        ("\u00d7", "x"),
    )
    for old in olds
}
_BEFORE = 48


def fold(text: str) -> str:
    """The text in lower case with plain quotes, dashes and blanks; of the same length."""
    plain = text.translate(_FOLD)
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := character.lower()) == 1 else character for character in plain)


def before(text: str, position: int, pattern: Pattern[str]) -> Match[str] | None:
    """The match of a pattern that ends in `$` on the few words that stand before a position."""
    return pattern.search(text, max(0, position - _BEFORE), position)


def clause_before(text: str, position: int, reach: int = _BEFORE) -> str:
    """The words before a position, back to the last sentence mark."""
    window = text[max(0, position - reach) : position]
    for mark in (". ", "? ", "! ", "; "):
        window = window.rpartition(mark)[2]
    return window


def clause_after(text: str, position: int, reach: int = _BEFORE) -> str:
    """The words after a position, up to the next sentence mark."""
    window = text[position : position + reach]
    for mark in (". ", "?", "!", ";", ","):
        window = window.partition(mark)[0]
    return window
