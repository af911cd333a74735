from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from milepost.sales.handoffs.promises import Promise, expectation, told_time, zone_of
from milepost.sales.journey import HandoffRules, OpeningHours

HOURS = OpeningHours("Europe/Dublin", {"mon": ("09:00", "17:30"), "tue": ("09:00", "17:30")})
MONDAY = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
RULES = HandoffRules(give_up=10)


def test_who_was_asked_is_named() -> None:
    told = expectation(HOURS, RULES, MONDAY, asked="Dana")
    assert (told.promise, told.name) == (Promise.ASKED, "Dana")


def test_open_but_nobody_there_says_until_when() -> None:
    told = expectation(HOURS, RULES, MONDAY)
    assert (told.promise, told.when) == (Promise.NOBODY_THERE, MONDAY + timedelta(minutes=10))


def test_closed_says_when_people_are_back() -> None:
    told = expectation(HOURS, RULES, MONDAY + timedelta(hours=9))
    assert told.promise is Promise.CLOSED
    assert told.when
    assert told.when.isoformat() == "2026-11-24T09:00:00+00:00"


@pytest.mark.parametrize(
    ("zone", "language", "text"),
    [
        ("America/New_York", "en", "tomorrow 04:00 (your time)"),
        ("Asia/Tokyo", "de", "morgen 18:00 (Ihre Zeit)"),
        ("", "en", "tomorrow 09:00 (Europe/Dublin)"),
        ("Mars/Olympus", "en", "tomorrow 09:00 (Europe/Dublin)"),
        ("../etc/passwd", "en", "tomorrow 09:00 (Europe/Dublin)"),
    ],
)
def test_times_are_the_visitors_own_or_say_whose_they_are(zone: str, language: str, text: str) -> None:
    opening, now = datetime(2026, 11, 24, 9, tzinfo=timezone.utc), MONDAY
    found, is_theirs = zone_of(zone, otherwise="Europe/Dublin")
    assert told_time(opening, now, found, is_theirs=is_theirs, language=language) == text
