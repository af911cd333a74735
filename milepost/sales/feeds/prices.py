"""A price as a feed writes it: "$1,199.99", "1.199,00 €", "EUR 49", 49.9, "from 20 to 30"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_SIGNS = {
    **{"US$": "USD", "CA$": "CAD", "A$": "AUD", "NZ$": "NZD", "R$": "BRL", "$": "USD", "€": "EUR", "£": "GBP"},
    **{"¥": "JPY", "₹": "INR", "₩": "KRW", "zł": "PLN", "kr": "SEK", "CHF": "CHF"},
}
_CODE = re.compile(
    r"(?<![A-Za-z])(USD|EUR|GBP|CAD|AUD|NZD|BRL|JPY|INR|KRW|PLN|SEK|NOK|DKK|CHF|CZK|MXN|CNY)(?![A-Za-z])", re.I
)
_FIGURE = re.compile(r"\d[\d.,'\u00a0\u202f]*\d|\d")
_MOST = Decimal("1e9")


@dataclass(frozen=True)
class ReadPrice:
    """What a price text says; `currency` is None where it names none, `is_range` where it named two figures."""

    amount: Decimal
    currency: str | None
    is_range: bool = False


def read_price(text: str) -> ReadPrice | None:
    """The first figure with its currency; None where there is no figure above nothing."""
    figures = [amount for found in _FIGURE.findall(text) if (amount := _amount(found)) is not None]
    if not figures or figures[0] <= 0 or figures[0] >= _MOST:
        return None
    return ReadPrice(figures[0], currency_of(text), len(figures) > 1)


def currency_of(text: str) -> str | None:
    """The currency that a text names by code or sign."""
    code = _CODE.search(text)
    if code:
        return code[1].upper()
    return next((known for sign, known in _SIGNS.items() if sign in text), None)


def main_currency(texts: Iterable[str]) -> str:
    """The currency named most often; dollars where none is."""
    named = Counter(currency for text in texts if (currency := currency_of(text)))
    return named.most_common(1)[0][0] if named else "USD"


def _amount(figure: str) -> Decimal | None:
    """1,199.99 and 1.199,99 alike: the last mark is the point if one or two digits follow it."""
    plain = re.sub(r"['\u00a0\u202f]", "", figure)
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return Decimal(plain)
    whole, part = re.sub(r"[.,]", "", plain[:last]), plain[last + 1 :]
    is_point = len(part) in (1, 2) or (plain[last] == "." and plain.count(".") == 1 and len(part) != 3)
    return Decimal(f"{whole or 0}.{part}") if is_point else Decimal(whole + part)
