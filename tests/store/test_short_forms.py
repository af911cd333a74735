"""What an owner need not say: prices in one line, tiers of one, units, stages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from milepost.errors import CatalogueError
from milepost.sales.catalogue import Catalogue, Term
from milepost.store.catalogue_files import load_catalogue

COMPANY = "company: {name: Kiln, tagline: Pots., about: We make pots., for_whom: cooks, currencies: [EUR]}\n"


def written(
    folder: Path, products: str, pricing: str = "{}\n", journey: str = "{}\n", company: str = COMPANY
) -> Catalogue:
    pages = {"products": f"{company}products:\n{products}", "pricing": pricing, "knowledge": "{}\n", "journey": journey}
    for name, text in pages.items():
        (folder / f"{name}.yml").write_text(text)
    return load_catalogue(folder)


def mug(price: str, more: str = "") -> str:
    return f"  mug: {{name: Mug, category: mug, summary: A mug., price: {price}{more}}}\n"


@pytest.mark.parametrize(
    ("line", "term", "unit", "tier", "flat"),
    [
        ("18 EUR", Term.ONE_TIME, "item", "18", ""),
        ("EUR 18.50", Term.ONE_TIME, "item", "18.50", ""),
        ("18eur", Term.ONE_TIME, "item", "18", ""),
        ("45 EUR per hour", Term.ONE_TIME, "hour", "45", ""),
        ("25 EUR per seat and month", Term.MONTH, "seat", "25", ""),
        ("25 EUR a seat a month", Term.MONTH, "seat", "25", ""),
        ("39 EUR a month", Term.MONTH, "seat", "", "39"),
    ],
)
def test_a_price_in_one_line_makes_a_plan(
    tmp_path: Path, line: str, term: Term, unit: str, tier: str, flat: str
) -> None:
    (plan,) = written(tmp_path, mug(line)).plans.values()
    (price,) = plan.prices
    assert (plan.id, plan.product, plan.name, price.term, price.unit) == ("mug", "mug", "Mug", term, unit)
    assert [dict(each.amounts) for each in price.tiers] == ([{"EUR": Decimal(tier)}] if tier else [])
    assert dict(price.flat) == ({"EUR": Decimal(flat)} if flat else {})


def test_a_price_on_request_is_made_by_a_person_and_several_currencies_stand_in_a_line(tmp_path: Path) -> None:
    assert written(tmp_path, mug("on request")).plans["mug"].custom_price
    catalogue = written(tmp_path, mug("18 EUR / 20 USD"), company=COMPANY.replace("[EUR]", "[EUR, USD]"))
    assert dict(catalogue.plans["mug"].prices[0].tiers[0].amounts) == {"EUR": 18, "USD": 20}


def test_a_plan_may_have_its_price_in_a_line_or_without_tiers_and_other_plans_stand_beside_short_ones(
    tmp_path: Path,
) -> None:
    pricing = """\
plans:
  bowl-piece: {product: bowl, name: Bowl, price: 9 EUR}
  bowl-rent: {product: bowl, name: Bowl for rent, prices: [{term: month, unit: bowl, EUR: 2}, {term: one_time, EUR: 8}]}
discounts:
  two: {name: Two, percent: 10, plans: [mug]}
"""
    products = mug("18 EUR") + "  bowl: {name: Bowl, category: bowl, summary: A bowl.}\n"
    plans = written(tmp_path, products, pricing).plans
    assert list(plans) == ["mug", "bowl-piece", "bowl-rent"]
    rent, once = plans["bowl-rent"].prices
    assert (rent.unit, dict(rent.tiers[0].amounts), once.unit) == ("bowl", {"EUR": 2}, "item")


@pytest.mark.parametrize(
    ("products", "pricing", "message"),
    [
        (mug("cheap"), "{}\n", 'products.yml:3: "price" of product "Mug" must be written as 18 EUR, 25 EUR per seat and month'),
        (mug("18 USD"), "{}\n", 'products.yml:3: "price" of product "Mug" has no amount in EUR: write it as 18 EUR'),
        (mug("18 EUR / 20 USD"), "{}\n", "is in USD, which is not among the company's currencies"),
        (mug("'18,5 EUR'"), "{}\n", 'must be a number as 1200 or 12.50, not "18,5"'),
        (mug("18 EUR per seat and month and year"), "{}\n", "must be written as 18 EUR"),
        (mug("18 EUR"), "plans: {m: {product: mug, name: M, price: 1 EUR}}\n", 'has a "price" and the plan "M" in pricing.yml'),
        (
            mug("18 EUR") + "  bowl: {name: Bowl, category: bowl, summary: A bowl.}\n",
            "plans: {b: {product: bowl, name: B, price: 1 EUR, custom_price: yes}}\n",
            'pricing.yml:1: plan "B" has "price" beside "prices" or "custom_price"',
        ),
        (
            mug("18 EUR") + "  bowl: {name: Bowl, category: bowl, summary: A bowl.}\n",
            "plans: {b: {product: bowl, name: B, prices: [{term: month, EUR: 1, tiers: [{EUR: 2}]}]}}\n",
            'pricing.yml:1: price 1 of plan "B" has amounts of its own and "tiers"',
        ),
        ("  mug: {name: Mug, category: mug, summary: A mug.}\n", "{}\n", 'pricing.yml:1: pricing.yml has no "plans"'),
    ],
)  # fmt: skip
def test_a_short_form_that_says_too_little_or_too_much_is_told(
    tmp_path: Path, products: str, pricing: str, message: str
) -> None:
    with pytest.raises(CatalogueError) as raised:
        written(tmp_path, products, pricing)
    assert message in str(raised.value)


def test_stages_that_are_left_out_are_there_all_the_same(tmp_path: Path) -> None:
    journey = "stages: {research: {wording: Have a look., may_pitch: no}}\n"
    stages = written(tmp_path, mug("18 EUR"), journey=journey).journey.stages
    assert len(stages) == 7
    assert (stages["research"].wording, stages["research"].may_pitch, stages["research"].questions) == (
        "Have a look.",
        False,
        3,
    )
    assert (stages["purchase"].may_ask_contact, stages["retention"].questions) == (True, 0)
