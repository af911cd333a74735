"""Numbers spelled out in four languages beside English."""

from __future__ import annotations

import pytest

from milepost.nlu.case_words.languages.number_words import spelled
from milepost.nlu.case_words.languages.plain import plain

_WORDS = {
    "es": {
        2: "dos", 7: "siete", 11: "once", 16: "dieciséis", 20: "veinte", 21: "veintiuna", 22: "veintidós",
        38: "treinta y ocho", 52: "cincuenta y dos",
        67: "sesenta y siete", 79: "setenta y nueve", 84: "ochenta y cuatro", 99: "noventa y nueve",
        100: "cien", 150: "ciento cincuenta",
    },
    "de": {
        2: "zwei", 5: "fünf", 12: "zwölf", 16: "sechzehn", 17: "siebzehn", 21: "einundzwanzig", 30: "dreißig",
        38: "achtunddreissig",
        55: "fuenfundfuenfzig", 76: "sechsundsiebzig", 99: "neunundneunzig", 100: "hundert", 150: "hundertfünfzig",
    },
    "fr": {
        2: "deux", 8: "huit", 15: "quinze", 17: "dix-sept", 21: "vingt et un", 38: "trente-huit", 52: "cinquante deux",
        71: "soixante et onze", 80: "quatre-vingts", 84: "quatre vingt quatre", 93: "quatre-vingt-treize", 90: "nonante",
        100: "cent", 150: "cent cinquante",
    },
    "pt": {
        2: "duas", 3: "três", 14: "quatorze", 16: "dezasseis", 17: "dezessete", 21: "vinte e uma", 38: "trinta e oito",
        52: "cinquenta e dois", 67: "sessenta e sete", 99: "noventa e nove", 100: "cem", 150: "cento e cinquenta",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words", "number"),
    [(language, words, number) for language, each in _WORDS.items() for number, words in each.items()],
)
def test_a_spelled_number_is_read_with_its_place(language: str, words: str, number: int) -> None:
    text = plain(f"xx {words} xx")
    (found,) = spelled(text, language)
    assert (int(found.high), text[found.core_start : found.core_end]) == (number, plain(words))


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("es", "dos y tres", [2, 3]),
        ("de", "zwei und drei", [2, 3]),
        ("fr", "deux et trois", [2, 3]),
        ("pt", "dois e tres", [2, 3]),
        ("de", "zu dritt oder zu viert", [3, 4]),
        ("fr", "une vingtaine", [20]),
        ("es", "uno", []),
        ("de", "eine und", []),
        ("fr", "un sixieme", []),
        ("pt", "dezembro", []),
    ],
)
def test_numbers_side_by_side_stay_apart(language: str, text: str, numbers: list[int]) -> None:
    assert [int(found.high) for found in spelled(text, language)] == numbers
