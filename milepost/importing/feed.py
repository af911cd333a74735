"""A product feed as it came from a shop: goods with their variants and prices, nothing of their texts understood yet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from milepost.sales.catalogue import Availability

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])|\n+")


@dataclass(frozen=True)
class Prices:
    """Amounts in the feed's currency, None for none that is known. Days are ISO, inclusive; None for open."""

    regular: Decimal | None = None
    sale: Decimal | None = None
    sale_from: str | None = None
    sale_until: str | None = None


@dataclass(frozen=True)
class FeedVariant:
    """One form of a good. `stock` None: not counted."""

    options: Mapping[str, str]
    prices: Prices
    stock: int | None = None
    availability: Availability | None = None
    sku: str = ""
    gtin: str = ""


@dataclass(frozen=True)
class FeedProduct:
    """One good. `facts` are its other columns by the name that people use; `line` is where it begins in its file.

    `key` is what its feed calls it; `path` are its categories from the widest, `category` the narrowest; `source` is the
    file's name without its ending.
    """

    id: str
    name: str
    category: str
    description: str = ""
    features: tuple[str, ...] = ()
    prices: Prices = Prices()
    facts: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    line: int = 1
    brand: str = ""
    path: tuple[str, ...] = ()
    gtin: str = ""
    sku: str = ""
    images: tuple[str, ...] = ()
    stock: int | None = None
    availability: Availability | None = None
    variants: tuple[FeedVariant, ...] = ()
    source: str = ""
    summary: str = ""

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """Everything said of it, the most telling first: its name, its features, its other columns, its description."""
        columns = [f"{key}: {value}" for key, value in self.facts.items()]
        sentences = [part.strip() for part in _SENTENCE.split(f"{self.summary}\n{self.description}")]
        return tuple(dict.fromkeys(text for text in (self.name, *self.features, *columns, *sentences) if text))

    @cached_property
    def text(self) -> str:
        """All of it as one text, with the statements kept apart."""
        return "\n".join(self.statements)

    @cached_property
    def forms(self) -> Mapping[str, tuple[str, ...]]:
        """What its variants come in, by option."""
        found: dict[str, list[str]] = {}
        for variant in self.variants:
            for name, value in variant.options.items():
                known = found.setdefault(name, [])
                if value not in known:
                    known.append(value)
        return {name: tuple(values) for name, values in found.items()}


@dataclass(frozen=True)
class Remark:
    """Something that the owner should look at: what kind of thing, and where it was seen."""

    kind: str
    example: str


@dataclass(frozen=True)
class Feed:
    """The goods of one or more files in one currency, how they were read, and what of them could not be.

    `understood` are sentences on the files; `left_out` are the goods that are not for sale, by the reason.
    """

    name: str
    products: tuple[FeedProduct, ...]
    currency: str
    remarks: tuple[Remark, ...] = ()
    understood: tuple[str, ...] = ()
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def by_category(self) -> dict[str, Sequence[FeedProduct]]:
        """The products of each category, in the feed's order."""
        found: dict[str, list[FeedProduct]] = {}
        for product in self.products:
            found.setdefault(product.category, []).append(product)
        return dict(found)
