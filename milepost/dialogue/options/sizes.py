"""Size words: "the small one", "the middle one", "the next one up": one of what may be picked among, by its place in the order."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

_WORD = re.compile(r"[^\W\d_]+")
_WORDS = {
    "small": """
        small smallest little smaller littler littlest basic starter mini simple simplest lower lowest entry cheapest cheaper
        klein kleine kleinen kleinste kleinere kleineren kleines pequeño pequeña petit petite pequeno pequena
    """,
    "middle": "middle medium mid intermediate mittlere mittleren mittel mediano mediana moyen moyenne médio média",
    "big": """
        big biggest bigger large larger largest top highest higher full dearest biggie größte größere große großen großes
        grande grand maior
    """,
    "up": "bigger larger higher next größere größeren maior",
    "down": "smaller littler lower cheaper kleinere kleineren",
}
_SIZES = {size: frozenset(text.split()) for size, text in _WORDS.items()}
_ORDER = ("up", "down", "small", "middle", "big")


# What asks for the neighbour of what is spoken of, and for nothing else: "the next one up", "one smaller", "a size down".
_NOUN = r"(?:one|plan|size|tier|level|version|option|model|step)"
_STEPS = {
    "up": re.compile(
        rf"\b(?:next|one|an?|the) (?:{_NOUN} )?(?:up|(?:bigger|larger|higher)(?: {_NOUN})?)\b(?! (?:for|than|if|with)\b)"
    ),
    "down": re.compile(
        rf"\b(?:next|one|an?|the) (?:{_NOUN} )?(?:down|(?:smaller|lower)(?: {_NOUN})?)\b(?! (?:for|than|if|with)\b)"
    ),
}
_NEXT = re.compile(rf"\b(?:the|your) next (?!step){_NOUN}\b")


def step_said(text: str) -> str | None:
    """Whether words ask outright for the next larger ("up") or smaller ("down") of what is spoken of; None where they do not."""
    lower = text.casefold()
    way = next((each for each, pattern in _STEPS.items() if pattern.search(lower)), None)
    return way or ("up" if _NEXT.search(lower) else None)


def size_said(text: str) -> str | None:
    """Which end or place the words ask for: small, middle, big, up or down (of what is in focus); None where none does."""
    words = set(_WORD.findall(text.casefold()))
    return next((size for size in _ORDER if words & _SIZES[size]), None)


def of_size(
    size: str, pool: Sequence[str], cost: Callable[[str], Decimal | None], focus: Sequence[str]
) -> tuple[str | None, bool]:
    """The option of a pool in the place that a size word asks for, by what each costs in a year. A step up or down is from the
    one in focus, else from the middle to the end."""
    costs = [(price, option) for option in pool if (price := cost(option)) is not None]
    ordered = [option for _, option in sorted(costs, key=lambda pair: pair[0])]
    held = next((ordered.index(option) for option in focus if option in ordered), None)
    place = place_of_size(size, len(ordered), held)
    return (ordered[place], True) if place is not None else (None, False)


def place_of_size(size: str, many: int, held: int | None) -> int | None:
    """The place that a size word asks for among so many in their order, from the least; a step up or down is from the one that
    is held. None where there is no such place."""
    if many < 2 or (size == "middle" and many < 3):
        return None
    if size in ("up", "down") and held is not None:
        step = held + (1 if size == "up" else -1)
        return step if 0 <= step < many else None
    if size == "middle":
        return many // 2 - (many % 2 == 0)
    return 0 if size in ("small", "down") else many - 1


def stepped(size: str | None, pools: Sequence[list[str]], focus: Sequence[str]) -> Sequence[list[str]]:
    """The pools in which a size word picks: a step up or down is taken from the option in focus, where a pool has it."""
    if size not in ("up", "down"):
        return pools
    return [pool for pool in pools if any(option in pool for option in focus)] or pools
