"""Times of purchase as visitors write them; the horizon does not depend on today."""

from __future__ import annotations

import pytest

from tests.nlu.need_values.tables import said

STATED = [
    ("we need it in 2 weeks", "P2W"),
    ("within the next 3 months", "P3M"),
    ("by end of Q1", "date:--Q1"),
    ("next quarter", "P3M"),
    ("asap", "P0D"),
    ("need it ASAP!!", "P0D"),
    ("as soon as possible please", "P0D"),
    ("i need one today", "P0D"),
    ("need to start immediately", "P0D"),
    ("has to be there by tomorrow", "P1D"),
    ("before Christmas", "date:--12-25"),
    ("xmas present so before xmas", "date:--12-25"),
    ("in september", "date:--09"),
    ("starting in May", "date:--05"),
    ("want to go live by March 2027", "date:2027-03"),
    ("we launch on the 15th of march", "date:--03-15"),
    ("by june 1st", "date:--06-01"),
    ("need this by 2027-02-01", "date:2027-02-01"),
    ("next week", "P1W"),
    ("want to have it by friday", "P1W"),
    ("sometime next month", "P1M"),
    ("by the end of the month", "P1M"),
    ("end of the year", "date:--12"),
    ("by EOY", "date:--12"),
    ("next year", "P1Y"),
    ("in about a month", "P1M"),
    ("in a couple of months", "P2M"),
    ("6 weeks from now", "P6W"),
    ("in half a year", "P6M"),
    ("we plan to switch in Q3", "date:--Q3"),
    ("Q2 2027", "date:2027-Q2"),
    ("our contract ends in november so before that", "date:--11"),
    ("we're moving in 3 weeks", "P3W"),
    ("wthin 10 days", "P10D"),
    ("no rush", None),
    ("sometime soon", None),
    ("this summer", None),
    ("school starts in august", "date:--08"),
    ("start of next month", "P1M"),
    ("i need it right now", "P0D"),
    ("within a fortnight", "P2W"),
    ("looking to start training in 4-6 weeks", "P6W"),
]
ANSWERS = [
    ("2 weeks", "P2W"),
    ("september", "date:--09"),
    ("right away", "P0D"),
    ("a month", "P1M"),
    ("next month i guess", "P1M"),
    ("3 months max", "P3M"),
    ("this quarter", "P3M"),
    ("now", "P0D"),
    ("no hurry", None),
    ("within a month", "P1M"),
    ("q4", "date:--Q4"),
    ("tomorrow", "P1D"),
]
NOT_STATED = [
    "i bought it in march",
    "ordered two weeks ago",
    "14 day trial",
    "is there a 30 days money back guarantee",
    "2 year warranty?",
    "how long does delivery take, 3 weeks?",
    "we've been customers for 3 years",
    "since 2019",
    "we may need more seats",
    "i may be interested",
    "last month my bill was wrong",
    "the battery lasts 10 hours",
    "is the 12 month plan cheaper",
    "can someone call me tomorrow",
    "are you open on sunday",
    "$50 a month",
    "i signed up in january and it still does not work",
    "do you answer within 24 hours",
    "it broke after 2 weeks",
    "how is your day today",
]


@pytest.mark.parametrize(("text", "horizon"), STATED)
def test_timeline_is_read_from_free_text(text: str, horizon: str | None) -> None:
    timeline = said(text)["timeline"]
    assert timeline["horizon"] == horizon
    assert timeline["text"] in text


@pytest.mark.parametrize(("text", "horizon"), ANSWERS)
def test_bare_answer_to_the_question_is_a_timeline(text: str, horizon: str | None) -> None:
    assert said(text, "timeline")["timeline"]["horizon"] == horizon


@pytest.mark.parametrize("text", NOT_STATED)
def test_other_times_are_no_timeline(text: str) -> None:
    assert "timeline" not in said(text)
