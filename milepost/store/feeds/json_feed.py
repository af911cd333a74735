"""JSON feeds: `{category, products: […]}`, a list of those, or a bare list of products."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from json.decoder import JSONDecoder, JSONObject  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any


class UnreadableFeed(Exception):
    """What is wrong and in which line."""

    def __init__(self, line: int, message: str) -> None:
        self.line = line
        super().__init__(message)


@dataclass(frozen=True)
class Row:
    """One product as it stands in a file."""

    values: dict[Any, Any]
    line: int
    category: str = ""


class _Placed(dict[Any, Any]):
    """A JSON object that knows where it begins."""

    start: int = 0


class _Decoder(JSONDecoder):
    """json's own decoder, in Python, noting where each object begins."""

    def __init__(self) -> None:
        super().__init__()
        self.parse_object = self._placed
        self.scan_once = py_make_scanner(self)

    def _placed(self, text_and_end: tuple[str, int], *rest: Any) -> tuple[_Placed, int]:
        found, end = JSONObject(text_and_end, *rest)
        placed = _Placed(found)
        placed.start = text_and_end[1]
        return placed, end


def json_rows(text: str) -> Iterator[Row]:
    """The products in order. Raises UnreadableFeed."""
    try:
        document = _Decoder().decode(text)
    except json.JSONDecodeError as error:
        raise UnreadableFeed(error.lineno, f"this is not JSON: {error.msg}") from error
    except RecursionError as error:
        raise UnreadableFeed(1, "this is nested too deeply for a product feed") from error
    except ValueError as error:
        raise UnreadableFeed(1, f"this is not JSON: {error}") from error
    yield from _rows(document, text, "")


def _rows(node: Any, text: str, category: str) -> Iterator[Row]:
    if isinstance(node, list):
        for each in node:
            yield from _rows(each, text, category)
    elif isinstance(node, _Placed):
        inner = next(
            (node[key] for key in ("products", "items", "data", "entries") if isinstance(node.get(key), list)), None
        )
        if inner is not None:
            yield from _rows(inner, text, str(node.get("category") or node.get("name") or category))
        else:
            yield Row(dict(node), text.count("\n", 0, node.start) + 1, category)
    else:
        raise UnreadableFeed(1, f"a product must be an object with its name and price, not {json.dumps(node)[:40]}")
