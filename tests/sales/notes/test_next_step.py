"""The next step is the first line of a table, within the company's hours."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from milepost.sales.conversations import BuyingStage, Handler
from milepost.sales.journey import OpeningHours
from milepost.sales.notes.next_step import Situation, Step, next_step

NOW = datetime(2026, 11, 20, 10, tzinfo=timezone.utc)  # a Friday
DAY = timedelta(days=1)
WEEKDAYS = OpeningHours("UTC", dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00", "17:00")))


def step(stage: str = "research", hours: OpeningHours | None = None, **at: Any) -> tuple[Step, datetime | None]:
    found = next_step(Situation(BuyingStage(stage), **at), now=NOW, hours=hours or OpeningHours())
    return found.step, found.due


@pytest.mark.parametrize(
    ("stage", "at", "expected", "due"),
    [
        ("research", {"handler": Handler.WAITING, "is_closed": True}, Step.TAKE_OVER, timedelta(0)),
        ("research", {"handler": Handler.REP, "visitor_wrote_last": True}, Step.REPLY, timedelta(0)),
        ("purchase", {"is_closed": True, "reachable": True}, Step.CLOSED, None),
        ("research", {"reminder": NOW}, Step.KEEP_REMINDER, timedelta(0)),
        ("retention", {"at_risk": True, "reachable": True}, Step.SOLVE, timedelta(0)),
        ("purchase", {"reachable": True, "has_ordered": True}, Step.CLOSE, timedelta(0)),
        ("purchase", {"reachable": True}, Step.OFFER_QUOTE, DAY),  # nobody ordered
        (
            "purchase",
            {"promise_due": NOW + 3 * DAY, "promised": "call them", "at_risk": True},
            Step.KEEP_PROMISE,
            3 * DAY,
        ),
        ("retention", {"threat": "we leave", "change": "add 5"}, Step.HOLD, timedelta(0)),
        ("retention", {"change": "add 5"}, Step.CHANGE, DAY),
        ("purchase", {"terms": "PO number", "reachable": True}, Step.TERMS, DAY),
        ("evaluation", {"reachable": True, "rep_wrote_last": True}, Step.AWAIT, 3 * DAY),
        ("evaluation", {"reachable": True, "decider": "my boss", "quoted_at": NOW}, Step.DECIDER, 2 * DAY),
        ("evaluation", {"reachable": True, "no_calls": True}, Step.OFFER_HELP, DAY),
        ("research", {"has_accepted": True, "reachable": True}, Step.CLOSE, timedelta(0)),
        ("evaluation", {"reachable": True, "quoted_at": NOW, "quote_ends": NOW + 30 * DAY}, Step.CHASE_QUOTE, 2 * DAY),
        ("evaluation", {"reachable": True, "quoted_at": NOW, "quote_ends": NOW + 2 * DAY}, Step.CHASE_QUOTE, DAY),
        ("research", {"reachable": True, "open_questions": 1}, Step.ANSWER_QUESTION, DAY),
        ("research", {"open_questions": 1}, Step.WAIT, None),
        ("research", {"reachable": True, "contradictions": 1}, Step.SETTLE, DAY),
        ("onboarding", {"reachable": True}, Step.GET_STARTED, timedelta(0)),
        ("advocacy", {"reachable": True, "may_write": True}, Step.ASK_REVIEW, timedelta(0)),
        ("evaluation", {"reachable": True}, Step.OFFER_CALL, DAY),
        ("evaluation", {"last_words": NOW}, Step.JOIN, timedelta(0)),
        ("evaluation", {"last_words": NOW - DAY}, Step.WAIT, None),
        ("research", {"reachable": True, "may_write": True}, Step.SEND_MATERIAL, 3 * DAY),
        ("research", {"reachable": True}, Step.LEAVE, None),
    ],
)
def test_the_first_line_that_applies(stage: str, at: dict[str, Any], expected: Step, due: timedelta | None) -> None:
    assert step(stage, **at) == (expected, None if due is None else NOW + due)


def test_it_is_due_when_people_are_there() -> None:
    monday = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
    assert step("evaluation", WEEKDAYS, reachable=True) == (Step.OFFER_CALL, monday)
    assert step("research", WEEKDAYS, handler=Handler.WAITING) == (Step.TAKE_OVER, NOW)


def test_a_step_says_what_exactly_in_their_words() -> None:
    at = Situation(BuyingStage.PURCHASE, promise_due=NOW, promised="call them", terms="PO number")
    assert next_step(at, now=NOW, hours=OpeningHours()).about == "call them"
    at = Situation(BuyingStage.PURCHASE, terms="PO number", reachable=True)
    assert next_step(at, now=NOW, hours=OpeningHours()).about == "PO number"


def test_a_promise_is_due_when_it_was_promised_also_out_of_hours() -> None:
    evening = datetime(2026, 11, 21, 20, tzinfo=timezone.utc)
    assert step("evaluation", WEEKDAYS, promise_due=evening, promised="call them") == (Step.KEEP_PROMISE, evening)


@pytest.mark.parametrize(
    ("stage", "at", "expected"),
    [
        ("purchase", {"stranger": "a student"}, Step.NOT_BUYING),
        ("purchase", {"stranger": "the press", "reachable": True}, Step.PASS_ON),
        ("purchase", {"stranger": "the press", "promise_due": NOW}, Step.KEEP_PROMISE),
        ("retention", {"trouble": "it leaks", "terms": "refund", "reachable": True}, Step.SOLVE),
        ("purchase", {"wish": "send me an offer", "terms": "invoice", "reachable": True}, Step.WISH),
        (
            "purchase",
            {"has_ordered": True, "asks_first": True, "wish": "start the trial", "reachable": True},
            Step.WISH,
        ),
        ("evaluation", {"handler": Handler.WAITING, "not_before": NOW + 3 * DAY}, Step.REACH),
        ("retention", {"handler": Handler.WAITING, "not_before": NOW + DAY, "trouble": "it leaks"}, Step.TAKE_OVER),
    ],
)
def test_what_they_said_of_themselves_comes_first(stage: str, at: dict[str, Any], expected: Step) -> None:
    assert step(stage, **at)[0] is expected


def test_nothing_falls_due_before_they_may_be_reached_or_on_a_day_off() -> None:
    at = Situation(
        BuyingStage.EVALUATION, reachable=True, reach="not Mondays", days_off=frozenset({0}), not_before=NOW + 3 * DAY
    )
    found = next_step(at, now=NOW, hours=OpeningHours())
    assert found.due == datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
    assert found.reach == "not Mondays"


def test_what_is_promised_for_weeks_ahead_is_begun_at_once() -> None:
    at = Situation(BuyingStage.PURCHASE, promise_due=NOW + 40 * DAY, last_words=NOW)
    assert next_step(at, now=NOW, hours=OpeningHours()).due == NOW + 2 * DAY
