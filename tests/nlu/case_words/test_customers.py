"""Kinds of customer: known from what a visitor says of themselves, never from a question about others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.nlu.case_words.customers import kind_said
from milepost.sales.catalogue import Discount
from tests.sales.shelf import shelf

SHELF = replace(
    shelf(),
    discounts={
        "charities": Discount("charities", "Charities", percent=Decimal(25), customer_kind="nonprofit"),
        "guild": Discount("guild", "Guild of florists", percent=Decimal(5), customer_kind="guild", min_quantity=500),
        "pupils": Discount("pupils", "Schools and universities", percent=Decimal(5), customer_kind="education"),
        "elders": Discount("elders", "From 65", percent=Decimal(5), customer_kind="senior"),
        "firms": Discount("firms", "Firms from 4 pieces", percent=Decimal(3), customer_kind="business"),
        "all": Discount("all", "Everybody", percent=Decimal(1)),
    },
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("we are a charity in leeds", "nonprofit"),
        ("how much for a non-profit?", "nonprofit"),
        ("i work for an ngo", "nonprofit"),
        ("charities", "nonprofit"),
        ("we're members of the guild of florists", "guild"),
        ("i'm a student", "education"),
        ("i'm a florist", "guild"),  # a telling word of its name, which no other reduction has
        ("i'm 67", "senior"),
        ("my mum is 71, is it cheaper?", "senior"),
        ("and now with being 71", "senior"),
        ("he turns 66", "senior"),
        ("she will be 65", "senior"),
        ("turning 66 seats into 70", None),
        ("we are a limited company", "business"),
        ("we're a 501c3", "nonprofit"),
        ("we're a scout group with forty kids", "nonprofit"),
        ("it's for our parish", "nonprofit"),
        ("do scouts pay less?", None),
        ("i'm 40", None),
        ("do charities get a discount?", None),
        ("charities?", None),
        ("we are 14 people", None),
        ("", None),
    ],
)
def test_a_kind_is_known_by_what_is_said_of_oneself(text: str, kind: str | None) -> None:
    said = kind_said(SHELF, text)
    assert (said[0] if said else None) == kind


@pytest.mark.parametrize(
    ("text", "words"),
    [("we are a charity in leeds", "charity"), ("i'm 67", "67"), ("we're a non-profit.", "non-profit")],
)
def test_the_place_is_that_of_the_words_that_say_so(text: str, words: str) -> None:
    said = kind_said(SHELF, text)
    assert said is not None
    assert text[said[1] : said[2]] == words
