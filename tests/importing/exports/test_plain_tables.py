"""Price lists and other tables that no shop program made: dialects, encodings, languages, JSON of any shape."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from milepost.errors import CatalogueError
from milepost.sales.catalogue import AttributeType
from tests.importing.made import costs, imported, named, regular, sold, stock, words_of
from tests.importing.own_feeds import workbook

GERMAN = """\
Artikelnummer;Bezeichnung;Beschreibung;Preis;Bestand;Kategorie;Hersteller;EK-Preis
A-1;Bürostuhl Köln;Für große Leute.;129,90;42;Stühle;Möbel Süß;61,77
A-2;Müslischale;"Groß; tief";1.234,99;3;Schüsseln;Möbel Süß;7,77
A-3;Handcreme;Für Hände.;12,90;0;Pflege;Möbel Süß;1,77
"""
SIZES = """\
Style Number,Product Name,Size,Color,Price,Qty,Wholesale Price,Weight Unit,Waterproof
V1,Vale Boot,41,brown,120.00 GBP,3,55.55 GBP,kg,yes
V1,Vale Boot,42,brown,120.00 GBP,0,55.55 GBP,kg,yes
V1,Vale Boot,43,black,125.00 GBP,1,55.56 GBP,kg,yes
F1,Fell Shoe,41,grey,80.00 GBP,2,33.33 GBP,kg,no
M1,Moor Clog,,,60.00 GBP,9,22.22 GBP,kg,
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_dialects_and_encodings_say_the_same(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = list(csv.reader(io.StringIO(GERMAN), delimiter=";"))
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    catalogue = sold(tmp_path, "liste.csv", out.getvalue().encode(encoding), currency="EUR")
    assert [product.name for product in catalogue.products.values()] == ["Bürostuhl Köln", "Müslischale", "Handcreme"]
    assert [regular(catalogue, name) for name in ("Bürostuhl Köln", "Müslischale", "Handcreme")] == [
        Decimal("129.90"),
        Decimal("1234.99"),
        Decimal("12.90"),
    ]
    assert named(catalogue, "Handcreme").is_sold_out
    assert named(catalogue, "Bürostuhl Köln").attributes["brand"] == "Möbel Süß"


def test_cyrillic_of_an_older_encoding_is_read(tmp_path: Path) -> None:
    text = "Название;Цена;Описание\nЧайник фарфоровый;1 200 руб.;Для крепкого чёрного чая и тёплых вечеров\n"
    catalogue = sold(tmp_path, "p.csv", text.encode("cp1251"))
    assert catalogue.company.currencies == ("RUB",)
    assert regular(catalogue, "Чайник фарфоровый") == 1200


def test_lines_above_the_header_and_a_spreadsheet_s_own_first_line_are_no_products(tmp_path: Path) -> None:
    text = f"sep=;\r\nPreisliste 2026;;;;;;;\r\n;;;;;;;\r\n{GERMAN}".replace("\n", "\r\n").replace("\r\r", "\r")
    assert len(sold(tmp_path, "liste.csv", text, currency="EUR").products) == 3


def test_accents_are_left_out_of_ids_and_other_scripts_take_the_number(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "liste.csv", GERMAN + "T-9;茶壶;瓷;80,00;1;;;\n", currency="EUR")
    assert set(catalogue.products) == {"burostuhl-koln", "muslischale", "handcreme", "t-9"}


@pytest.mark.parametrize("paid", ["61.77", "61,77", "7.77", "1.77", "EK"])
def test_what_the_shop_paid_is_never_read(tmp_path: Path, paid: str) -> None:
    sold(tmp_path, "liste.csv", GERMAN, currency="EUR")
    assert paid not in words_of(tmp_path)


def test_a_table_whose_only_price_is_what_the_shop_paid_has_none(tmp_path: Path) -> None:
    report = imported(tmp_path, "list.csv", "Name,Cost price\nLamp,12.50\nVase,3.00\n", currency="EUR")
    assert all(plan.custom_price for plan in report.catalogue.plans.values())
    assert any("2 × no price that could be read" in line for line in report.lines())


def test_rows_of_one_style_are_one_product(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "shoes.csv", SIZES)
    assert [product.name for product in catalogue.products.values()] == ["Vale Boot", "Fell Shoe", "Moor Clog"]
    assert stock(catalogue, "Vale Boot") == {"41 brown": 3, "42 brown": 0, "43 black": 1}
    assert (costs(catalogue, "Vale Boot", size="41"), costs(catalogue, "Vale Boot", colour="black")) == (120, 125)


def test_rows_that_name_their_parent_are_its_forms_whether_it_has_a_row_or_not(tmp_path: Path) -> None:
    text = """\
SKU,Parent SKU,Name,Size,Price
P,,Rug,,
P-S,P,Rug small,S,90 EUR
P-L,P,Rug large,L,140 EUR
Q-S,Q,Mat small,S,9 EUR
Q-L,Q,Mat large,L,14 EUR
"""
    catalogue = sold(tmp_path, "rugs.csv", text)
    assert (costs(catalogue, "Rug", size="S"), costs(catalogue, "Rug", size="L")) == (90, 140)
    mat = next(product for product in catalogue.products.values() if product.name.startswith("Mat"))
    assert [dict(each.options) for each in mat.variants] == [{"size": "S"}, {"size": "L"}]


def test_a_row_below_with_another_size_and_no_name_is_a_form_of_the_product_above(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "rugs.csv", "Name;Size;Price\nRug;S;90 EUR\n;L;140 EUR\nMat;S;9 EUR\n")
    assert (costs(catalogue, "Rug", size="S"), costs(catalogue, "Rug", size="L")) == (90, 140)
    assert costs(catalogue, "Mat") == 9


def test_rows_of_one_name_are_one_product_where_a_size_tells_them_apart(tmp_path: Path) -> None:
    without_style = "\n".join(line.partition(",")[2] for line in SIZES.splitlines())
    catalogue = sold(tmp_path, "shoes.csv", without_style)
    assert stock(catalogue, "Vale Boot") == {"41 brown": 3, "42 brown": 0, "43 black": 1}


def test_rows_of_one_name_that_nothing_tells_apart_stay_products_of_their_own(tmp_path: Path) -> None:
    text = "id,title,description,price,brand\nl1,LORENE TOP,A black top.,89.0 EUR,Bila\nl2,LORENE TOP,A white top.,79.0 EUR,Bila\n"
    catalogue = sold(tmp_path, "p.csv", text)
    assert {name: regular(catalogue, name) for name in ("LORENE TOP", "LORENE TOP (2)")} == {
        "LORENE TOP": 89,
        "LORENE TOP (2)": 79,
    }


def test_yes_and_no_are_said_only_where_the_feed_says_them(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "shoes.csv", SIZES)
    (waterproof,) = (each for each in catalogue.attributes.values() if each.name.casefold() == "waterproof")
    assert waterproof.type is AttributeType.BOOLEAN
    known = {product.name: product.attributes.get(waterproof.id) for product in catalogue.products.values()}
    assert known == {"Vale Boot": True, "Fell Shoe": False, "Moor Clog": None}


def test_bookkeeping_is_asked_of_nobody(tmp_path: Path) -> None:
    text = (
        "Name,Price,Material,Supplier ID,Tax class,Created at,Image link,Warehouse,Weight unit,Sort order\n"
        "Lamp,10 EUR,brass,S1,full,2026-01-01,https://x.example/1.jpg,North,kg,1\n"
        "Vase,20 EUR,glass,S2,full,2026-01-02,https://x.example/2.jpg,South,kg,2\n"
        "Bowl,30 EUR,glass,S1,half,2026-01-03,https://x.example/3.jpg,North,g,3\n"
    )
    report = imported(tmp_path, "t.csv", text)
    assert {attribute.name for attribute in report.catalogue.attributes.values()} == {"material"}
    assert not any(word in words_of(tmp_path) for word in ("North", "2026-01-01", "S1"))
    assert any("not read" in line and "Warehouse" in line for line in report.lines())


def test_what_is_told_of_each_in_words_is_kept_and_codes_are_not(tmp_path: Path) -> None:
    text = "Name,Price,Author,Lead code,Ref2\n" + "".join(
        f"Book {n},{n} EUR,Writer {name},LX-{n},{n}77\n"
        for n, name in enumerate(("Anne", "Bert", "Cleo", "Dora", "Emil"), 1)
    )
    catalogue = sold(tmp_path, "t.csv", text)
    assert {attribute.name for attribute in catalogue.attributes.values()} == {"author"}
    assert named(catalogue, "Book 3").attributes["author"] == "Writer Cleo"
    assert not [need for need in catalogue.journey.needs.values() if need.attribute == "author"]


def test_a_unit_in_a_header_belongs_to_its_figures(tmp_path: Path) -> None:
    text = "Name,Price (EUR),Weight (kg),Width in cm\nDesk,100,20.5,120\nTable,200,30,160\nBench,50,12,140\n"
    catalogue = sold(tmp_path, "t.csv", text)
    by_unit = {attribute.unit: attribute for attribute in catalogue.attributes.values()}
    desk = named(catalogue, "Desk")
    assert (desk.attributes[by_unit["kg"].id], desk.attributes[by_unit["cm"].id]) == (Decimal("20.5"), 120)


def test_a_path_of_categories_is_kept_and_its_narrowest_step_is_the_category(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "t.csv", "Name,Price,Category\nKettle A,10 EUR,Home > Kitchen > Kettles\n")
    kettle = named(catalogue, "Kettle A")
    assert (kettle.category, kettle.path) == ("kettle", ("Home", "Kitchen", "Kettles"))


def test_a_file_s_name_is_no_category_unless_the_goods_are_called_so(tmp_path: Path) -> None:
    assert {
        p.category for p in sold(tmp_path, "sh_ronnes.csv", "Name,Price\nRug,9 EUR\nMat,8 EUR\n").products.values()
    } == {"product"}
    (tmp_path / "b").mkdir()
    called = sold(tmp_path / "b", "rugs.csv", "Name,Price\nWool rug,9 EUR\nJute rug,8 EUR\n")
    assert {product.category for product in called.products.values()} == {"rug"}
    (tmp_path / "c").mkdir()
    said = sold(tmp_path / "c", "x.csv", "Name,Price\nWool one,9 EUR\n", category="Rugs")
    assert {product.category for product in said.products.values()} == {"rug"}


def test_a_first_word_is_no_brand(tmp_path: Path) -> None:
    text = "Name,Price\n" + "".join(
        f"{word} Lamp,{n}0 EUR\n" for n, word in enumerate(("Alma", "Berta", "Cora", "Dora"), 1)
    )
    assert "brand" not in sold(tmp_path, "t.csv", text).attributes


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("draft", "draft"),
        ("Archived", "archived"),
        ("discontinued", "archived"),
        ("inactive", "hidden"),
        ("0", "hidden"),
    ],
)
def test_a_status_keeps_goods_out(tmp_path: Path, status: str, reason: str) -> None:
    report = imported(tmp_path, "t.csv", f"Name,Price,Status\nLamp,9 EUR,active\nOld Lamp,8 EUR,{status}\n")
    assert [product.name for product in report.catalogue.products.values()] == ["Lamp"]
    assert f"left out, not for sale: 1 {reason} (Old Lamp)" in report.lines()


