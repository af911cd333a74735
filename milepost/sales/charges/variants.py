"""The forms that a good comes in."""

from __future__ import annotations

from milepost.sales.catalogue import Product


def values_of(product: Product) -> tuple[str, ...]:
    """Every value that the good comes in, option by option, each once."""
    options = dict.fromkeys(option for variant in product.variants for option in variant.options)
    return tuple(
        dict.fromkeys(each.options[option] for option in options for each in product.variants if option in each.options)
    )
