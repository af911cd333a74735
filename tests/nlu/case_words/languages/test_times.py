"""For how long and in which currency, in four languages beside English."""

from __future__ import annotations

import pytest

from milepost.nlu.case_words.terms import currency_in, span_in, term_in


@pytest.mark.parametrize(
    ("language", "text", "term"),
    [
        ("es", "y al año?", "year"),
        ("es", "por ano sale mejor?", "year"),
        ("es", "pagando el año entero", "year"),
        ("es", "la mensualidad", "month"),
        ("es", "una semana", "week"),
        ("es", "en un solo pago", "one_time"),
        ("es", "el año pasado", None),
        ("es", "hace un mes", None),
        ("es", "tres veces por semana", None),
        ("es", "con garantía de un año", None),
        ("es", "mesa y silla", None),
        ("de", "und im jahr?", "year"),
        ("de", "jaehrlich", "year"),
        ("de", "aufs ganze jahr", "year"),
        ("de", "als monatsabo", "month"),
        ("de", "für ne woche", "week"),
        ("de", "als einmalzahlung", "one_time"),
        ("de", "vor einem jahr", None),
        ("de", "letztes jahr", None),
        ("de", "zweimal im monat", None),
        ("de", "ein jahr garantie", None),
        ("fr", "et à l'année ?", "year"),
        ("fr", "par an c'est combien", "year"),
        ("fr", "annuellement", "year"),
        ("fr", "au mois", "month"),
        ("fr", "en euros/mois", "month"),
        ("fr", "une semaine", "week"),
        ("fr", "en une fois", "one_time"),
        ("fr", "l'an dernier", None),
        ("fr", "il y a un an", None),
        ("fr", "trois fois par semaine", None),
        ("fr", "une garantie d'un an", None),
        ("fr", "dans l'ancien bureau", None),
        ("pt", "e por ano?", "year"),
        ("pt", "pagando o ano todo", "year"),
        ("pt", "o plano anual", "year"),
        ("pt", "ao mês", "month"),
        ("pt", "uma semana", "week"),
        ("pt", "de uma só vez", "one_time"),
        ("pt", "no ano passado", None),
        ("pt", "há um mês", None),
        ("pt", "três vezes por semana", None),
        ("pt", "a mesa verde", None),
    ],
)
def test_a_term_is_named_by_how_it_is_paid(language: str, text: str, term: str | None) -> None:
    found = term_in(text, language)
    assert (found[0] if found else None) == term


@pytest.mark.parametrize(
    ("language", "text", "span"),
    [
        ("es", "durante cinco semanas", (5, "week")),
        ("es", "3 noches", (3, "night")),
        ("es", "toda una semana", (1, "week")),
        ("es", "hace 3 semanas", None),
        ("es", "mi hijo tiene 9 años", None),
        ("es", "14 días gratis", None),
        ("de", "für fünf wochen", (5, "week")),
        ("de", "3 nächte", (3, "night")),
        ("de", "4 stunden", (4, "hour")),
        ("de", "ein ganzes jahr", (1, "year")),
        ("de", "seit 3 wochen", None),
        ("de", "sie ist 9 jahre alt", None),
        ("fr", "pendant cinq semaines", (5, "week")),
        ("fr", "3 nuits", (3, "night")),
        ("fr", "une semaine entière", (1, "week")),
        ("fr", "depuis 3 semaines", None),
        ("fr", "ma fille a 9 ans", None),
        ("fr", "14 jours gratuits", None),
        ("pt", "durante cinco semanas", (5, "week")),
        ("pt", "3 noites", (3, "night")),
        ("pt", "um ano inteiro", (1, "year")),
        ("pt", "há 3 semanas", None),
        ("pt", "ela tem 9 anos", None),
        ("pt", "14 dias grátis", None),
    ],
)
def test_a_stretch_of_time_has_a_number_and_a_unit(language: str, text: str, span: tuple[int, str] | None) -> None:
    found = span_in(text, language)
    assert (found[:2] if found else None) == span


@pytest.mark.parametrize(
    ("language", "text", "currency"),
    [
        ("es", "cuánto es en libras?", "GBP"),
        ("es", "en dólares australianos", "AUD"),
        ("es", "y en francos suizos", "CHF"),
        ("es", "precio en usd", "USD"),
        ("es", "pagué 30 dólares", None),
        ("de", "in pfund bitte", "GBP"),
        ("de", "in schweizer franken", "CHF"),
        ("de", "in kanadischen dollar", "CAD"),
        ("de", "und in dollar?", "USD"),
        ("de", "ein pfund kaffee", None),
        ("fr", "en livres sterling", "GBP"),
        ("fr", "en dollars canadiens", "CAD"),
        ("fr", "et en francs ?", "CHF"),
        ("fr", "ils ont quoi", None),
        ("fr", "j'adore les livres", None),
        ("pt", "quanto dá em libra", "GBP"),
        ("pt", "em dólar", "USD"),
        ("pt", "em reais", "BRL"),
        ("pt", "gostei, é real", None),
        ("en", "in canadian dollars", "CAD"),
    ],
)
def test_a_currency_is_asked_for_by_its_name_or_code(language: str, text: str, currency: str | None) -> None:
    assert currency_in(text, language) == currency
