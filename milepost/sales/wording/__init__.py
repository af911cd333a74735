"""How values are written: money, numbers with units, lists, terms, attributes and needs. Values only, no sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from babel.lists import format_list

from milepost.sales.catalogue import Attribute, AttributeValue, Term
from milepost.sales.money import Money
from milepost.sales.wording.days import date, day_and_time, day_name, moment, weekday
from milepost.sales.wording.figures import count, money, number, percent
from milepost.sales.wording.nouns import noun, plural
from milepost.sales.wording.words import LANGUAGES, for_text, label, suits, told, word

__all__ = [
    "LANGUAGES", "attribute_value", "count", "date", "day_and_time", "day_name", "label", "listing", "moment",
    "money", "need_value", "noun", "number", "percent", "plural", "price_per", "shortened", "suits", "term", "told", "weekday",
    "word",
]  # fmt: skip


def listing(items: Sequence[str], language: str = "en", *, last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"; `last` is "and" or "or"."""
    return format_list(items, "or" if last == "or" else "standard", locale=for_text(language))


def shortened(text: str, most: int) -> str:
    """A text of at most that many characters, cut between words with an ellipsis where it is longer."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;.") + "\u2026"


def term(of: Term, unit: str = "", language: str = "en") -> str:
    """ "per seat and month", "per month", "per item", "one-time"."""
    parts = [noun(unit, 1, language)] if unit else []
    if of is not Term.ONE_TIME:
        parts.append(word(of.value, language))
    return f"{word('per', language)} {listing(parts, language)}" if parts else word("one_time", language)


def price_per(amount: Money, of: Term, unit: str = "", language: str = "en") -> str:
    """ "$25 per seat and month"; an item sold once is just its amount."""
    if of is Term.ONE_TIME and unit in ("", "item"):
        return money(amount, language)
    return f"{money(amount, language)} {term(of, unit, language)}"


def attribute_value(attribute: Attribute | None, value: AttributeValue | None, language: str = "en") -> str:
    """An attribute's value as text; None is "unknown"."""
    if value is None:
        return word("unknown", language)
    if isinstance(value, bool):
        return word("yes" if value else "no", language)
    if isinstance(value, Decimal):
        return number(value, attribute.unit if attribute else None, language)
    return value if isinstance(value, str) else listing(value, language)


def need_value(value: Any, *, unit: str | None = None, currency: str | None = None, language: str = "en") -> str:
    """A need in its normal form as text: "3 to 6", "at least 10", "up to $500 per month", "Slack and SSO".

    `currency` is the one meant where a budget names none. None, and a budget without limit, are "any".
    """
    if value is None:
        return word("any", language)
    if isinstance(value, bool):
        return word("yes" if value else "no", language)
    if isinstance(value, (int, float, Decimal)):
        return number(value, unit, language)
    if isinstance(value, Mapping):
        return _bounded(value, unit, currency, language)
    return value if isinstance(value, str) else listing([str(item) for item in value], language)


def _bounded(value: Mapping[str, Any], unit: str | None, currency: str | None, language: str) -> str:
    if "text" in value:
        return str(value["text"])
    if value.get("prefer") in ("higher", "lower"):
        return word(f"as_{value['prefer']}", language)
    code = value.get("currency") or currency
    single = value.get("amount", value.get("value"))
    if single is not None and not isinstance(single, (int, float, Decimal)):
        return need_value(single, unit=unit, language=language)
    low, high = value.get("min"), value.get("max")
    bound = {"max": "at_most", "min": "at_least", "approx": "about"}.get(str(value.get("bound")), "")
    figures = [figure for figure in (single, low, high) if figure is not None]
    texts = [
        money(Money(Decimal(str(figure)), code), language) if code else number(figure, unit, language)
        for figure in figures
    ]
    if not texts:
        return word("any", language)
    if single is not None:
        text = word(bound, language).format(texts[0]) if bound else texts[0]
    elif len(texts) == 2 and low != high:
        first = texts[0] if code or low is None else number(low, None, language)
        text = word("between", language).format(first, texts[1])
    elif len(texts) == 2:
        text = texts[0]
    else:
        text = word("at_most" if low is None else "at_least", language).format(texts[0])
    text = word("about", language).format(text) if value.get("approx") else text
    parts = [str(value["per"])] if value.get("per") else []
    parts += [word(value["period"], language)] if value.get("period") in ("week", "month", "year") else []
    return f"{text} {word('per', language)} {listing(parts, language)}" if parts else text
