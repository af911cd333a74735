"""Tables as feeds: CSV with any common separator, and the first sheet of an XLSX workbook (ECMA-376, read without macros)."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree

from milepost.store.feeds.json_feed import Row, UnreadableFeed

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(r"([A-Z]{1,3})(\d+)$")
_MOST_BYTES = 200_000_000


def csv_rows(text: str) -> Iterator[Row]:
    """Each line under the header. Raises UnreadableFeed."""
    csv.field_size_limit(10_000_000)
    header = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t|", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    table: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            table.append((start, cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFeed(start, f"this is not CSV: {error}") from error
    yield from _rows(table)


def xlsx_rows(content: bytes) -> Iterator[Row]:
    """Each row of the first sheet under its header. Raises UnreadableFeed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            shared = _shared(_part(book, "xl/sharedStrings.xml"))
            sheets = sorted(
                (name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)),
                key=lambda name: int(re.sub(r"\D", "", name)),
            )
            sheet = _part(book, sheets[0]) if sheets else None
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        OSError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        KeyError,
        zlib.error,
    ) as error:
        raise UnreadableFeed(1, f"this is not an XLSX workbook: {error}") from error
    if sheet is None:
        raise UnreadableFeed(1, "the workbook has no sheet")
    yield from _rows([(_line(row), _cells(row, shared)) for row in sheet.iter(f"{_SPACE}row")])


def _rows(table: Sequence[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    filled = [(line, cells) for line, cells in table if any(cell.strip() for cell in cells)]
    if not filled:
        return
    headers = [cell.strip() or f"column {place}" for place, cell in enumerate(filled[0][1], 1)]
    for line, cells in filled[1:]:
        if len(cells) > len(headers):
            raise UnreadableFeed(
                line,
                f"this line has {len(cells)} cells under {len(headers)} headers: is a text with the separator in it not quoted?",
            )
        yield Row(dict(zip(headers, cells, strict=False)), line)


def _part(book: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    if name not in book.namelist():
        return None
    if book.getinfo(name).file_size > _MOST_BYTES:
        raise UnreadableFeed(1, f"{name} in the workbook is larger than {_MOST_BYTES // 1_000_000} MB")
    return ElementTree.fromstring(book.read(name))


def _shared(part: ElementTree.Element | None) -> list[str]:
    return [] if part is None else [_words(item) for item in part.iter(f"{_SPACE}si")]


def _words(node: ElementTree.Element) -> str:
    return "".join(text.text or "" for text in node.iter(f"{_SPACE}t"))


def _line(row: ElementTree.Element) -> int:
    number = row.get("r", "1")
    return int(number) if number.isdigit() else 1


def _cells(row: ElementTree.Element, shared: Sequence[str]) -> list[str]:
    cells: dict[int, str] = {}
    for place, cell in enumerate(row.iter(f"{_SPACE}c")):
        match = _CELL.match(cell.get("r", ""))
        cells[_column(match[1]) if match else place] = _value(cell, shared)
    return [cells.get(place, "") for place in range(max(cells, default=-1) + 1)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: ElementTree.Element, shared: Sequence[str]) -> str:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_SPACE}v") or ""
    if kind == "inlineStr":
        return _words(cell)
    if kind == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    return {"1": "yes", "0": "no"}.get(value, value) if kind == "b" else value
