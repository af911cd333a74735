"""Units of measure as visitors write them, and conversion between those of one dimension."""

from __future__ import annotations

import re
from decimal import Decimal

# dimension -> unit -> (factor to the dimension's base, ways to write it as a pattern)
_UNITS: dict[str, dict[str, tuple[str, str]]] = {
    "length": {
        "mm": ("0.1", r"mms?|millimet(?:er|re)s?"), "cm": ("1", r"cms?|centimet(?:er|re)s?"), "m": ("100", r"m|met(?:er|re)s?"), "km": ("100000", r"kms?|kilomet(?:er|re)s?"),
        "in": ("2.54", r"\"|''|in(?:ch(?:es|s)?|\.)?|inchs|zoll"), "ft": ("30.48", r"ft|feet|foot"), "mile": ("160934.4", r"mi|miles?"),
    },
    "mass": {"g": ("1", r"g|gr|grams?|grammes?"), "kg": ("1000", r"kgs?|kilos?|kilograms?"), "lb": ("453.59237", r"lbs?|pounds?"), "oz": ("28.349523125", r"oz|ounces?")},
    "data": {"MB": ("1", r"mb|mbs|megs?|megabytes?"), "GB": ("1000", r"gb|gbs|gigs?|gigabytes?|go"), "TB": ("1000000", r"tb|tbs|terabytes?|teras?"), "KB": ("0.001", r"kb|kilobytes?")},
    "volume": {"l": ("1", r"l|lit(?:er|re)s?|ltrs?"), "ml": ("0.001", r"ml|millilit(?:er|re)s?"), "gal": ("3.785411784", r"gal|gallons?"), "qt": ("0.946352946", r"qts?|quarts?")},
    "power": {"W": ("1", r"w|watts?"), "kW": ("1000", r"kw|kilowatts?")},
    "frequency": {"Hz": ("1", r"hz|hertz"), "GHz": ("1000000000", r"ghz")},
    "charge": {"mAh": ("1", r"mah")},
    "pixels": {"MP": ("1", r"mp|mpx|mega ?pixels?")},
    "time": {
        "s": ("1", r"s|secs?|seconds?"), "min": ("60", r"min|mins|minutes?"), "h": ("3600", r"h|hrs?|hours?"), "day": ("86400", r"days?|d"), "week": ("604800", r"weeks?|wks?"),
        "month": ("2629800", r"months?|mths?|mos?"), "year": ("31557600", r"years?|yrs?"),
    },
    "share": {"%": ("1", r"%|percent|per ?cent|pct")},
    "speed": {"Mbit/s": ("1", r"mbps|mbit/s|mbits?|mb/s|megabits?"), "Gbit/s": ("1000", r"gbps|gbit/s|gbits?")},
    "temperature": {"°C": ("1", r"°\s?c|degrees?(?: celsius| c)?|c|°")},
}  # fmt: skip


class Unit:
    """A unit of a catalogue attribute: what visitors write for it or for others of its dimension."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.dimension, self._factor = name.casefold(), Decimal(1)
        self._ways: list[tuple[re.Pattern[str], Decimal]] = []
        for dimension, units in _UNITS.items():
            for factor, ways in units.values():
                if re.fullmatch(ways, name.casefold()):
                    self.dimension, self._factor = dimension, Decimal(factor)
        if self.dimension in _UNITS:
            self._ways = [(_after(ways), Decimal(factor)) for factor, ways in _UNITS[self.dimension].values()]
        elif name:
            stem = re.escape(name.casefold().rstrip("s"))
            people = "|people|persons?|ppl|guests?|adults?" if stem in ("person", "people", "guest", "sleeper") else ""
            self._ways = [(_after(rf"{stem}(?:s|es)?{people}"), Decimal(1))]

    def match(self, text: str, position: int) -> tuple[int, Decimal] | None:
        """Where the unit's words end if they stand here, and the factor that brings the number into this unit."""
        for pattern, factor in self._ways:
            if match := pattern.match(text, position):
                return match.end(), factor / self._factor
        return None


def _after(ways: str) -> re.Pattern[str]:
    return re.compile(rf"[\s-]*(?:{ways})(?![a-z0-9])")


def tidy(number: Decimal) -> int | float:
    """A converted number to three places, as JSON writes it."""
    rounded = round(number, 3)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)
