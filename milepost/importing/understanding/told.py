"""What columns say of the goods in words of their own: nothing to choose by, but an answer to who asks ("Author: …")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from milepost.importing.feed import FeedProduct

# A label is words that people say, a value has at least one: what has not is a code of the shop's own.
_SPOKEN = re.compile(r"[^\W\d_]{2,}(?:[ /&'-]+[^\W\d_]{2,})*")
_WORD = re.compile(r"(?<![\w-])(?![A-Z]{3,}\b)[^\W\d_]{3,}(?![\w-])")
_LEAST_SHARE = 0.3
_LONGEST = 80
_MOST = 12


@dataclass(frozen=True)
class Told:
    """A column with each product's own words."""

    name: str
    values: dict[str, str]


def told(products: Sequence[FeedProduct], known: Collection[str]) -> list[Told]:
    """The columns of a good share of the products that no other attribute (`known`, by name) has taken up."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for product in products:
        for label, value in product.facts.items():
            key = " ".join(label.casefold().split())
            if len(value) <= _LONGEST and _SPOKEN.fullmatch(label) and _WORD.search(value):
                said[key][product.id] = value
    taken = {name.casefold() for name in known}
    found = [
        Told(key, values)
        for key, values in said.items()
        if key not in taken and len(values) >= max(1, _LEAST_SHARE * len(products))
    ]
    return found[:_MOST]
