"""What a language says around numbers: who is counted, what is measured, and what a number is otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from re import Pattern

from milepost.nlu.case_words.languages.plain import plain
from milepost.nlu.light_imports import import_spacy

_SIGNS = r"%|°|gb|tb|mb|kg|km|cm|mm|m2|m²|qm|kwh?|kwp|wh|hp|cv|ps|min|mins|std|hrs?|hs|h|(?:h|:|\.)\d\d|ml|cl|gr|dpi|hz|ghz|mbit"


@dataclass(frozen=True)
class CountWords:
    """The words of one language, without accents. `people` are counted as heads, `leads` stand beside bare numbers, `things` are
    counted but neither bought nor seated; `plural` is how a noun in the plural ends. The expressions end before a number or begin
    behind it, as their names say; `moments` and `over` are matched with accents, where these tell words apart.
    """

    language: str
    people: frozenset[str]
    leads: frozenset[str]
    things: frozenset[str]
    plural: Pattern[str]
    we_are: Pattern[str]
    alone: Pattern[str]
    pair: Pattern[str]
    with_me_before: Pattern[str]
    with_me_behind: Pattern[str]
    of_us: Pattern[str]
    of_them: Pattern[str]
    measures: Pattern[str]
    names_before: Pattern[str]
    moments: Pattern[str]
    aged: Pattern[str]
    sums: Pattern[str]
    held: Pattern[str]
    rates: Pattern[str]
    more_behind: Pattern[str]
    more_before: Pattern[str]
    over: Pattern[str]
    articles: Pattern[str]
    for_the: Pattern[str]
    to: Pattern[str]

    def is_lead(self, word: str) -> bool:
        """Whether a word behind a number says nothing of what it counts."""
        return word in self.leads or word in _small_words(self.language)


def words(text: str) -> frozenset[str]:
    """The words of a table."""
    return frozenset(text.split())


def ending(expression: str) -> Pattern[str]:
    """Matches what stands right before a number."""
    return re.compile(rf"(?<![^\W_])(?:{expression})\s*$")


def beginning(expression: str) -> Pattern[str]:
    """Matches what stands right behind a number."""
    return re.compile(rf"\s*(?:{expression})(?![^\W_])")


def anywhere(expression: str) -> Pattern[str]:
    """Matches whole words."""
    return re.compile(rf"(?<![^\W_])(?:{expression})(?![^\W_])")


def measured(units: str, months: str, *, of: str = "") -> Pattern[str]:
    """What makes a number a measure, a time or a day of a month; also by way of a second number: "7 and 9 years"."""
    through = r"(?:\s*(?:-|/|a|y|e|et|und|o|u|ou|oder|bis)\s*\d{1,4})?"
    return re.compile(rf"{through}(?:\s?-?(?:{_SIGNS}|{units})|\.?\s*(?:{of})?(?:{months}))(?![^\W_])")


@cache
def _small_words(language: str) -> frozenset[str]:
    """The language's words that carry no meaning of their own, as spaCy lists them, without accents."""
    import_spacy()
    listed = import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS
    return frozenset(plain(word) for word in listed)
