"""When people answer."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from milepost.sales.handoffs.opening_hours import is_open, next_opening
from milepost.sales.journey import OpeningHours

DUBLIN = OpeningHours(
    "Europe/Dublin", dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00", "17:30")), holidays=("2026-12-25",)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("now", "is_now", "opening"),
    [
        ("2026-11-23T09:00", True, "2026-11-24T09:00:00+00:00"),
        ("2026-11-23T08:59", False, "2026-11-23T09:00:00+00:00"),
        ("2026-11-23T17:30", False, "2026-11-24T09:00:00+00:00"),
        ("2026-11-21T12:00", False, "2026-11-23T09:00:00+00:00"),
        ("2026-12-25T10:00", False, "2026-12-28T09:00:00+00:00"),
        ("2026-07-06T08:30", True, "2026-07-07T09:00:00+01:00"),
    ],
)
def test_hours_are_those_of_the_companys_own_clock(now: str, is_now: bool, opening: str) -> None:
    assert is_open(DUBLIN, at(now)) is is_now
    found = next_opening(DUBLIN, at(now))
    assert found
    assert found.isoformat() == opening


def test_without_hours_people_are_always_there() -> None:
    assert is_open(OpeningHours(), at("2026-11-22T03:00"))
    assert next_opening(OpeningHours(), at("2026-11-22T03:00")) is None


def test_the_end_of_the_day_may_be_written_as_24() -> None:
    late = OpeningHours("UTC", {"mon": ("18:00", "24:00")})
    assert is_open(late, at("2026-11-23T23:59"))
    assert not is_open(late, at("2026-11-24T00:00"))
