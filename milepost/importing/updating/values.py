"""Keys and values as a catalogue's files hold them: words, tables and lists, whatever type wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from milepost.store.catalogue_schema.yaml_nodes import Listing, Node, Scalar, Table


class Plain(str):
    """A value that is written without quotes: a figure, yes or no, or words that need none."""


def normal(value: Any) -> Any:
    """What was made for YAML as it would be read back: every leaf a text."""
    if isinstance(value, Mapping):
        return {str(key): normal(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [normal(each) for each in value]
    if isinstance(value, bool):
        return Plain("yes" if value else "no")
    if value is None:
        return Plain("null")
    if isinstance(value, Decimal):
        return Plain(f"{value:f}")
    return value if isinstance(value, str) else Plain(value)


def value_of(node: Node | None) -> Any:
    """What stands in a file, in the same form."""
    if isinstance(node, Table):
        return {key.text: value_of(each) for key, each in node.entries}
    if isinstance(node, Listing):
        return [value_of(each) for each in node.items]
    if isinstance(node, Scalar):
        return Plain(node.text) if node.plain else node.text
    return {}
