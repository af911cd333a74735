"""How values are written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.sales import wording
from milepost.sales.catalogue import Attribute, AttributeType, Term
from milepost.sales.money import Money
from milepost.sales.wording.nouns import singular


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        ("1200", "USD", "en", "$1,200"),
        ("1200.00", "USD", "en", "$1,200"),
        ("1200.5", "USD", "en", "$1,200.50"),
        ("-50", "EUR", "en", "-€50"),
        ("0", "GBP", "en", "£0"),
        ("0.005", "USD", "en", "$0.005"),
        ("1234567", "JPY", "en", "¥1,234,567"),
        ("1.250", "KWD", "en", "KWD\u00a01.250"),
        ("99.9", "CHF", "en", "CHF\u00a099.90"),
        ("1200.5", "EUR", "de", "1.200,50\u00a0€"),
        ("1200", "EUR", "fr", "1\u202f200\u00a0€"),
        ("1200.5", "BRL", "pt", "R$\u00a01.200,50"),
        ("-50", "EUR", "pt", "-€\u00a050"),
        ("1200", "USD", "pt", "US$\u00a01.200"),
        ("1200", "USD", "es", "1.200\u00a0US$"),
        ("1200", "USD", "fr", "1\u202f200\u00a0$US"),
        ("1200", "USD", "de", "1.200\u00a0$"),
        ("0.5", "JPY", "en", "¥0.5"),
        ("-0", "EUR", "en", "€0"),
        ("1E+3", "EUR", "en", "€1,000"),
        ("1200.5", "USD", "xx", "$1,200.50"),
    ],
)
def test_money_is_written_as_its_readers_do(amount: str, currency: str, language: str, text: str) -> None:
    assert wording.money(Money(Decimal(amount), currency), language) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40))
def test_no_digit_of_a_price_or_number_is_lost(amount: Decimal) -> None:
    for text in (wording.money(Money(amount, "JPY")).replace("¥", ""), wording.number(amount)):
        assert Decimal(text.replace(",", "")) == amount


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("15.6"), "in", "15.6 in"),
        (Decimal("15.60"), '"', '15.6"'),
        (Decimal(50), "GB", "50 GB"),
        (1200, None, "1,200"),
        (Decimal("-3.5"), "°C", "-3.5°C"),
        (Decimal(99), "%", "99%"),
        (0.1, "kg", "0.1 kg"),
        (Decimal("1E+3"), "", "1,000"),
    ],
)
def test_numbers_carry_their_unit(value: Decimal, unit: str | None, text: str) -> None:
    assert wording.number(value, unit) == text


@pytest.mark.parametrize(
    ("noun", "count", "text"),
    [
        ("seat", 1, "seat"),
        ("seat", 2, "seats"),
        ("person", 0, "people"),
        ("box", 3, "boxes"),
        ("city", 3, "cities"),
        ("day", 3, "days"),
        ("service visit", 2, "service visits"),
        ("headphones", 2, "headphones"),
        ("jewelry", 2, "jewelry"),
        ("mugs", 2, "mugs"),
        ("shelf", 2, "shelves"),
        ("bus", 2, "buses"),
        ("dress", 2, "dresses"),
        ("St\u00fchle", 2, "St\u00fchle"),
        ("", 2, ""),
    ],
)
def test_plural(noun: str, count: int, text: str) -> None:
    assert wording.plural(noun, count) == text


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("coffee makers", "coffee maker"),
        ("batteries", "battery"),
        ("hoodies", "hoodie"),
        ("dresses", "dress"),
        ("boxes", "box"),
        ("shelves", "shelf"),
        ("sunglasses", "sunglasses"),
        ("shoes", "shoe"),
        ("glass", "glass"),
        ("bus", "bus"),
    ],
)
def test_singular(many: str, one: str) -> None:
    assert singular(many) == one


@pytest.mark.parametrize(
    ("value", "unit", "language", "text"),
    [
        (3, "years", "de", "3 Jahre"),
        (1, "years", "fr", "1 an"),
        (4, "working days", "es", "4 días laborables"),
        (6, "people", "pt", "6 pessoas"),
        (2, "persons", "de", "2 Personen"),
        (6, "people", "en", "6 people"),
        (5, "kWh", "de", "5 kWh"),
    ],
)
def test_common_units_of_a_catalogue_are_said_in_the_visitors_language(
    value: int, unit: str, language: str, text: str
) -> None:
    assert wording.number(value, unit, language) == text


def test_counts_bend_the_noun() -> None:
    assert wording.count(1, "seat") == "1 seat"
    assert wording.count(1500, "seat") == "1,500 seats"
    assert wording.count(1500, "Platz", "de") == "1.500 Platz"


@pytest.mark.parametrize(
    ("items", "last", "language", "text"),
    [
        ([], "and", "en", ""),
        (["a"], "and", "en", "a"),
        (["a", "b"], "and", "en", "a and b"),
        (["a", "b", "c"], "or", "en", "a, b or c"),
        (["a", "b", "c"], "and", "es", "a, b y c"),
        (["a", "b", "c"], "or", "de", "a, b oder c"),
        (["{0}", "b"], "and", "fr", "{0} et b"),
        (["a", "b", "c"], "and", "xx", "a, b and c"),
    ],
)
def test_lists(items: list[str], last: str, language: str, text: str) -> None:
    assert wording.listing(items, language, last=last) == text


@pytest.mark.parametrize(
    ("of", "unit", "language", "text"),
    [
        (Term.MONTH, "seat", "en", "per seat and month"),
        (Term.YEAR, "", "en", "per year"),
        (Term.ONE_TIME, "session", "en", "per session"),
        (Term.ONE_TIME, "", "en", "one-time"),
        (Term.WEEK, "", "de", "pro Woche"),
    ],
)
def test_terms(of: Term, unit: str, language: str, text: str) -> None:
    assert wording.term(of, unit, language) == text


def test_a_price_names_its_unit_and_term_unless_it_is_an_item() -> None:
    amount = Money(Decimal(25), "USD")
    assert wording.price_per(amount, Term.MONTH, "seat") == "$25 per seat and month"
    assert wording.price_per(amount, Term.ONE_TIME, "item") == "$25"


SIZE = Attribute("size", "Size", AttributeType.NUMBER, unit="in")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "unknown"),
        (True, "yes"),
        (False, "no"),
        (Decimal("13.3"), "13.3 in"),
        (("Slack", "Shopify"), "Slack and Shopify"),
        ("EU", "EU"),
    ],
)
def test_attribute_values(value: object, text: str) -> None:
    assert wording.attribute_value(SIZE, value) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "currency", "text"),
    [
        (20, None, "20"),
        ({"min": 3, "max": 6}, None, "3 to 6"),
        ({"min": 10}, None, "at least 10"),
        ({"max": 10, "approx": True}, None, "about up to 10"),
        ({"amount": 500, "currency": "USD", "period": "month", "bound": "max"}, None, "up to $500 per month"),
        ({"amount": 500, "currency": None, "bound": "approx"}, "EUR", "about €500"),
        ({"amount": 15, "currency": "USD", "period": "month", "per": "user"}, None, "$15 per user and month"),
        ({"amount": 15, "currency": None, "period": "one_time"}, None, "15"),
        ({"min": 500, "max": 800, "currency": "GBP"}, None, "£500 to £800"),
        ({"amount": None, "bound": "none"}, None, "any"),
        ({"text": "by end of March", "horizon": "date:--03"}, None, "by end of March"),
        ({"value": ["EU", "US"], "must": True}, None, "EU and US"),
        (["SSO", "Slack"], None, "SSO and Slack"),
        ("shoe shop", None, "shoe shop"),
        (None, None, "any"),
        (False, None, "no"),
    ],
)
def test_needs(value: object, currency: str | None, text: str) -> None:
    assert wording.need_value(value, currency=currency) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"min": 13, "max": 15}, "13 to 15 in"),
        ({"min": 14, "max": 14}, "14 in"),
        ({"value": 14, "bound": "max"}, "up to 14 in"),
        ({"min": Decimal("15.6")}, "at least 15.6 in"),
    ],
)
def test_needs_with_a_unit_name_it_once(value: object, text: str) -> None:
    assert wording.need_value(value, unit="in") == text


def test_percent() -> None:
    assert wording.percent(Decimal("12.5")) == "12.5%"
    assert wording.percent(Decimal("12.5"), "de") == "12,5\u00a0%"
    assert wording.percent(Decimal("12.5"), "pt") == "12,5%"
    assert wording.number(Decimal(99), "%", "de") == "99\u00a0%"


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ("2026-12-21T09:00", "today 09:00"),
        ("2026-12-22T09:00", "tomorrow 09:00"),
        ("2026-12-25T14:30", "Friday 14:30"),
        ("2026-12-28T09:00", "28 December, 09:00"),
        ("2027-01-04T09:00", "4 January 2027, 09:00"),
    ],
)
def test_moments(when: str, text: str) -> None:
    now = datetime.fromisoformat("2026-12-21T08:00")
    assert wording.moment(datetime.fromisoformat(when), now) == text


@pytest.mark.parametrize(
    ("day", "language", "text"),
    [
        ("2026-12-29", "en", "29 December"),
        ("2027-12-29", "en", "29 December 2027"),
        ("2026-12-29", "de", "29. Dezember"),
        ("2025-12-29", "de", "29. Dezember 2025"),
        ("2026-12-29", "es", "29 de diciembre"),
        ("2026-12-01", "fr", "1er décembre"),
        ("2026-12-11", "fr", "11 décembre"),
        ("2027-12-01", "pt", "1º de dezembro de 2027"),
        ("2026-12-29", "xx", "29 December"),
    ],
)
def test_a_date_names_its_year_only_when_it_is_another(day: str, language: str, text: str) -> None:
    assert wording.date(date.fromisoformat(day), language, today=date(2026, 12, 21)) == text


def test_a_date_without_a_today_names_its_year() -> None:
    assert wording.date(date(2026, 12, 29), "es") == "29 de diciembre de 2026"


def test_a_day_and_time_is_told_on_its_own_clock() -> None:
    when = datetime.fromisoformat("2026-12-29T09:05+01:00")
    assert wording.day_and_time(when, "de", today=date(2026, 12, 21)) == "29. Dezember, 09:05"


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Monday"), ("es", "lunes"), ("de", "Montag"), ("fr", "lundi"), ("pt", "segunda-feira"), ("xx", "Monday")],
)
def test_weekdays(language: str, text: str) -> None:
    assert wording.weekday(date(2026, 12, 28), language) == text


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "pt"])
def test_every_word_exists_in_every_language(language: str) -> None:
    assert wording.word("unknown", language)
    assert wording.word("unknown", "sv") == "unknown"


@pytest.mark.parametrize(
    ("need", "value", "language", "text"),
    [
        ("team_size", "14", "en", "14 people"),
        ("team_size", "14", "de", "14 Personen"),
        ("budget", "up to $400 per month", "en", "up to $400 per month to spend"),
        ("use_case", "shared email", "en", "shared email"),
        ("current_solution", "Gmail", "fr", "aujourd'hui Gmail"),
        ("company", "Acme", "en", "company Acme"),
    ],
)
def test_what_was_told_is_said_back_as_a_person_would(need: str, value: str, language: str, text: str) -> None:
    assert wording.told(need, value, language) == text


@pytest.mark.parametrize(
    ("need", "offered", "text"),
    [
        ("team_size", "up to 50", "room for up to 50"),
        ("use_case", "shared email", "made for shared email"),
        ("budget", "$99", "within your budget at $99"),
        ("weight", "2 kg", "weight 2 kg"),
    ],
)
def test_why_something_suits_is_said_in_the_visitors_terms(need: str, offered: str, text: str) -> None:
    assert wording.suits(need, offered) == text
