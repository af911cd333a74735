"""One group of keys being read: typed values come out, every misfit goes to the ledger with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.ledger import Claim, Ledger, Reference, suggestion
from milepost.store.catalogue_schema.values import Parser, UnfitError
from milepost.store.catalogue_schema.yaml_nodes import Listing, Node, Scalar, Table

T = TypeVar("T")
D = TypeVar("D")


@dataclass(frozen=True)
class Source:
    """The file that is being read."""

    file: str
    ledger: Ledger

    def problem(self, line: int, message: str) -> None:
        self.ledger.problem(self.file, line, message)


class Fields:
    """The keys of one table. A reader asks for what it knows; `close()` reports what nobody asked for."""

    def __init__(self, table: Table, source: Source, label: str, line: int | None = None) -> None:
        self.source = source
        self.label = label
        self.line = table.line if line is None else line
        self._entries = {key.text: (key, value) for key, value in table.entries}
        self._asked: set[str] = set()

    def close(self) -> None:
        """Report the keys that mean nothing here."""
        for key, (node, _) in self._entries.items():
            if key not in self._asked:
                hint = suggestion(key, self._asked - self._entries.keys() or self._asked)
                self.source.problem(node.line, f'{self.label} has an unknown key "{key}"{hint}')

    def take_keys(self) -> tuple[str, ...]:
        """The keys as given, for a table whose keys are the owner's own; they count as asked for."""
        self._asked.update(self._entries)
        return tuple(self._entries)

    def line_of(self, key: str) -> int:
        """Where a key stands; the table's own line where it is absent."""
        return self._entries[key][0].line if key in self._entries else self.line

    def problem(self, message: str, *, key: str | None = None) -> None:
        """Report something about the table, or about one of its keys."""
        self.source.problem(self.line if key is None else self.line_of(key), message)

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """What stands under a key; None where nothing does, which is a problem if it is `required`."""
        self._asked.add(key)
        node = self._entries[key][1] if key in self._entries else None
        if node is None or (isinstance(node, Scalar) and (node.is_empty or not node.text.strip())):
            if required:
                self.problem(f'{self.label} has no "{key}"', key=key)
            return None
        return node

    def optional(self, key: str, parse: Parser[T], default: D) -> T | D:
        """The value of a key, or the default where it is absent (or unfit, which is reported)."""
        node = self.node(key)
        return default if node is None else self._parsed(node, f'"{key}" of {self.label}', parse, default)

    def required(self, key: str, parse: Parser[T], stand_in: D) -> T | D:
        """The value of a key that must be there. `stand_in` lets reading go on after the problem is reported."""
        node = self.node(key, required=True)
        return stand_in if node is None else self._parsed(node, f'"{key}" of {self.label}', parse, stand_in)

    def text(self, key: str, default: str = "") -> str:
        """Words that may be left out."""
        return self.optional(key, values.text, default)

    def words(self, key: str) -> str:
        """Words that must be there."""
        return self.required(key, values.text, "")

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of words, empty where it is absent."""
        return self.listing(key, values.text, required=required)

    def listing(self, key: str, parse: Parser[T], *, required: bool = False) -> tuple[T, ...]:
        """A list of values, empty where it is absent; unfit ones are reported and left out."""
        found = [self._parsed(item, f'"{key}" of {self.label}', parse, None) for item in self.items(key, required)]
        return tuple(item for item in found if item is not None)

    def items(self, key: str, required: bool = False) -> tuple[Node, ...]:
        """The nodes of a list."""
        node = self.node(key, required=required)
        if node is None:
            return ()
        if not isinstance(node, Listing):
            self.source.problem(node.line, f'"{key}" of {self.label} must be a list as [one, two]')
            return ()
        if required and not node.items:
            self.problem(f'{self.label} has no "{key}"', key=key)
        return node.items

    def reference(self, key: str, kind: str) -> str:
        """The id of another thing of the catalogue, which must exist."""
        node = self.node(key, required=True)
        return "" if node is None else self._referred(node, key, kind)

    def references(self, key: str, kind: str) -> tuple[str, ...]:
        """Ids of other things, each of which must exist."""
        return tuple(filter(None, (self._referred(item, key, kind) for item in self.items(key))))

    def refer_key(self, key: str, kind: str) -> None:
        """Note that a key of this table is the id of another thing."""
        self.source.ledger.refer(Reference(kind, key, self.source.file, self.line_of(key)))

    def claim_names(self, kind: str, option_id: str, *, belongs_to: str = "") -> None:
        """Note that the `name` and `aliases` of this table are what visitors call it."""
        name, aliases = self.node("name"), self.node("aliases")
        title = name.text.strip() if isinstance(name, Scalar) else option_id
        for node in (name, *(aliases.items if isinstance(aliases, Listing) else ())):
            if isinstance(node, Scalar) and not node.is_empty:
                words = node.text.strip()
                self.source.ledger.claim(Claim(kind, option_id, title, words, self.source.file, node.line, belongs_to))

    def group(self, key: str, label: str, *, required: bool = False) -> Fields | None:
        """The keys under a key; the caller closes them."""
        node = self.node(key, required=required)
        return None if node is None else self.fields_of(node, label, f'"{key}" of {self.label}', self.line_of(key))

    def fields_of(self, node: Node, label: str, what: str, line: int) -> Fields | None:
        """A node as a group of keys; reported as `what` where it is none."""
        if isinstance(node, Table):
            return Fields(node, self.source, label, line)
        self.source.problem(node.line, f'{what} must be a group of keys, each with its value ("key: value")')
        return None

    def table(
        self,
        key: str,
        kind: str,
        read: Callable[[str, Fields], T],
        *,
        required: bool = False,
        defines: str = "",
        refers: str = "",
    ) -> dict[str, T]:
        """Everything that a section lists by id, read by `read`.

        The ids are new ones, noted as `defines` (or `kind`), unless they are those of another section, `refers`.
        """
        defines = "" if refers else defines or kind
        section = self.group(key, f'"{key}"', required=required)
        if section is None:
            if required or self.node(key) is not None:
                self.source.ledger.unread(defines)
            return {}
        if required and not section._entries:
            self.problem(f'{self.label} has no "{key}"', key=key)
        for option_id in section.take_keys():
            section._note_id(option_id, defines, refers)
        return {option_id: read(option_id, fields) for option_id, fields in section._members(kind)}

    def _note_id(self, option_id: str, defines: str, refers: str) -> None:
        if refers:
            self.refer_key(option_id, refers)
            return
        if self._parsed(self._entries[option_id][0], f'"{option_id}"', values.identifier, None) is None:
            self.source.ledger.unread(defines)
        if not self.source.ledger.define(defines, option_id):
            self.problem(f'the id "{option_id}" is taken by another {defines}', key=option_id)

    def _members(self, kind: str) -> Iterator[tuple[str, Fields]]:
        for option_id, (key, node) in self._entries.items():
            label = f'{kind} "{_title(node) or option_id}"'
            fields = self.fields_of(node, label, label, key.line)
            if fields is not None:
                yield option_id, fields
                fields.close()

    def _referred(self, node: Node, key: str, kind: str) -> str:
        option_id = self._parsed(node, f'"{key}" of {self.label}', values.text, "")
        if option_id:
            self.source.ledger.refer(Reference(kind, option_id, self.source.file, node.line))
        return option_id

    def _parsed(self, node: Node, what: str, parse: Parser[T], default: D) -> T | D:
        if not isinstance(node, Scalar):
            hint = " (a text with a colon needs quotes)" if isinstance(node, Table) else ""
            shape = "group of keys" if isinstance(node, Table) else "list"
            self.source.problem(node.line, f"{what} must be one value, not a {shape}{hint}")
            return default
        if node.is_empty:
            self.source.problem(node.line, f"{what} has an empty value")
            return default
        try:
            return parse(node.text.strip())
        except UnfitError as unfit:
            self.source.problem(node.line, f"{what} {unfit}")
            return default


def _title(node: Node) -> str:
    if not isinstance(node, Table):
        return ""
    titles = {key.text: value.text for key, value in node.entries if isinstance(value, Scalar) and not value.is_empty}
    return titles.get("name") or titles.get("title") or ""
