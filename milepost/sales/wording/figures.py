"""Numbers, percentages and money as their readers write them, to the last digit: nothing is ever rounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, localcontext
from functools import lru_cache

from babel.numbers import NumberPattern, format_decimal, format_percent, parse_pattern

from milepost.sales.money import Money, minor_units
from milepost.sales.wording.nouns import noun, translated
from milepost.sales.wording.words import for_figures

# CLDR's spacing of currencies (UTS 35, part 3): a code that ends in a letter keeps its distance from the figure.
_CODE_BEFORE_FIGURE = re.compile(r"(?<=[^\W\d_])(?=\d)")


def money(value: Money, language: str = "en", *, whole: bool = False) -> str:
    """ "$1,200", "$1,200.50", "$0.005", "1.200,50 €": minor units are left out of whole amounts and never rounded away.

    `whole`: written in whole amounts too ("$1,200.00"), for columns of figures.
    """
    amount = value.amount or abs(value.amount)
    with _every_digit():
        is_whole = not whole and amount == amount.to_integral_value()
        places = 0 if is_whole else max(minor_units(value.currency), _places(amount))
        text = _money_pattern(language, places).apply(
            amount, for_figures(language), currency=value.currency, currency_digits=False
        )
    return _CODE_BEFORE_FIGURE.sub("\u00a0", text)


def number(value: int | float | Decimal, unit: str | None = None, language: str = "en") -> str:
    """ "1,200", "15.6 GB", '13.3"': a unit that opens with a letter stands apart; English units are not bent."""
    exact = Decimal(str(value))
    if unit == "%":
        return percent(exact, language)
    with _every_digit():
        text = format_decimal(exact or abs(exact), locale=for_figures(language), decimal_quantization=False)
    if not unit:
        return text
    unit = translated(unit, exact, language)
    return f"{text} {unit}" if unit[0].isalpha() else text + unit


def count(value: int | Decimal, unit: str, language: str = "en") -> str:
    """ "1 seat", "20 seats", "20 Plätze"."""
    return f"{number(value, language=language)} {noun(unit, value, language)}"


def percent(value: Decimal, language: str = "en") -> str:
    """ "20%"; with a space where the language wants one."""
    with _every_digit():
        return format_percent(value.scaleb(-2), locale=for_figures(language), decimal_quantization=False)


@lru_cache(maxsize=64)
def _money_pattern(language: str, places: int) -> NumberPattern:
    """The language's order of sign, symbol and figure, with exactly that many decimal places."""
    written = for_figures(language).currency_formats["standard"].pattern
    return parse_pattern(written.replace("0.00", f"0.{'0' * places}" if places else "0"))


@contextmanager
def _every_digit() -> Iterator[None]:
    """Decimal's usual 28 digits would round or refuse a longer number."""
    with localcontext() as context:
        context.prec = 5000
        yield


def _places(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
