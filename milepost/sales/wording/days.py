"""Days and times as they are said: "29 December", "tomorrow 09:00"."""

from __future__ import annotations

import datetime as dt

from milepost.sales.wording.words import for_text, word

# Where the first of a month is not "1".
_FIRST = {"fr": "1er", "pt": "1\u00ba"}


def date(value: dt.date, language: str = "en", *, today: dt.date | None = None) -> str:
    """ "29 December", "29. Dezember"; with the year unless it is today's."""
    locale = for_text(language)
    is_this_year = today is not None and today.year == value.year
    pattern = locale.datetime_skeletons["MMMMd"] if is_this_year else locale.date_formats["long"]
    text = str(pattern.apply(value, locale))
    return text.replace("1", _FIRST[language], 1) if value.day == 1 and language in _FIRST else text


def day_and_time(value: dt.datetime, language: str = "en", *, today: dt.date | None = None) -> str:
    """ "29 December, 09:00", on the clock of the value's own time zone."""
    joined = str(for_text(language).datetime_formats["long"])
    return joined.format(f"{value:%H:%M}", date(value.date(), language, today=today))


def moment(when: dt.datetime, now: dt.datetime, language: str = "en") -> str:
    """ "today 09:00", "tomorrow 09:00", "Monday 09:00" within a week, else "28 December, 09:00"; in one time zone."""
    days = (when.date() - now.date()).days
    if days in (0, 1):
        return f"{word('tomorrow' if days else 'today', language)} {when:%H:%M}"
    if 1 < days < 7:
        return f"{weekday(when.date(), language)} {when:%H:%M}"
    return day_and_time(when, language, today=now.date())


def weekday(day: dt.date, language: str = "en") -> str:
    """ "Monday"."""
    return str(for_text(language).days["format"]["wide"][day.weekday()])


_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def day_name(day: str, language: str = "en") -> str:
    """ "Monday" for "mon", as opening hours are written in catalogues."""
    return str(for_text(language).days["format"]["wide"][_WEEK.index(day)])
