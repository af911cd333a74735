"""What a quote's page and its PDF show, written out in the visitor's language; every figure is the stored quote's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from milepost.sales import wording
from milepost.sales.catalogue import Catalogue, Company, Term
from milepost.sales.handoffs.promises import zone_of
from milepost.sales.money import Money
from milepost.sales.options import plan_name
from milepost.sales.pricing import LineKind
from milepost.services.quotes.accepting import Standing
from milepost.store.records.quotes import QuoteRow

_TEXTS = Path(__file__).parent / "texts"

Texts = Mapping[str, Mapping[str, str]]


def read_texts() -> Texts:
    """The words of the page and the PDF by language code."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(_TEXTS.glob("*.json"))}


@dataclass(frozen=True)
class Row:
    """One line: what for, why (of what comes off), how many, what one costs, and what it comes to."""

    label: str
    why: str
    quantity: str
    each: str
    amount: str


@dataclass(frozen=True)
class QuoteDocument:
    """One quote, ready to be shown. `texts` are the words around it, `customer` the lines that say for whom it is.

    `notes` and `order_steps` are the owner's own words.
    """

    language: str
    texts: Mapping[str, str]
    company: Company
    number: str
    name: str
    customer: Sequence[str]
    given: str
    valid_until: str
    rows: Sequence[Row]
    total: str
    term: str
    renewal: str
    tax_note: str
    order_steps: str
    standing: Standing
    accepted: str
    created_at: datetime

    def text(self, name: str, **values: str) -> str:
        """One of the texts, filled with the quote's own values and these."""
        known = {"number": self.number, "name": self.name, "date": self.valid_until, "company": self.company.name}
        return self.texts[name].format(**{**known, "when": self.accepted, "email": self.company.email, **values})


def document_of(
    row: QuoteRow,
    catalogue: Catalogue,
    texts: Texts,
    *,
    language: str,
    customer: Sequence[str],
    standing: Standing,
) -> QuoteDocument:
    """A kept quote written out; a language that is not served is answered in English."""
    language = language if language in texts else "en"
    details, company = row.details, catalogue.company
    term = wording.term(Term(row.term), language=language)
    renewal = details.get("renewal")
    return QuoteDocument(
        language=language,
        texts=texts[language],
        company=company,
        number=row.number,
        name=str(details.get("name") or _name(catalogue, row.plan)),
        customer=customer,
        given=wording.date(row.created_at.date(), language),
        valid_until=wording.date(row.valid_until.date(), language),
        rows=[_row(line, row, texts[language], language) for line in row.lines],
        total=wording.money(Money(row.total, row.currency), language, whole=True),
        term=term,
        renewal=texts[language]["renewal"].format(amount=_money(renewal, row.currency, language), term=term)
        if renewal is not None
        else "",
        tax_note=str(details.get("tax_note", "")),
        order_steps=company.order_steps,
        standing=standing,
        accepted=_moment(row.accepted_at, zone_of("", otherwise=company.timezone)[0], language),
        created_at=row.created_at,
    )


def _row(line: Mapping[str, Any], quote: QuoteRow, texts: Mapping[str, str], language: str) -> Row:
    quantity, kind = int(line.get("quantity", 1)), str(line.get("kind", ""))
    label = str(line["label"])
    counted = wording.number(quantity, language=language)
    if kind == LineKind.UNITS.value and quote.details.get("unit"):
        counted = wording.count(quantity, str(quote.details["unit"]), language)
    is_off = kind in (LineKind.SALE.value, LineKind.DISCOUNT.value)
    each = line.get("unit_amount")
    return Row(
        label=f"{label}: {wording.word('sale', language)}" if kind == LineKind.SALE.value else label,
        why=_why(line.get("off") or {}, texts, language),
        quantity="" if is_off else counted,
        each="" if is_off or each is None else _money(each, quote.currency, language),
        amount=_money(line["amount"], quote.currency, language),
    )


def _why(off: Mapping[str, Any], texts: Mapping[str, str], language: str) -> str:
    """Why something came off: "20% off, code SPRING, at least 10, until 31 December 2026"."""
    parts = []
    if off.get("percent"):
        percent = wording.percent(Decimal(str(off["percent"])), language)
        parts.append(wording.word("off", language).format(percent))
    if off.get("code"):
        parts.append(texts["code"].format(code=off["code"]))
    if off.get("min_quantity"):
        parts.append(wording.word("at_least", language).format(off["min_quantity"]))
    if off.get("terms"):
        terms = [wording.term(Term(each), language=language) for each in off["terms"]]
        parts.append(wording.listing(terms, language, last="or"))
    if off.get("valid_until"):
        until = wording.date(date.fromisoformat(str(off["valid_until"])), language)
        parts.append(wording.word("until", language).format(until))
    return ", ".join(parts)


def _money(amount: Any, currency: str, language: str) -> str:
    return wording.money(Money(Decimal(str(amount)), currency), language, whole=True)


def _name(catalogue: Catalogue, plan: str) -> str:
    """The name of a plan in a quote that was given before quotes kept it."""
    return plan_name(catalogue, catalogue.plans[plan]) if plan in catalogue.plans else plan


def _moment(moment: datetime | None, zone: ZoneInfo, language: str) -> str:
    """ "21 November 2026 at 13:00 (Europe/Berlin)"; "" for none."""
    return f"{wording.day_and_time(moment.astimezone(zone), language)} ({zone.key})" if moment else ""
