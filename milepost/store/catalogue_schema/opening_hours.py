"""The section `opening_hours` of journey.yml: when people answer."""

from __future__ import annotations

from milepost.sales.journey import OpeningHours
from milepost.store.catalogue_schema import values
from milepost.store.catalogue_schema.fields import Fields

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_opening_hours(page: Fields, timezone: str) -> OpeningHours:
    """The whole section; `timezone` is the company's own, for hours that name none."""
    fields = page.group("opening_hours", '"opening_hours"')
    if fields is None:
        return OpeningHours(timezone=timezone)
    hours = OpeningHours(
        timezone=fields.optional("timezone", values.timezone, timezone),
        days=_read_days(fields),
        holidays=fields.listing("holidays", values.iso_date),
    )
    fields.close()
    return hours


def _read_days(fields: Fields) -> dict[str, tuple[str, str]]:
    days = fields.group("days", '"days"')
    if days is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for day in _DAYS:
        times = days.listing(day, values.clock)
        if len(times) == 2 and times[0] < times[1]:
            found[day] = (times[0], times[1])
        elif days.node(day) is not None and len(times) == len(days.items(day)):
            days.problem(f'"{day}" must give when people begin and when they end, as ["09:00", "17:30"]', key=day)
    days.close()
    return found
