"""What the files say of goods: stock and availability, sale prices with their days, products that are set aside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from milepost.errors import CatalogueError
from milepost.sales.catalogue import Availability, Catalogue, Term
from milepost.sales.pricing import LineKind, PriceBreakdown, price
from milepost.sales.recommendation import recommend
from milepost.store.catalogue_files import load_catalogue
from tests.sales.shelf import memory

PRODUCTS = """\
company: {name: Corner, tagline: Things., about: We sell things., for_whom: all, currencies: [AED]}
products:
  lamp:
    name: Lamp
    category: lamp
    summary: A lamp.
    path: [Home, Lamps]
    stock: 4
    sku: L-1
    gtin: "4006381333931"
    images: [https://shop.example/lamp.jpg]
  rug:
    name: Rug
    category: rug
    summary: A rug.
    variants:
      small: {options: {size: small}, stock: 0}
      large: {options: {size: large}, availability: backorder, stock: 0, surcharge: {AED: 50}, sale: {AED: 120}}
  vase: {name: Vase, category: vase, summary: A vase., availability: out_of_stock}
  bowl: {name: Vase, category: bowl, summary: An older vase., set_aside: yes}
"""
PRICING = """\
plans:
  lamp:
    product: lamp
    name: Lamp
    prices:
      - {term: one_time, unit: item, tiers: [{AED: 450}], sale: {AED: 299.99, valid_from: 2026-12-01, valid_until: 2026-12-24}}
  rug: {product: rug, name: Rug, prices: [{term: one_time, unit: item, tiers: [{AED: 100}]}]}
  vase: {product: vase, name: Vase, prices: [{term: one_time, unit: item, tiers: [{AED: 30}]}]}
  bowl: {product: bowl, name: Vase, prices: [{term: one_time, unit: item, tiers: [{AED: 20}]}]}
"""
STAGES = ["awareness", "research", "evaluation", "purchase", "onboarding", "retention", "advocacy"]
JOURNEY = "stages:\n" + "".join(
    f"  {stage}: {{wording: Yes., questions: 0, may_pitch: yes, may_ask_contact: no}}\n" for stage in STAGES
)


def write(folder: Path, products: str = PRODUCTS, pricing: str = PRICING) -> Path:
    texts = {"products": products, "pricing": pricing, "knowledge": "{}\n", "journey": JOURNEY}
    for name, text in texts.items():
        (folder / f"{name}.yml").write_text(text)
    return folder


@pytest.fixture
def goods(tmp_path: Path) -> Catalogue:
    return load_catalogue(write(tmp_path))


def priced(
    goods: Catalogue, plan: str, day: str | None, *, variant: str | None = None, number: int = 1
) -> PriceBreakdown:
    today = date.fromisoformat(day) if day else None
    return price(goods, plan, number, Term.ONE_TIME, "AED", today=today, variant=variant)


def test_stock_numbers_pictures_and_path_are_read(goods: Catalogue) -> None:
    lamp = goods.product("lamp")
    assert (lamp.stock, lamp.sku, lamp.gtin, lamp.path) == (4, "L-1", "4006381333931", ("Home", "Lamps"))
    assert lamp.images == ("https://shop.example/lamp.jpg",)


@pytest.mark.parametrize(
    ("day", "total"),
    [("2026-11-30", "450"), ("2026-12-01", "299.99"), ("2026-12-24", "299.99"), ("2026-12-25", "450"), (None, "450")],
)
def test_a_sale_holds_from_its_first_to_its_last_day(goods: Catalogue, day: str | None, total: str) -> None:
    assert priced(goods, "lamp", day).total.amount == Decimal(total)


def test_the_regular_price_and_what_the_sale_takes_off_are_lines_of_their_own(goods: Catalogue) -> None:
    breakdown = priced(goods, "lamp", "2026-12-05", number=3)
    assert [(line.kind, line.amount.amount) for line in breakdown.lines] == [
        (LineKind.UNITS, Decimal("1350.00")),
        (LineKind.SALE, Decimal("-450.03")),
    ]


def test_a_variant_on_sale_costs_its_own_price_and_none_chosen_costs_from_the_cheapest_to_be_had(
    goods: Catalogue,
) -> None:
    assert priced(goods, "rug", None, variant="large").total.amount == 120
    assert priced(goods, "rug", None, variant="small").total.amount == 100
    without = priced(goods, "rug", None)
    assert (without.total.amount, without.is_from, without.variant) == (120, True, None)  # the small one is sold out


def test_what_is_sold_out_in_every_form_is_not_recommended(goods: Catalogue) -> None:
    assert goods.product("rug").variants[1].availability is Availability.BACKORDER
    found = recommend(goods, memory(), limit=9)
    assert {option.product.id for option in found.fits} == {"lamp", "rug"}


def test_what_is_set_aside_is_checked_and_not_sold(goods: Catalogue, tmp_path: Path) -> None:
    assert "bowl" not in goods.products
    assert "bowl" not in goods.plans
    with pytest.raises(CatalogueError, match='product "Vase" has no "category"'):
        load_catalogue(write(tmp_path, PRODUCTS.replace("category: bowl, ", "")))


def test_a_name_is_taken_again_once_its_product_is_not_set_aside(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match='"Vase" already names the product "Vase"'):
        load_catalogue(write(tmp_path, PRODUCTS.replace("set_aside: yes", "set_aside: no")))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("availability: backorder", "availability: soon", 'must be one of in_stock, out_of_stock, preorder, backorder, not "soon"'),
        ("    variants:\n", "    stock: 3\n    variants:\n", 'product "Rug" has variants: "stock" belongs to each of them'),
        ("sale: {AED: 120}", "sale: {USD: 120}", '"sale" of variant "large" has no "AED"'),
    ],
)  # fmt: skip
def test_a_mistake_in_goods_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        load_catalogue(write(tmp_path, PRODUCTS.replace(old, new)))
    assert told in str(raised.value)


def test_a_sale_that_ends_before_it_begins_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match='"sale" of price 1 of plan "Lamp" ends before it begins'):
        load_catalogue(write(tmp_path, pricing=PRICING.replace("valid_until: 2026-12-24", "valid_until: 2026-11-24")))
