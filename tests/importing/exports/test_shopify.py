"""Shopify's product export in its older and newer columns, and its products as JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from milepost.sales.catalogue import Availability
from tests.importing.made import costs, imported, named, regular, sold, stock, words_of

TOPS = """\
Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,\
Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,\
Variant Compare At Price,Variant Barcode,Image Src,Gift Card,SEO Title,Variant Weight Unit,Cost per item,\
Fabric (product.metafields.custom.fabric),Status
linden,Linden Shirt,"<p>A shirt of <b>linen</b> &amp; cotton.</p><ul><li>Cut: loose</li></ul>",Oak Row,Apparel > Tops,Shirts,\
"summer, new",true,Size,S,Colour,white,L-S-W,200,shopify,4,deny,39.90,49.90,4006381333931,https://cdn.example/l1.jpg,false,\
Buy linen,kg,11.11,linen,active
linden,,,,,,,,,M,,white,L-M-W,200,shopify,0,deny,39.90,49.90,,https://cdn.example/l2.jpg,,,kg,11.12,,
linden,,,,,,,,,L,,white,L-L-W,200,shopify,0,continue,44.90,,,,,,kg,11.13,,
linden,,,,,,,,,,,,,,,,,,,,https://cdn.example/l3.jpg,,,,,,
alder,Alder Shirt,Plain.,Oak Row,Apparel > Tops,Shirts,,true,Title,Default Title,,,A-1,180,,9,deny,25.00,,,,false,,kg,9.99,wool,active
birch,Birch Shirt,Plain.,Oak Row,Apparel > Tops,Shirts,,false,Title,Default Title,,,B-1,180,shopify,9,deny,25.00,,,,false,,kg,9.99,wool,active
cedar,Cedar Shirt,Plain.,Oak Row,Apparel > Tops,Shirts,,true,Title,Default Title,,,C-1,180,shopify,9,deny,25.00,,,,false,,kg,9.99,wool,archived
"""  # noqa: E501
NEWER = """\
Title,URL handle,Description,Vendor,Product category,Type,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,\
Price,Compare-at price,Cost per item,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL
Reed Basket,reed,<p>Woven.</p>,Oak Row,Home,Baskets,TRUE,Active,R-1,,Size,Small,19.00,,4.00,shopify,3,FALSE,https://cdn.example/r.jpg
,reed,,,,,,,R-2,,,Large,29.00,35.00,6.00,shopify,0,FALSE,
Ash Basket,ash,<p>Split wood.</p>,Oak Row,Home,Baskets,TRUE,Draft,A-2,,,,21.00,,5.00,shopify,3,FALSE,
"""
AS_JSON = {
    "products": [
        {
            "id": 11, "title": "Fern Pot", "handle": "fern", "body_html": "<p>For <i>ferns</i>.</p>", "vendor": "Oak Row",
            "product_type": "Pots", "published_at": "2026-01-02T00:00:00Z", "tags": ["new"],
            "options": [{"name": "Glaze", "position": 1, "values": ["green", "grey"]}],
            "variants": [
                {"id": 1, "title": "green", "option1": "green", "sku": "F-G", "available": True, "price": "18.00",
                 "compare_at_price": "22.00", "cost": "3.33"},
                {"id": 2, "title": "grey", "option1": "grey", "sku": "F-Y", "available": False, "price": "18.00",
                 "compare_at_price": None, "cost": "3.34"},
            ],
            "images": [{"src": "https://cdn.example/f.jpg"}],
        },
        {
            "id": 12, "title": "Moss Pot", "handle": "moss", "body_html": "", "vendor": "Oak Row", "product_type": "Pots",
            "published_at": None, "options": [{"name": "Title"}],
            "variants": [{"id": 3, "title": "Default Title", "option1": "Default Title", "price": "9.00", "available": True}],
        },
    ]
}  # fmt: skip


def test_rows_of_a_handle_are_one_product_with_its_variants(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "tops.csv", TOPS, currency="EUR")
    linden = named(catalogue, "Linden Shirt")
    assert [dict(each.options) for each in linden.variants] == [
        {"Size": "S", "Colour": "white"},
        {"Size": "M", "Colour": "white"},
        {"Size": "L", "Colour": "white"},
    ]
    assert [each.sku for each in linden.variants] == ["L-S-W", "L-M-W", "L-L-W"]
    assert stock(catalogue, "Linden Shirt") == {"S white": 4, "M white": 0, "L white": 0}
    assert [each.is_sold_out for each in linden.variants] == [False, True, False]  # L is sold on back-order
    assert linden.images == tuple(f"https://cdn.example/l{number}.jpg" for number in (1, 2, 3))


def test_the_compare_at_price_is_the_regular_one_of_its_variant(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "tops.csv", TOPS, currency="EUR")
    assert costs(catalogue, "Linden Shirt", Size="S") == Decimal("39.90")
    assert costs(catalogue, "Linden Shirt", Size="L") == Decimal("44.90")  # not 44.90 less the others' sale
    assert costs(catalogue, "Alder Shirt") == Decimal("25.00")


def test_only_what_is_published_and_active_is_sold_and_the_rest_is_told(tmp_path: Path) -> None:
    report = imported(tmp_path, "tops.csv", TOPS, currency="EUR")
    assert {product.name for product in report.catalogue.products.values()} == {"Linden Shirt", "Alder Shirt"}
    told = "\n".join(report.lines())
    assert "1 hidden (Birch Shirt)" in told
    assert "1 archived (Cedar Shirt)" in told


def test_what_is_not_counted_is_available_whatever_its_number(tmp_path: Path) -> None:
    assert stock(sold(tmp_path, "tops.csv", TOPS, currency="EUR"), "Alder Shirt") == {"Alder Shirt": None}


@pytest.mark.parametrize("paid", ["11.11", "11.12", "9.99", "Cost per item"])
def test_what_the_shop_paid_is_nowhere(tmp_path: Path, paid: str) -> None:
    sold(tmp_path, "tops.csv", TOPS, currency="EUR")
    assert paid not in words_of(tmp_path)


def test_bookkeeping_is_no_attribute_and_a_metafield_is(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "tops.csv", TOPS, currency="EUR")
    names = {attribute.name.casefold() for attribute in catalogue.attributes.values()}
    assert "fabric" in names
    assert not names & {
        "status",
        "variant weight unit",
        "variant grams",
        "gift card",
        "seo title",
        "tags",
        "option1 value",
    }
    assert named(catalogue, "Linden Shirt").attributes["fabric"] == "linen"


def test_the_text_is_read_without_its_mark_up(tmp_path: Path) -> None:
    linden = named(sold(tmp_path, "tops.csv", TOPS, currency="EUR"), "Linden Shirt")
    assert linden.summary == "A shirt of linen & cotton."
    assert "Cut: loose" in linden.description
    assert "<" not in linden.description


def test_the_type_is_the_category_below_the_taxonomy(tmp_path: Path) -> None:
    linden = named(sold(tmp_path, "tops.csv", TOPS, currency="EUR"), "Linden Shirt")
    assert (linden.category, linden.path) == ("shirt", ("Apparel", "Tops", "Shirts"))


def test_the_newer_columns_say_the_same(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "new.csv", NEWER, currency="CAD")
    assert [product.name for product in catalogue.products.values()] == ["Reed Basket"]
    assert stock(catalogue, "Reed Basket") == {"Small": 3, "Large": 0}
    assert costs(catalogue, "Reed Basket", Size="Large") == Decimal("29.00")
    assert regular(catalogue, "Reed Basket") == Decimal("19.00")


def test_products_as_json_have_the_same_variants_prices_and_availability(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "products.json", json.dumps(AS_JSON), currency="AUD")
    (fern,) = catalogue.products.values()  # the other one is not published
    assert (fern.name, fern.summary, fern.category) == ("Fern Pot", "For ferns.", "pot")
    assert [dict(each.options) for each in fern.variants] == [{"Glaze": "green"}, {"Glaze": "grey"}]
    assert [each.is_sold_out for each in fern.variants] == [False, True]
    assert fern.variants[0].availability is Availability.IN_STOCK
    assert costs(catalogue, "Fern Pot", Glaze="green") == 18
    assert regular(catalogue, "Fern Pot") == 18
    assert "3.33" not in words_of(tmp_path)
