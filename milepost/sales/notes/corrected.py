"""A rep's own wording of a need's value, read as the kind of value that it replaces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from milepost.errors import NotAllowed
from milepost.sales.catalogue import Attribute
from milepost.sales.journey import NeedDefinition

_NUMBER = r"\d[\d.,\u202f ]*\d|\d"
_RANGE = re.compile(rf"^\D*?({_NUMBER})\s*(?:-|\u2013|to)\s*({_NUMBER})\D*$")
_SINGLE = re.compile(rf"({_NUMBER})\s*(k|m)?\b", re.IGNORECASE)
_YES, _NO = ("yes", "y", "true", "needed"), ("no", "n", "false", "not needed")
_PERIODS = {"month": "month", "mo": "month", "year": "year", "yr": "year", "week": "week", "once": "one_time"}
_CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}


def corrected_value(before: Any, text: str) -> Any:
    """The value in the normal form that `before` has: yes or no, number or range, amount of money, list, else text.

    Raises NotAllowed, with what to write, where it cannot be read so.
    """
    text = " ".join(text.split())
    if not text:
        raise NotAllowed("there is no text yet")
    if isinstance(before, bool):
        if text.casefold() not in _YES + _NO:
            raise NotAllowed("write yes or no")
        return text.casefold() in _YES
    if isinstance(before, (list, tuple)):
        return [each.strip() for each in re.split(r"[,;]", text) if each.strip()]
    if isinstance(before, (int, float)):
        return _figure(text)
    if isinstance(before, Mapping):
        return _mapping(before, text)
    return text


def entered_value(need: str, definition: NeedDefinition | None, attribute: Attribute | None, text: str) -> Any:
    """A rep's text as a value of a need that nothing is known of yet, in that need's normal form.

    Contact details and needs that are told in words stay as they are written. Raises NotAllowed, with what to write.
    """
    kind = definition.kind if definition else need
    if attribute is not None and kind == "attribute":
        return corrected_value(_LIKE.get(attribute.type.value, ""), text)
    return corrected_value(_LIKE.get(kind, ""), text)


# A value of the form that each kind has.
_LIKE: Mapping[str, Any] = {
    "team_size": 1,
    "number": 1,
    "boolean": True,
    "list": [],
    "must_have_features": [],
    "budget": {"amount": 1, "currency": None, "period": None},
    "timeline": {"text": "", "horizon": None},
}


def _figure(text: str) -> Any:
    """14, or {"min": 3, "max": 6}."""
    span = _RANGE.match(text)
    if span:
        return {"min": _number(span[1]), "max": _number(span[2])}
    single = _SINGLE.search(text)
    if not single:
        raise NotAllowed("write a number, or two with a hyphen")
    return _number(single[1], single[2])


def _mapping(before: Mapping[str, Any], text: str) -> Any:
    if "horizon" in before:
        return {"text": text, "horizon": None}
    if before.keys() <= {"min", "max", "approx"}:
        return _figure(text)
    figure = _figure(text)
    kept = {
        key: each for key, each in before.items() if key not in ("amount", "value", "min", "max", "bound", "approx")
    }
    if "amount" in before or "currency" in before:
        kept["currency"] = _currency(text) or before.get("currency")
        named = [name for word, name in _PERIODS.items() if re.search(rf"\b{word}", text, re.IGNORECASE)]
        kept["period"] = named[0] if named else before.get("period")
    name = "amount" if "currency" in kept else "value"
    return {**kept, **(figure if isinstance(figure, dict) else {name: figure})}


def _currency(text: str) -> str | None:
    code = re.search(r"\b([A-Z]{3})\b", text)
    return code[1] if code else next((code for sign, code in _CURRENCIES.items() if sign in text), None)


def _number(text: str, power: str | None = None) -> int | float:
    """ "1,200" and "1.200" are 1200, "1.5" is 1.5; k and m multiply."""
    bare = re.sub(r"[\u202f ]", "", text)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", bare):
        bare = re.sub(r"[.,]", "", bare)
    try:
        value = float(bare.replace(",", "."))
    except ValueError:
        raise NotAllowed("write a number, or two with a hyphen") from None
    value *= {"k": 1_000, "m": 1_000_000}.get((power or "").lower(), 1)
    return int(value) if value == int(value) else value