def test_a_status_that_nobody_knows_is_told(tmp_path: Path) -> None:
    report = imported(tmp_path, "t.csv", "Name,Price,Status\nLamp,9 EUR,flurb\n")
    assert len(report.catalogue.products) == 1
    assert any("flurb" in line for line in report.lines())


def test_json_lines_are_read_and_a_broken_line_is_told(tmp_path: Path) -> None:
    lines = [
        json.dumps({"title": f"Lamp {n}", "price": {"amount": 1.125 * n, "currency": "BHD"}, "batteryLife": f"{n} h"})
        for n in (1, 2, 3)
    ]
    catalogue = sold(tmp_path, "p.jsonl", "\n".join(lines))
    assert regular(catalogue, "Lamp 1") == Decimal("1.125")
    assert catalogue.company.currencies == ("BHD",)
    (tmp_path / "b").mkdir()
    with pytest.raises(CatalogueError, match=r"p\.jsonl:2: this line is not JSON: .*\(column 11\)"):
        sold(tmp_path / "b", "p.jsonl", f'{lines[0]}\n{{"title": x}}\n{lines[2]}')


def test_nested_variants_of_any_json_are_variants(tmp_path: Path) -> None:
    feed = [
        {
            "name": "Cord", "currency": "PLN", "variants": [
                {"options": {"length": "1 m"}, "price": "10,50", "stock": 4, "cost": "3,33"},
                {"options": {"length": "2 m"}, "price": "15,00", "stock": 0, "cost": "4,44"},
            ],
        }
    ]  # fmt: skip
    catalogue = sold(tmp_path, "p.json", json.dumps(feed))
    assert catalogue.company.currencies == ("PLN",)
    assert (costs(catalogue, "Cord", length="1 m"), costs(catalogue, "Cord", length="2 m")) == (Decimal("10.50"), 15)
    assert stock(catalogue, "Cord") == {"1 m": 4, "2 m": 0}


