"""Products, plans and competitors as options."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.sales.options import attributes_of, exists, is_ours, name_of, plan_name, plans_of, product_of
from tests.sales.shelf import shelf

SHELF = shelf()


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("product:inbox", "Bright Inbox"),
        ("plan:team", "Bright Inbox Team"),
        ("plan:shirt", "Brand Shirt"),  # it says its product already
        ("competitor:deskhero", "Deskhero"),
    ],
)
def test_an_option_has_a_name_that_can_stand_alone(option: str, name: str) -> None:
    assert name_of(SHELF, option) == name


@pytest.mark.parametrize(
    ("plan", "name"), [("Bright Ten", "Bright Ten"), ("Ten", "Bright Inbox Ten"), ("Bright", "Bright Inbox Bright")]
)
def test_a_plan_that_begins_as_its_product_does_says_it_already(plan: str, name: str) -> None:
    assert plan_name(SHELF, replace(SHELF.plan("team"), name=plan)) == name


@pytest.mark.parametrize(
    ("option", "found"),
    [
        ("product:inbox", True),
        ("plan:team", True),
        ("competitor:deskhero", True),
        ("product:team", False),
        ("plan:gone", False),
        ("competitor:zendora", False),
        ("add_on:ai", False),
        ("", False),
    ],
)
def test_only_what_the_catalogue_in_force_has_exists(option: str, found: bool) -> None:
    assert exists(SHELF, option) is found


@pytest.mark.parametrize(
    ("option", "plans", "product"),
    [
        ("product:inbox", ["solo", "team", "business", "enterprise"], "inbox"),
        ("plan:team", ["team"], "inbox"),
        ("competitor:deskhero", [], "deskhero"),
    ],
)
def test_an_option_has_its_plans_and_its_product(option: str, plans: list[str], product: str) -> None:
    assert [plan.id for plan in plans_of(SHELF, option)] == plans
    assert product_of(SHELF, option) == product
    assert is_ours(option) is bool(plans)


def test_a_plan_has_its_products_attributes_and_its_own_before_them() -> None:
    business = attributes_of(SHELF, "plan:business")
    assert (business["storage"], business["integrations"]) == (Decimal(100), ("Slack", "Shopify"))
    assert attributes_of(SHELF, "product:inbox")["storage"] == Decimal(10)
    assert attributes_of(SHELF, "competitor:deskhero") == {"sso": True, "storage": Decimal(10)}
