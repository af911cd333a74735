"""Numbers that are spelled out in Spanish, German, French and Portuguese, and ranges of numbers in these languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from re import Pattern
from types import MappingProxyType

from text_to_num import text2num

from milepost.nlu.need_values.numbers import Quantity

_SPELLED = MappingProxyType(
    {
        "es": """un uno una dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete
        dieciocho diecinueve veinte veintiuno veintiun veintiuna veintidos veintitres veinticuatro veinticinco veintiseis
        veintisiete veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento doscientos
        doscientas trescientos trescientas""",
        "fr": """un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente
        quarante cinquante soixante septante huitante octante nonante cent cents""",
        "pt": """um uma dois duas tres quatro cinco seis sete oito nove dez onze doze treze catorze quatorze quinze dezasseis
        dezesseis dezassete dezessete dezoito dezanove dezenove vinte trinta quarenta cinquenta sessenta setenta oitenta noventa
        cem cento duzentos duzentas trezentos trezentas""",
    }
)
_AND = MappingProxyType({"es": r"\s+y\s+", "fr": r"[\s-]+et[\s-]+", "pt": r"\s+e\s+"})
# One word in German: "fünfundvierzig", "hundertzwanzig"; also without its dots and as typed without an umlaut.
_GERMAN = re.compile(
    r"(?<![\w-])(?:(?:eine?|zwei|zwo|drei|vier|fue?nf|sechs?|sieb(?:en)?|acht|neun|zehn|elf|zwoe?lf|zwanzig|dreissig|dreißig|zig|"
    r"hundert|und(?=[a-zß]))+)(?![\w-])"
)
_BY_TABLE = MappingProxyType(
    {
        "es": {"un par": 2, "media docena": 6, "una docena": 12, "una decena": 10, "una veintena": 20, "una treintena": 30},
        "de": {"ein dutzend": 12, "einem dutzend": 12},
        "fr": {
            "une douzaine": 12, "une dizaine": 10, "une vingtaine": 20, "une trentaine": 30, "une quarantaine": 40,
            "une cinquantaine": 50, "une soixantaine": 60, "une centaine": 100,
        },
        "pt": {"um par": 2, "meia duzia": 6, "uma duzia": 12, "uma dezena": 10, "uma vintena": 20},
    }
)  # fmt: skip
# text2num knows these by their accents alone.
_ACCENTED = MappingProxyType(
    {
        "es": {"veintidos": "veintidós", "veintitres": "veintitrés", "veintiseis": "veintiséis"},
        "fr": {},
        "pt": {},
        "de": {},
    }
)
# "15 por ciento" has one number.
_PER_CENT = re.compile(r"(?<![^\W_])(?:por|pour)\s+$")
# How many come together: "zu viert".
_TOGETHER = MappingProxyType(
    {
        "zweit": 2, "dritt": 3, "viert": 4, "funft": 5, "fuenft": 5, "sechst": 6, "siebt": 7, "acht": 8, "neunt": 9, "zehnt": 10,
        "elft": 11, "zwolft": 12, "zwoelft": 12,
    }
)  # fmt: skip
_ZU = re.compile(rf"(?<![^\W_])zu ({'|'.join(_TOGETHER)})(?![^\W_])")
_HUNDRED = 100
# Words that are a number beside what they count alone: new, attention.
_ALSO_OTHERS = MappingProxyType({"fr": {"neuf"}, "de": {"acht"}})


def spelled(bare: str, language: str) -> list[Quantity]:
    """The numbers that a text without accents has in words, in their order; those below two are left out."""
    found = [_quantity(number, match.start(), match.end()) for number, match in _by_table(bare, language)]
    found += list(_german(bare) if language == "de" else _phrases(bare, language))
    apart: list[Quantity] = []
    for each in found:
        if each.high > 1 and not any(
            each.core_start < one.core_end and one.core_start < each.core_end for one in apart
        ):
            apart.append(each)
    return sorted(apart, key=lambda one: one.core_start)


def is_also_another_word(bare: str, quantity: Quantity, language: str) -> bool:
    """Whether the word means something else where nothing stands behind it that it counts: "un vélo neuf"."""
    return bare[quantity.core_start : quantity.core_end] in _ALSO_OTHERS.get(language, ())


def in_ranges(bare: str, quantities: list[Quantity], to: Pattern[str]) -> list[Quantity]:
    """The quantities in their order, two with a joining word between them as one: "de 15 a 20"."""
    joined: list[Quantity] = []
    for each in sorted(quantities, key=lambda one: one.core_start):
        last = joined[-1] if joined else None
        if last and not last.is_range and not each.is_range and _is_range(bare, last, each, to):
            joined[-1] = replace(each, low=last.low, start=last.start, core_start=last.core_start, spelled=False)
        else:
            joined.append(each)
    return joined


def _is_range(bare: str, low: Quantity, high: Quantity, to: Pattern[str]) -> bool:
    gap = bare[low.core_end : high.core_start]
    is_sum = gap.strip() in ("y", "e", "et", "und") and not re.search(r"(?:entre|zwischen)\s*$", bare[: low.core_start])
    return bool(to.fullmatch(gap)) and not is_sum and low.money == high.money and low.high < high.low <= 3 * low.high


def _by_table(bare: str, language: str) -> Iterator[tuple[int, re.Match[str]]]:
    for words, number in _BY_TABLE[language].items():
        yield from ((number, match) for match in re.finditer(rf"(?<![^\W_]){words}(?![^\W_])", bare))
    if language == "de":
        yield from ((_TOGETHER[match[1]], match) for match in _ZU.finditer(bare))


def _german(bare: str) -> Iterator[Quantity]:
    for match in _GERMAN.finditer(bare):
        word = re.sub(r"fue?nf", "fünf", re.sub(r"zwoe?lf", "zwölf", match[0]))
        if (number := _value(word, "de")) is not None:
            yield _quantity(number, match.start(), match.end())


def _phrases(bare: str, language: str) -> Iterator[Quantity]:
    """The longest runs of number words that make a number: of "dos y tres" each by itself."""
    word = f"(?:{'|'.join(sorted(_SPELLED[language].split(), key=len, reverse=True))})(?![^\\W_])"
    for run in re.finditer(rf"(?<![^\W_]){word}(?:(?:{_AND[language]}|[\s-]+){word})*", bare):
        tokens = list(re.finditer(r"[^\W_]+", run[0]))
        first = 0
        while first < len(tokens):
            for last in range(len(tokens), first, -1):
                start, end = tokens[first].start(), tokens[last - 1].end()
                if (number := _value(run[0][start:end], language)) is not None:
                    if number == _HUNDRED and _PER_CENT.search(bare[: run.start() + start]):
                        break
                    yield _quantity(number, run.start() + start, run.start() + end)
                    break
            else:
                last = first + 1
            first = last


def _value(words: str, language: str) -> int | None:
    known = [_ACCENTED[language].get(word, word) for word in words.split()]
    try:
        return int(text2num(" ".join(known), language))
    except ValueError:
        return None


def _quantity(number: int, start: int, end: int) -> Quantity:
    return Quantity(Decimal(number), Decimal(number), start, end, start, end, spelled=True)
