"""A feed's file, a folder of them, or an address, as goods; what cannot be used is told with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from milepost.importing.feed import Feed, FeedProduct, Remark
from milepost.importing.formats.decoding import decoded
from milepost.importing.formats.json_rows import json_rows
from milepost.importing.formats.rows import Row, UnreadableFeed
from milepost.importing.formats.table_rows import csv_rows
from milepost.importing.formats.workbook import xlsx_rows
from milepost.importing.formats.xml_rows import xml_rows
from milepost.importing.reading.currency import Ask, settle_currency
from milepost.importing.reading.entries import Entry, entries_of
from milepost.importing.reading.exports import Layout
from milepost.importing.reading.goods import Goods
from milepost.importing.reading.grouping import Grouping, grouped
from milepost.importing.reading.offers import PriceReading, currency_texts
from milepost.importing.reading.sources import KINDS, Source, file_source, is_address, problem, web_source
from milepost.importing.text import UNTOLD, category_of, category_words, stem_line

Progress = Callable[[str], None]

_CALLED_SO = 0.1


@dataclass(frozen=True)
class _Page:
    """One file with its rows in groups."""

    source: Source
    layout: Layout
    entries: Sequence[Entry]
    grouping: Grouping
    encoding: str


def read_feed(
    feed: Path | str,
    *,
    currency: str = "",
    category: str = "",
    ask: Ask | None = None,
    progress: Progress | None = None,
) -> Feed:
    """The goods of a file, of every feed in a folder, or of an address. Raises CatalogueError naming file and line.

    `currency` and `category` are what the owner says where the feed does not; `ask` is used for the currency if neither does.
    """
    tell = progress or (lambda _: None)
    sources = _sources(feed, tell)
    pages = [_page(source, tell) for source in sources]
    shown = sources[0].shown if len(sources) == 1 else str(feed)
    if not any(page.grouping.groups for page in pages):
        missing = "no product with a name was found: the feed needs a column or key such as name and price"
        raise problem(shown, 1, missing)
    texts = [text for page in pages for text in currency_texts(page.entries)]
    code, how = settle_currency(texts, shown, given=currency, ask=ask)
    goods = Goods()
    for page in pages:
        prices = PriceReading.of(page.entries, code)
        for group in page.grouping.groups:
            goods.add(group, prices, page.source.name)
    tell(f"{len(goods.products)} products found")
    if not goods.products:
        reasons = ", ".join(f"{len(names)} {reason}" for reason, names in goods.left_out.items())
        raise problem(shown, 1, f"nothing in this feed is for sale: {reasons}")
    products, notes = _with_categories(goods.products, category)
    remarks = [remark for page in pages for remark in _remarks(page)]
    understood = [*(line for page in pages for line in _understood(page)), how, *notes]
    return Feed(
        name=Path(sources[0].name).name if len(sources) == 1 else Path(str(feed)).name,
        products=tuple(products),
        currency=code,
        remarks=(*remarks, *goods.remarks),
        understood=tuple(understood),
        left_out={reason: tuple(names) for reason, names in goods.left_out.items()},
    )


def read_text(path: Path) -> str:
    """A guide's text. Raises CatalogueError."""
    try:
        return decoded(path.read_bytes()).text
    except OSError as error:
        raise problem(path.as_posix(), 1, f"the file cannot be read: {error.strerror}") from error


def _sources(feed: Path | str, tell: Progress) -> list[Source]:
    if is_address(feed):
        address = re.sub(r"^(https?):/(?!/)", r"\1://", str(feed))
        tell(f"fetching {address.partition('?')[0].rpartition('@')[2]}")
        return [web_source(address, tell)]
    path = Path(feed)
    if not path.is_dir():
        return [file_source(path)]
    kinds = tuple(kind for kind in KINDS if kind != ".txt")
    files = sorted(file for file in path.iterdir() if file.suffix.casefold() in kinds)
    if not files:
        raise problem(path.as_posix(), 1, f"there is no feed in this folder: wanted {', '.join(kinds)}")
    return [file_source(file) for file in files]


def _page(source: Source, tell: Progress) -> _Page:
    try:
        rows, encoding = _rows(source)
    except UnreadableFeed as error:
        raise problem(source.shown, error.line, str(error)) from error
    tell(f"{len(rows)} rows read from {source.shown}")
    layout, entries = entries_of(rows, Path(source.shown).name)
    return _Page(source, layout, entries, grouped(entries), encoding)


def _rows(source: Source) -> tuple[list[Row], str]:
    if source.kind == "xlsx":
        return list(xlsx_rows(source.content)), ""
    if source.kind == "xml":
        return list(xml_rows(source.content)), ""
    if source.kind == "json":
        return list(json_rows(_unicode(source))), ""
    text = decoded(source.content)
    return list(csv_rows(text.text)), text.encoding


def _unicode(source: Source) -> str:
    """JSON is UTF-8 (RFC 8259); UTF-16 with its mark is read as well."""
    if source.content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decoded(source.content).text
    try:
        return source.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.content.count(b"\n", 0, error.start) + 1
        raise UnreadableFeed(line, "this is not UTF-8 text: save the file as UTF-8") from error


def _with_categories(products: Sequence[FeedProduct], given: str) -> tuple[list[FeedProduct], list[str]]:
    """Products that their feed puts in no category are of the one that the owner names, or that both the file's name and the
    products' own texts call them by; else they are just products."""
    bare = [product for product in products if not product.category]
    if not bare:
        return list(products), []
    by_source = {source: category_words(given) or _called(source, bare) for source in {each.source for each in bare}}
    found = [
        product if product.category else replace(product, category=by_source[product.source]) for product in products
    ]
    untold = sum(by_source[product.source] == UNTOLD for product in bare)
    note = f"{untold} products stand in no category: say what they are with --category"
    return found, [note] if untold else []


def _called(source: str, products: Sequence[FeedProduct]) -> str:
    name = category_of(source)
    own = [product for product in products if product.source == source]
    wanted = stem_line(name)
    times = sum(wanted in stem_line(product.text) for product in own)
    return name if wanted.strip() and times >= max(1, _CALLED_SO * len(own)) else UNTOLD


def _remarks(page: _Page) -> list[Remark]:
    name = Path(page.source.shown).name
    grouping = page.grouping
    remarks = [Remark("a row without a name was left out", f"{name}:{entry.line}") for entry in grouping.nameless]
    for entry in grouping.repeated:
        remarks.append(Remark("a row repeats another in every option and was left out", f"{name}:{entry.line}"))
    return remarks


def _understood(page: _Page) -> list[str]:
    """What kind of file it was taken for, and which columns were read as what."""
    layout, name = page.layout, Path(page.source.shown).name
    encoding = f", in the encoding {page.encoding}" if page.encoding else ""
    lines = [f"{name}: {layout.export.name}{encoding}, {len(page.entries)} rows"]
    if layout.is_plain:
        read = {header: what for what, headers in layout.fields.items() for header in headers[:1]}
        lines.append("  columns: " + ", ".join(f"{header} = {what.replace('_', ' ')}" for header, what in read.items()))
        if layout.facts:
            lines.append(f"  of the goods: {_some(list(layout.facts.values()))}")
    if layout.never_read:
        lines.append(f"  never read, as it is what you pay: {_some(layout.never_read)}")
    if layout.unread:
        lines.append(f"  not read: {_some(layout.unread)}")
    if page.grouping.translations:
        lines.append(f"  {page.grouping.translations} rows are translations of others and were not read")
    return lines


def _some(names: Sequence[str], most: int = 6) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
