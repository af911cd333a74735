"""Opening hours as people write them in a line: "Mon-Fri 9-17:30, Sat 10-16"."""

from __future__ import annotations

import re

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMES = {
    "mo": "mon", "mon": "mon", "monday": "mon", "tu": "tue", "tue": "tue", "tues": "tue", "tuesday": "tue", "we": "wed",
    "wed": "wed", "weds": "wed", "wednesday": "wed", "th": "thu", "thu": "thu", "thur": "thu", "thurs": "thu",
    "thursday": "thu", "fr": "fri", "fri": "fri", "friday": "fri", "sa": "sat", "sat": "sat", "saturday": "sat", "su": "sun",
    "sun": "sun", "sunday": "sun",
}  # fmt: skip
_GROUPS = {"daily": DAYS, "every day": DAYS, "weekdays": DAYS[:5], "weekend": DAYS[5:], "weekends": DAYS[5:]}
_DASH = r"\s*(?:-|\u2013|\u2014|to|until|till)\s*"
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?"
_SPAN = re.compile(rf"^(?P<days>[a-z ,&\u2013\u2014-]*?)[\s:]*{_TIME}{_DASH}{_TIME}$")
_EXAMPLE = 'write them as "Mon-Fri 9:00-17:30, Sat 10-16"'


class UnreadableHours(ValueError):
    """The part that says no days with their times, and how to write it."""


def opening_days(text: str) -> dict[str, list[str]]:
    """From when until when by day (mon to sun), as journey.yml has them. Raises UnreadableHours."""
    found: dict[str, list[str]] = {}
    for part in re.split(r"\s*;\s*|(?<=[\dm.])\s*,\s*", text.strip().casefold()):
        match = _SPAN.match(part.strip())
        if match is None:
            raise UnreadableHours(f'"{part}" says no days with their times: {_EXAMPLE}')
        begins, ends = _clock(*match.groups()[1:4]), _clock(*match.groups()[4:7])
        if not begins < ends:
            raise UnreadableHours(f'"{part}" ends before it begins: {_EXAMPLE}')
        for day in _days(match["days"].strip(" :"), part):
            if day in found:
                raise UnreadableHours(f'"{part}" gives {day} a second time: one span a day, from when until when')
            found[day] = [begins, ends]
    return {day: found[day] for day in DAYS if day in found}


def _days(words: str, part: str) -> list[str]:
    if not words or words in _GROUPS:
        return list(_GROUPS[words or "daily"])
    found: list[str] = []
    for piece in re.split(r"\s*(?:,|&|\band\b)\s*", words):
        ends = [_NAMES.get(each.strip(". ")) for each in re.split(_DASH, piece)]
        if None in ends or len(ends) > 2:
            raise UnreadableHours(f'"{part}" names a day that is none: {_EXAMPLE}')
        first, last = DAYS.index(str(ends[0])), DAYS.index(str(ends[-1]))
        found += [DAYS[place % 7] for place in range(first, last + 1 if last >= first else last + 8)]
    return found


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    number = int(hour) % 12 + (12 if half and half.startswith("p") else 0) if half else int(hour)
    if number > 24 or int(minute or 0) > 59 or (number == 24 and int(minute or 0)):
        raise UnreadableHours(f'"{hour}:{minute or "00"}" is no time of day: {_EXAMPLE}')
    return f"{number:02d}:{minute or '00'}"
