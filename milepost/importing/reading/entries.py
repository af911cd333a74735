"""Rows with their cells by what they hold, whatever the feed calls its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from milepost.importing.formats.rows import Row
from milepost.importing.reading.exports import Layout, as_word, heard, is_never_read, layout_of, table
from milepost.importing.reading.markup import listed_items, plain_text
from milepost.importing.understanding.quantities import is_unit

_LINK = re.compile(r"https?://[^\s,;|\"'<>]+")
_PACKED = re.compile(r",(?=[A-Za-z0-9_]+=)")
_SPLIT = re.compile(r"\s*[\n|;•]\s*")
_LONGEST_FACT = 200
_LONGEST_ITEM = 60
_NAMES = ("name", "attribute_name", "attributename", "key", "label", "title")
_VALUES = ("value", "option", "options", "values", "attribute_value", "attributevalue", "terms")


@dataclass(frozen=True)
class Entry:
    """One row as it is understood. `inner` is an object inside it: a variant with cells of its own."""

    row: Row
    layout: Layout
    file: str = ""
    line: int = 1
    inner: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)

    def raw(self, what: str) -> Any:
        """The first cell that holds this and is not empty, as it stands; None where there is none."""
        for header in self.layout.fields.get(what, ()):
            value = self.row.values.get(header)
            if not is_empty(value):
                return value
        return None

    def text(self, what: str) -> str:
        """The same as words without mark-up, in one line."""
        return " ".join(words_of(self.raw(what)).split())

    def has(self, what: str) -> bool:
        """Whether the row has such a cell at all, empty or not."""
        return any(header in self.row.values for header in self.layout.fields.get(what, ()))

    def word(self, what: str) -> str:
        """A cell as a word of the table in exports.yml."""
        return as_word(self.text(what))

    @cached_property
    def description(self) -> str:
        """The description in lines."""
        return words_of(self.raw("description"))

    @cached_property
    def features(self) -> tuple[str, ...]:
        """What it lists of itself: a list, a table of labels and values, or one text cut at its bars, bullets and lines; where
        no column does, the short items of a list in its description."""
        found = [_features(self.row.values.get(header)) for header in self.layout.fields.get("features", ())]
        listed = tuple(text for texts in found for text in texts if text)
        return listed or tuple(item for item in listed_items(self.raw("description")) if len(item) <= _LONGEST_ITEM)

    @cached_property
    def options(self) -> dict[str, str]:
        """What tells this variant from others: option name -> value. A later row may leave the names out (""-keys by place)."""
        found: dict[str, str] = {}
        for place, (name, value) in enumerate(self.layout.options, 1):
            said = words_of(self.row.values.get(value)).strip()
            if said:
                found[words_of(self.row.values.get(name)).strip() or f"#{place}"] = " ".join(said.split())
        for label, said in _pairs(self.row.values.get("selectedOptions")):
            found.setdefault(label, said)
        found |= _option_text(self.text("option_text") or (self.text("name") if self._is_sku_row else ""))
        return found

    @property
    def _is_sku_row(self) -> bool:
        return self.word("row_kind") in table().words["row_is_variant"]

    @cached_property
    def pairs(self) -> dict[str, str]:
        """Properties that stand in columns of names and values, in tables inside a cell, or packed in one text."""
        found: dict[str, str] = {}
        for name, value in self.layout.pairs:
            label, said = words_of(self.row.values.get(name)), words_of(self.row.values.get(value))
            if label and said:
                found.setdefault(label, said)
        for header in self.layout.fields.get("attribute_table", ()):
            for label, said in _pairs(self.row.values.get(header)):
                found.setdefault(label, said)
        for part in _PACKED.split(self.text("packed")):
            label, mark, said = part.partition("=")
            if mark and said.strip():
                found.setdefault(label.replace("_", " ").strip(), said.strip().replace("|", ", "))
        return {label: said for label, said in found.items() if not is_never_read(label)}

    @cached_property
    def facts(self) -> dict[str, str]:
        """Its other columns, by the name that people use."""
        found = dict(self.extra)
        for header, name in self.layout.facts.items():
            value = self.row.values.get(header)
            said = words_of(value)
            if is_worth_saying(said):
                label, unit = unit_in(name)
                bare = re.fullmatch(r"\d[\d.,]*", said)
                found.setdefault(label, f"{said} {unit}" if unit and bare else said)
        return found

    @cached_property
    def images(self) -> tuple[str, ...]:
        """The links of its pictures."""
        cells = [self.row.values.get(header) for header in self.layout.fields.get("images", ())]
        return tuple(dict.fromkeys(link for cell in cells for link in _links(cell)))

    @cached_property
    def url(self) -> str:
        """The link of its page."""
        return next(iter(_links(self.raw("url"))), "")


def entries_of(rows: Sequence[Row], file: str) -> tuple[Layout, list[Entry]]:
    """The rows of one feed with what their columns hold."""
    flat = [Row(flattened(row.values), row.line, row.category, row.hint) for row in rows]
    headers: dict[str, bool] = {}
    for row in flat:
        for header, value in row.values.items():
            headers[header] = headers.get(header, False) or not is_empty(value)
    hint = next((row.hint for row in flat if row.hint), "")
    layout = layout_of(list(headers), hint, {header for header, is_filled in headers.items() if is_filled})
    never = dict.fromkeys(str(header) for row in rows for header in row.values if is_never_read(str(header)))
    layout = replace(layout, never_read=tuple(never))
    return layout, [Entry(row, layout, file, row.line) for row in flat]


def inner_entries(entry: Entry, found: Sequence[Mapping[str, Any]]) -> Iterator[Entry]:
    """Objects inside a row as entries of the same export."""
    rows = [Row(flattened(each), entry.line, entry.row.category, entry.layout.export.name) for each in found]
    headers = list(dict.fromkeys(header for row in rows for header in row.values))
    layout = layout_of(headers, entry.layout.export.name)
    for row in rows:
        yield Entry(row, layout, entry.file, entry.line, inner=True)


def flattened(values: Mapping[Any, Any]) -> dict[str, Any]:
    """Objects inside cells as cells of their own ("price": {"value": 9} -> "price value"); what the shop paid is dropped."""
    kept = table().plain.fields["features"]
    found: dict[str, Any] = {}
    for key, value in values.items():
        header = plain_text(str(key))
        if is_never_read(header):
            continue
        if isinstance(value, Mapping) and heard(header) not in kept:
            amount = next((value[each] for each in ("value", "amount") if not is_empty(value.get(each))), None)
            code = next((value[each] for each in ("currency", "currencyCode", "currency_code") if value.get(each)), "")
            if amount is not None and not isinstance(amount, (Mapping, list)):
                found[header] = f"{amount} {code}".strip() if code else amount
            elif "name" in value and isinstance(value["name"], str):
                found[header] = value["name"]
            found |= {
                f"{header} {inner}": each
                for inner, each in flattened(value).items()
                if f"{header} {inner}" not in found
            }
        else:
            found[header] = without_costs(value)
    return found


def without_costs(value: Any) -> Any:
    """A cell with nothing in it of what the shop paid."""
    if isinstance(value, Mapping):
        return {key: without_costs(each) for key, each in value.items() if not is_never_read(str(key))}
    return [without_costs(each) for each in value] if isinstance(value, list) else value


def is_empty(value: Any) -> bool:
    """Whether a cell says nothing."""
    return (
        value is None
        or value != value
        or (isinstance(value, (str, list, Mapping)) and not (value.strip() if isinstance(value, str) else value))
    )


def words_of(value: Any) -> str:
    """Any cell as text without mark-up; nothing for nothing."""
    if value is None or value != value:
        return ""
    if isinstance(value, list):
        return ", ".join(said for each in value if (said := words_of(each)))
    if isinstance(value, Mapping):
        return next((words_of(value[key]) for key in (*_NAMES, *_VALUES) if not is_empty(value.get(key))), "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return plain_text(f"{value:f}" if isinstance(value, Decimal) else str(value))


_UNIT = re.compile(r"^(?P<name>.*?\S)\s*(?:\(|\[|\bin\s+|,\s*)(?P<unit>[A-Za-zµ°²³%/\"]{1,12})\s*[)\]]?$")


def unit_in(header: str) -> tuple[str, str]:
    """ "Weight (kg)" -> "Weight", "kg"; no unit where the header names none."""
    match = _UNIT.match(header)
    if match and is_unit(f" {match['unit']}".strip()):
        return match["name"], match["unit"]
    return header, ""


def is_worth_saying(said: str) -> bool:
    """Whether a cell says something to people: no link, no data for programs, not a whole text."""
    plain = said.strip()
    return bool(plain) and len(plain) <= _LONGEST_FACT and plain[:1] not in "{[<" and not _LINK.search(plain)


def _features(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        nested = [_features(each) if isinstance(each, Mapping) else (words_of(each),) for each in value]
        return tuple(text for each in nested for text in each if text)
    if isinstance(value, Mapping):
        label = next((words_of(value[key]) for key in _NAMES if key in value), "")
        said = next((words_of(value[key]) for key in _VALUES if key in value), "")
        if label and said:
            return (f"{label}: {said}",)
        return tuple(f"{key}: {words_of(each)}" for key, each in value.items() if words_of(each))
    return tuple(part.strip() for part in _SPLIT.split(words_of(value)) if part.strip())


def _pairs(value: Any) -> Iterator[tuple[str, str]]:
    """Names and values in a list of objects, an object, or texts such as "section:name:value"."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Mapping):
            label = next((words_of(each[key]) for key in _NAMES if not is_empty(each.get(key))), "")
            said = next((words_of(each[key]) for key in _VALUES if not is_empty(each.get(key))), "")
            unit = words_of(each.get("unit"))
            if label and said:
                yield label, f"{said} {unit}".strip()
            elif not any(key in each for key in (*_NAMES, *_VALUES)):
                yield from ((str(key), words_of(inner)) for key, inner in each.items() if words_of(inner))
        elif isinstance(each, str):
            for part in each.split(","):
                steps = [step.strip() for step in part.split(":")]
                if len(steps) in (2, 3) and all(steps[-2:]):
                    yield steps[-2], steps[-1]


def _option_text(text: str) -> dict[str, str]:
    """ "[S]Color=Red,[RB]Size=L" and "Type=Swatch|Name=Color|Value=Red" as options."""
    if "=" not in text:
        return {}
    if "|" in text:
        found = {}
        for part in text.split(";"):
            cells = dict(step.split("=", 1) for step in part.split("|") if "=" in step)
            if cells.get("Name") and cells.get("Value"):
                found[cells["Name"].strip()] = cells["Value"].strip().split("[")[0]
        return found
    parts = [part.split("=", 1) for part in re.split(r",(?=\s*\[?\w+\]?[^,=]*=)", text) if "=" in part]
    return {re.sub(r"^\s*\[\w+\]", "", name).strip(): re.sub(r":[#\w./-]*$", "", said).strip() for name, said in parts}


def _links(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _links(each)
    elif isinstance(value, Mapping):
        for key in ("src", "url", "href", "link", "originalSrc", "content"):
            yield from _links(value.get(key))
    elif isinstance(value, str):
        yield from _LINK.findall(value)
