"""A product feed as it came from a shop: rows of text, nothing understood yet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])|\n+")


@dataclass(frozen=True)
class FeedProduct:
    """One row. `facts` are its other columns by their header; `line` is where it stands in the file."""

    id: str
    name: str
    category: str
    description: str = ""
    features: tuple[str, ...] = ()
    price: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    line: int = 1

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """Everything said of it, the most telling first: its name, its features, its other columns, its description."""
        columns = [f"{key}: {value}" for key, value in self.facts.items()]
        sentences = [part.strip() for part in _SENTENCE.split(self.description)]
        return tuple(text for text in (self.name, *self.features, *columns, *sentences) if text)

    @cached_property
    def text(self) -> str:
        """All of it as one text, with the statements kept apart."""
        return "\n".join(self.statements)


@dataclass(frozen=True)
class Feed:
    """The rows of one or more files, and what of them could not be read."""

    name: str
    products: tuple[FeedProduct, ...]
    remarks: tuple[str, ...] = ()

    def by_category(self) -> dict[str, Sequence[FeedProduct]]:
        """The products of each category, in the feed's order."""
        found: dict[str, list[FeedProduct]] = {}
        for product in self.products:
            found.setdefault(product.category, []).append(product)
        return dict(found)
