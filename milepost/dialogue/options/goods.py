"""Which product would help with what a visitor told so far, by how much their words speak for each."""

from __future__ import annotations

import math
from collections.abc import Mapping

# What was told before counts less with each message that tells more.
FADES = 0.5
# A product is named from this chance on, and from this many times what guessing would give; of two that are likely together, and
# each by itself, both are.
LIKELY, ABOVE_GUESSING, SURE = 0.4, 2.2, 0.8
# From here on it is plain from the words which one is meant.
PLAIN = 0.85
TOGETHER, EACH_OF_TWO = 0.6, 0.25


def nearer(goods: Mapping[str, float], found: Mapping[str, float]) -> dict[str, float]:
    """How much speaks for each product after another message."""
    names = dict.fromkeys([*goods, *found])
    return {name: round(FADES * goods.get(name, 0.0) + found.get(name, 0.0), 3) for name in names}


def chances(goods: Mapping[str, float]) -> dict[str, float]:
    """The chance of each product, the likeliest first."""
    top = max(goods.values(), default=0.0)
    powers = {option: math.exp(score - top) for option, score in goods.items()}
    whole = sum(powers.values())
    return {option: powers[option] / whole for option in sorted(powers, key=lambda each: -powers[each])}


def plainly(goods: Mapping[str, float]) -> str | None:
    """The product that the words plainly tell of."""
    shares = chances(goods)
    best = next(iter(shares), None)
    return best if best is not None and len(shares) > 1 and shares[best] >= PLAIN else None


def likely(goods: Mapping[str, float]) -> tuple[str, ...]:
    """The product that is likely to help, or the two of which one is; none where the words do not tell."""
    shares = chances(goods)
    best = list(shares)[:2]
    if not best:
        return ()
    if shares[best[0]] >= max(LIKELY, min(SURE, ABOVE_GUESSING / len(shares))):
        return (best[0],)
    are_two = len(shares) > 2 and shares[best[1]] >= EACH_OF_TWO and sum(shares[each] for each in best) >= TOGETHER
    return tuple(best) if are_two else ()