def test_markup_for_search_engines_is_read(tmp_path: Path) -> None:
    page = {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Product", "name": "Lamp", "sku": "L1", "brand": {"@type": "Brand", "name": "Lux"},
                "offers": {"@type": "Offer", "price": "49.00", "priceCurrency": "CHF", "availability": "https://schema.org/OutOfStock"},
            }
        ],
    }  # fmt: skip
    catalogue = sold(tmp_path, "p.json", json.dumps(page))
    lamp = named(catalogue, "Lamp")
    assert (catalogue.company.currencies, regular(catalogue, "Lamp"), lamp.is_sold_out) == (("CHF",), 49, True)
    assert lamp.attributes["brand"] == "Lux"


def test_numbers_of_a_workbook_are_what_the_spreadsheet_shows(tmp_path: Path) -> None:
    rows = [["Name", "Price", "Stock"], ["Lamp", "x", "y"]]
    book = workbook(rows)
    shown = book.replace(b"", b"")
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(shown)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode()
            part = part.replace('<c r="B2" t="s"><v>4</v></c>', '<c r="B2"><v>1234.9999999999999</v></c>')
            part = part.replace('<c r="C2" t="s"><v>5</v></c>', '<c r="C2"><v>7</v></c>')
            new.writestr(name, part)
    catalogue = sold(tmp_path, "p.xlsx", out.getvalue(), currency="EUR")
    assert (regular(catalogue, "Lamp"), named(catalogue, "Lamp").stock) == (1235, 7)


