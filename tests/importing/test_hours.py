"""Opening hours in a line."""

from __future__ import annotations

import pytest

from milepost.importing.hours import DAYS, UnreadableHours, opening_days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon-Fri 9-17:30, Sat 10-16", {key: ["09:00", "17:30"] for key in DAYS[:5]} | {"sat": ["10:00", "16:00"]}),
        (
            "weekdays 9am to 5pm; sun 12-4pm",
            {key: ["09:00", "17:00"] for key in DAYS[:5]} | {"sun": ["12:00", "16:00"]},
        ),
        ("Mo, We & Fr 8.30-12", {key: ["08:30", "12:00"] for key in ("mon", "wed", "fri")}),
        ("Sat\u2013Mon: 10:00\u201320:00", {key: ["10:00", "20:00"] for key in ("mon", "sat", "sun")}),
        ("9-24", {key: ["09:00", "24:00"] for key in DAYS}),
    ],
)
def test_days_and_times_are_read_as_people_write_them(text: str, expected: dict[str, list[str]]) -> None:
    assert opening_days(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("whenever", '"whenever" says no days with their times: write them as "Mon-Fri 9:00-17:30'),
        ("foo 9-10", "names a day that is none"),
        ("mon 9-8", "ends before it begins"),
        ("mon 9-25", '"25:00" is no time of day'),
        ("mon 9-12, mon 14-18", "gives mon a second time"),
    ],
)
def test_what_says_no_hours_is_told_with_an_example(text: str, message: str) -> None:
    with pytest.raises(UnreadableHours, match=message):
        opening_days(text)
