"""A feed becomes a catalogue that loads, prices and recommends at once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from milepost.errors import CatalogueError
from milepost.importing.new_catalogue import ImportReport, import_feed
from milepost.sales.catalogue import AttributeType
from milepost.sales.recommendation import recommend
from milepost.store.catalogue_files import load_catalogue
from tests.importing.own_feeds import GUITAR_GUIDE, GUITARS, SHOES, TOYS, json_text, workbook
from tests.sales.shelf import memory


def imported(folder: Path, name: str, content: str | bytes, guide: str = "", **said: str) -> ImportReport:
    feed, text = folder / name, folder / "guide.txt"
    feed.write_bytes(content if isinstance(content, bytes) else content.encode())
    text.write_text(guide)
    return import_feed(feed, text if guide else None, folder / "catalogue", **said)


@pytest.fixture
def guitars(tmp_path: Path) -> ImportReport:
    return imported(tmp_path, "guitars.json", json_text(GUITARS), GUITAR_GUIDE)


def test_figures_have_their_unit_and_every_product_its_value(guitars: ImportReport) -> None:
    size = next(each for each in guitars.catalogue.attributes.values() if each.unit == "inch")
    strings = next(each for each in guitars.catalogue.attributes.values() if each.unit == "strings")
    assert size.type is strings.type is AttributeType.NUMBER
    values = [product.attributes[size.id] for product in guitars.catalogue.products.values()]
    assert values == [Decimal(each) for each in (39, 41, 39, 34, 41)]
    assert {product.attributes[strings.id] for product in guitars.catalogue.products.values()} == {6, 12, 7}


def test_makers_and_colours_are_choices_of_little_weight(guitars: ImportReport) -> None:
    catalogue = guitars.catalogue
    assert set(catalogue.attributes["brand"].choices) == {"Alder", "Burr", "Cedar & Sons"}
    assert set(catalogue.attributes["colour"].choices) == {"natural", "sunburst", "black", "red"}
    assert catalogue.journey.needs["brand"].weight < Decimal("0.3")


def test_what_others_mention_and_a_product_does_not_is_unknown(guitars: ImportReport) -> None:
    tremolo = {product.name: product.attributes.get("tremolo") for product in guitars.catalogue.products.values()}
    assert [name for name, has in tremolo.items() if has is True] == [
        'Burr Spark 39" Electric Guitar',
        'Burr Spark Mini 34" Electric Guitar',
        'Cedar & Sons Nightfall 41" Electric Guitar',
    ]
    assert set(tremolo.values()) == {True, None}


def test_the_guide_asks_in_its_own_words(guitars: ImportReport) -> None:
    assert guitars.catalogue.journey.needs["tremolo"].question == "Do you want to bend notes with a lever (tremolo)?"


def test_prices_are_exact_and_what_has_none_goes_to_a_person(tmp_path: Path) -> None:
    report = imported(tmp_path, "shoes.csv", SHOES)
    plans = {plan.name: plan for plan in report.catalogue.plans.values()}
    assert report.catalogue.company.currencies == ("EUR",)
    assert plans["Trailfox Boot"].prices[0].tiers[0].amounts == {"EUR": Decimal("1149.50")}
    assert plans["Cityloop Slip-On"].custom_price
    assert any("Cityloop Slip-On" in line and "shoes.csv:5" in line for line in report.not_understood)


def test_columns_of_a_table_are_compared(tmp_path: Path) -> None:
    catalogue = imported(tmp_path, "shoes.csv", SHOES).catalogue
    assert set(catalogue.attributes["material"].choices) == {"mesh", "leather"}
    assert next(each for each in catalogue.attributes.values() if each.unit == "g").better == "lower"


def test_a_workbook_reads_as_its_table(tmp_path: Path) -> None:
    import csv
    import io

    rows = list(csv.reader(io.StringIO(SHOES), delimiter=";"))
    (tmp_path / "csv").mkdir()
    (tmp_path / "xlsx").mkdir()
    of_csv = imported(tmp_path / "csv", "shoes.csv", SHOES).catalogue
    of_xlsx = imported(tmp_path / "xlsx", "shoes.xlsx", workbook(rows)).catalogue
    assert of_xlsx.products == of_csv.products
    assert of_xlsx.attributes == of_csv.attributes
    assert of_xlsx.journey.needs == of_csv.journey.needs


def test_a_bare_list_with_other_headers(tmp_path: Path) -> None:
    report = imported(tmp_path, "toys.json", json_text(TOYS), currency="EUR", category="Toys")
    assert [product.category for product in report.catalogue.products.values()] == ["toy"] * 3
    assert report.not_understood[0] == "1 \u00d7 a row without a name was left out: toys.json:23"
    pieces = next(each for each in report.catalogue.attributes.values() if each.unit == "pieces")
    assert {product.attributes[pieces.id] for product in report.catalogue.products.values()} == {24, 50, 120}


def test_it_sells_from_the_catalogue_at_once(guitars: ImportReport) -> None:
    size = next(each for each in guitars.catalogue.attributes.values() if each.unit == "inch").id
    need = next(each.id for each in guitars.catalogue.journey.needs.values() if each.attribute == size)
    facts: dict[str, Any] = {"budget": {"amount": 500, "currency": "USD", "period": None}, need: 39, "tremolo": True}
    (first, *_) = recommend(guitars.catalogue, memory(facts=facts)).fits
    assert first.product.name == 'Burr Spark 39" Electric Guitar'
    too_much = recommend(guitars.catalogue, memory(facts={**facts, "budget": {"amount": 100, "bound": "max"}}))
    assert too_much.fits == ()
    assert too_much.nearest


def test_the_owner_may_edit_what_was_written(guitars: ImportReport, tmp_path: Path) -> None:
    journey = tmp_path / "catalogue" / "journey.yml"
    journey.write_text(journey.read_text().replace("What is your budget?", "How much may it be?"))
    assert load_catalogue(tmp_path / "catalogue").journey.needs["budget"].question == "How much may it be?"


def test_a_catalogue_that_is_there_is_not_overwritten(guitars: ImportReport, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="there is a catalogue already"):
        import_feed(tmp_path / "guitars.json", None, tmp_path / "catalogue")


def test_a_folder_of_feeds_is_one_catalogue_with_its_categories(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds"
    feeds.mkdir()
    (feeds / "guitars.json").write_text(json_text(GUITARS))
    (feeds / "toys.json").write_text(json_text(TOYS))
    catalogue = import_feed(feeds, None, tmp_path / "catalogue", category="toys").catalogue
    assert {product.category for product in catalogue.products.values()} == {"guitar", "toy"}
    guitar = next(product for product in catalogue.products.values() if product.category == "guitar")
    assert not any(catalogue.attributes[name].unit == "pieces" for name in guitar.attributes)


def test_the_report_says_what_was_understood(guitars: ImportReport) -> None:
    lines = guitars.lines()
    assert lines[0] == "5 products, 5 with a price in USD"
    assert "guitars: 5 products" in lines
    assert any("tremolo" in line for line in lines)


def test_prices_under_a_header_with_their_currency_and_decimal_commas_are_read(tmp_path: Path) -> None:
    rows = [
        "Title;Features;Price (EUR)",
        'Linden E 28";24,5 kg|500Wh battery|range 100km|8 gears;2.299,00',
        'Ridge 29";13,2 kg|250Wh battery|range 45 km|12 gears;1.199,00',
        'Swift X9+ 28";7,8 kg|750Wh battery|range 160km|22 gears|25 minutes to fold;899',
        'Foldy 20";11,4 kg|250Wh battery|range 45km|1 gear|10 minutes to fold;649,00',
    ]
    (tmp_path / "bikes.csv").write_text("\n".join(rows), encoding="utf-8")
    import_feed(tmp_path / "bikes.csv", guide=None, to=tmp_path / "out")
    catalogue = load_catalogue(tmp_path / "out")
    assert catalogue.company.currencies == ("EUR",)
    amounts = [plan.prices[0].tiers[0].amounts["EUR"] for plan in catalogue.plans.values()]
    assert amounts == [2299, 1199, 899, 649]
    by_unit = {attribute.unit: attribute for attribute in catalogue.attributes.values()}
    weights = [product.attributes[by_unit["kg"].id] for product in catalogue.products.values()]
    assert [str(weight) for weight in weights] == ["24.5", "13.2", "7.8", "11.4"]
    assert {"Wh", "km"} <= set(by_unit)
    assert "minutes" not in {attribute.name for attribute in catalogue.attributes.values()}
    assert not any("gearses" in need.question for need in catalogue.journey.needs.values())
    assert any("X9" in product.aliases for product in catalogue.products.values())


def test_what_a_few_goods_list_and_what_columns_say_of_all_categories_is_compared(tmp_path: Path) -> None:
    def told(*items: str) -> str:
        return f"<p>A plant for you, grown in July.</p><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"

    rows = [
        ["Name", "Category", "Price", "Light", "Description"],
        ["Rosa Alba", "shrubs", "9 EUR", "sun", told("Loved by bees", "Scented")],
        ["Buxus Nana", "shrubs", "8 EUR", "sun, shade", told("Evergreen", "Gig bag included")],
        ["Rosa Rubra", "shrubs", "7 EUR", "part shade", told("Loved by bees", "Big pot included")],
        ["Dryopteris", "ferns", "6 EUR", "shade, part shade", told("Evergreen")],
        ["Polypodium", "ferns", "5 EUR", "shade", told("Small")],
    ]
    (tmp_path / "plants.csv").write_text("\n".join(";".join(row) for row in rows))
    catalogue = import_feed(tmp_path / "plants.csv", None, tmp_path / "c").catalogue
    names = {attribute.name for attribute in catalogue.attributes.values()}
    assert {"light", "loved by bees"} <= names
    assert not {"july", "loved", "bees", "included"} & names
    assert catalogue.products["buxus-nana"].attributes["light"] == ("sun", "shade")
    assert catalogue.products["polypodium"].attributes["light"] == ("shade",)
    assert catalogue.products["rosa-alba"].attributes["loved-by-bees"] is True
    assert catalogue.products["rosa-alba"].description.count("Loved by bees") == 1


def test_a_column_called_as_an_option_of_others_is_what_its_product_comes_in(tmp_path: Path) -> None:
    feed = [
        {"name": "Rosa", "price": "9 EUR", "variants": [
            {"options": {"Pot size": "2 litres"}, "price": "9 EUR"}, {"options": {"Pot size": "5 litres"}, "price": "15 EUR"}]},
        {"name": "Buxus", "price": "8 EUR", "Pot size": "2 litres"},
        {"name": "Taxus", "price": "8 EUR", "Pot size": "3 litres"},
    ]  # fmt: skip
    (tmp_path / "plants.json").write_text(json_text(feed))
    catalogue = import_feed(tmp_path / "plants.json", None, tmp_path / "c").catalogue
    assert [(each.name, each.type) for each in catalogue.attributes.values()] == [("pot size", AttributeType.LIST)]
    assert catalogue.products["taxus"].attributes["pot-size"] == ("3 litres",)
