"""Amounts and currencies as feeds write them: "$1,199.99", "1.199,00 €", "EUR 49", 49.9, "450.00 AED"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.core import get_global

from milepost.sales.money import minor_units

# The signs of CLDR that feeds write for currencies; several currencies where the sign alone does not tell.
_SIGNS: dict[str, tuple[str, ...]] = {
    "US$": ("USD",), "CA$": ("CAD",), "C$": ("CAD",), "AU$": ("AUD",), "A$": ("AUD",), "NZ$": ("NZD",), "HK$": ("HKD",),
    "SG$": ("SGD",), "S$": ("SGD",), "NT$": ("TWD",), "MX$": ("MXN",), "R$": ("BRL",), "CN¥": ("CNY",), "€": ("EUR",),
    "£": ("GBP", "EGP", "LBP", "SYP"), "₹": ("INR",), "₩": ("KRW",), "원": ("KRW",), "₽": ("RUB",), "\u0440\u0443\u0431": ("RUB",),
    "₺": ("TRY",), "₴": ("UAH",), "\u0433\u0440\u043d": ("UAH",), "₪": ("ILS",), "₫": ("VND",), "฿": ("THB",), "₱": ("PHP",),
    "₦": ("NGN",), "₡": ("CRC",), "₲": ("PYG",), "₸": ("KZT",), "₵": ("GHS",), "₾": ("GEL",), "₼": ("AZN",), "֏": ("AMD",),
    "₮": ("MNT",), "៛": ("KHR",), "₭": ("LAK",), "৳": ("BDT",), "zł": ("PLN",), "Kč": ("CZK",), "Ft": ("HUF",),
    "лв": ("BGN",), "lei": ("RON",), "د.إ": ("AED",), "ر.س": ("SAR",), "元": ("CNY",), "円": ("JPY",), "SFr": ("CHF",),
    "Fr.": ("CHF",), "¥": ("JPY", "CNY"), "￥": ("JPY", "CNY"), "kr": ("SEK", "NOK", "DKK", "ISK"),
    "Rs": ("INR", "PKR", "LKR", "NPR"), "$": ("USD", "CAD", "AUD", "NZD", "MXN", "ARS", "CLP", "COP", "SGD", "HKD"),
}  # fmt: skip
DOLLAR, POUND = "$", "£"
_USUAL = {DOLLAR: "USD", POUND: "GBP"}
# A code that programs still write for one that has replaced it.
_FORMER = {"RUR": "RUB"}
# Codes that are English words as well: in a header they count only in capitals.
_WORDS = frozenset(["all", "top", "try", "cup", "bob", "mop", "lak", "ron", "mad", "gel", "sos", "pen", "bam", "php"])
_CODE = re.compile(r"(?<![A-Za-z])([A-Za-z]{3})(?![A-Za-z])")
# A code beside a figure, or alone.
_BESIDE = re.compile(
    r"(?<=\d)[\s\u00a0]*([A-Za-z]{3})(?![A-Za-z])|(?<![A-Za-z])([A-Za-z]{3})[\s\u00a0:]*(?=\d)|^\s*([A-Za-z]{3})\s*$"
)
_FIGURE = re.compile(r"\d(?:[\d.,'\u2019\u00a0\u202f\u2009]|(?<=\d) (?=\d{3}(?!\d)))*\d|\d")
_GROUPS = re.compile(r"['\u2019\u00a0\u202f\u2009 ]")
_LEAST, _MOST = Decimal("0.0001"), Decimal("1e9")


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The ISO 4217 codes of what is legal tender somewhere today, by CLDR."""
    found = {
        code
        for entries in get_global("territory_currencies").values()
        for code, _, end, is_tender in entries
        if end is None and is_tender
    }
    return frozenset(found)


