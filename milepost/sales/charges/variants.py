"""The form of a good that a visitor means: "the red one in XL", "in 43?"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from milepost.sales.catalogue import Product, Variant

_SIZE_CUE = re.compile(
    r"(?<!\w)(?:size|in(?: an?| the)?(?: size)?)\s+(?P<value>\d{1,3}(?:[.,]5)?|x{0,3}[sml]|xx?l)(?!\w)", re.I
)
_STOCK = re.compile(
    r"(?<!\w)(?:in stock|stock|sold out|available|any left|left in|do you (?:still )?have (?:it|them))(?!\w)", re.I
)


@dataclass(frozen=True)
class Meant:
    """`variants` have every value that was named, in the catalogue's order; `values` are those, `missing` what was asked for
    and the good does not come in, `of_stock` whether the question is whether there are any."""

    variants: tuple[Variant, ...]
    values: tuple[str, ...] = ()
    missing: str = ""
    of_stock: bool = False

    @property
    def one(self) -> Variant | None:
        """The only one that is meant."""
        return self.variants[0] if self.values and len(self.variants) == 1 else None


def meant(product: Product, text: str) -> Meant:
    """The variants that a message is about; all of them where it names no value."""
    of_stock = bool(_STOCK.search(text))
    named: dict[str, str] = {}
    for variant in product.variants:
        for option, value in variant.options.items():
            if re.search(rf"(?<![\w.,]){re.escape(value)}(?![\w]|[.,]\d)", text, re.I):
                # Of "long" and "extra long" the longer name is meant.
                named[option] = max(named.get(option, ""), value, key=len)
    fitting = tuple(
        variant
        for variant in product.variants
        if all(variant.options.get(option) == value for option, value in named.items())
    )
    wanted = _SIZE_CUE.search(text)
    known = {value.casefold() for variant in product.variants for value in variant.options.values()}
    missing = wanted["value"] if wanted and wanted["value"].casefold() not in known else ""
    return Meant(fitting, tuple(named.values()), missing, of_stock)


def values_of(product: Product) -> tuple[str, ...]:
    """Every value that the good comes in, option by option, each once."""
    options = dict.fromkeys(option for variant in product.variants for option in variant.options)
    return tuple(
        dict.fromkeys(each.options[option] for option in options for each in product.variants if option in each.options)
    )
