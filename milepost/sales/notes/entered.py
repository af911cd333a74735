"""What reps write in by hand, read: contact details in their normal form, and sums of money."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from milepost.errors import NotAllowed

_PHONE_SIGNS = re.compile(r"[\s().\-\u2013/]")
_PHONE = re.compile(r"\+?\d{6,15}")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_MOST = Decimal(10) ** 12


def phone_number(text: str) -> str:
    """Digits, with a plus where there was one: "+35312345678". Raises NotAllowed for what is no number."""
    bare = _PHONE_SIGNS.sub("", text.replace("(0)", ""))
    bare = f"+{bare[2:]}" if bare.startswith("00") else bare
    if not _PHONE.fullmatch(bare):
        raise NotAllowed("write the phone number with 6 to 15 digits")
    return bare


def sum_of_money(text: str, currencies: tuple[str, ...], currency: str = "") -> tuple[Decimal, str]:
    """The amount and its currency: "1,200.50", "1.200,50 EUR", "$900", "12k". Without one it is the company's first.

    Raises NotAllowed, with what to write.
    """
    code = re.search(r"\b([A-Z]{3})\b", text.upper())
    signed = next((name for sign, name in _SIGNS.items() if sign in text), "")
    named = currency or (code[1] if code else signed) or currencies[0]
    if named not in currencies:
        raise NotAllowed(f"the currency is one of {', '.join(currencies)}")
    bare = re.sub(r"[A-Za-z]{3}|[\s$€£¥'\u202f]", "", text)
    power = {"k": 1000, "m": 1_000_000}.get(bare[-1:].lower(), 1)
    bare = bare[:-1] if power > 1 else bare
    try:
        amount = Decimal(_plain(bare)) * power
    except InvalidOperation:
        raise NotAllowed("write an amount such as 1,200 or 1200.50") from None
    if not 0 <= amount < _MOST:
        raise NotAllowed("write an amount such as 1,200 or 1200.50")
    return amount.quantize(Decimal("0.01")), named


def _plain(text: str) -> str:
    """A number with a point and nothing else: of two kinds of sign the last one is the point; threes are groups."""
    if not re.fullmatch(r"\d[\d.,]*", text):
        return ""
    last = max(text.rfind("."), text.rfind(","))
    if _GROUPED.fullmatch(text) and len(set(text) & {".", ","}) == 1:
        return re.sub(r"[.,]", "", text)
    return re.sub(r"[.,]", "", text[:last]) + "." + text[last + 1 :] if last >= 0 else text
