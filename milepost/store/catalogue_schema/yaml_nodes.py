"""YAML text as plain nodes that remember their lines; what a value means is left to the key that it stands under."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

Report = Callable[[int, str], None]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml reads fifty times faster
_EMPTY = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True)
class Scalar:
    """One value as it was written. `plain`: without quotes."""

    line: int
    text: str
    plain: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing (or null) was written."""
        return self.plain and self.text in _EMPTY


@dataclass(frozen=True)
class Listing:
    """A YAML sequence."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True)
class Table:
    """A YAML mapping; every key once."""

    line: int
    entries: tuple[tuple[Scalar, Node], ...]


Node = Scalar | Listing | Table


def read_nodes(text: str, report: Report) -> Node | None:
    """The document in `text`; None where there is none or its syntax is broken, which `report` is told."""
    builder = _Builder(report)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.add(event)
    except yaml.MarkedYAMLError as error:
        report(*_plain_words(error, text))
        return None
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        report(text.count("\n", 0, position) + 1, "a character that cannot be shown stands here: delete it")
        return None
    if builder.root is None:
        report(1, "the file is empty")
    return builder.root


@dataclass
class _Open:
    """A collection whose end has not come yet; a mapping's items are key, value, key, value …"""

    line: int
    is_table: bool
    items: list[Node] = field(default_factory=list)


class _Builder:
    """Puts the parser's events together; nesting is on a list, so that no depth can exhaust the stack."""

    def __init__(self, report: Report) -> None:
        self.root: Node | None = None
        self._report = report
        self._open: list[_Open] = []
        self._documents = 0

    def add(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, NodeEvent):
            self._refuse_references(event, line)
        if isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents == 2:
                self._report(line, 'a second document begins here ("---"): a catalogue file is one document')
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._open.append(_Open(line, isinstance(event, MappingStartEvent)))
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self._place(self._closed(self._open.pop()))
        elif isinstance(event, ScalarEvent):
            self._place(Scalar(line, str(event.value), plain=not event.style))
        elif isinstance(event, AliasEvent):
            self._place(Scalar(line, ""))

    def _refuse_references(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self._report(line, f'references ("&{event.anchor}", "*{event.anchor}") are not read: write the value out')
        if getattr(event, "tag", None) is not None:
            self._report(line, 'a value cannot begin with "!" unless it stands in quotes')

    def _place(self, node: Node) -> None:
        if self._open:
            self._open[-1].items.append(node)
        elif self.root is None:
            self.root = node

    def _closed(self, collection: _Open) -> Node:
        if not collection.is_table:
            return Listing(collection.line, tuple(collection.items))
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(collection.items[::2], collection.items[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._report(key.line, "a key must be one word: put a text that begins with { or [ in quotes")
            elif key.text in entries:
                first = entries[key.text][0].line
                self._report(key.line, f'"{key.text}" is given twice (first in line {first})')
            else:
                entries[key.text] = (key, value)
        return Table(collection.line, tuple(entries.values()))


# What libyaml says -> (what an owner can do about it, whether the line where the broken thing began tells more).
_WORDS = {
    "mapping values are not allowed in this context": (
        "there is a colon inside a value, or the line is indented too far: use quotes or mend the indentation",
        False,
    ),
    "did not find expected key": (
        "this does not fit what stands above: check the indentation, and quotes and brackets that are not closed",
        False,
    ),
    "did not find expected '-' indicator": ("a list item must begin with - here, as those above", False),
    "did not find expected <document start>": (
        "this does not belong here: a bracket too many, or a line that is indented less than the first one",
        False,
    ),
    "did not find expected node content": ("a value is missing here, or a bracket is not closed", False),
    "block sequence entries are not allowed in this context": (
        "a list with dashes begins on the line below its key",
        False,
    ),
    "could not find expected ':'": ("a key must be followed by a colon and a space", True),
    "did not find expected ',' or ']'": ('a list opened with "[" is not closed with "]"', True),
    "did not find expected ',' or '}'": ('a group opened with "{" is not closed with "}"', True),
    "found unexpected end of stream": ("a quoted text begins here and is never closed", True),
    "found character that cannot start any token": ("a value cannot begin with this sign: put it in quotes", False),
    "found unknown escape character": (
        "a backslash in double quotes needs a partner: use single quotes or write it twice",
        False,
    ),
}


def _plain_words(error: Any, text: str) -> tuple[int, str]:
    words, at_start = _WORDS.get(str(error.problem), (f"this is not YAML: {error.problem}", False))
    mark = error.context_mark if at_start and error.context_mark else error.problem_mark or error.context_mark
    lines = text.splitlines()
    line = min(mark.line + 1, max(len(lines), 1)) if mark else 1
    here = lines[line - 1] if lines else ""
    if "\t" in here[: len(here) - len(here.lstrip())]:
        words = "the indentation has a tab: use spaces"
    return line, words
