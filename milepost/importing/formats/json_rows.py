"""JSON feeds: one object or list with the products somewhere in it, or JSON Lines; each product knows its line."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from typing import Any

from milepost.importing.formats.rows import Row, UnreadableFeed

CONTAINERS = (
    "products", "items", "data", "entries", "resources", "results", "nodes", "edges", "rows", "records", "feed",
    "catalog", "catalogue", "offers", "goods", "articles", "@graph", "itemlistelement", "elements", "content",
)  # fmt: skip
_SPACE = re.compile(r"[ \t\n\r]*")
_MOST_DEPTH = 8
_DECODER = json.JSONDecoder()


def json_rows(text: str) -> Iterator[Row]:
    """The products in order. Raises UnreadableFeed."""
    text = text.lstrip("\ufeff")
    lines = text.splitlines()
    told = [line for line in lines if line.strip()]
    if len(told) > 1 and all(line.lstrip().startswith("{") for line in (told[0], told[-1])) and _is_whole(told[0]):
        yield from _lines(lines)
        return
    try:
        yield from _Walk(text).rows()
    except json.JSONDecodeError as error:
        raise UnreadableFeed(error.lineno, f"this is not JSON: {error.msg}", error.colno) from error
    except RecursionError as error:
        raise UnreadableFeed(1, "this is nested too deeply for a product feed") from error
    except ValueError as error:
        raise UnreadableFeed(1, f"this is not JSON: {error}") from error


def _is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(lines: list[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            raise UnreadableFeed(number, f"this line is not JSON: {error.msg}", error.colno) from error
        except (ValueError, RecursionError) as error:
            raise UnreadableFeed(number, "this line is not JSON that can be read") from error
        if not isinstance(found, dict):
            raise UnreadableFeed(
                number, f"a product must be an object with its name and price, not {line.strip()[:40]}"
            )
        yield Row(found, number)


class _Walk:
    """Finds the list of products and reads it element by element, counting lines on the way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._counted = 0
        self._line = 1
        self._hint = ""

    def rows(self) -> Iterator[Row]:
        end = yield from self._value(self._skip(0), "", 0)
        end = self._skip(end)
        if end < len(self.text):
            raise json.JSONDecodeError("something stands behind the end", self.text, end)

    def _skip(self, place: int) -> int:
        match = _SPACE.match(self.text, place)
        return match.end() if match else place

    def _line_of(self, place: int) -> int:
        self._line += self.text.count("\n", self._counted, place)
        self._counted = place
        return self._line

    def _value(self, place: int, category: str, depth: int) -> Generator[Row, None, int]:
        """The rows of the value that begins here; gives where it ends."""
        if depth > _MOST_DEPTH:
            raise RecursionError
        if self.text[place : place + 1] == "[":
            return (yield from self._list(place, category, depth))
        if self.text[place : place + 1] != "{":
            found, end = _DECODER.raw_decode(self.text, place)
            message = f"a product must be an object with its name and price, not {json.dumps(found)[:40]}"
            raise UnreadableFeed(self._line_of(place), message)
        inner = self._container(place)
        if inner is None:
            line = self._line_of(place)
            found, end = _DECODER.raw_decode(self.text, place)
            yield Row(_unwrapped(found), line, category)
            return end
        start, own = inner
        yield from self._value(start, own or category, depth + 1)
        _, end = _DECODER.raw_decode(self.text, place)
        return end

    def _list(self, place: int, category: str, depth: int) -> Generator[Row, None, int]:
        place = self._skip(place + 1)
        if self.text[place : place + 1] == "]":
            return place + 1
        while True:
            place = yield from self._value(self._skip(place), category, depth + 1)
            place = self._skip(place)
            sign = self.text[place : place + 1]
            if sign == "]":
                return place + 1
            if sign != ",":
                raise json.JSONDecodeError("Expecting ',' delimiter", self.text, place)
            place = self._skip(place + 1)
            if self.text[place : place + 1] in ("]", ""):
                raise json.JSONDecodeError("Expecting value", self.text, place)

    def _container(self, place: int) -> tuple[int, str] | None:
        """Where the products of an object begin, and the category that it names."""
        found: tuple[str, int] | None = None
        names: dict[str, str] = {}
        at = self._skip(place + 1)
        while self.text[at : at + 1] == '"':
            key, at = _DECODER.raw_decode(self.text, at)
            at = self._skip(at)
            if self.text[at : at + 1] != ":":
                break
            start = self._skip(at + 1)
            value, at = _DECODER.raw_decode(self.text, start)
            plain = str(key).casefold()
            if plain in CONTAINERS and found is None and _holds_products(value, plain):
                found = (plain, start)
            if plain in ("category", "name", "title") and isinstance(value, str):
                names[plain] = value
            at = self._skip(at)
            if self.text[at : at + 1] != ",":
                break
            at = self._skip(at + 1)
        if found is None or (found[0] == "offers" and names.keys() & {"name", "title"}):
            return None
        return found[1], names.get("category") or ""


def _holds_products(value: Any, key: str) -> bool:
    if isinstance(value, list):
        return not value or isinstance(value[0], dict)
    return isinstance(value, dict) and any(
        inner.casefold() in CONTAINERS and isinstance(each, list) for inner, each in value.items()
    )


def _unwrapped(found: Any) -> dict[str, Any]:
    """An edge's node, a list element's item."""
    for key in ("node", "item", "product"):
        if len(found) <= 3 and isinstance(found.get(key), dict):
            return dict(found[key])
    return dict(found)
