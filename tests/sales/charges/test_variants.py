"""Which form of a good is meant by a size, a colour or both."""

from __future__ import annotations

import pytest

from milepost.sales.catalogue import Product, Variant
from milepost.sales.charges.variants import meant, values_of

SIZES = ("S", "XL", "43")
BOOT = Product(
    "boot",
    "Boot",
    "boots",
    "A boot.",
    variants=tuple(
        Variant(f"{size}-{colour}", {"size": size, "colour": colour}, stock=number)
        for number, (size, colour) in enumerate((size, colour) for size in SIZES for colour in ("red", "dark red"))
    ),
)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("the red one in XL", ["XL-red"]),
        ("dark red, 43", ["43-dark red"]),
        ("in 43?", ["43-red", "43-dark red"]),
        ("it costs 143.50, or 43.5?", None),
        ("is it warm?", None),
        ("I'm Sam and S is my size", ["S-red", "S-dark red"]),
    ],
)
def test_named_values_choose_the_variants(text: str, ids: list[str] | None) -> None:
    found = meant(BOOT, text)
    assert [variant.id for variant in found.variants] == (ids or [variant.id for variant in BOOT.variants])
    assert bool(found.values) == (ids is not None)
    assert (found.one.id if found.one else None) == (ids[0] if ids and len(ids) == 1 else None)


@pytest.mark.parametrize(("text", "missing"), [("do you have it in 52?", "52"), ("size XXL?", "XXL"), ("size 43", "")])
def test_a_size_that_there_is_not_is_told_apart(text: str, missing: str) -> None:
    assert meant(BOOT, text).missing == missing


def test_a_question_for_stock_is_known_without_any_value() -> None:
    assert meant(BOOT, "do you have it in stock?").of_stock
    assert not meant(BOOT, "tell me about it").of_stock


def test_what_it_comes_in_is_listed_option_by_option() -> None:
    assert values_of(BOOT) == ("S", "XL", "43", "red", "dark red")
