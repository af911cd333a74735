"""A feed's file, or a folder of them, as rows; what cannot be used is told with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from milepost.errors import CatalogueError, Problem
from milepost.sales.feeds.feed import Feed, FeedProduct
from milepost.sales.feeds.text import singular
from milepost.store.feeds.columns import product_of
from milepost.store.feeds.json_feed import Row, UnreadableFeed, json_rows
from milepost.store.feeds.table_feed import csv_rows, xlsx_rows

KINDS = (".json", ".csv", ".tsv", ".xlsx")
_MOST_BYTES = 100_000_000


def read_feed(path: Path) -> Feed:
    """The products of a file, or of every feed in a folder. Raises CatalogueError naming file and line."""
    files = sorted(file for file in path.iterdir() if file.suffix.casefold() in KINDS) if path.is_dir() else [path]
    if not files:
        raise _problem(path, 1, f"there is no feed in this folder: wanted {', '.join(KINDS)}")
    taken: set[str] = set()
    products: list[FeedProduct] = []
    remarks: list[str] = []
    for file in files:
        for row in _rows(file):
            product = product_of(row.values, row.line, category=category_of(row.category or file.stem), taken=taken)
            if product is None:
                remarks.append(f"{file.name}:{row.line}: a product without a name was left out")
            else:
                products.append(product)
    if not products:
        raise _problem(
            path, 1, "no product with a name was found: the feed needs a column or key such as name and price"
        )
    return Feed(path.stem, tuple(products), tuple(remarks))


def read_text(path: Path) -> str:
    """A guide's text. Raises CatalogueError."""
    return _decoded(path, _bytes(path))


def category_of(name: str) -> str:
    """ "coffee-makers" -> "coffee maker", "tv_2024" -> "tv"."""
    words = re.sub(r"[\W_\d]+", " ", name).casefold().split()
    kept = [
        word
        for word in words
        if word not in ("feed", "products", "product", "export", "catalog", "catalogue", "list", "all", "data")
    ]
    return singular(" ".join(kept) or "product")


def _rows(file: Path) -> Iterator[Row]:
    """Raises CatalogueError."""
    kind = file.suffix.casefold()
    if kind not in KINDS:
        raise _problem(file, 1, f'a feed is one of {", ".join(KINDS)}, not "{file.suffix or file.name}"')
    content = _bytes(file)
    try:
        if kind == ".xlsx":
            yield from xlsx_rows(content)
        else:
            text = _decoded(file, content)
            yield from json_rows(text) if kind == ".json" else csv_rows(text)
    except UnreadableFeed as error:
        raise _problem(file, error.line, str(error)) from error


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _problem(path, 1, f"the file is larger than {_MOST_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise _problem(path, 1, f"the file cannot be read: {error.strerror}") from error


def _decoded(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _problem(path, line, "this is not UTF-8 text: save the file as UTF-8") from error


def _problem(path: Path, line: int, message: str) -> CatalogueError:
    return CatalogueError([Problem(path.as_posix(), line, message)])
