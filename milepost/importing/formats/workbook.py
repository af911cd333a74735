"""The first sheet of an XLSX workbook (ECMA-376) as rows, read without macros, formulas as their last result."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from milepost.importing.formats.rows import Row, UnreadableFeed
from milepost.importing.formats.table_rows import IsHeader, table_rows
from milepost.importing.reading.exports import names_a_product

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL = re.compile(r"([A-Z]{1,3})(\d+)$")
_MOST_BYTES = 200_000_000
_BROKEN = (
    zipfile.BadZipFile,
    ElementTree.ParseError,
    OSError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    KeyError,
    zlib.error,
)


def xlsx_rows(content: bytes, is_header: IsHeader = names_a_product) -> Iterator[Row]:
    """Each row of the first sheet under its header. Raises UnreadableFeed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            shared = _shared(_part(book, "xl/sharedStrings.xml"))
            sheets = sorted(
                (name for name in book.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)),
                key=lambda name: int(re.sub(r"\D", "", name)),
            )
            sheet = _part(book, sheets[0]) if sheets else None
    except _BROKEN as error:
        raise UnreadableFeed(1, f"this is not an XLSX workbook: {error}") from error
    if sheet is None:
        raise UnreadableFeed(1, "the workbook has no sheet")
    yield from table_rows([(_line(row), _cells(row, shared)) for row in sheet.iter(f"{_SPACE}row")], is_header)


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


def _cells(row: ElementTree.Element, shared: Sequence[str]) -> list[object]:
    cells: dict[int, object] = {}
    for place, cell in enumerate(row.iter(f"{_SPACE}c")):
        match = _CELL.match(cell.get("r", ""))
        cells[_column(match[1]) if match else place] = _value(cell, shared)
    return [cells.get(place, "") for place in range(max(cells, default=-1) + 1)]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: ElementTree.Element, shared: Sequence[str]) -> object:
    """A text, or the number that the cell holds (a binary fraction as the digits that a spreadsheet shows)."""
    kind, value = cell.get("t", "n"), cell.findtext(f"{_SPACE}v") or ""
    if kind == "inlineStr":
        return _words(cell)
    if kind == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    if kind == "b":
        return {"1": "yes", "0": "no"}.get(value, value)
    if kind == "n" and value:
        try:
            return Decimal(f"{float(value):.12g}")
        except (ValueError, InvalidOperation):
            return value
    return "" if kind == "e" else value
