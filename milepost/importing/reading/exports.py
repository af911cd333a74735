"""Which export a feed is, and which of its columns holds what, by the table in exports.yml."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from milepost.importing.prices import without_currency

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MOST_NUMBERED = 10


@dataclass(frozen=True)
class Export:
    """One kind of export, as exports.yml describes it; headers as `heard`."""

    name: str
    has: tuple[frozenset[str], ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    options: tuple[tuple[str, str], ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    facts_like: tuple[str, ...] = ()
    group_options: tuple[str, ...] = ()
    is_closed: bool = False
    path: str = ">"
    listing: str = ""
    decimal: str = ""


@dataclass(frozen=True)
class Table:
    """The whole table: the exports, any other table, and the words that cells are understood by."""

    exports: tuple[Export, ...]
    plain: Export
    never_words: frozenset[str]
    never_headers: frozenset[str]
    kept_words: frozenset[str]
    kept_headers: frozenset[str]
    words: Mapping[str, Any]


@dataclass(frozen=True)
class Layout:
    """A feed's own headers by what they hold. `options` and `pairs`: the headers of names and values; `facts`: header ->
    the name that people use; `unread`: what was left, `never_read`: what the shop paid."""

    export: Export
    fields: Mapping[str, tuple[str, ...]]
    options: tuple[tuple[str, str], ...]
    pairs: tuple[tuple[str, str], ...]
    facts: Mapping[str, str]
    unread: tuple[str, ...] = ()
    never_read: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether no known export was recognised."""
        return not self.export.has


@lru_cache(maxsize=65536)
def heard(header: str) -> str:
    """A header as it is compared: "Product_Name " -> "product name", "batteryLife" -> "battery life"."""
    spaced = header if header.isupper() else _CAMEL.sub(" ", header)
    return " ".join(re.sub(r"[_\-.:]+", " ", spaced).casefold().split())


@lru_cache(maxsize=65536)
def _as_told(header: str) -> str:
    return " ".join(re.sub(r"[_\-.:]+", " ", header).casefold().split())


def as_word(text: str) -> str:
    """A cell as it is compared with the table's words; a number below nothing keeps its sign."""
    return ("-" if re.match(r"\s*-\s*\d", text) else "") + _as_told(text)


@lru_cache(maxsize=65536)
def bare(header: str) -> str:
    """A header without brackets, currencies and units: "Price (EUR)" -> "price", "Weight [kg]" -> "weight"."""
    return " ".join(_ASIDE.sub(" ", heard(without_currency(header))).split())


@lru_cache(maxsize=65536)
def is_never_read(header: str) -> bool:
    """Whether a column holds what the shop paid or earns."""
    known = table()
    plain = heard(header)
    return bool(set(re.findall(r"[^\W\d_]+", plain)) & known.never_words) or bool(
        {plain, bare(header)} & known.never_headers
    )


def names_a_product(cells: Sequence[str]) -> bool:
    """Whether a line of a table is its header: a column for names, and another that is known."""
    plain = [cell for cell in cells if cell.strip()]
    known = {_as_told(cell) for cell in plain} | {bare(cell) for cell in plain}
    everything = [*table().exports, table().plain]
    is_named = any(known & set(each.fields.get("name", ())) for each in everything)
    others = {name for each in everything for names in each.fields.values() for name in names}
    return is_named and len(known & others) > 1


def layout_of(headers: Collection[str], hint: str = "", filled: Collection[str] | None = None) -> Layout:
    """What each header of a feed holds. `filled` are the headers that have any value; `hint` names the export."""
    open_headers = [header for header in headers if not is_never_read(header)]
    export = recognised(open_headers, hint)
    names = {header: {_as_told(header), heard(header)} for header in open_headers}
    plainer = {header: bare(header) for header in open_headers}
    taken: dict[str, str] = {}
    fields: dict[str, tuple[str, ...]] = {}
    for what, known in export.fields.items():
        match = _matching(known, names, plainer, taken, filled)
        if match:
            fields[what] = match
            taken |= dict.fromkeys(match, what) if what not in _SHARED else {}
    options = _numbered(export.options, names)
    pairs = _numbered(export.pairs, names)
    used = {
        *(each for match in fields.values() for each in match),
        *(each for pair in (*options, *pairs) for each in pair),
    }
    facts = _facts(export, [header for header in open_headers if header not in used], names)
    unread = tuple(header for header in open_headers if header not in used and header not in facts)
    return Layout(export, fields, options, pairs, facts, unread)


# A column may say two of these at once: an article number is the key of its product as well.
_SHARED = frozenset(["key", "id", "sku", "images", "image_alone", "group"])


