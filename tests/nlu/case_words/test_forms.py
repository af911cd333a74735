"""Which forms of a good a message names: by size, colour or both."""

from __future__ import annotations

import pytest

from milepost.nlu.case_words.forms import forms_in
from milepost.sales.catalogue import Catalogue, Company, Plan, Price, Product, Term, Variant
from milepost.sales.journey import Journey

SIZES = ("S", "XL", "43")
BOOT = Product(
    "boot",
    "Boot",
    "boots",
    "A boot.",
    variants=tuple(
        Variant(f"{size}-{colour}", {"size": size, "colour": colour})
        for size in SIZES
        for colour in ("red", "dark red")
    ),
)
SCARF = Product("scarf", "Scarf", "scarves", "A scarf.", variants=(Variant("grey", {"colour": "grey"}),))
SHELF = Catalogue("v", Company("Acorn", "", "", "", ("USD",)), {}, {"boot": BOOT, "scarf": SCARF}, {}, Journey({}, {}))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("the red one in xl", {"colour": ("red",), "size": ("XL",)}),
        ("dark red, 43", {"colour": ("dark red",), "size": ("43",)}),
        ("in 43?", {"size": ("43",)}),
        ("in extra large", {"size": ("XL",)}),
        ("the gray scarf", {"colour": ("grey",)}),
        ("in a s please", {"size": ("S",)}),
        ("i'm sam and size s is mine", {"size": ("S",)}),
        ("it costs 143.50, or 43.5?", {}),
        ("43 people", {}),
        ("that's s nice", {}),
        ("the red one, not in grey", {"colour": ("red",)}),
        ("no grey please", {}),
        ("in grey, no, red", {"colour": ("grey", "red")}),
        ("is it warm?", {}),
        ("", {}),
    ],
)
def test_named_values_are_found_by_their_option(text: str, values: dict[str, tuple[str, ...]]) -> None:
    assert forms_in(SHELF, text).values == values


def test_of_two_colours_of_which_one_holds_the_other_the_longer_is_meant() -> None:
    found = forms_in(SHELF, "dark red please")
    assert found.values == {"colour": ("dark red",)}
    assert found.places == ((0, 8),)


def test_two_values_of_one_option_are_both_kept() -> None:
    assert set(forms_in(SHELF, "in 43 or size s?").values["size"]) == {"43", "S"}


@pytest.mark.parametrize(
    ("text", "missing"), [("do you have it in 52?", "52"), ("size xxl?", "xxl"), ("size 43", ""), ("is it red?", "")]
)
def test_a_size_that_there_is_not_is_told_apart(text: str, missing: str) -> None:
    assert forms_in(SHELF, text).missing == missing


def test_no_size_is_missing_where_nothing_comes_in_forms() -> None:
    bare = Catalogue("v", SHELF.company, {}, {}, {}, Journey({}, {}))
    assert forms_in(bare, "do you have it in 52?").missing == ""


@pytest.mark.parametrize(
    ("text", "asked"),
    [("do you have it in stock?", True), ("is it sold out", True), ("auf lager?", True), ("tell me about it", False)],
)
def test_a_question_for_stock_is_known_without_any_value(text: str, asked: bool) -> None:
    assert forms_in(SHELF, text).of_stock is asked


TEA = Product("tea", "Tea", "tea", "Tea.", variants=tuple(Variant(w, {"weight": w}) for w in ("1 kg", "90 g")))
TIN = Plan("tea", "tea", "Tea", prices=(Price(Term.ONE_TIME, "tin"),))
LARDER = Catalogue("w", SHELF.company, {}, {"tea": TEA, "boot": BOOT}, {"tea": TIN}, Journey({}, {}))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("what is the big tin", {"weight": ("1 kg",)}),
        ("two smaller tins", {"weight": ("90 g",)}),
        ("the big one", {}),  # of what, is not said
        ("a big boot", {}),
    ],
)
def test_the_least_and_the_most_that_is_packed_is_called_by_its_end(
    text: str, values: dict[str, tuple[str, ...]]
) -> None:
    assert forms_in(LARDER, text).values == values
