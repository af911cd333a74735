"""The currency of a feed is the one that it states; where it states none the owner is asked, and never is it guessed in silence."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from milepost.errors import CatalogueError
from milepost.importing.prices import currencies, currency_of, decimal_mark, open_sign, read_amount
from milepost.importing.reading.files import read_feed
from tests.importing.made import imported, regular, sold

TABLE = "Name,Price\nLamp,{0}\nVase,{1}\n"


@pytest.mark.parametrize("code", ["AED", "USD", "ISK", "KWD", "ZAR", "NGN", "VND", "UYU", "CHF", "XOF"])
def test_any_currency_that_is_tender_somewhere_is_read(tmp_path: Path, code: str) -> None:
    catalogue = sold(tmp_path, "t.csv", TABLE.format(f"45.00 {code}", f"{code} 30.00"))
    assert catalogue.company.currencies == (code,)
    assert regular(catalogue, "Lamp") == 45


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12,90 €", "EUR"),
        ("₹999", "INR"),
        ("99 zł", "PLN"),
        ("CA$ 5", "CAD"),
        ("R$ 9,90", "BRL"),
        ("5 Kč", "CZK"),
        ("12 元", "CNY"),
    ],
)
def test_a_sign_of_one_currency_states_it(text: str, code: str) -> None:
    assert currency_of(text) == code


@pytest.mark.parametrize(("text", "sign"), [("$12", "$"), ("kr 12", "kr"), ("¥1200", "¥"), ("Rs 40", "Rs")])
def test_a_sign_of_several_currencies_leaves_it_open(text: str, sign: str) -> None:
    assert (currency_of(text), open_sign(text)) == (None, sign)


def test_words_are_no_currencies() -> None:
    assert currency_of("20 all in") is None
    assert currency_of("our top price: 20") is None
    assert "DEM" not in currencies()


def test_without_a_currency_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"t\.csv:1: no price says its currency: say it, as --currency EUR"):
        imported(tmp_path, "t.csv", TABLE.format("45.00", "30.00"))
    assert not (tmp_path / "catalogue").exists()


def test_the_owner_is_asked_where_the_feed_does_not_say(tmp_path: Path) -> None:
    feed = tmp_path / "t.csv"
    feed.write_text(TABLE.format("kr 45", "kr 30"))
    questions: list[str] = []

    def ask(question: str) -> str:
        questions.append(question)
        return "nok"

    assert read_feed(feed, ask=ask).currency == "NOK"
    assert questions == ['which currency are the prices in? ("kr" may be SEK, NOK, DKK, ISK)']


def test_dollars_are_told_to_have_been_taken_for_those_of_the_united_states(tmp_path: Path) -> None:
    report = imported(tmp_path, "t.csv", TABLE.format("$45", "$30"))
    assert report.catalogue.company.currencies == ("USD",)
    assert any('"$" were taken for USD: say --currency' in line for line in report.lines())


def test_what_the_owner_says_goes_with_a_sign_and_not_against_a_code(tmp_path: Path) -> None:
    assert sold(tmp_path, "t.csv", TABLE.format("$45", "$30"), currency="cad").company.currencies == ("CAD",)
    (tmp_path / "b").mkdir()
    with pytest.raises(CatalogueError, match="the prices say that they are in EUR: they cannot be imported as GBP"):
        sold(tmp_path / "b", "t.csv", TABLE.format("45 EUR", "30 EUR"), currency="GBP")
    with pytest.raises(CatalogueError, match='"pounds" is no currency'):
        sold(tmp_path / "b", "t.csv", TABLE.format("45", "30"), currency="pounds")


def test_a_price_in_another_currency_than_the_others_is_left_to_a_person_and_told(tmp_path: Path) -> None:
    report = imported(tmp_path, "t.csv", "Name,Price\nLamp,45 EUR\nVase,30 EUR\nBowl,20 GBP\n")
    plans = {plan.name: plan for plan in report.catalogue.plans.values()}
    assert plans["Bowl"].custom_price
    assert any("a price is in GBP and was not taken" in line for line in report.lines())


def test_the_header_may_say_it(tmp_path: Path) -> None:
    catalogue = sold(tmp_path, "t.csv", "Name;Preis in €\nLampe;1.045,50\n")
    assert (catalogue.company.currencies, regular(catalogue, "Lampe")) == (("EUR",), Decimal("1045.50"))


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$1,199.99", "1199.99"),
        ("1.199,99 €", "1199.99"),
        ("CHF 1'299.50", "1299.50"),
        ("1 234,99 zł", "1234.99"),
        ("1\u202f234,99 €", "1234.99"),
        ("12,-", "12"),
        ("1.299,- €", "1299"),
        ("12.990000", "12.990000"),
        ("1,234,567.8", "1234567.8"),
        ("12,90", "12.90"),
        ("0.125", "0.125"),
    ],
)
def test_amounts_are_read_as_they_are_written(text: str, amount: str) -> None:
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["-5", "0", "0.00", "on request", "", "free"])
def test_what_is_no_price_is_none(text: str) -> None:
    assert read_amount(text) is None


def test_a_group_of_three_digits_is_read_as_the_column_is(tmp_path: Path) -> None:
    assert decimal_mark(["12,90", "1.500"]) == ","
    assert read_amount("1.500", mark=",") == 1500
    assert read_amount("1.500", mark=".", currency="KWD") == Decimal("1.500")
    assert read_amount("1.500", mark=".", currency="USD", is_exact=True) == Decimal("1.500")
    assert read_amount("1,500", mark=".", currency="USD") == 1500


@pytest.mark.parametrize("price", ["from 20 EUR", "20 - 30 EUR", "ab 20 EUR", "\u20ac20 to \u20ac30", "20 %"])
def test_a_price_that_is_no_single_figure_is_left_to_a_person(tmp_path: Path, price: str) -> None:
    report = imported(tmp_path, "t.csv", f"Name,Price\nLamp,{price}\nVase,9 EUR\n")
    plans = {plan.name: plan for plan in report.catalogue.plans.values()}
    assert plans["Lamp"].custom_price
    assert regular(report.catalogue, "Vase") == 9
    assert any("Lamp" in line for line in report.not_understood)


def test_of_columns_in_several_currencies_the_one_that_is_asked_for_is_read(tmp_path: Path) -> None:
    text = "Name,Price EUR,Price USD\nLamp,45,52\nVase,30,\n"
    catalogue = sold(tmp_path, "t.csv", text, currency="USD")
    assert regular(catalogue, "Lamp") == 52
    assert next(plan for plan in catalogue.plans.values() if plan.name == "Vase").custom_price
