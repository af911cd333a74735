"""Which price the visitor asked to have as an offer, or took: only that one says what a deal is worth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from milepost.dialogue.deal.buyers import BUYS
from milepost.dialogue.deal.clauses import clauses_of, folded


class Priced(Protocol):
    """A price that was told: for what, how many, and after which message."""

    @property
    def plan(self) -> str:
        """The id of what it is for."""

    @property
    def quantity(self) -> int:
        """For how many."""

    @property
    def state(self) -> str:
        """Whether it was accepted."""

    @property
    def message(self) -> str:
        """The message that it answered."""


_Price = TypeVar("_Price", bound=Priced)

_PAPER = r"(?:offers?|quot(?:e|es|ation)|estimate|proposal|order form|angebot|devis|presupuesto|proposta|orçamento)"
# Asks for it outright, whatever was priced in the same breath; or points back at the price that was told.
_ASKS = re.compile(
    rf"\b(?:need|want|like|send|mail|e-?mail|get|have|make|give|prepare|write|issue)\b[^.?!]{{0,40}}\b{_PAPER}\b|\b(?:in writing|as (?:a )?pdf|on paper)\b|^(?:a |the )?{_PAPER}\b[^.?!]{{0,30}}\b(?:please|pls)\b"
)
_POINTS_BACK = re.compile(
    rf"\b(?:the|that|this|your) {_PAPER}\b|\b(?:send|mail|e-?mail|put|confirm) (?:me |us )?(?:that|this|it)\b|\b(?:mail|send|e-?mail) (?:me|us) (?:the|that|this) price\b"
)
_TAKES = re.compile(
    r"\b(?:i|we|ill|il)(?:'ll| will|'d)? ?(?:take|order|buy|book) (?:it|that|this|them|both|all)\b|\b(?:that|this) works\b|\blet'?s (?:do|go with|take) (?:it|that|this)\b|\bgo ahead\b|\bplease order\b|\bsounds good,? (?:send|book|order)|"
    r"^(?:ok(?:ay)?|yes|grand|fine|right|perfect|great)\W+(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve)\b(?! (?:or|to|maybe))"
)
_NOT_TAKEN = re.compile(r"\b(?:not|don't|dont|never|if|what if|unless|before)\b")
# What is only supposed counts for nothing.
_SUPPOSED = re.compile(
    r"\b(?:what if|if we (?:were|took|had)|suppose|theoretically|hypothetically|just asking|say we)\b"
)
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
}  # fmt: skip
# A figure that counts nothing: money, temperatures, hours, dates, shares, terms.
_COUNT = re.compile(
    r"(?<![\w.,:£$€°-])(?<!half at )(?<!half )(?<!at )(?<!after )(?<!before )(?<!between )(?<!until )(?<!for -)(\d{1,5}|"
    + "|".join(word for word in _NUMBERS if len(word) > 2)
    + r")(?![\w.,:]*\d)(?! ?(?:%|percent|per\b|[£$€]|eur|euros?|dollars?|bucks|quid|pounds|k\b|kg|cm|m\b|km|kwh|kwp|tb|gb|am\b|pm\b|o'?clock|st\b|nd\b|rd\b|th\b|h\b|mins?|minutes|hours?|days?|weeks?|months?|years?|yrs|times|degrees|therapists?))(?![a-z])"
)


def wanted_price(prices: Sequence[_Price], said: Sequence[tuple[str, str]]) -> _Price | None:
    """The price that they asked to have as an offer, or took, for a number that is theirs; None where there is none.

    `prices` are the newest first, `said` the visitor's messages (id, text), oldest first. What one of us gave by hand was wished.
    """
    places = {message: place for place, (message, _) in enumerate(said)}
    for price in prices:
        place = places.get(price.message)
        if place is None or price.state == "accepted":
            return price
        if _is_wanted(place, said) and _is_theirs(price.quantity, said):
            return price
        if not _SUPPOSED.search(folded(said[place][1])):
            return None
    return None


def told_price(prices: Sequence[_Price], said: Sequence[tuple[str, str]]) -> _Price | None:
    """The price that was told last for a number of theirs, but for what was only supposed."""
    supposed = {message for message, text in said if _SUPPOSED.search(folded(text))}
    meant = (each for each in prices if each.message not in supposed and _is_theirs(each.quantity, said))
    return next(meant, None)


def orders(said: Sequence[tuple[str, str]]) -> bool:
    """Whether some clause of theirs says that they take something."""
    clauses = [folded(each.words) for _, text in said for each in clauses_of(text)]
    return any((BUYS.search(each) or _TAKES.search(each)) and not _NOT_TAKEN.search(each) for each in clauses)


def _is_wanted(place: int, said: Sequence[tuple[str, str]]) -> bool:
    here = folded(said[place][1])
    if _SUPPOSED.search(here):
        return False
    if _ASKS.search(here) or _takes(here):
        return True
    return any(_POINTS_BACK.search(folded(text)) or _takes(folded(text)) for _, text in said[place + 1 :])


def _takes(text: str) -> bool:
    clauses = [folded(each.words) for each in clauses_of(text)]
    return any(_TAKES.search(each) and not _NOT_TAKEN.search(each) for each in clauses)


def _is_theirs(quantity: int, said: Sequence[tuple[str, str]]) -> bool:
    """Whether they said that number of anything; one counts where they named no larger one."""
    counts = {count for _, text in said if not _SUPPOSED.search(folded(text)) for count in _counts(folded(text))}
    return max(counts, default=1) <= 1 if quantity == 1 else quantity in counts


def _counts(text: str) -> set[int]:
    return {_NUMBERS.get(found) or int(found) for found in _COUNT.findall(text) if found in _NUMBERS or found.isdigit()}