@pytest.mark.parametrize(
    ("written", "pieces"),
    [
        ("7", 7),
        ("1,000", 1000),
        ("1.000", 1000),
        ("3.0", 3),
        ("-2", 0),
        ("12 pcs", 12),
        ("10+", None),
        ("", None),
        ("sold out", 0),
    ],
)
def test_pieces_are_counted_as_they_are_written(tmp_path: Path, written: str, pieces: int | None) -> None:
    catalogue = sold(tmp_path, "t.csv", f'Name,Price,Stock\nLamp,9 EUR,"{written}"\n')
    assert named(catalogue, "Lamp").stock == pieces


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-12-01", "2026-12-24"), ("01.12.2026", "24.12.2026"), ("12/01/2026", "12/24/2026"), ("46357", "46380")],
)
def test_days_of_a_sale_are_read_in_the_usual_ways(tmp_path: Path, first: str, last: str) -> None:
    text = f"Name;Price;Sale price;Sale start;Sale end\nLamp;9 EUR;7 EUR;{first};{last}\n"
    catalogue = sold(tmp_path, "t.csv", text)
    days = ("2026-11-30", "2026-12-01", "2026-12-24", "2026-12-25")
    assert [costs(catalogue, "Lamp", day) for day in days] == [9, 7, 7, 9]


def test_a_sale_whose_days_cannot_be_read_is_not_in_force_and_told(tmp_path: Path) -> None:
    report = imported(tmp_path, "t.csv", "Name;Price;Sale price;Sale end\nLamp;9 EUR;7 EUR;next week\n")
    assert costs(report.catalogue, "Lamp") == 9
    assert any("a sale has days that could not be read" in line for line in report.lines())
