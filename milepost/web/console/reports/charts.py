"""Bars as SVG, drawn on the server: shapes carry classes and attributes only, so that the strictest policy lets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from milepost.sales.analytics.figures import Figure, Line

BAR, GAP, WIDTH, LABEL, NUMBER = 18, 6, 560, 200, 90
MOST_BARS = 12
_LETTERS = 26


@dataclass(frozen=True)
class Bar:
    """One bar: its place and length in the picture's units."""

    label: str
    value: str
    top: int
    length: float


@dataclass(frozen=True)
class Chart:
    """A picture of a figure's first number; `height` 0 where there is nothing to show."""

    bars: Sequence[Bar]
    width: int
    height: int
    label_width: int = LABEL
    bar_height: int = BAR


def chart_of(figure: Figure) -> Chart:
    """The first bars of a figure, the longest as wide as there is room."""
    sizes = [_size(line) for line in figure.lines[:MOST_BARS]]
    largest = max(sizes, default=0)
    if not largest:
        return Chart((), WIDTH, 0)
    room = WIDTH - LABEL - NUMBER
    bars = [
        Bar(_short(line.label), str(line.values[0]), place * (BAR + GAP), round(room * size / largest, 1))
        for place, (line, size) in enumerate(zip(figure.lines, sizes, strict=False))
    ]
    return Chart(bars, WIDTH, len(bars) * (BAR + GAP))


def _size(line: Line) -> float:
    if line.size is not None:
        return line.size
    return float(line.values[0]) if isinstance(line.values[0], int) else 0.0


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"
