"""Numbers with a unit in product texts, each with the words that say what it measures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from milepost.importing.text import FUNCTION_WORDS, PRAISE, Token, tokens

# unit -> (how texts write it, its dimension). Units of measure, as any trade writes them.
UNITS: dict[str, tuple[str, str]] = {
    "inch": (r"\"|\u201d|\u2033|''|-?\s?inch(?:es)?\b|\s?in\b\.?(?=\s*(?:$|[,;)x]))", "length"),
    "cm": (r"\s?cm\b|\s?centimet(?:er|re)s?\b", "length"),
    "mm": (r"\s?mm\b|\s?millimet(?:er|re)s?\b", "length"),
    "ft": (r"-?\s?(?:ft|feet|foot)\b", "length"),
    "km": (r"\s?km\b|\s?kilomet(?:er|re)s?\b", "distance"),
    "m²": (r"\s?m²|\s?sqm\b|\s?m2\b|\s?square met(?:er|re)s?\b", "area"),
    "m": (r"\s?m\b|-?\s?met(?:er|re)s?\b", "length"),
    "GB": (r"\s?gb\b|\s?gigabytes?\b", "data"),
    "TB": (r"\s?tb\b|\s?terabytes?\b", "data"),
    "MB": (r"\s?mb\b|\s?megabytes?\b", "data"),
    "Hz": (r"\s?hz\b|\s?hertz\b", "frequency"),
    "GHz": (r"\s?ghz\b", "clock"),
    "W": (r"-?\s?w\b|-?\s?watts?\b", "power"),
    "kW": (r"\s?kw\b", "power"),
    "Wh": (r"\s?wh\b|\s?watt[- ]?hours?\b", "energy"),
    "kWh": (r"\s?kwh\b", "energy"),
    "Nm": (r"\s?nm\b", "torque"),
    "lm": (r"\s?lm\b|\s?lumens?\b", "light"),
    "V": (r"-?\s?v\b|-?\s?volts?\b", "voltage"),
    "mAh": (r"\s?mah\b", "charge"),
    "MP": (r"\s?mp\b|\s?megapixels?\b", "pixels"),
    "kg": (r"\s?kgs?\b|\s?kilograms?\b|\s?kilos?\b", "mass"),
    "g": (r"\s?g\b|\s?grams?\b", "mass"),
    "lb": (r"-?\s?lbs?\b\.?|-?\s?pounds?\b", "mass"),
    "oz": (r"-?\s?(?:fl\.?\s?)?oz\b\.?|-?\s?ounces?\b", "mass"),
    "l": (r"-?\s?l\b|-?\s?lit(?:er|re)s?\b", "volume"),
    "ml": (r"\s?ml\b|\s?millilit(?:er|re)s?\b", "volume"),
    "gal": (r"-?\s?gal(?:lons?)?\b", "volume"),
    "qt": (r"-?\s?(?:qts?|quarts?)\b", "volume"),
    "bar": (r"-?\s?bars?\b", "pressure"),
    "psi": (r"\s?psi\b", "pressure"),
    "kPa": (r"\s?kpa\b", "pressure"),
    "Pa": (r"\s?pa\b", "pressure"),
    "dB": (r"\s?db(?:a)?\b|\s?decibels?\b", "loudness"),
    "rpm": (r"\s?rpm\b", "turns"),
    "mph": (r"\s?mph\b", "pace"),
    "K": (r"k\b(?!\s?(?:people|users))", "resolution"),
    "p": (r"p\b", "lines"),
    "min": (r"-?\s?min(?:ute)?s?\b", "time"),
    "h": (r"-?\s?(?:hrs?|hours?)\b", "time"),
    "day": (r"-?\s?days?\b", "time"),
    "night": (r"-?\s?nights?\b", "time"),
    "week": (r"-?\s?weeks?\b", "time"),
    "month": (r"-?\s?months?\b", "time"),
    "year": (r"-?\s?years?\b", "time"),
    "%": (r"\s?%|\s?percent\b", "share"),
}
# Dimensions of which more is better for everyone, at the same price.
MORE_IS_BETTER = frozenset(["data", "frequency", "clock", "charge", "pixels", "volume", "resolution", "lines"])
_SAME = {"TB": ("GB", Decimal(1000)), "MB": ("GB", Decimal("0.001")), "kW": ("W", Decimal(1000))}

_FIGURE = r"(?<![\w.,/$€£+#-])(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+,\d{1,2}(?!\d)|\d+(?:\.\d+)?)"
_MEASURED = re.compile(
    _FIGURE + "(?:" + "|".join(f"(?P<u{place}>{written})" for place, (written, _) in enumerate(UNITS.values())) + ")",
    re.I,
)
_COUNTED = re.compile(_FIGURE + r"(?:\s|-)(?P<noun>[A-Za-z]{3,})(?![\w'])")
_UNIT_WORD = re.compile("|".join(f"(?:{written})" for written, _ in UNITS.values()), re.I)
_RANGE_BEFORE = re.compile(r"\d\s?(?:-|\u2013|to|x|\u00d7|X)\s?$")
_RANGE_AFTER = re.compile(r"\s?(?:x|\u00d7|X|-|\u2013|to)\s?\d")
_LABEL = re.compile(r"(?P<label>[A-Za-z][A-Za-z ]{2,30}?)\s*(?:\([^)]*\)\s*)?(?::|=)\s*(?:up to |about |approx\.? )?$")
_OF = re.compile(r"(?P<label>[A-Za-z]+(?: [A-Za-z]+)?) (?:of|is|at) (?:up to |about )?(?:a |an )?$")
_STOP = FUNCTION_WORDS | {"offer", "featur", "featured", "power", "provid", "deliv"}


@dataclass(frozen=True)
class Quantity:
    """A number with its unit; `head` are the stems of the words that say what is measured, as written in `words`."""

    value: Decimal
    unit: str
    head: tuple[str, ...]
    words: str
    is_counted: bool = False


def quantities(text: str) -> Iterator[Quantity]:
    """Measured amounts and counted things of one statement; ranges and measures of three sides are left out."""
    if not any(sign.isdigit() for sign in text):
        return
    taken: list[tuple[int, int]] = []
    for match in _MEASURED.finditer(text):
        taken.append(match.span())
        if _is_single(text, match):
            place = next(index for index in range(len(UNITS)) if match[f"u{index}"] is not None)
            unit, value = _converted(list(UNITS)[place], _exact(match["figure"]))
            head = _label_before(text, match.start()) or _head_after(text, match.end())
            yield Quantity(value, unit, tuple(token.stem for token in head), " ".join(token.word for token in head))
    for match in _COUNTED.finditer(text):
        if _is_single(text, match) and not any(start < match.end() and match.start() < end for start, end in taken):
            noun = tokens(match["noun"])[0]
            if noun.stem not in _STOP | PRAISE:
                value = _exact(match["figure"])
                yield Quantity(value, noun.stem, (noun.stem,), noun.word.casefold(), is_counted=True)


def is_unit(word: str) -> bool:
    """Whether a word is only a unit of measure: "minutes", "kg"."""
    return _UNIT_WORD.fullmatch(word) is not None


def _exact(figure: str) -> Decimal:
    """ "1,200" is twelve hundred, "15,6" fifteen and six tenths."""
    whole, comma, part = figure.rpartition(",")
    return Decimal(f"{whole}.{part}") if comma and len(part) in (1, 2) else Decimal(figure.replace(",", ""))


def _is_single(text: str, match: re.Match[str]) -> bool:
    return not _RANGE_BEFORE.search(text, 0, match.start()) and not _RANGE_AFTER.match(text, match.end())


def _converted(unit: str, value: Decimal) -> tuple[str, Decimal]:
    base, factor = _SAME.get(unit, (unit, Decimal(1)))
    return base, value * factor


def _label_before(text: str, start: int) -> tuple[Token, ...]:
    """ "Refresh rate: 60 Hz", "a capacity of 2 l"."""
    lead = text[max(0, start - 40) : start]
    found = _LABEL.search(lead) or _OF.search(lead)
    return tuple(token for token in tokens(found["label"]) if token.stem not in _STOP)[-3:] if found else ()


def _head_after(text: str, end: int) -> tuple[Token, ...]:
    """The words behind the amount up to the next mark, without "of"."""
    rest = re.split(r"[.,;:()|/]|\s[-\u2013\u2014]\s|\n", text[end : end + 60], maxsplit=1)[0]
    head: list[Token] = []
    for token in tokens(rest.lstrip("-")):
        if token.stem in _STOP and (head or token.word.casefold() not in ("of", "for")):
            break
        if token.stem not in _STOP and token.word.isascii() and not any(each.isdigit() for each in token.word):
            head.append(token)
        elif token.stem not in _STOP:
            break
        if len(head) == 3:
            break
    return tuple(head)
