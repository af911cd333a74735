"""WooCommerce's product export as CSV, and its products as its two interfaces give them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

from tests.importing.made import costs, imported, named, regular, sold, stock

SHOP = """\
ID,Type,SKU,Name,Published,"Is featured?","Visibility in catalog","Short description",Description,\
"Date sale price starts","Date sale price ends","Tax status","In stock?",Stock,"Backorders allowed?","Weight (kg)",\
"Sale price","Regular price",Categories,Tags,Images,Parent,"Attribute 1 name","Attribute 1 value(s)","Attribute 1 visible",\
"Attribute 1 global","Attribute 2 name","Attribute 2 value(s)","Meta: _wc_cog_cost"
10,variable,HOOD,Fleece Hoodie,1,0,visible,Warm and light.,"<p>Brushed inside.\\nFor cold days.</p>",,,taxable,1,,0,0.5,,,\
"Clothing > Hoodies, New",soft,"https://w.example/1.jpg, https://w.example/2.jpg",,Size,"S, M",1,1,Material,Fleece,12.34
11,variation,HOOD-S,"Fleece Hoodie - S",1,0,visible,,,2026-12-01,2026-12-24,taxable,1,5,0,0.5,"35,00","45,00",,,,HOOD,Size,S,,1,,,12.35
12,variation,HOOD-M,"Fleece Hoodie - M",1,0,visible,,,,,taxable,0,0,0,0.5,,"49,00",,,,id:10,Size,M,,1,,,12.36
13,simple,CAP,Wool Cap,1,0,visible,A cap.,,,,taxable,1,,0,0.1,"12,50","15,00",Clothing > Caps,,,,Material,Wool,1,1,,,4.44
14,simple,OLD,Old Cap,0,0,visible,A cap.,,,,taxable,1,3,0,0.1,,"9,00",Clothing > Caps,,,,,,,,,,
15,simple,DRAFT,Draft Cap,-1,0,visible,A cap.,,,,taxable,1,3,0,0.1,,"9,00",Clothing > Caps,,,,,,,,,,
16,simple,HID,Hidden Cap,1,0,hidden,A cap.,,,,taxable,1,3,0,0.1,,"9,00",Clothing > Caps,,,,,,,,,,
17,"simple, virtual",WAIT,Ordered Cap,1,0,visible,A cap.,,,,taxable,backorder,,notify,,,"1.234,00",Clothing > Caps,,,,,,,,,,
"""  # noqa: E501
STORE_API = [
    {
        "id": 21, "name": "Clay Bowl", "type": "simple", "permalink": "https://w.example/clay-bowl", "sku": "CB",
        "short_description": "<p>Thrown by hand.</p>", "description": "", "on_sale": True, "is_in_stock": False,
        "prices": {"currency_code": "DKK", "currency_minor_unit": 2, "price": "14900", "regular_price": "19900",
                   "sale_price": "14900"},
        "categories": [{"id": 3, "name": "Bowls", "slug": "bowls"}], "images": [{"src": "https://w.example/b.jpg"}],
        "attributes": [{"name": "Glaze", "terms": [{"name": "blue"}]}],
    }
]  # fmt: skip
REST = [
    {
        "id": 31, "name": "Ash Tray", "status": "publish", "catalog_visibility": "visible", "type": "simple", "price": "20.00",
        "regular_price": "25.00", "sale_price": "20.00", "date_on_sale_from": None, "date_on_sale_to": "2026-12-20T23:59:59",
        "stock_quantity": 2, "stock_status": "instock", "categories": [{"name": "Trays"}], "manage_stock": True,
        "attributes": [{"name": "Wood", "visible": True, "variation": False, "options": ["ash"]}],
        "meta_data": [{"key": "_cost", "value": "7"}],
    },
    {"id": 32, "name": "Oak Tray", "status": "draft", "regular_price": "25.00", "type": "simple", "categories": []},
]  # fmt: skip


def test_variations_find_their_product_by_its_number_and_by_its_id(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "wc.csv", SHOP, currency="EUR")
    assert stock(catalogue, "Fleece Hoodie") == {"S": 5, "M": 0}
    assert {product.name for product in catalogue.products.values()} == {"Fleece Hoodie", "Wool Cap", "Ordered Cap"}


def test_regular_and_sale_price_stand_each_in_its_place_with_their_days(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "wc.csv", SHOP, currency="EUR")
    assert (regular(catalogue, "Wool Cap"), costs(catalogue, "Wool Cap")) == (15, Decimal("12.50"))
    assert costs(catalogue, "Fleece Hoodie", "2026-12-24", Size="S") == 35
    assert costs(catalogue, "Fleece Hoodie", "2026-12-25", Size="S") == 45
    assert costs(catalogue, "Fleece Hoodie", "2026-12-24", Size="M") == 49


def test_decimal_commas_of_the_shops_own_setting_are_read(tmp_path: Path) -> None:
    assert regular(sold(tmp_path, "wc.csv", SHOP, currency="EUR"), "Ordered Cap") == 1234


def test_private_drafts_and_hidden_ones_are_left_out_and_told(tmp_path: Path) -> None:
    told = "\n".join(imported(tmp_path, "wc.csv", SHOP, currency="EUR").lines())
    assert "2 hidden (Old Cap, Hidden Cap)" in told
    assert "1 draft (Draft Cap)" in told


def test_the_kind_of_product_is_no_category(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "wc.csv", SHOP, currency="EUR")
    assert named(catalogue, "Wool Cap").path == ("Clothing", "Caps")
    assert named(catalogue, "Fleece Hoodie").category == "hoodie"


def test_what_can_be_ordered_is_not_sold_out(tmp_path: Path) -> None:
    ordered = named(sold(tmp_path, "wc.csv", SHOP, currency="EUR"), "Ordered Cap")
    assert (ordered.is_sold_out, ordered.availability.value) == (False, "backorder")


def test_the_store_s_interface_says_the_currency_and_its_smallest_unit(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "store.json", json.dumps(STORE_API))
    assert catalogue.company.currencies == ("DKK",)
    assert (regular(catalogue, "Clay Bowl"), costs(catalogue, "Clay Bowl")) == (199, 149)
    assert named(catalogue, "Clay Bowl").is_sold_out


def test_the_administrator_s_interface_is_read_without_drafts(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "rest.json", json.dumps(REST), currency="USD")
    (tray,) = catalogue.products.values()
    assert (tray.name, tray.stock, tray.category) == ("Ash Tray", 2, "tray")
    assert [costs(catalogue, "Ash Tray", day) for day in ("2026-12-20", "2026-12-21")] == [20, 25]