def _matching(
    known: Sequence[str],
    names: Mapping[str, Collection[str]],
    plainer: Mapping[str, str],
    taken: Mapping[str, str],
    filled: Collection[str] | None,
) -> tuple[str, ...]:
    """The headers that hold something, in the table's order, those with values first."""
    found: list[str] = []
    for name in _counted(known):
        found += [header for header, said in names.items() if name in said and header not in taken]
    for name in _counted(known):
        found += [header for header, said in plainer.items() if said == name and header not in taken]
    found = list(dict.fromkeys(found))
    return tuple(sorted(found, key=lambda header: filled is not None and header not in filled))


def _counted(known: Sequence[str]) -> Iterable[str]:
    for name in known:
        if "#" in name:
            yield from (name.replace("#", str(number)) for number in range(1, _MOST_NUMBERED + 1))
        yield name


def _numbered(pairs: Sequence[tuple[str, str]], names: Mapping[str, Collection[str]]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for name, value in pairs:
        for number in range(1, _MOST_NUMBERED + 1):
            one = _header_of(name.replace("#", str(number)), names)
            other = _header_of(value.replace("#", str(number)), names)
            if one is not None and other is not None and (one, other) not in found:
                found.append((one, other))
    return tuple(found)


def _header_of(name: str, names: Mapping[str, Collection[str]]) -> str | None:
    return next((header for header, said in names.items() if name in said), None)


def _facts(export: Export, rest: Sequence[str], names: Mapping[str, Collection[str]]) -> dict[str, str]:
    """The columns that say something of the goods themselves, with the name that people use."""
    found: dict[str, str] = {}
    for header in rest:
        known = next((export.facts[name] for name in (*names[header], bare(header)) if name in export.facts), None)
        ending = next((mark for mark in export.facts_like if mark in header.casefold()), None)
        if known is not None:
            found[header] = known
        elif ending is not None:
            found[header] = header[: header.casefold().index(ending)].strip()
        elif not export.is_closed and not _is_bookkeeping(header):
            found[header] = " ".join(re.sub(r"[_]+", " ", _CAMEL.sub(" ", header)).split())
    return {header: name for header, name in found.items() if name}


def _is_bookkeeping(header: str) -> bool:
    plain = heard(header)
    known = table()
    words = set(re.findall(r"[^\W_]+", plain))
    return (
        bool(words & known.kept_words)
        or bool({plain, bare(header)} & known.kept_headers)
        or plain.startswith("column ")
    )


def recognised(headers: Collection[str], hint: str = "") -> Export:
    """The export that the headers belong to: the one of which they have most; any other table where they have none's."""
    known = {_as_told(header) for header in headers} | {heard(header) for header in headers}
    fitting = [
        (len(known & {name for names in export.fields.values() for name in names}), export)
        for export in table().exports
        if export.name == hint or any(wanted <= known for wanted in export.has)
    ]
    named = next((export for _, export in fitting if export.name == hint), None)
    return named or max(fitting, key=lambda each: each[0], default=(0, table().plain))[1]


@lru_cache(maxsize=1)
def table() -> Table:
    """The table of exports.yml."""
    text = files("milepost.importing.reading").joinpath("exports.yml").read_text(encoding="utf-8")
    page = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    words = {
        kind: {word: reason for reason, said in known.items() for word in map(as_word, said)}
        if isinstance(known, dict)
        else frozenset(map(as_word, known))
        for kind, known in page["words"].items()
    }
    return Table(
        exports=tuple(_export(each) for each in page["exports"]),
        plain=_export(page["plain"]),
        never_words=frozenset(page["never_read"]["words"]),
        never_headers=frozenset(page["never_read"]["headers"]),
        kept_words=frozenset(page["bookkeeping"]["words"]),
        kept_headers=frozenset(page["bookkeeping"]["headers"]),
        words=words,
    )


def _export(entry: Mapping[str, Any]) -> Export:
    return Export(
        name=entry["name"],
        has=tuple(frozenset(wanted) for wanted in entry.get("has", ())),
        fields={what: tuple(names) for what, names in entry["fields"].items()},
        options=tuple((pair[0], pair[1]) for pair in entry.get("options", ())),
        pairs=tuple((pair[0], pair[1]) for pair in entry.get("pairs", ())),
        facts=entry.get("facts", {}),
        facts_like=tuple(entry.get("facts_like", ())),
        group_options=tuple(entry.get("group_options", ())),
        is_closed=bool(entry.get("closed")),
        path=entry.get("path", ""),
        listing=entry.get("list", ""),
        decimal=entry.get("decimal", ""),
    )
