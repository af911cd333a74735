"""Times as people say them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from milepost.dialogue.deal.times import when_in

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=ZoneInfo("Europe/Dublin"))  # a Wednesday


@pytest.mark.parametrize(
    ("text", "words", "due"),
    [
        ("call me tomorrow afternoon, +1 415 555 0134", "tomorrow afternoon", "2026-11-26 17:00"),
        ("can someone ring before 4 today?", "before 4 today", "2026-11-25 16:00"),
        ("a demo next Tuesday at 10", "next Tuesday at 10", "2026-12-01 10:00"),
        ("next friday", "next friday", "2026-12-04 17:30"),
        ("on friday", "on friday", "2026-11-27 17:30"),
        ("this evening after 6", "this evening after 6", "2026-11-25 21:00"),
        ("ring me at 5.30pm", "at 5.30pm", "2026-11-25 17:30"),
        ("before 9", "before 9", "2026-11-26 09:00"),
        ("between 2 and 4", "between 2 and 4", "2026-11-25 16:00"),
        ("within 2 days", "within 2 days", "2026-11-27 10:30"),
        ("by december 20", "by december 20", "2026-12-20 17:30"),
        ("on the 12th of january", "on the 12th of january", "2027-01-12 17:30"),
        ("by end of day", "end of day", "2026-11-25 17:30"),
        ("anytime after 14:30", "anytime after 14:30", "2026-11-25 16:30"),
        ("morgen nachmittag", "morgen nachmittag", "2026-11-26 17:00"),
        ("mañana por la tarde", "mañana por la tarde", "2026-11-26 17:00"),
        ("demain matin", "demain matin", "2026-11-26 12:00"),
        ("amanhã às 15h", "amanhã às 15h", "2026-11-26 15:00"),
    ],
)
def test_a_time_has_its_words_and_the_moment_by_which_it_is_due(text: str, words: str, due: str) -> None:
    found = when_in(text, NOW)
    assert found is not None
    assert (found.words, f"{found.due:%Y-%m-%d %H:%M}") == (words, due)
    assert found.due.utcoffset() == found.due.astimezone(NOW.tzinfo).utcoffset()


@pytest.mark.parametrize(
    "text",
    [
        "for 20 people",
        "Team with 12 seats",
        "15% off",
        "for 8",
        "call me at +44 20 7946 0999",
        "at 3 offices",
        "$5 a seat",
    ],
)
def test_other_figures_are_no_time(text: str) -> None:
    assert when_in(text, NOW) is None
