"""What a row costs: the regular price, and the sale price with its days, each read from where its export keeps it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from milepost.importing.prices import code_in_header, currency_of, decimal_mark, open_sign, read_amount
from milepost.importing.reading.entries import Entry, is_empty, words_of

PRICES = ("price", "regular_price", "sale_price", "recommended_price")
# A price that only begins there, or a span of prices.
_OPEN = re.compile(
    r"^\s*(?:from|ab|starting|starts|desde|vanaf|\u00e0 partir|da|od|fr\u00e5n|fra)\b"
    r"|\d\s*(?:-|\u2013|\u2014|to|bis|\u00e0|a)\s*[^\w\s-]{0,2}\s*\d",
    re.I,
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_ORDERED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})")


@dataclass(frozen=True)
class Offer:
    """Amounts in the feed's currency; None for none. `text` is what the price column says, `odd` what could not be used."""

    regular: Decimal | None = None
    sale: Decimal | None = None
    sale_from: str | None = None
    sale_until: str | None = None
    text: str = ""
    odd: str = ""


@dataclass(frozen=True)
class PriceReading:
    """How the prices of one feed are to be read: their currency and decimal sign."""

    currency: str = ""
    mark: str = ""
    is_exact: bool = False

    @classmethod
    def of(cls, entries: Sequence[Entry], currency: str) -> PriceReading:
        """By the export's own rule, else by the prices that leave no doubt."""
        own = entries[0].layout.export.decimal if entries else ""
        if own:
            return cls(currency, own, is_exact=True)
        return cls(currency, decimal_mark(entry.text(what) for entry in entries for what in PRICES if entry.has(what)))

    def offer(self, entry: Entry) -> Offer:
        """The prices of a row. A sale that is not below the regular price is none; one whose days cannot be read is not kept."""
        text = next((said for what in PRICES if (said := self._text(entry, what))), "")
        for said in (self._text(entry, what) for what in PRICES[:3]):
            named = currency_of(said)
            if named and named != self.currency:
                return Offer(text=text, odd=f"a price is in {named} and was not taken")
            if _OPEN.search(said):
                return Offer(text=text, odd="a price is no single figure and was not taken")
        price, regular, sale = (self.amount(entry, what) for what in PRICES[:3])
        if price is None and regular is None and sale is None:
            price = self.amount(entry, "recommended_price")
        if entry.has("on_sale") and entry.word("on_sale") in ("no", "false", "0", "n"):
            sale = None
        if sale is None and regular is not None and price is not None and price < regular:
            sale = price
        base = regular if regular is not None else price
        if base is None or sale is None or sale >= base:
            return Offer(base if base is not None else sale, text=text)
        begins, ends, is_clear = _days(entry)
        if not is_clear:
            return Offer(base, text=text, odd="a sale has days that could not be read and was not taken")
        return Offer(base, sale, begins, ends, text)

    def amount(self, entry: Entry, what: str) -> Decimal | None:
        """The amount that a row has there; None where there is none above nothing."""
        value = self._raw(entry, what)
        if isinstance(value, str):
            value = self._text(entry, what)
        amount = read_amount(value, mark=self.mark, currency=self.currency, is_exact=self.is_exact)
        unit = entry.text("minor_unit")
        if amount is not None and unit.isdigit() and int(unit) < 5 and "." not in str(value):
            amount = amount.scaleb(-int(unit))
        return amount

    def _raw(self, entry: Entry, what: str) -> object:
        """The cell of the first column that is not headed with another currency."""
        for header in entry.layout.fields.get(what, ()):
            value = entry.row.values.get(header)
            if not is_empty(value) and code_in_header(header) in (None, self.currency):
                return value
        return None

    def _text(self, entry: Entry, what: str) -> str:
        return " ".join(words_of(self._raw(entry, what)).split())


def currency_texts(entries: Sequence[Entry]) -> list[str]:
    """What a feed says of its currency: in a column of its own, in its prices, in their headers."""
    found: list[str] = []
    for entry in entries:
        own = entry.text("currency")
        texts = [entry.text(what) for what in PRICES if entry.has(what)]
        told = [text for text in texts if text and (currency_of(text) or open_sign(text))]
        found += told or ([own] if own else [])
    if not found and entries:
        headers = [header for what in PRICES for header in entries[0].layout.fields.get(what, ())]
        found = [code for header in headers if (code := code_in_header(header))]
    return found


def _days(entry: Entry) -> tuple[str | None, str | None, bool]:
    """From when until when the sale price holds, and whether that could be read."""
    whole = entry.text("sale_dates")
    first, _, last = whole.partition("/") if _ISO.match(whole) else whole.partition(" - ")
    begins, ends = first or entry.text("sale_from"), last or entry.text("sale_until")
    read = (_day(begins), _day(ends))
    return *read, all(day is not None or not text for day, text in zip(read, (begins, ends), strict=True))


def _day(text: str) -> str | None:
    """The day of a time; of two numbers that may both be months the second is the day where the sign is a slash."""
    iso = _ISO.match(text.strip())
    if iso:
        return _valid(int(iso[1]), int(iso[2]), int(iso[3]))
    if _SERIAL.fullmatch(text.strip()):  # a workbook's own count of days
        return (date(1899, 12, 30) + timedelta(days=int(float(text)))).isoformat()
    match = _ORDERED.match(text.strip())
    if match is None:
        return None
    one, other, year = int(match[1]), int(match[3]), int(match[4])
    year += 2000 if year < 100 else 0
    month_first = match[2] == "/" and one <= 12
    return _valid(year, one, other) if month_first else _valid(year, other, one)


def _valid(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
