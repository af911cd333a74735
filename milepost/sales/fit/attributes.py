"""One wish for an attribute, a figure or a must-have feature held against what is known of an option."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from milepost.sales.catalogue import Attribute, AttributeType, AttributeValue
from milepost.sales.conversations import Fact
from milepost.sales.fit.reasons import UNKNOWN_SCORE, Candidate, Reason, Verdict
from milepost.sales.fit.text import MATCH, Similarity, alike
from milepost.sales.journey import NeedDefinition

# How far off a figure may be and still fit: as given, and where the visitor said "about".
SLACK, APPROX_SLACK = Decimal("0.05"), Decimal("0.10")
# How far off a figure counts for nothing.
_NOTHING_LEFT = Decimal("0.2")
# Beyond its slack a figure is not met; being near still counts a little.
_MISSED = 0.5
# Twice what was asked for is no fault, but what is nearer is meant.
_MORE_THAN_ENOUGH = 0.96
# A need of this weight or less is a matter of taste: lacking it never speaks against an option as a whole.
TASTE = Decimal("0.3")


def of_attribute(
    fact: Fact, attribute: Attribute, offered: AttributeValue | None, definition: NeedDefinition | None = None
) -> Reason | None:
    """A wish for an attribute held against a value of it. None where the wish is "any"."""
    wanted, is_hard = fact.value, False
    if isinstance(wanted, Mapping):
        is_hard = bool(wanted.get("must")) or wanted.get("bound") in ("min", "max")
        wanted = wanted.get("value") if "value" in wanted and "bound" not in wanted else wanted
    if wanted is None or is_preference(wanted):
        return None
    if offered is None:
        score, verdict = (0.8 if _truth(wanted) is False else UNKNOWN_SCORE), Verdict.UNKNOWN
    elif attribute.type is AttributeType.NUMBER and isinstance(offered, Decimal):
        score, verdict = _number(wanted, offered, attribute.better)
    elif isinstance(offered, bool):
        score, verdict = _boolean(_truth(wanted), offered)
    else:
        score, verdict = _one_of(wanted, offered, definition)
    is_firm = is_hard or (_truth(wanted) is not False and not is_taste(definition))
    return Reason(fact.name, fact.value, offered, verdict, score, attribute.id, is_hard, fact.evidence, is_firm)


def is_preference(wanted: Any) -> bool:
    """Whether a wish names only a direction ("the bigger the better"), so that options can but be put in order by it."""
    return isinstance(wanted, Mapping) and wanted.get("prefer") in ("higher", "lower")


def is_taste(definition: NeedDefinition | None) -> bool:
    """Whether a need weighs so little that missing it is no reason against an option: a colour, a maker."""
    return definition is not None and definition.weight <= TASTE


def ends(value: Any) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a value in normal form allows; a bare number is both."""
    if isinstance(value, Mapping):
        single = value.get("amount", value.get("value"))
        if single is not None:
            low, high = ends(single)
            bound = value.get("bound")
            return (None if bound == "max" else low), (None if bound == "min" else high)
        return _decimal(value.get("min")), _decimal(value.get("max"))
    if isinstance(value, str):
        figures = [Decimal(figure) for figure in re.findall(r"\d+(?:\.\d+)?", value)[:2]]
        return (figures[0], figures[-1]) if figures else (None, None)
    return _decimal(value), _decimal(value)


def slack_of(value: Any) -> Decimal:
    """How far off the visitor's figure an option may be and still fit."""
    if not isinstance(value, Mapping):
        return SLACK
    if value.get("bound") in ("min", "max"):
        return Decimal(0)
    return APPROX_SLACK if value.get("approx") or value.get("bound") == "approx" else SLACK


def _number(wanted: Any, offered: Decimal, better: str | None) -> tuple[float, Verdict]:
    low, high = ends(wanted)
    if low is None and high is None:
        return UNKNOWN_SCORE, Verdict.UNKNOWN
    # More than was asked for is no fault where more is better for everyone, unless a bound was set.
    bounded = isinstance(wanted, Mapping) and wanted.get("bound") in ("min", "max")
    if better == "higher" and not bounded and low is not None:
        high = None
    if better == "lower" and not bounded and high is not None:
        low = None
    score, verdict = within(offered, low, high, slack_of(wanted))
    if verdict is Verdict.FITS and better == "higher" and high is None and low and offered >= 2 * low:
        score *= _MORE_THAN_ENOUGH
    return score, verdict


def within(value: Decimal, low: Decimal | None, high: Decimal | None, slack: Decimal) -> tuple[float, Verdict]:
    """Full within the slack, falling to nothing at _NOTHING_LEFT off."""
    gap = Decimal(0)
    if low is not None and value < low:
        gap = (low - value) / abs(low)
    elif high is not None and value > high:
        gap = (value - high) / abs(high) if high else Decimal(1)
    if gap <= slack:
        return 1.0 - float(gap), Verdict.FITS
    return max(0.0, _MISSED * float(1 - gap / _NOTHING_LEFT)), Verdict.LACKS


