"""Exports of further shop programs: Magento, BigCommerce (both forms), Squarespace, Wix, PrestaShop."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.importing.made import costs, imported, named, regular, sold, stock, words_of

MAGENTO = """\
sku,store_view_code,attribute_set_code,product_type,categories,product_websites,name,description,short_description,weight,\
product_online,tax_class_name,visibility,price,special_price,special_price_from_date,special_price_to_date,url_key,\
base_image,created_at,qty,is_in_stock,additional_attributes,configurable_variations
BAG-S,,Bag,simple,"Default Category/Gear/Bags",base,Duffel-Small,,,1.2,1,Goods,"Not Visible Individually","45.0000",,,,d-s,,\
"1/2/26, 9:00 AM",3.0000,1,"color=Blue,size=S,cost=9.8765",
BAG-L,,Bag,simple,"Default Category/Gear/Bags",base,Duffel-Large,,,1.4,1,Goods,"Not Visible Individually","55.0000",,,,d-l,,\
"1/2/26, 9:00 AM",0.0000,0,"color=Blue,size=L,cost=9.8766",
BAG,,Bag,configurable,"Default Category/Gear,Default Category/Gear/Bags",base,Duffel,"<p>For a weekend.</p>",A bag.,,1,Goods,\
"Catalog, Search",,,,,duffel,/d/u/d.jpg,"1/2/26, 9:00 AM",0.0000,1,"material=Canvas,activity=Gym|Travel",\
"sku=BAG-S,size=S|sku=BAG-L,size=L"
MAT,,Mat,simple,"Default Category/Gear/Mats",base,Yoga Mat,Sticky.,,0.9,1,Goods,"Catalog, Search","32.990000","28.500000",\
"12/1/26","12/24/26",mat,,"1/2/26, 9:00 AM",12.0000,1,"material=Rubber",
MAT,german,Mat,simple,,base,Yogamatte,Klebt.,,,1,,,,,,,matte,,,,,,
OFF,,Mat,simple,"Default Category/Gear/Mats",base,Old Mat,,,0.9,2,Goods,"Catalog, Search","10.0000",,,,off,,,1.0000,1,,
"""
BIG_OLD = """\
Item Type,Product ID,Product Name,Product Type,Product Code/SKU,Brand Name,Product Description,Price,Cost Price,Retail Price,\
Sale Price,Product Weight,Allow Purchases?,Product Visible?,Track Inventory,Current Stock Level,Low Stock Level,Category,\
Product Image File - 1,GPS Category
Product,77,Linen Apron,P,AP,Hearth,"<p>Two pockets.</p>",30.00,8.7654,34.00,24.00,0.3,Y,Y,by option,0,2,Kitchen/Aprons;New,a.jpg,x
  SKU,,"[S]Color=Red,[RB]Size=Long",,AP-R-L,,,,,,,,,,,4,,,,
  SKU,,"[S]Color=Blue,[RB]Size=Long",,AP-B-L,,,,,,,,,,,0,,,,
