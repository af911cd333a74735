from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from milepost.sales.handoffs.meetings import meeting_slots
from milepost.sales.handoffs.opening_hours import is_open
from milepost.sales.journey import OpeningHours

HOURS = OpeningHours("Europe/Dublin", {"mon": ("09:00", "12:00"), "tue": ("09:00", "17:30")}, ("2026-12-01",))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("now", "slots"),
    [
        ("2026-11-23T08:00", ("2026-11-23T09:00", "2026-11-23T11:00", "2026-11-24T09:00")),
        ("2026-11-23T10:50", ("2026-11-24T09:00", "2026-11-24T11:00", "2026-11-24T13:00")),
        ("2026-11-24T15:20", ("2026-11-24T16:30", "2026-11-30T09:00", "2026-11-30T11:00")),
        # The Tuesday after is a holiday.
        ("2026-11-30T11:00", ("2026-12-07T09:00", "2026-12-07T11:00", "2026-12-08T09:00")),
    ],
)
def test_slots_lie_within_the_hours_with_some_notice(now: str, slots: tuple[str, ...]) -> None:
    assert meeting_slots(HOURS, at(now)) == tuple(at(slot) for slot in slots)


def test_a_taken_slot_is_not_offered() -> None:
    taken = at("2026-11-23T09:00")
    assert meeting_slots(HOURS, at("2026-11-23T08:00"), taken=(taken,))[0] == taken + timedelta(minutes=30)


def test_a_meeting_ends_before_people_go() -> None:
    for slot in meeting_slots(HOURS, at("2026-11-23T08:00"), minutes=120, count=5):
        assert is_open(HOURS, slot + timedelta(minutes=119))


def test_a_company_that_never_opens_offers_nothing() -> None:
    closed = OpeningHours("UTC", {"mon": ("09:00", "10:00")})
    assert meeting_slots(closed, at("2026-11-23T08:00"), minutes=120) == ()


def test_without_hours_there_are_office_hours() -> None:
    assert meeting_slots(OpeningHours("UTC"), at("2026-11-21T08:00"))[0] == at("2026-11-23T09:00")
