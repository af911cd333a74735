"""Rows of one product put together, whichever way their export ties them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from milepost.importing.reading.entries import Entry, inner_entries, words_of
from milepost.importing.reading.exports import heard, table


@dataclass
class Group:
    """The row that says what the product is, and those of its forms, each with its options; `pictures` only show it.

    `head_is_form`: rows of one key are all alike, the first one as well.
    """

    key: str
    head: Entry
    rows: list[Entry] = field(default_factory=list)
    pictures: list[Entry] = field(default_factory=list)
    options: list[dict[str, str]] = field(default_factory=list)
    head_is_form: bool = False


@dataclass
class Grouping:
    """The groups in the feed's order; rows without a name; rows that repeat another in every option."""

    groups: list[Group] = field(default_factory=list)
    nameless: list[Entry] = field(default_factory=list)
    repeated: list[Entry] = field(default_factory=list)
    translations: int = 0


def grouped(entries: Sequence[Entry]) -> Grouping:
    """Every row in its group."""
    found = _collected(entries)
    _take_in_children(found)
    if entries and entries[0].layout.is_plain:
        _join_by_name(found)
    for group in found.groups:
        _settle(group, found)
    return found


def _collected(entries: Sequence[Entry]) -> Grouping:
    found, index = Grouping(), dict[str, Group]()
    waiting: list[tuple[str, Entry]] = []
    words = table().words
    last: Group | None = None
    for entry in entries:
        kinds = {part.strip() for part in entry.word("row_kind").split(",")}
        parent, key, name = entry.text("parent"), entry.text("key"), entry.text("name")
        if entry.text("store_view") not in ("", "default", "admin"):
            found.translations += 1
        elif kinds & words["row_is_neither"]:
            continue
        elif parent:
            waiting.append((parent, entry))
        elif kinds & words["row_is_variant"] and (key in index or last is not None):
            (index.get(key) or last or found.groups[-1]).rows.append(entry)
        elif key and key in index:
            index[key].rows.append(entry)
            index[key].head_is_form = entry.layout.is_plain or bool(entry.text("group"))
        elif not name and not key and last is not None and _goes_on(entry):
            last.rows.append(entry)
            last.head_is_form = entry.layout.is_plain
        elif not name:
            found.nameless.append(entry)
        else:
            last = Group(key, entry)
            found.groups.append(last)
            for each in filter(None, (key, entry.text("sku"), entry.text("id"), f"id:{entry.text('id')}")):
                index.setdefault(each, last)
    for parent, entry in waiting:
        group = index.get(parent.replace(" ", ""))
        if group is not None:
            group.rows.append(entry)
        elif entry.text("name"):  # nothing but its forms stands for the product
            index[parent.replace(" ", "")] = group = Group(parent, entry, head_is_form=True)
            found.groups.append(group)
        else:
            found.nameless.append(entry)
    return found


def _goes_on(entry: Entry) -> bool:
    """Whether a row without a name is a further form of the product above: in a plain table where it has a size or the like."""
    if entry.options or not entry.layout.is_plain:
        return bool(entry.options or entry.text("price"))
    known = entry.layout.export.group_options
    return any(heard(header) in known and words_of(value) for header, value in entry.row.values.items())


def _take_in_children(found: Grouping) -> None:
    """Products that another names as its forms ("sku=A-S,size=S|sku=A-M,size=M") become those."""
    by_key = {group.key: group for group in found.groups}
    taken: set[str] = set()
    for group in found.groups:
        for part in group.head.text("variations").split("|"):
            cells = dict(step.split("=", 1) for step in part.split(",") if "=" in step)
            sku = cells.pop("sku", "").strip()
            child = by_key.get(sku) if sku else None
            if child is not None and child is not group:
                group.rows.append(child.head)
                group.options.append({name.strip().replace("_", " "): said.strip() for name, said in cells.items()})
                taken.add(child.key)
    found.groups = [group for group in found.groups if group.key not in taken or not group.key]


def _join_by_name(found: Grouping) -> None:
    """Rows of one name and text in a plain table are one product where a column such as size or colour tells them apart."""
    by_name: dict[tuple[str, ...], list[Group]] = {}
    for group in found.groups:
        mark = tuple(group.head.text(what).casefold() for what in ("name", "description", "summary", "brand"))
        by_name.setdefault(mark, []).append(group)
    dropped: set[int] = set()
    for same in by_name.values():
        if len(same) < 2 or any(group.rows or group.head.options for group in same):
            continue
        rows = [group.head for group in same]
        options = _varying(rows)
        if all(options) and len({tuple(each.items()) for each in options}) == len(rows):
            same[0].rows, same[0].options = rows, options
            dropped |= {id(group) for group in same[1:]}
    found.groups = [group for group in found.groups if id(group) not in dropped]


