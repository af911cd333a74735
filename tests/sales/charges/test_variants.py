"""The forms that a good comes in."""

from __future__ import annotations

from milepost.sales.catalogue import Product, Variant
from milepost.sales.charges.variants import values_of

FORMS = ({"size": "S", "colour": "red"}, {"size": "XL", "colour": "red"}, {"size": "S", "colour": "dark red"})
BOOT = Product(
    "boot", "Boot", "boots", "A boot.", variants=tuple(Variant(str(n), form) for n, form in enumerate(FORMS))
)


def test_what_it_comes_in_is_listed_option_by_option() -> None:
    assert values_of(BOOT) == ("S", "XL", "red", "dark red")
