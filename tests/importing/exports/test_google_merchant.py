"""Feeds for Google Merchant: tab-separated, RSS and Atom."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from milepost.errors import CatalogueError
from milepost.sales.catalogue import Availability
from tests.importing.made import costs, imported, named, regular, sold, stock, words_of

HEADERS = """
id title description link image_link availability price sale_price sale_price_effective_date product_type brand
gtin item_group_id color size condition cost_of_goods_sold custom_label_0 shipping_weight product_detail
"""
ROWS = [
    ["1", "Rain Jacket - Navy - S", "Keeps <b>dry</b>.", "https://g.example/1", "https://g.example/1.jpg", "in_stock", "89.00 EUR",
     "69.00 EUR", "2026-12-01T00:00+0100/2026-12-24T23:59+0100", "Outdoor > Jackets", "Fell", "4006381333931", "J1", "Navy", "S",
     "new", "31.77 EUR", "top", "0.4 kg", "Fabric:Membrane:Three layers"],
    ["2", "Rain Jacket - Navy - M", "Keeps <b>dry</b>.", "https://g.example/2", "https://g.example/2.jpg", "out_of_stock",
     "89.00 EUR", "", "", "Outdoor > Jackets", "Fell", "", "J1", "Navy", "M", "new", "31.77 EUR", "top", "0.4 kg", ""],
    ["3", "Wool Sock", "Warm.", "https://g.example/3", "https://g.example/3.jpg", "preorder", "1,250.50 EUR", "", "",
     "Outdoor > Socks", "Fell", "", "", "Grey", "", "new", "2.00 EUR", "", "", ""],
]  # fmt: skip
TSV = "\n".join("\t".join(cells) for cells in [HEADERS.split(), *ROWS])

RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
 <channel>
  <title>Tea &amp; Co</title>
  <link>https://tea.example</link>
  <item>
   <g:id>T1</g:id>
   <title>Assam</title>
   <g:description><![CDATA[<p>Malty, from <em>India</em>.</p>]]></g:description>
   <link>https://tea.example/assam</link>
   <g:image_link>https://tea.example/a.jpg</g:image_link>
   <g:additional_image_link>https://tea.example/a2.jpg</g:additional_image_link>
   <g:additional_image_link>https://tea.example/a3.jpg</g:additional_image_link>
   <g:price>8.500 KWD</g:price>
   <g:availability>in stock</g:availability>
   <g:product_type>Drinks &gt; Teas</g:product_type>
   <g:google_product_category>2073</g:google_product_category>
   <g:cost_of_goods_sold>1.111 KWD</g:cost_of_goods_sold>
   <g:shipping><g:country>KW</g:country><g:price>2.000 KWD</g:price></g:shipping>
   <g:product_detail>
    <g:section_name>Leaf</g:section_name><g:attribute_name>Grade</g:attribute_name><g:attribute_value>TGFOP</g:attribute_value>
   </g:product_detail>
  </item>
  <item><g:id>T2</g:id><title>Sencha</title><g:price>9.250 KWD</g:price><g:availability>out of stock</g:availability>
   <g:product_type>Drinks &gt; Teas</g:product_type></item>
 </channel>
</rss>
"""
ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
 <title>Shop</title>
 <entry><g:id>1</g:id><title>Mug</title><link href="https://a.example/mug"/><g:price>12.99 USD</g:price></entry>
</feed>
"""


def test_items_of_a_group_are_one_product_named_by_what_they_share(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "feed.tsv", TSV)
    assert [product.name for product in catalogue.products.values()] == ["Rain Jacket", "Wool Sock"]
    jacket = named(catalogue, "Rain Jacket")
    assert [dict(each.options) for each in jacket.variants] == [{"size": "S"}, {"size": "M"}]
    assert [each.is_sold_out for each in jacket.variants] == [False, True]


def test_the_sale_holds_within_its_effective_dates(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "feed.tsv", TSV)
    assert [costs(catalogue, "Rain Jacket", day, size="S") for day in ("2026-11-30", "2026-12-01", "2026-12-25")] == [
        89,
        69,
        89,
    ]
    assert costs(catalogue, "Rain Jacket", "2026-12-05", size="M") == 89
    assert regular(catalogue, "Rain Jacket") == 89


def test_what_the_goods_cost_the_shop_is_not_read(tmp_path: Path) -> None:
    told = imported(tmp_path, "feed.tsv", TSV).lines()
    assert "31.77" not in words_of(tmp_path)
    assert any("never read" in line and "cost_of_goods_sold" in line for line in told)


def test_properties_of_goods_are_attributes_and_labels_of_campaigns_are_not(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "feed.tsv", TSV)
    names = {attribute.name for attribute in catalogue.attributes.values()}
    assert not any("custom" in name or "shipping" in name or name == "gtin" for name in names)
    assert named(catalogue, "Wool Sock").attributes["brand"] == "Fell"


def test_a_preorder_is_not_sold_out(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "feed.tsv", TSV)
    sock = named(catalogue, "Wool Sock")
    assert (sock.availability, sock.is_sold_out) == (Availability.PREORDER, False)
    assert regular(catalogue, "Wool Sock") == Decimal("1250.50")


def test_rss_is_read_with_its_own_currency_of_three_places(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "feed.xml", RSS)
    assert catalogue.company.currencies == ("KWD",)
    assam = named(catalogue, "Assam")
    assert regular(catalogue, "Assam") == Decimal("8.500")
    assert (assam.summary, assam.category, assam.path) == ("Malty, from India.", "tea", ("Drinks", "Teas"))
    assert assam.url == "https://tea.example/assam"
    assert len(assam.images) == 3
    assert stock(catalogue, "Sencha") == {"Sencha": 0}
    assert not {"1.111", "2.000"} & set(words_of(tmp_path).split())


def test_atom_is_read(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "feed.atom", ATOM)
    assert (regular(catalogue, "Mug"), named(catalogue, "Mug").url) == (Decimal("12.99"), "https://a.example/mug")


def test_broken_xml_is_told_with_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"feed\.xml:8: this is not XML: .*\(column \d+\)"):
        sold(tmp_path, "feed.xml", RSS.replace("<title>Assam</title>", "<title>Assam</titel>", 1))


def test_entities_from_outside_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not tell")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
    hostile = RSS.replace("<rss ", f"{doctype}<rss ", 1).replace("<title>Assam</title>", "<title>Assam &x;</title>")
    sold(tmp_path, "feed.xml", hostile)
    assert "do not tell" not in words_of(tmp_path)