def _settle(group: Group, found: Grouping) -> None:
    """The forms of a group with their options: the head is one of them where it has options of its own."""
    if group.options:
        return
    head = group.head
    inner = head.raw("variants")
    if isinstance(inner, list) and inner and all(isinstance(each, Mapping) for each in inner):
        rows = list(inner_entries(head, inner))
        group.rows, group.options = rows, _inner_options(head, rows, inner)
    else:
        rows = [row for row in group.rows if row.options or row.text("price") or row.text("sku")]
        group.pictures = [row for row in group.rows if all(row is not each for each in rows)]
        if (head.options and not head.layout.pairs and not head.has("row_kind")) or (rows and group.head_is_form):
            rows = [head, *rows]
        names = list(head.options) if not head.layout.pairs else []
        group.rows, group.options = rows, [_named(row.options, names) for row in rows]
    if rows and not any(group.options):
        group.options = _varying(rows)
    if len(rows) > 1 and not all(group.options):
        group.options = [given or _by_name(row, head) for row, given in zip(rows, group.options, strict=True)]
    _drop_repeated(group, found)


def _drop_repeated(group: Group, found: Grouping) -> None:
    words = table().words["no_option"]
    options = [
        {name: said for name, said in given.items() if said.casefold() not in words or len(group.rows) > 1}
        for given in group.options
    ]
    seen: set[tuple[tuple[str, str], ...]] = set()
    kept: list[tuple[Entry, dict[str, str]]] = []
    for row, given in zip(group.rows, options, strict=True):
        mark = tuple(sorted(given.items()))
        if mark in seen:
            found.repeated.append(row)
        else:
            kept.append((row, given))
        seen.add(mark)
    group.rows = [row for row, _ in kept]
    group.options = [given for _, given in kept]


def _named(options: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    """Later rows of a product leave out what an option is called: it is named in the first one."""
    found = {}
    for place, (name, said) in enumerate(options.items()):
        number = int(name[1:]) - 1 if re.fullmatch(r"#\d+", name) else place
        found[names[number] if name.startswith("#") and number < len(names) else name] = said
    return found


def _varying(rows: Sequence[Entry]) -> list[dict[str, str]]:
    """By the columns of sizes, colours and the like in which the rows differ."""
    known = rows[0].layout.export.group_options
    headers = [header for header in rows[0].row.values if heard(header) in known or _bare(header) in known]
    differing = [header for header in headers if len({words_of(row.row.values.get(header)) for row in rows}) > 1]
    return [
        {_option_name(header): said for header in differing if (said := words_of(row.row.values.get(header)))}
        for row in rows
    ]


def _bare(header: str) -> str:
    return re.sub(r"\s*[(\[].*$", "", heard(header)).strip()


def _option_name(header: str) -> str:
    return "colour" if heard(header) in ("color", "colors") else _bare(header) or header


def _by_name(row: Entry, head: Entry) -> dict[str, str]:
    """What a row's own name has beyond the product's, where no column tells it from the others."""
    own, common = row.text("name"), head.text("name")
    rest = own[len(common) :] if own.startswith(common) else own
    rest = rest.strip(" -\u2013\u2014,/|:()")
    return {"version": rest or row.text("sku") or own} if own or row.text("sku") else {}


def _inner_options(head: Entry, rows: Sequence[Entry], inner: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    names = list(_option_names(head.raw("option_table")))
    found: list[dict[str, str]] = []
    for row, cells in zip(rows, inner, strict=True):
        given: dict[str, str] = {}
        for place in range(1, 11):
            said = words_of(cells.get(f"option{place}"))
            if said:
                given[names[place - 1] if place <= len(names) else f"option {place}"] = said
        for key in ("options", "attributes", "option_values", "optionValues"):
            value = cells.get(key)
            if not given and isinstance(value, Mapping):
                given = {str(name): words_of(said) for name, said in value.items() if words_of(said)}
        found.append(given or row.options or row.pairs)
    return found


def _option_names(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else []:
        yield words_of(each)