def _boolean(wanted: bool | None, offered: bool) -> tuple[float, Verdict]:
    """Not wanting something is mostly not minding it: having it all the same counts little against."""
    if wanted is None:
        return UNKNOWN_SCORE, Verdict.UNKNOWN
    if wanted == offered:
        return 1.0, Verdict.FITS
    return (0.0 if wanted else 0.4), Verdict.LACKS


def _one_of(wanted: Any, offered: AttributeValue, definition: NeedDefinition | None) -> tuple[float, Verdict]:
    """Of a choice any of the values wanted will do; of a list all are wanted."""
    wishes = [wanted] if isinstance(wanted, (str, bool, int, float)) else list(wanted)
    values = offered if isinstance(offered, tuple) else (str(offered),)
    met = [any(_same(str(wish), value, definition) for value in values) for wish in wishes]
    share = sum(met) / len(met) if met else 0.0
    if share and not isinstance(offered, tuple):
        share = 1.0
    return share, (Verdict.FITS if share == 1.0 else Verdict.LACKS)


def _same(wish: str, value: str, definition: NeedDefinition | None) -> bool:
    """The same value, by the owner's synonyms or by its words."""
    forms = {value.casefold(), *(form.casefold() for form in synonyms(definition, value))}
    return wish.casefold() in forms or any(alike(wish, form) >= 0.8 for form in forms)


def synonyms(definition: NeedDefinition | None, value: str) -> tuple[str, ...]:
    """The owner's other ways to write a value."""
    return definition.forms_of(value) if definition else ()


def feature(fact: Fact, wish: str, candidate: Candidate, similarity: Similarity | None) -> Reason:
    """A must-have: lacked only where an attribute says so; where nothing is said it is unknown, and that is said."""
    attribute, offered = _attribute_meant(wish, candidate)
    if attribute is not None and offered is not None:
        score, verdict = _has(wish, attribute, offered)
        return Reason(fact.name, wish, offered, verdict, score, attribute.id, True, fact.evidence)
    attribute_id = attribute.id if attribute else None
    near = 0.0
    if attribute is None:
        near = max(max(alike(wish, text), similarity(wish, text) if similarity else 0) for text, _ in candidate.texts())
    verdict, score = (Verdict.FITS, 0.9) if near >= MATCH + 0.1 else (Verdict.UNKNOWN, UNKNOWN_SCORE)
    return Reason(fact.name, wish, None, verdict, score, attribute_id, True, fact.evidence)


def _attribute_meant(wish: str, candidate: Candidate) -> tuple[Attribute | None, AttributeValue | None]:
    """The attribute that a must-have is about: one of whose values it names, else one whose name it holds."""
    known = candidate.attributes
    for attribute in candidate.catalogue.attributes.values():
        value = known.get(attribute.id)
        if isinstance(value, tuple) and any(alike(each, wish) >= 0.9 for each in value):
            return attribute, value
    near = [(_named(each, wish), each) for each in candidate.catalogue.attributes.values()]
    score, meant = max(near, key=lambda pair: pair[0], default=(0.0, None))
    return (meant, known.get(meant.id)) if meant and score >= 0.8 else (None, None)


@lru_cache(maxsize=16384)
def _named(attribute: Attribute, wish: str) -> float:
    """How surely a wish is about an attribute: it has the whole name, or the name has all it says besides a figure."""
    bare = re.sub(r"\d+(?:[.,]\d+)?", " ", wish.replace(attribute.unit or "\0", " "))
    names = (attribute.name, *attribute.aliases)
    return max(max(alike(name, wish), 0.9 * alike(bare, name)) for name in names)


def _has(wish: str, attribute: Attribute, offered: AttributeValue) -> tuple[float, Verdict]:
    if isinstance(offered, bool):
        return _boolean(True, offered)
    if isinstance(offered, Decimal):
        low, _ = ends(wish)
        if low is None:
            return (1.0, Verdict.FITS) if offered > 0 else (0.0, Verdict.LACKS)
        is_cap = attribute.better == "lower"
        return within(offered, None if is_cap else low, low if is_cap else None, Decimal(0))
    if isinstance(offered, tuple):
        named_only = alike(wish, " ".join((attribute.name, *attribute.aliases))) >= 0.9
        met = named_only or any(alike(each, wish) >= 0.9 for each in offered)
        return (1.0, Verdict.FITS) if met else (0.0, Verdict.LACKS)
    choices = [choice for choice in attribute.choices if alike(choice, wish) >= 0.9]
    met = not choices or offered in choices
    return (1.0, Verdict.FITS) if met else (0.0, Verdict.LACKS)


def _truth(wanted: Any) -> bool | None:
    if isinstance(wanted, bool):
        return wanted
    return {"yes": True, "true": True, "no": False, "false": False}.get(str(wanted).strip().casefold())


def _decimal(value: Any) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
