"""An invitation as a calendar reads it."""

from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from milepost.sales.handoffs.meetings import Meeting
from milepost.services.handoffs.invitations import invitation

ZONE = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


def test_an_invitation_is_read_by_calendars() -> None:
    meeting = Meeting(
        "m1",
        at("2026-11-24T09:00"),
        30,
        "Call, Acorn; Ana",
        "A long text\nin two lines " + "é" * 60,
        "us@a.example",
        "ana@b.example",
    )
    text = invitation(meeting, ZONE, now=at("2026-11-23T09:00"))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    for line in (
        "UID:m1@milepost",
        "DTSTART:20261124T090000Z",
        "DTEND:20261124T093000Z",
        r"SUMMARY:Call\, Acorn\; Ana",
        "ORGANIZER:mailto:us@a.example",
        "METHOD:REQUEST",
    ):
        assert line in lines
    assert "2026-11-24 04:00 (America/New_York)" in text.replace("\r\n ", "")


@pytest.mark.parametrize(
    "title", ["Plain", "Call, Acorn; Ana", "Zoë & Söhne \\ 日本 \U0001f600", "line\nBEGIN:VEVENT", "x" * 300]
)
def test_what_a_calendar_reads_is_what_was_meant(title: str) -> None:
    meeting = Meeting("m1", at("2026-11-24T09:00"), 30, title, "See you", "us@a.example", "ana@b.example")
    calendar = Calendar.from_ical(invitation(meeting, ZONE, now=at("2026-11-23T09:00")))
    (event,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == "REQUEST"
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (title, "See you 2026-11-24 04:00 (America/New_York)")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (meeting.starts, meeting.ends)
    assert (event["ORGANIZER"], event["ATTENDEE"]) == ("mailto:us@a.example", "mailto:ana@b.example")
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert event["UID"] == "m1@milepost"
