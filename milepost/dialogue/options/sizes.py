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
