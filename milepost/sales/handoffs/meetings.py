"""Times to talk: the next slots within the opening hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from milepost.sales.handoffs.opening_hours import is_open, next_opening
from milepost.sales.journey import OpeningHours

# Nobody is called within so short a time, and nobody is offered more than a few choices.
_NOTICE = timedelta(minutes=45)
_SPREAD = timedelta(hours=2)


@dataclass(frozen=True)
class Meeting:
    """A time to talk. `id` stays the same when it is sent again; `organiser` and `guest` are e-mail addresses."""

    id: str
    starts: datetime
    minutes: int
    title: str
    text: str
    organiser: str
    guest: str

    @property
    def ends(self) -> datetime:
        """When it is over."""
        return self.starts + timedelta(minutes=self.minutes)


def meeting_slots(
    hours: OpeningHours, now: datetime, *, minutes: int = 30, count: int = 3, taken: tuple[datetime, ...] = ()
) -> tuple[datetime, ...]:
    """The next few times at which people are there for the whole meeting, on the half hour, some hours apart, in UTC.

    Without opening hours: on weekdays from nine to five in the company's zone. Empty where three weeks hold none.
    """
    if not hours.days:
        working = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00", "17:00"))
        hours = OpeningHours(hours.timezone, working, hours.holidays)
    found: list[datetime] = []
    start = _half_hour(now + _NOTICE)
    limit = now + timedelta(days=21)
    while len(found) < count and start < limit:
        if not is_open(hours, start):
            opening = next_opening(hours, start)
            if opening is None:
                break
            start = _half_hour(opening.astimezone(timezone.utc))
        last = start + timedelta(minutes=minutes) - timedelta(seconds=1)
        if is_open(hours, last) and start not in taken:
            found.append(start)
            start += _SPREAD
        else:
            start += timedelta(minutes=30)
    return tuple(found)


def _half_hour(moment: datetime) -> datetime:
    """The next full or half hour, in UTC."""
    moment = moment.astimezone(timezone.utc)
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return next(whole + step for step in (timedelta(minutes=30 * n) for n in range(4)) if whole + step >= moment)
