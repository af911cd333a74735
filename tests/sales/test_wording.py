"""How values are written."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from milepost.sales import wording
from milepost.sales.catalogue import Attribute, AttributeType, Term
from milepost.sales.money import Money


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
        ("1200.5", "BRL", "pt", "1.200,50\u00a0R$"),
        ("1200.5", "USD", "xx", "$1,200.50"),
    ],
)
def test_money_is_written_as_its_readers_do(amount: str, currency: str, language: str, text: str) -> None:
    assert wording.money(Money(Decimal(amount), currency), language) == text


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
        ("", 2, ""),
    ],
)
def test_plural(noun: str, count: int, text: str) -> None:
    assert wording.plural(noun, count) == text


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


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ("2026-12-21T09:00", "today 09:00"),
        ("2026-12-22T09:00", "tomorrow 09:00"),
        ("2026-12-25T14:30", "Friday 14:30"),
        ("2026-12-28T09:00", "2026-12-28 09:00"),
    ],
)
def test_moments(when: str, text: str) -> None:
    now = datetime.fromisoformat("2026-12-21T08:00")
    assert wording.moment(datetime.fromisoformat(when), now) == text


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "pt"])
def test_every_word_exists_in_every_language(language: str) -> None:
    assert wording.word("unknown", language)
    assert wording.word("unknown", "sv") == "unknown"
