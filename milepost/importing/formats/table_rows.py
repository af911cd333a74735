"""CSV feeds with any common separator, quoting and preamble."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from milepost.importing.formats.rows import Row, UnreadableFeed
from milepost.importing.reading.exports import names_a_product

_SEPARATORS = ",;\t|"
_LOOKED_AT = 40
_PREAMBLE = 12

IsHeader = Callable[[Sequence[str]], bool]
"""Whether the cells of a line are the names of columns."""


def csv_rows(text: str, is_header: IsHeader = names_a_product) -> Iterator[Row]:
    """Each line under the header. Raises UnreadableFeed."""
    csv.field_size_limit(10_000_000)
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:  # a spreadsheet's own first line
        separator, text, skipped = first.strip()[4], rest, 1
    else:
        separator = _separator(text, is_header)
    try:
        table = _table(text, separator, escape=False)
    except UnreadableFeed:
        if '\\"' not in text:
            raise
        table = _table(text, separator, escape=True)
    yield from table_rows([(line + skipped, cells) for line, cells in table], is_header)


def _table(text: str, separator: str, *, escape: bool) -> list[tuple[int, list[str]]]:
    source = io.StringIO(text, newline="")
    if escape:
        reader = csv.reader(source, delimiter=separator, doublequote=False, escapechar="\\", strict=True)
    else:
        reader = csv.reader(source, delimiter=separator, strict=True, skipinitialspace=separator != "\t")
    table: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            table.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFeed(start, f"this is not CSV: {error}") from error
    return table


def _separator(text: str, is_header: IsHeader) -> str:
    """The one under which a line names columns; of several, or none, the one that cuts most lines into equally
    many cells, more than one."""
    best = {separator: _evenness(text, separator, is_header) for separator in _SEPARATORS}
    return max(_SEPARATORS, key=lambda separator: best[separator])


def _evenness(text: str, separator: str, is_header: IsHeader) -> tuple[bool, float, int]:
    counts: Counter[int] = Counter()
    is_named = False
    try:
        for cells in csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=separator):
            if any(cell.strip() for cell in cells):
                is_named = is_named or (counts.total() < _PREAMBLE and is_header(cells))
                counts[len(cells)] += 1
            if counts.total() >= _LOOKED_AT:
                break
    except csv.Error:
        pass
    counts.pop(1, None)
    if not counts:
        return False, 0.0, 0
    width, times = counts.most_common(1)[0]
    return is_named, times * min(width, 12), width


def table_rows(table: Sequence[tuple[int, Sequence[object]]], is_header: IsHeader = names_a_product) -> Iterator[Row]:
    """The lines under the header as rows; the header is the first line that is one, else the first. Raises UnreadableFeed."""
    filled = [(line, cells) for line, cells in table if any(str(cell).strip() for cell in cells)]
    if not filled:
        return
    top = next(
        (place for place, (_, cells) in enumerate(filled[:_PREAMBLE]) if is_header([str(cell) for cell in cells])),
        0,
    )
    headers = _headers(filled[top][1])
    for line, cells in filled[top + 1 :]:
        extra = [cell for cell in cells[len(headers) :] if str(cell).strip()]
        if extra:
            raise UnreadableFeed(
                line,
                f"this line has {len(cells)} cells under {len(headers)} headers: is a text with the separator in it not quoted?",
            )
        yield Row(dict(zip(headers, cells, strict=False)), line)


def _headers(cells: Sequence[object]) -> list[str]:
    """The headers as they stand; one that stands twice, or is empty, is told apart by its place."""
    headers: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = str(cell).strip() or f"column {place}"
        headers.append(name if name not in headers else f"{name} (column {place})")
    while headers and headers[-1] == f"column {len(headers)}":
        headers.pop()
    return headers
