"""A file of the catalogue with new values in it: whatever did not change stays as its owner wrote it, comments and all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from milepost.importing.updating.values import value_of
from milepost.importing.writing.files import as_yaml
from milepost.store.catalogue_schema.yaml_nodes import Node, Scalar, Table, read_nodes

_ASIDE = re.compile(r"\s*(#.*)?$")


def patched(text: str, wanted: Mapping[str, Any]) -> str:
    """The text of a page with these keys and values (in the form of `values.normal`), in its own order, new keys behind."""
    node = read_nodes(text, lambda _line, _message: None)
    lines = text.removesuffix("\n").split("\n")
    if not isinstance(node, Table) or not _is_block(node, lines, 0):
        head = "\n".join(line for line in lines if line.startswith("#"))
        return f"{head}\n\n{as_yaml(dict(wanted))}".lstrip()
    return "\n".join(_table(lines, node, (0, len(lines)), wanted)) + "\n"


def _table(lines: Sequence[str], node: Table, span: tuple[int, int], wanted: Mapping[str, Any]) -> list[str]:
    """The lines of a table from its first line to before its end, with what is wanted in it."""
    starts = [key.line - 1 for key, _ in node.entries]
    indent = len(lines[starts[0]]) - len(lines[starts[0]].lstrip())
    out = list(lines[span[0] : starts[0]])
    tail: list[str] = []
    for place, (key, value) in enumerate(node.entries):
        end = starts[place + 1] if place + 1 < len(starts) else span[1]
        end_of_entry = _end(lines, starts[place], end, indent)
        out += tail
        tail = list(lines[end_of_entry:end])
        if key.text in wanted:
            out += _entry(lines, (key, value), (starts[place], end_of_entry), wanted[key.text], indent)
    known = {key.text for key, _ in node.entries}
    for name, value in wanted.items():
        if name not in known:
            out += _written(name, value, indent)
    return out + tail


def _entry(
    lines: Sequence[str], entry: tuple[Scalar, Node], span: tuple[int, int], wanted: Any, indent: int
) -> list[str]:
    key, node = entry
    if value_of(node) == wanted:
        return list(lines[span[0] : span[1]])
    is_block = isinstance(node, Table) and node.entries and node.entries[0][0].line - 1 > span[0]
    if (
        is_block
        and isinstance(node, Table)
        and isinstance(wanted, Mapping)
        and wanted
        and _is_block(node, lines, indent + 1)
    ):
        return [lines[span[0]], *_table(lines, node, (span[0] + 1, span[1]), wanted)]
    remark = _remark(lines[span[0]]) if span[1] - span[0] == 1 else ""
    written = _written(key.text, wanted, indent)
    if remark and len(written) == 1:
        written[0] += f"  {remark}"
    return [*written, *(line for line in lines[span[0] + 1 : span[1]] if line.lstrip().startswith("#"))]


def _remark(line: str) -> str:
    """A comment behind a value of one line, where no quote leaves it in doubt."""
    match = re.search(r"\s(#.*)$", line)
    return match[1] if match and not re.search(r"['\"]", line) else ""


def _end(lines: Sequence[str], start: int, end: int, indent: int) -> int:
    """Where an entry ends: comments and empty lines before the next key belong to what follows, if they stand no deeper."""
    while end > start + 1:
        line = lines[end - 1]
        if not _ASIDE.match(line) or (line.strip() and len(line) - len(line.lstrip()) > indent):
            break
        end -= 1
    return end


def _is_block(node: Table, lines: Sequence[str], least: int) -> bool:
    """Whether every key of a table begins a line of its own, all indented alike."""
    found = set()
    last = 0
    for key, _ in node.entries:
        if key.line <= last:
            return False
        last = key.line
        line = lines[key.line - 1]
        indent = len(line) - len(line.lstrip())
        if not line.lstrip().lstrip("'\"").startswith(key.text[:8]) or line.lstrip().startswith(("{", "- ")):
            return False
        found.add(indent)
    return len(found) == 1 and min(found) >= least


def _written(name: str, value: Any, indent: int) -> list[str]:
    return [f"{' ' * indent}{line}" if line else line for line in as_yaml({name: value}).splitlines()]
