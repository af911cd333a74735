"""What visitors tell in their own words: whole clauses, each with what it is about where that is plain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

SHOWN = 12
"""So many lines stand open on the card; the rest is folded away."""


class About(str, Enum):
    """What a clause is about, as the card says it; NOTHING where no label is plain."""

    REACH = "when to reach them"
    PROBLEM = "problem"
    OFFER = "other offer"
    PEOPLE = "people"
    DATE = "date"
    MONEY = "money"
    TERMS = "terms"
    WISH = "wish"
    SITUATION = "situation"
    NOTHING = ""


# What tells a rep most when not all can stand open.
_WEIGHT = {
    About.REACH: 9, About.PROBLEM: 9, About.DATE: 8, About.MONEY: 8, About.OFFER: 8, About.WISH: 8,
    About.PEOPLE: 7, About.TERMS: 7, About.SITUATION: 6, About.NOTHING: 3,
}  # fmt: skip


@dataclass(frozen=True)
class OwnWords:
    """A clause as the visitor wrote it, what it is about, and the message that it stands in."""

    about: About
    words: str
    message: str


def about(lines: Sequence[OwnWords], *wanted: About) -> tuple[OwnWords, ...]:
    """The lines about these."""
    return tuple(each for each in lines if each.about in wanted)


def split(lines: Sequence[OwnWords], most: int = SHOWN) -> tuple[tuple[OwnWords, ...], tuple[OwnWords, ...]]:
    """The most telling lines in their order, and the rest in theirs."""
    best = sorted(range(len(lines)), key=lambda place: (-_worth(lines[place]), place))[:most]
    open_: list[OwnWords] = []
    folded: list[OwnWords] = []
    for place, line in enumerate(lines):
        (open_ if place in best else folded).append(line)
    return tuple(open_), tuple(folded)


def _worth(line: OwnWords) -> int:
    """The weight of its label; a figure tells more than none."""
    return 2 * _WEIGHT[line.about] + any(map(str.isdigit, line.words))