@dataclass(frozen=True)
class Stated:
    """What prices say of their currency: codes with how often, and signs that leave it open."""

    codes: Counter[str]
    signs: Counter[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Stated:
        """From the texts of prices and of their headers."""
        codes: Counter[str] = Counter()
        signs: Counter[str] = Counter()
        for text in texts:
            code = currency_of(text)
            sign = None if code else open_sign(text)
            if code:
                codes[code] += 1
            elif sign:
                signs[sign] += 1
        return cls(codes, signs)


@lru_cache(maxsize=65536)
def currency_of(text: str) -> str | None:
    """The one currency that a price names by code or sign; None where it names none, or the sign is of several."""
    for match in _BESIDE.finditer(text):
        code = next(each for each in match.groups() if each)
        code = _FORMER.get(code.upper(), code)
        if code.upper() in currencies() and (code.isupper() or code.casefold() not in _WORDS):
            return code.upper()
    sign = _sign_of(text)
    return _SIGNS[sign][0] if sign and len(_SIGNS[sign]) == 1 else None


def open_sign(text: str) -> str | None:
    """The sign of a price that is of several currencies ("$", "kr")."""
    sign = _sign_of(text)
    return sign if sign and len(_SIGNS[sign]) > 1 else None


def currencies_of(sign: str) -> tuple[str, ...]:
    """What a sign may stand for."""
    return _SIGNS[sign]


def usual_currency(sign: str) -> str | None:
    """What a sign nearly always means where nothing else is said; None where that would be a guess."""
    return _USUAL.get(sign)


def _sign_of(text: str) -> str | None:
    return next((sign for sign in _SIGNS if sign in text), None)


@lru_cache(maxsize=4096)
def code_in_header(header: str) -> str | None:
    """The currency that a column is headed with: "Price (EUR)", "price_usd", "Preis in €"."""
    for match in _CODE.finditer(header.replace("_", " ")):
        if match[1].upper() in currencies() and (match[1].isupper() or match[1].casefold() not in _WORDS):
            return match[1].upper()
    sign = _sign_of(header) if not re.search(r"[A-Za-z](?:kr|Rs|Ft|lei)|(?:kr|Rs|Ft|lei)[A-Za-z]", header) else None
    return _SIGNS[sign][0] if sign and len(_SIGNS[sign]) == 1 else None


def without_currency(header: str) -> str:
    """A header without the currency that it names."""
    found = header.replace("_", " ")
    code = code_in_header(header)
    if code:
        found = re.sub(rf"(?<![A-Za-z]){code}(?![A-Za-z])", " ", found, flags=re.I)
        found = re.sub(r"\s+(?:in|en|à)\s*$", "", found.rstrip())
    for sign, codes in _SIGNS.items():
        if not sign.isalpha() and (len(codes) == 1 or sign in ("$", "£", "¥")):
            found = found.replace(sign, " ")
    return re.sub(r"\s+(?:in|en)\s*$", "", found.rstrip()) if found.strip() else header


def decimal_mark(texts: Iterable[str]) -> str:
    """The sign before the cents in a column of prices, by those of them that leave no doubt; "" where all do."""
    votes: Counter[str] = Counter()
    for text in texts:
        match = _FIGURE.search(text)
        figure = _GROUPS.sub("", match[0]) if match else ""
        last = max(figure.rfind("."), figure.rfind(","))
        if last >= 0 and (len(figure) - last - 1 in (1, 2) or {".", ","} <= set(figure)):
            votes[figure[last]] += 1
    return votes.most_common(1)[0][0] if votes else ""


def read_amount(value: object, *, mark: str = "", currency: str = "", is_exact: bool = False) -> Decimal | None:
    """The first figure of a price; None where there is none above nothing.

    `mark` is the decimal sign of the column, if known; `is_exact`: it is the only one that can be. A number is taken as it is.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float, Decimal)):
        try:
            amount = Decimal(str(value))
        except ArithmeticError:
            return None
        return _sound(amount) if amount.is_finite() else None
    match = _FIGURE.search(str(value))
    if match is None or "%" in str(value) or re.search(r"-\s*$", str(value)[: match.start()]):
        return None
    amount = _amount(_GROUPS.sub("", match[0]), mark, minor_units(currency) if currency else 2, is_exact)
    return _sound(amount)


def _sound(amount: Decimal) -> Decimal | None:
    """What can be charged: more than nothing, to the hundredth of a cent."""
    if not _LEAST <= amount < _MOST:
        return None
    exponent = amount.as_tuple().exponent
    return amount.quantize(_LEAST) if isinstance(exponent, int) and exponent < -4 else amount


def _amount(figure: str, mark: str, places: int, is_exact: bool) -> Decimal:
    """1,199.99 and 1.199,99 alike: the last sign is the decimal one unless the digits behind it are a group of three."""
    signs = [sign for sign in figure if sign in ".,"]
    if not signs:
        return Decimal(figure)
    last = max(figure.rfind("."), figure.rfind(","))
    whole, part = re.sub(r"[.,]", "", figure[:last]), figure[last + 1 :]
    if len(set(signs)) > 1:
        is_point = signs.count(figure[last]) == 1
    elif len(signs) > 1:
        is_point = False
    elif len(part) != 3:
        is_point = True
    else:
        is_point = whole.strip("0") == "" or (figure[last] == mark and (is_exact or places == 3))
        is_point = is_point or (places == 3 and not mark)
    return Decimal(f"{whole or 0}.{part}") if is_point and part else Decimal(whole + part)
