"""The ways in which visitors write currencies, and what else goes with a price: its period and "per head"."""

from __future__ import annotations

import re

_SYMBOLS = {
    "us$": "USD", "usd$": "USD", "a$": "AUD", "au$": "AUD", "aud$": "AUD", "c$": "CAD", "ca$": "CAD", "cad$": "CAD",
    "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "r$": "BRL", "mx$": "MXN",
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₪": "ILS", "zł": "PLN",
}  # fmt: skip
_CODES = [
    "usd", "eur", "gbp", "chf", "jpy", "inr", "aud", "cad", "nzd", "sek", "nok", "dkk", "pln", "czk", "huf", "brl",
    "mxn", "zar", "sgd", "hkd", "cny", "aed", "try", "ils", "krw", "thb", "php", "ron", "bgn",
]  # fmt: skip
_WORDS = {
    "dollars": "USD", "dollar": "USD", "dolars": "USD", "dollers": "USD", "bucks": "USD", "buck": "USD",
    "euros": "EUR", "euro": "EUR", "pounds": "GBP", "pound": "GBP", "quid": "GBP", "sterling": "GBP",
    "francs": "CHF", "yen": "JPY", "rupees": "INR", "rupee": "INR", "rs": "INR", "zloty": "PLN", "reais": "BRL",
    "pesos": "MXN", "kronor": "SEK", "kroner": "NOK", "rand": "ZAR",
    "dólares": "USD", "dolares": "USD", "dólar": "USD", "dolar": "USD", "libras": "GBP", "franken": "CHF", "francos": "CHF",
    "australian dollars": "AUD", "canadian dollars": "CAD", "us dollars": "USD", "swiss francs": "CHF",
}  # fmt: skip
# What is paid with where somebody asks a price for: "here in Switzerland".
COUNTRY_MONEY = {
    "switzerland": "CHF", "schweiz": "CHF", "suisse": "CHF", "suiza": "CHF", "canada": "CAD", "canadian": "CAD", "england": "GBP",
    "scotland": "GBP", "wales": "GBP", "uk": "GBP", "britain": "GBP", "usa": "USD", "america": "USD", "australia": "AUD",
    "ireland": "EUR", "germany": "EUR", "austria": "EUR", "france": "EUR", "spain": "EUR", "italy": "EUR", "netherlands": "EUR",
    "belgium": "EUR", "portugal": "EUR", "sweden": "SEK", "norway": "NOK", "denmark": "DKK", "poland": "PLN", "japan": "JPY",
}  # fmt: skip
CURRENCY_OF = {**_SYMBOLS, **{code: code.upper() for code in _CODES}, **_WORDS}


def _any_of(options: object) -> str:
    return "|".join(re.escape(option) for option in sorted(options, key=len, reverse=True))  # type: ignore[call-overload]


_LETTERS = _any_of([*_CODES, *_WORDS])
# "rs" and the codes may stand before an amount, the words ("dollars") only after it.
BEFORE_AMOUNT = rf"(?:{_any_of(_SYMBOLS)}|(?<![a-z])(?:{_any_of([*_CODES, 'rs'])})(?![a-z])\.?)"
AFTER_AMOUNT = rf"(?:{_any_of(_SYMBOLS)}|(?:{_LETTERS})(?![a-z]))"

_PERIODS = {
    "month": r"(?:/|per|and|a|an|each|every|p\.?/?|por|par|pro|al|im|au)\s?-?\s?(?:calendar )?(?:months?|mth|mnth|mo|m|monat|mois|mes|mês)(?![a-z])"
    r"|monthly|pcm(?![a-z])|p\.?m\.?(?![a-z])|mensual(?:es)?|monatlich|mensuel",
    "year": r"(?:/|per|and|a|an|each|every|p\.?/?|por|par|pro|al|im)\s?-?\s?(?:years?|yr|annum|y|jahr|an|año|ano)(?![a-z])"
    r"|yearly|annually|annual(?![a-z])|p\.?a\.?(?![a-z])|jährlich",
    "week": r"(?:/|per|a|each|every|p\.?/?)\s?-?\s?(?:weeks?|wk|w)(?![a-z])|weekly",
    "one_time": r"one[- ]?time|one[- ]?off|once[- ]off|single payment|lump sum|up ?front|outright|in one go",
}
PERIOD = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PERIODS.items()))
PER_HEAD = re.compile(
    r"(?:(?:/|per|a|an|each|every|for each|for every|p\.?)\s?(?:user|seat|head|person|agent|employee|member|licen[sc]e|rep|"
    r"colleague|staff|team member|teammate|pax|capita|student|developer|dev|technician)s?(?![a-z])|pppm|pupm|pp(?![a-z]))"
)
