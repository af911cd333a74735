"""When people answer: whether now, and from when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from milepost.sales.journey import OpeningHours

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_AHEAD = 21
_END_OF_DAY = "24:00"


def is_open(hours: OpeningHours, now: datetime) -> bool:
    """True within the hours of the day, in the company's own time zone. No hours given: True.

    `now` knows its zone. Hours that end before they begin go past midnight ("22:00" to "06:00").
    """
    if not hours.days:
        return True
    zone = ZoneInfo(hours.timezone)
    today = now.astimezone(zone).date()
    spans = (_span(hours, day, zone) for day in (today - timedelta(days=1), today))
    return any(span[0] <= now < span[1] for span in spans if span)


def next_opening(hours: OpeningHours, now: datetime) -> datetime | None:
    """The next moment at which people begin to answer, in the company's zone; None where three weeks hold none."""
    zone = ZoneInfo(hours.timezone)
    today = now.astimezone(zone).date()
    spans = (_span(hours, today + timedelta(days=ahead), zone) for ahead in range(_DAYS_AHEAD + 1))
    return next((span[0] for span in spans if span and span[0] > now), None)


def _span(hours: OpeningHours, day: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    if day.isoformat() in hours.holidays or _WEEKDAYS[day.weekday()] not in hours.days:
        return None
    begin, end = hours.days[_WEEKDAYS[day.weekday()]]
    opens, closes = time.fromisoformat(begin), time.fromisoformat("00:00" if end == _END_OF_DAY else end)
    last_day = day if opens < closes else day + timedelta(days=1)
    return datetime.combine(day, opens, zone), datetime.combine(last_day, closes, zone)
