"""For how long, in which currency and on which days."""

from __future__ import annotations

import pytest

from milepost.nlu.case_words.terms import currency_in, currency_there, days_in, span_in, term_in


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("and yearly?", "year"),
        ("no i mean per year. in euros", "year"),
        ("how much a month", "month"),
        ("paid annually", "year"),
        ("weekly", "week"),
        ("im jahr", "year"),
        ("monatlich", "month"),
        ("al mes", "month"),
        ("anual", "year"),
        ("par mois", "month"),
        ("annuel", "year"),
        ("por mês", "month"),
        ("last year", None),
        ("twice a month", None),
        ("a year ago", None),
        ("within a month", None),
        ("how much is it", None),
        ("a yearling", None),
    ],
)
def test_a_term_is_named_by_how_it_is_paid(text: str, term: str | None) -> None:
    found = term_in(text)
    assert (found[0] if found else None) == term
    assert found is None or text[found[1] : found[2]].strip()


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("for three months", (3, "month")),
        ("for 2 years", (2, "year")),
        ("3 nights", (3, "night")),
        ("a whole year", (1, "year")),
        ("the whole month", (1, "month")),
        ("für drei monate", (3, "month")),
        ("zwei jahre", (2, "year")),
        ("2 wochen", (2, "week")),
        ("3 tage", (3, "day")),
        ("dos semanas", (2, "week")),
        ("dos años", (2, "year")),
        ("tres meses", (3, "month")),
        ("trois mois", (3, "month")),
        ("deux ans", (2, "year")),
        ("3 jours", (3, "day")),
        ("três meses", (3, "month")),
        ("dois anos", (2, "year")),
        ("half a year", None),
        ("3 years ago", None),
        ("14 days free", None),
        ("a 14 day free trial", None),
        ("per month", None),
    ],
)
def test_a_stretch_of_time_has_a_number_and_a_unit(text: str, span: tuple[int, str] | None) -> None:
    found = span_in(text)
    assert (found[:2] if found else None) == span


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("in euros", "EUR"),
        ("in euros?", "EUR"),
        ("what about dollars", "USD"),
        ("usd please", "USD"),
        ("en euros", "EUR"),
        ("em reais", "BRL"),
        ("in pounds", "GBP"),
        ("yearly, canadian please", "CAD"),
        ("and in swiss", "CHF"),
        ("are you a swiss company", None),
        ("i have 500 euros", None),  # an amount, not a currency asked for
        ("in may", None),
        ("can we try it?", None),
        ("i want to try", None),
        ("look and try", None),
        ("how much", None),
    ],
)
def test_a_currency_is_asked_for_by_its_name_or_code(text: str, currency: str | None) -> None:
    assert currency_in(text) == currency


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("and on sundays", ("sun",)),
        ("are you open sat or sun?", ("sat", "sun")),
        ("what about weekends", ("sat", "sun")),
        ("monday morning", ("mon",)),
        ("montags", ("mon",)),
        ("el domingo", ("sun",)),
        ("am wochenende", ("sat", "sun")),
        ("le samedi", ("sat",)),
        ("na sexta-feira", ("fri",)),
        ("how much money", ()),
        ("the sunny desk", ()),
        ("every day", ()),
    ],
)
def test_days_of_the_week_are_named_in_five_languages(text: str, days: tuple[str, ...]) -> None:
    assert days_in(text) == days


@pytest.mark.parametrize(
    ("text", "currency"),
    [("by the year, £", "GBP"), ("€?", "EUR"), ("£40 a year", None), ("for 40€", None), ("40 £", None)],
)
def test_a_sign_by_itself_asks_for_its_currency(text: str, currency: str | None) -> None:
    assert currency_in(text) == currency


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("how much is that over here in norway", "NOK"),
        ("price for three, canada", "CAD"),
        ("we are a small firm in norway", None),  # nothing is asked for
        ("what does it cost to ship to norway", None),
        ("do you deliver to canada, and how much is it", None),
    ],
)
def test_where_a_price_is_asked_for_says_in_what(text: str, currency: str | None) -> None:
    assert currency_there(text) == currency


@pytest.mark.parametrize(
    ("text", "term"), [("and yr?", "year"), ("so yr = how much", "year"), ("1 yr ago", None), ("my 2 yr old", None)]
)
def test_a_year_may_be_shortened(text: str, term: str | None) -> None:
    found = term_in(text)
    assert (found and found[0]) == term


@pytest.mark.parametrize("text", ["the two night people", "two day shifts", "three day staff"])
def test_who_works_at_a_time_of_day_is_no_stretch_of_time(text: str) -> None:
    assert span_in(text) is None
