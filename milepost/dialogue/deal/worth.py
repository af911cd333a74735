"""Which price the visitor asked to have as an offer, or took: only that one says what a deal is worth."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from milepost.dialogue.acts import ActKind
from milepost.dialogue.deal.buyers import BUYS
from milepost.dialogue.deal.clauses import folded
from milepost.dialogue.deal.lines import Line
from milepost.dialogue.deal.says import Says


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
# Of a message that was never read every figure may count.
_FIGURE = re.compile(r"(?<![\w.,:£$€°-])\d{1,5}(?![\w.,:]*\d)(?! ?%)")
_ORDERS_FROM, _LEAST_WORDS = 0.5, 2


def wanted_price(prices: Sequence[_Price], lines: Sequence[Line]) -> _Price | None:
    """The price that they asked to have as an offer, or took, for a number that is theirs; None where there is none.

    `prices` are the newest first, `lines` the visitor's messages, oldest first. What one of us gave by hand was wished.
    """
    places = {line.message: place for place, line in enumerate(lines)}
    for price in prices:
        place = places.get(price.message)
        if place is None or price.state == "accepted":
            return price
        if _is_wanted(place, lines) and _is_theirs(price.quantity, lines):
            return price
        if not _SUPPOSED.search(folded(lines[place].text)):
            return None
    return None


def told_price(prices: Sequence[_Price], lines: Sequence[Line]) -> _Price | None:
    """The price that was told last for a number of theirs, but for what was only supposed."""
    supposed = {line.message for line in lines if _SUPPOSED.search(folded(line.text))}
    meant = (each for each in prices if each.message not in supposed and _is_theirs(each.quantity, lines))
    return next(meant, None)


def orders(lines: Sequence[Line]) -> str:
    """The last clause of theirs that says that they take something; "" where none does."""
    return next((words for line in reversed(lines) if (words := _taken(line, BUYS, _TAKES))), "")


def _is_wanted(place: int, lines: Sequence[Line]) -> bool:
    here = lines[place]
    if _SUPPOSED.search(folded(here.text)):
        return False
    if here.does(ActKind.REQUEST_QUOTE) or _ASKS.search(folded(here.text)) or _taken(here, _TAKES):
        return True
    return any(_POINTS_BACK.search(folded(line.text)) or bool(_taken(line, _TAKES)) for line in lines[place + 1 :])


def _taken(line: Line, *cues: re.Pattern[str]) -> str:
    """The clause of a line that takes what was told: it does so and the clause says it, or set words do."""
    for clause in line.clauses:
        plain = folded(clause.words)
        if _NOT_TAKEN.search(plain) or clause.chance(Says.ASKS) >= _ORDERS_FROM:
            continue
        if any(cue.search(plain) for cue in cues):
            return clause.words
        says_what = len(clause.words.split()) >= _LEAST_WORDS
        if says_what and clause.chance(Says.ORDERS) >= _ORDERS_FROM and line.does(ActKind.WANT_TO_BUY, ActKind.CHOOSE):
            return clause.words
    return ""


def _is_theirs(quantity: int, lines: Sequence[Line]) -> bool:
    """Whether they said that number of anything; one counts where they named no larger one."""
    counts = {count for line in lines if not _SUPPOSED.search(folded(line.text)) for count in _counts(line)}
    return max(counts, default=1) <= 1 if quantity == 1 else quantity in counts


def _counts(line: Line) -> frozenset[int]:
    if line.is_read:
        return line.counts
    return frozenset(int(found) for found in _FIGURE.findall(folded(line.text)))
