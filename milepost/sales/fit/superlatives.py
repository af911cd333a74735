"""Options in the order of a figure: the lightest first, the dearest first, and those of which no figure is known apart."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

PRICE = "price"


def in_order(figures: Mapping[str, Decimal | None], *, highest: bool) -> tuple[list[tuple[str, Decimal]], list[str]]:
    """Options with their figures, the asked-for end first and equal ones in their given order; and those without one."""
    known = [(option, figure) for option, figure in figures.items() if figure is not None]
    unknown = [option for option, figure in figures.items() if figure is None]
    return sorted(known, key=lambda pair: pair[1], reverse=highest), unknown
