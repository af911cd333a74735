"""What a visitor who was promised a person may be told: who was asked, or when somebody is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from milepost.sales import wording
from milepost.sales.handoffs.opening_hours import is_open, next_opening
from milepost.sales.journey import HandoffRules, OpeningHours


class Promise(str, Enum):
    """ASKED: a rep who is there was asked. NOBODY_THERE: it is open, but nobody is there at this moment. CLOSED."""

    ASKED = "asked"
    NOBODY_THERE = "nobody_there"
    CLOSED = "closed"


@dataclass(frozen=True)
class Expectation:
    """What will really happen. `name`: who was asked. `when`: the latest word if nobody comes, or the next opening."""

    promise: Promise
    name: str = ""
    when: datetime | None = None


def expectation(
    hours: OpeningHours, rules: HandoffRules, now: datetime, *, asked: str = "", since: datetime | None = None
) -> Expectation:
    """What holds for a request that waits since `since` (now), with the name of the rep who was asked ("": nobody)."""
    word = (since or now) + timedelta(minutes=rules.give_up)
    if asked:
        return Expectation(Promise.ASKED, asked, word)
    if is_open(hours, now):
        return Expectation(Promise.NOBODY_THERE, "", word)
    return Expectation(Promise.CLOSED, "", next_opening(hours, now))


def zone_of(name: str, *, otherwise: str = "UTC") -> tuple[ZoneInfo, bool]:
    """The visitor's time zone, and True; where theirs is not known the other one, and False."""
    for known, theirs in ((name, True), (otherwise, False), ("UTC", False)):
        try:
            return ZoneInfo(known), theirs
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    raise AssertionError("there is always UTC")


def told_time(when: datetime, now: datetime, zone: ZoneInfo, *, is_theirs: bool, language: str = "en") -> str:
    """ "tomorrow 09:00 (your time)" in the visitor's zone; "tomorrow 09:00 (Europe/Dublin)" where it is not known."""
    text = wording.moment(when.astimezone(zone), now.astimezone(zone), language)
    return f"{text} ({wording.word('your_time', language) if is_theirs else zone.key})"