Product,78,Tea Towel,P,TT,Hearth,Plain.,9.00,2.2222,,,0.1,Y,N,none,0,0,Kitchen/Towels,,x
Product,79,Oven Glove,P,OG,Hearth,Thick.,12.00,3.3333,,,0.1,Y,Y,none,0,0,Kitchen/Gloves,,x
"""
BIG_NEW = """\
Item,ID,Name,Type,SKU,Options,Inventory Tracking,Current Stock,Low Stock,Price,Cost Price,Retail Price,Sale Price,Categories,\
Description,Is Visible,Image URL (Import)
Product,5,Clog,Physical,CL,,variant,0,0,59,11.1111,,,Shoes/Clogs,<p>Wood.</p>,TRUE,
Variant,51,,,CL-40,Type=Rectangles|Name=Size|Value=40,,2,0,59,11.1111,,,,,,
Variant,52,,,CL-41,Type=Rectangles|Name=Size|Value=41,,0,0,64,11.1111,,,,,,
Image,9,,,,,,,,,,,,,,,https://b.example/clog.jpg
"""
SQUARESPACE = """\
Product ID [Non Editable],Variant ID [Non Editable],Product Type [Non Editable],Product Page,Product URL,Title,Description,SKU,\
Option Name 1,Option Value 1,Price,Sale Price,On Sale,Stock,Categories,Tags,Weight,Visible,Hosted Image URLs
p1,v1,PHYSICAL,shop,candle,Candle,<p>Beeswax.</p>,C-S,Size,Small,10.00,8.00,Yes,5,/candles,,0.2,Yes,https://s.example/c.jpg
,v2,,,,,,C-L,Size,Large,16.00,0.00,No,Unlimited,,,0.4,,
p2,v3,PHYSICAL,shop,wick,Wick,<p>Cotton.</p>,W,,,3.00,2.00,No,9,/candles,,0.1,No,
"""
WIX = """\
handleId,fieldType,name,description,productImageUrl,collection,sku,price,surcharge,visible,inventory,weight,cost,\
productOptionName1,productOptionType1,productOptionDescription1
product_1,Product,Print,<p>On paper.</p>,p.jpg,Prints,P,20,,true,InStock,,4.5678,Size,DROP_DOWN,A3;A2
product_1,Variant,,,,,P-A3,,0,true,3,,4.5678,Size,,A3
product_1,Variant,,,,,P-A2,,15,true,0,,4.5678,Size,,A2
"""
PRESTASHOP = """\
Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax included;Wholesale price;Reference #;Manufacturer;EAN13;Quantity;Description
1;1;Tasse;Accueil,Cuisine;11,90;2,3456;T-1;Terre;4006381333931;7;<p>En grès.</p>
2;0;Bol;Accueil,Cuisine;12,90;2,4567;B-1;Terre;;7;<p>En grès.</p>
"""  # noqa: E501


def test_magento_children_are_forms_of_their_configurable_product(tmp_path: Path) -> None:
    report = imported(tmp_path, "m.csv", MAGENTO, currency="USD")
    catalogue = report.catalogue
    assert {product.name for product in catalogue.products.values()} == {"Duffel", "Yoga Mat"}
    assert stock(catalogue, "Duffel") == {"S": 3, "L": 0}
    assert (costs(catalogue, "Duffel", size="S"), costs(catalogue, "Duffel", size="L")) == (45, 55)
    assert named(catalogue, "Duffel").path == ("Gear", "Bags")
    assert any("1 hidden (Old Mat)" in line for line in report.lines())
    assert not any(paid in words_of(tmp_path) for paid in ("9.8765", "9.8766"))


def test_magento_special_prices_hold_between_their_dates(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "m.csv", MAGENTO, currency="USD")
    assert regular(catalogue, "Yoga Mat") == Decimal("32.99")
    assert [costs(catalogue, "Yoga Mat", day) for day in ("2026-11-30", "2026-12-24")] == [
        Decimal("32.99"),
        Decimal("28.50"),
    ]


def test_magento_translations_are_not_products_of_their_own(tmp_path: Path) -> None:
    report = imported(tmp_path, "m.csv", MAGENTO, currency="USD")
    assert "Yogamatte" not in words_of(tmp_path)
    assert any("1 rows are translations" in line for line in report.lines())


def test_bigcommerce_rows_below_a_product_are_its_forms(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "b.csv", BIG_OLD, currency="USD")
    apron = named(catalogue, "Linen Apron")
    assert [dict(each.options) for each in apron.variants] == [
        {"Color": "Red", "Size": "Long"},
        {"Color": "Blue", "Size": "Long"},
    ]
    assert stock(catalogue, "Linen Apron") == {"Red Long": 4, "Blue Long": 0}
    assert (regular(catalogue, "Linen Apron"), costs(catalogue, "Linen Apron", Color="Red")) == (30, 24)
    assert apron.path == ("Kitchen", "Aprons")


def test_bigcommerce_hides_what_is_not_visible_and_counts_nothing_where_it_does_not(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "b.csv", BIG_OLD, currency="USD")
    assert "Tea Towel" not in {product.name for product in catalogue.products.values()}
    assert not named(catalogue, "Oven Glove").is_sold_out
    assert not any(paid in words_of(tmp_path) for paid in ("8.7654", "2.2222", "3.3333"))


def test_bigcommerce_in_its_newer_form(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "n.csv", BIG_NEW, currency="USD")
    assert stock(catalogue, "Clog") == {"40": 2, "41": 0}
    assert (costs(catalogue, "Clog", Size="40"), costs(catalogue, "Clog", Size="41")) == (59, 64)
    assert "11.1111" not in words_of(tmp_path)


def test_squarespace_sells_at_the_sale_price_only_where_it_says_so(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "s.csv", SQUARESPACE, currency="GBP")
    assert [product.name for product in catalogue.products.values()] == ["Candle"]
    assert (costs(catalogue, "Candle", Size="Small"), costs(catalogue, "Candle", Size="Large")) == (8, 16)
    assert stock(catalogue, "Candle") == {"Small": 5, "Large": None}


def test_wix_adds_its_surcharge_to_the_product_s_price(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "w.csv", WIX, currency="EUR")
    assert (costs(catalogue, "Print", Size="A3"), costs(catalogue, "Print", Size="A2")) == (20, 35)
    assert stock(catalogue, "Print") == {"A3": 3, "A2": 0}
    assert "4.5678" not in words_of(tmp_path)


def test_prestashop_is_read_by_its_own_columns(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "p.csv", PRESTASHOP, currency="EUR")
    (cup,) = catalogue.products.values()
    assert (cup.name, cup.stock, cup.gtin, cup.attributes["brand"]) == ("Tasse", 7, "4006381333931", "Terre")
    assert regular(catalogue, "Tasse") == Decimal("11.90")
    assert "2.3456" not in words_of(tmp_path)


ETSY = """\
TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,MATERIALS,IMAGE1,VARIATION 1 TYPE,VARIATION 1 NAME,VARIATION 1 VALUES,SKU
Brass Ring,Made to order &amp; polished.,42.00,GBP,3,"ring,brass",brass,https://e.example/1.jpg,Size,Ring size,"L,M,N",R-1
"""


def test_etsy_says_its_own_currency(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "e.csv", ETSY)
    ring = named(catalogue, "Brass Ring")
    assert (catalogue.company.currencies, regular(catalogue, "Brass Ring"), ring.stock) == (("GBP",), 42, 3)
    assert (ring.summary, ring.images) == ("Made to order & polished.", ("https://e.example/1.jpg",))
