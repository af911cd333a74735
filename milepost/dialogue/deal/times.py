"""When somebody wants something done: "tomorrow afternoon", "before 4", "next Tuesday at 10", as words and as a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from milepost.dialogue.deal.clauses import folded
from milepost.dialogue.deal.words.times import CLOCK, DAYS, MONTHS, PARTS, WEEKDAYS

# A day without a time is over for whoever waits when the working day is.
_END_OF_DAY, _END_OF_EVENING = time(17, 30), time(21)
_AFTER = timedelta(hours=2)
_AROUND_NOON = 8  # "at 5" is the afternoon, "at 9" the morning
_WORDS_BETWEEN = re.compile(r"[\s,]*(?:(?:or|and|at|on|in|the|around|about|please|pls|sometime|some time|um|am|gegen|à|a las|às|vers|de|del|da)[\s,]*){0,3}$")  # fmt: skip


@dataclass(frozen=True)
class When:
    """A time as it was said: the words, and the moment by which it is due (in the zone of the `now` it was read with)."""

    words: str
    due: datetime


@dataclass(frozen=True)
class _Part:
    start: int
    end: int
    day: date | None = None
    hours: tuple[time, time] | None = None
    latest: time | None = None
    earliest: time | None = None
    moment: datetime | None = None


def when_in(text: str, now: datetime) -> When | None:
    """The first time that a text names, later than `now`; None where it names none. `now` is on the speaker's clock."""
    parts = sorted(_parts(folded(text), now), key=lambda each: (each.start, -each.end))
    group: list[_Part] = []
    for part in parts:
        if group and part.start < group[-1].end:
            continue
        if group and not _WORDS_BETWEEN.fullmatch(folded(text), group[-1].end, part.start):
            break
        group.append(part)
    if not group:
        return None
    due = _due(group, now)
    return None if due is None else When(" ".join(text[group[0].start : group[-1].end].split()), due)


def _due(group: list[_Part], now: datetime) -> datetime | None:
    moment = next((each.moment for each in group if each.moment), None)
    if moment is not None:
        return moment
    day = next((each.day for each in group if each.day), None)
    part = next((each.hours for each in group if each.hours), None)
    latest = next((each.latest for each in group if each.latest), None)
    earliest = next((each.earliest for each in group if each.earliest), None)
    if part and part[0] >= time(12):
        latest, earliest = _later(latest), _later(earliest)
    due = _on(day or now.date(), part, latest, earliest, now)
    if day is None and due <= now:  # "before 10", said at noon, is tomorrow's
        due = _on(now.date() + timedelta(days=1), part, latest, earliest, now)
    return due


def _on(
    day: date, part: tuple[time, time] | None, latest: time | None, earliest: time | None, now: datetime
) -> datetime:
    if latest is not None:
        return datetime.combine(day, latest, now.tzinfo)
    if earliest is not None:
        after = datetime.combine(day, earliest, now.tzinfo) + _AFTER
        end = datetime.combine(day, part[1], now.tzinfo) if part else after
        return max(end, after)
    if part is not None:
        return datetime.combine(day, part[1], now.tzinfo)
    end = datetime.combine(day, _END_OF_DAY, now.tzinfo)
    return end if end > now else datetime.combine(day, _END_OF_EVENING, now.tzinfo)


def _later(at: time | None) -> time | None:
    return at.replace(hour=at.hour + 12) if at is not None and at.hour < 12 else at


def _parts(text: str, now: datetime) -> list[_Part]:
    found: list[_Part] = []
    for pattern, ahead in DAYS:
        found += [_Part(*match.span(), day=now.date() + timedelta(days=ahead)) for match in pattern.finditer(text)]
    found += [_weekday(match, now) for match in WEEKDAYS.finditer(text)]
    found += [part for match in MONTHS.finditer(text) if (part := _month_day(match, now))]
    for pattern, hours in PARTS:
        found += [_Part(*match.span(), hours=hours) for match in pattern.finditer(text)]
    found += [part for match in CLOCK.finditer(text) if (part := _clock(match, now))]
    return found


def _weekday(match: re.Match[str], now: datetime) -> _Part:
    """The coming day of that name; "next" that of the next calendar week."""
    wanted = next(place for place, name in enumerate(("mo", "tu", "we", "th", "fr", "sa", "su")) if match[name])
    ahead = (wanted - now.weekday()) % 7 or 7
    if match["next"] and ahead + now.weekday() < 7:
        ahead += 7
    return _Part(*match.span(), day=now.date() + timedelta(days=ahead))


def _month_day(match: re.Match[str], now: datetime) -> _Part | None:
    months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    number = int(match["before"] or match["after"])
    month = next(place for place, name in enumerate(months, 1) if match[name])
    for year in (now.year, now.year + 1):
        try:
            day = date(year, month, number)
        except ValueError:
            return None
        if day >= now.date():
            return _Part(*match.span(), day=day)
    return None


def _clock(match: re.Match[str], now: datetime) -> _Part | None:
    if match["within"]:
        per = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
        return _Part(*match.span(), moment=now + int(match["amount"]) * per[match["unit"][0]])
    told = match["to"] or match["at"]
    at = _time(told, match["to_half"] or match["half"])
    if at is None:
        return None
    lead = match["lead"] or ""
    if match["to"] or lead in (
        "before",
        "by",
        "until",
        "till",
        "no later than",
        "vor",
        "bis",
        "avant",
        "antes de las",
        "antes das",
        "antes de",
    ):
        return _Part(*match.span(), latest=at)
    if lead in (
        "after",
        "from",
        "not before",
        "any time after",
        "anytime after",
        "past",
        "nach",
        "ab",
        "après",
        "después de las",
        "depois das",
    ):
        return _Part(*match.span(), earliest=at)
    return _Part(*match.span(), latest=at)


def _time(told: str, half: str | None) -> time | None:
    if told in ("noon", "midday"):
        return time(12)
    hour, _, minutes = told.replace("h", ":").replace(".", ":").partition(":")
    number, past = int(hour), int(minutes) if minutes.isdecimal() else 0
    half = (half or "").replace(".", "")
    if half == "pm" and number < 12:
        number += 12
    elif half == "am":
        number %= 12
    elif not half and number < _AROUND_NOON and len(hour) == 1:
        number += 12
    return time(number, past) if number < 24 and past < 60 else None
