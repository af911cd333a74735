"""The same trained model serves a shop and a practice: nothing of Brightdesk is said there."""

from __future__ import annotations

import pytest

from milepost.services import catalogues
from milepost.store.catalogue_files import load_catalogue
from tests.conversations.visitors import PROJECT, Visitor

OTHERS = ("examples/shop", "examples/services")


@pytest.mark.parametrize("company", OTHERS, indirect=True)
def test_what_exists_is_that_companys(visitor: Visitor) -> None:
    visitor.say("what do you offer?")
    own = {product.name for product in catalogues.in_force().products.values()}
    assert {item["name"] for item in visitor.block("products")["items"]} <= own


@pytest.mark.parametrize("company", OTHERS, indirect=True)
def test_no_word_of_another_company_is_said(visitor: Visitor) -> None:
    strangers = load_catalogue(PROJECT / "catalogue")
    names = [strangers.company.name, *(product.name for product in strangers.products.values())]
    for text in (
        "hi",
        "what do you offer?",
        "which one would suit me?",
        "how much is it?",
        "I'd like to talk to a person",
    ):
        visitor.say(text)
        assert not [name for name in names if name in visitor.heard()]


@pytest.mark.parametrize("company", OTHERS, indirect=True)
def test_prices_are_that_companys(visitor: Visitor) -> None:
    catalogue = catalogues.in_force()
    plan = next(plan for plan in catalogue.plans.values() if plan.prices)
    visitor.say(f"how much is the {plan.name}?")
    symbol = {"GBP": "£", "EUR": "€", "USD": "$"}[catalogue.company.currencies[0]]
    assert symbol in visitor.heard()
