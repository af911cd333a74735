"""Feeds that an earlier import read wrongly, each for one kind of fault: what is true of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from milepost.importing.new_catalogue import import_feed
from milepost.sales.catalogue import Catalogue
from milepost.store.catalogue_files import load_catalogue
from tests.importing.made import costs, named, regular, stock, words_of

FEEDS = Path(__file__).with_name("feeds")


def catalogue_of(tmp_path: Path, feed: str, currency: str = "") -> Catalogue:
    made = import_feed(FEEDS / feed, None, tmp_path / "catalogue", currency=currency).catalogue
    assert load_catalogue(tmp_path / "catalogue") == made
    return made


def test_what_the_mugs_cost_the_shop_stands_nowhere_and_the_draft_is_not_sold(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "cost_leak.csv", "EUR")
    assert {product.name: product.stock for product in catalogue.products.values()} == {"Clay Mug": 7, "Clay Bowl": 2}
    assert not {"4.20", "6.10", "3.00", "Cost"} & set(words_of(tmp_path).replace(":", " ").split())
    assert not catalogue.attributes


def test_german_prices_and_umlauts_are_read(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "german_utf8.csv", "EUR")
    assert [regular(catalogue, name) for name in ("B\u00fcro-Stuhl K\u00f6ln", "M\u00fcslischale", "Handcreme")] == [
        Decimal("129.90"),
        Decimal("1234.99"),
        Decimal("12.90"),
    ]
    assert {product.category for product in catalogue.products.values()} == {"product"}
    assert named(catalogue, "Handcreme").is_sold_out
    assert "brand" not in catalogue.attributes


def test_a_feed_for_a_search_engine_is_read_as_xml(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "google.xml")
    assert (catalogue.company.currencies, regular(catalogue, "Mug")) == (("USD",), Decimal("12.99"))


def test_dirhams_stay_dirhams_and_the_sale_stands_beside_the_price(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "google_aed_sale.tsv")
    assert catalogue.company.currencies == ("AED",)
    assert (regular(catalogue, "Perfume Noor"), costs(catalogue, "Perfume Noor")) == (450, Decimal("299.99"))
    assert [product.is_sold_out for product in catalogue.products.values()] == [False, True]
    assert not catalogue.attributes


def test_mark_up_is_no_attribute_however_long_its_tags(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "html_long_tag.csv", "EUR")
    assert named(catalogue, "Rosa").summary == "The Rosa necklace has a pendant."
    assert not {"null", "span", "quot", "data-sheets-userformat", "brand"} & set(catalogue.attributes)
    assert "you find jewelry." in catalogue.company.tagline


def test_names_in_any_script_stay_as_they_are(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "names_i18n.csv")
    assert {"Natural Rubber Mat", "Yoga Mat \U0001f9d8\u200d\u2640\ufe0f Pro", "\u745c\u4f3d\u57ab \u6807\u51c6"} < {
        product.name for product in catalogue.products.values()
    }
    assert "\U0001f9d8" in words_of(tmp_path)
    assert "Natural" not in catalogue.products["natural-rubber-mat"].aliases
    assert "you find mats." in catalogue.company.tagline


def test_the_brand_is_an_attribute_and_no_part_of_a_name(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "product_of_brand.csv")
    assert named(catalogue, "SOPHIE TOP").attributes["brand"] == "Bila"
    assert not any("Bila" in product.name for product in catalogue.products.values())
    assert False not in [value for product in catalogue.products.values() for value in product.attributes.values()]
    assert not {"sophie", "lorene-top"} & set(catalogue.attributes)


def test_the_sizes_of_a_top_are_its_variants_with_their_own_price(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, "shopify_variants.csv", "EUR")
    assert stock(catalogue, "Varsity Top") == {"Small": 3, "Medium": 0, "Large": 5}
    assert [costs(catalogue, "Varsity Top", Size=size) for size in ("Small", "Medium", "Large")] == [60, 60, 65]
    assert {product.name for product in catalogue.products.values()} == {"Varsity Top", "Blue Shirt"}
    assert {attribute.name for attribute in catalogue.attributes.values()} == {"brand", "size"}


@pytest.mark.parametrize(("name", "price", "now"), [("Beanie", 20, 18), ("Sunglasses", 90, 90), ("Scarf", 19, 19)])
def test_what_has_no_sale_is_sold_at_its_regular_price(tmp_path: Path, name: str, price: int, now: int) -> None:
    catalogue = catalogue_of(tmp_path, "woo_regular_only.csv", "EUR")
    assert (regular(catalogue, name), costs(catalogue, name)) == (price, now)
    assert named(catalogue, name).path == ("Clothing", "Accessories")
