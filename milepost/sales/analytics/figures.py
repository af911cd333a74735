"""One shape for every figure: lines with a number each, and how much lies behind each line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Value = int | str


@dataclass(frozen=True)
class Line:
    """One line. The first of `values` stands at the bar, which is as long as that number, or as `size` where it is money;
    `behind`: what opening it shows is not empty; `variants` are other words for the same."""

    key: str
    label: str
    values: tuple[Value, ...]
    behind: int = 0
    variants: tuple[str, ...] = ()
    size: float | None = None


@dataclass(frozen=True)
class Figure:
    """A figure with its lines. `columns` name the label and then each value; `about` is its definition."""

    id: str
    title: str
    about: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    summary: str = ""

    def line(self, key: str) -> Line | None:
        """The line of that key."""
        return next((line for line in self.lines if line.key == key), None)


def percent(part: int, whole: int) -> str:
    """ "25%"; "-" of nothing."""
    return f"{round(100 * part / whole)}%" if whole else "-"


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value that `share` of all do not exceed (nearest rank); None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order in which they come."""
    return tuple(dict.fromkeys(words))


def duration(seconds: float | None) -> str:
    """ "45 s", "12 min", "3.5 h", "2.1 d"."""
    if seconds is None:
        return "-"
    if seconds < 60:
        return f"{round(seconds)} s"
    if seconds < 3600:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h" if seconds < 48 * 3600 else f"{seconds / 86400:.1f} d"
