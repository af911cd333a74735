"""How one attribute need is recognised: its name, its unit, the words of its values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from milepost.nlu.need_values.attribute_needs.choice_words import ChoiceWords
from milepost.nlu.need_values.attribute_needs.units import Unit, tidy
from milepost.nlu.need_values.finding import Finding
from milepost.nlu.need_values.numbers import Quantity, bounded
from milepost.sales.catalogue import Attribute, AttributeType, Catalogue
from milepost.sales.journey import NeedDefinition

NEGATED = re.compile(
    r"(?<![a-z])(?:no|not|don'?t (?:really )?(?:need|want|like|care about|use)|do not (?:need|want)|"
    r"doesn'?t (?:need|have)|doesn'?t need to (?:have|be)|without|never|avoid|except|anything but|hate|isn'?t|"
    r"aren'?t|no need (?:for|of)|can do without|skip|nothing|non)(?: (?:a|an|the|any|to have|have|be|too|very|"
    r"really|so|for|in|about)){0,2}\s*(?:\w+ )?$"
)


@dataclass(frozen=True)
class Reader:
    """A need with its attribute, and what its name, unit and values look like in a message."""

    need: NeedDefinition
    attribute: Attribute
    name: re.Pattern[str]
    unit: Unit | None
    words: ChoiceWords | None


def reader_of(need: NeedDefinition, catalogue: Catalogue) -> Reader:
    attribute = catalogue.attributes[need.attribute or ""]
    unit = Unit(attribute.unit) if attribute.unit and attribute.type is AttributeType.NUMBER else None
    has_words = attribute.type in (AttributeType.CHOICE, AttributeType.LIST)
    return Reader(
        need, attribute, name_pattern(attribute), unit, ChoiceWords(need, attribute, catalogue) if has_words else None
    )


def name_pattern(attribute: Attribute) -> re.Pattern[str]:
    names = sorted(
        {
            name.casefold()
            for name in (attribute.name, *attribute.aliases, attribute.id.replace("_", " ").replace("-", " "))
        },
        key=len,
        reverse=True,
    )
    return re.compile(
        r"(?<![a-z0-9])(?:"
        + "|".join(re.escape(name).replace(r"\-", r"[\s-]").replace(r"\ ", r"[\s-]") for name in names)
        + r")s?(?![a-z0-9])"
    )


def unit_after(unit: Unit, folded: str, number: Quantity) -> tuple[int, Decimal] | None:
    """The unit behind the number, or behind the words of its bound ("3 or more locations")."""
    return unit.match(folded, number.core_end) or unit.match(folded, number.end)


def number_finding(reader: Reader, folded: str, number: Quantity, end: int, factor: Any) -> Finding:
    widened = bounded(folded, Quantity(**{**number.__dict__, "end": end}), after=end) if end > number.end else number
    bound = widened.bound or number.bound
    start, stop = min(widened.start, number.start), max(widened.end, end)
    return Finding(reader.need.id, _number_value(reader, widened, bound, factor), start, stop)


def _number_value(reader: Reader, number: Quantity, bound: str | None, factor: Any) -> dict[str, Any]:
    low, high = (number.low * factor, number.high * factor) if factor is not None else (number.low, number.high)
    value: dict[str, Any]
    if number.is_range:
        value = {"min": tidy(low), "max": tidy(high)}
    elif bound in ("min", "max"):
        value = {bound: tidy(low), "bound": bound}
    else:
        value = {"value": tidy(low)} | ({"approx": True} if bound == "approx" else {})
    return value | ({"unit": reader.attribute.unit} if reader.attribute.unit else {})
