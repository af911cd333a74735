from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from milepost.sales.handoffs.clock import Step, Wait, begins, next_look, steps_due
from milepost.sales.journey import HandoffRules, OpeningHours

RULES = HandoffRules(answer=2, escalate=5, give_up=10)
START = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)


def minute(number: float) -> datetime:
    return START + timedelta(minutes=number)


@pytest.mark.parametrize(
    ("wait", "now", "due"),
    [
        (Wait(minute(0), minute(0)), 1, ()),
        (Wait(minute(0), minute(0)), 2, (Step.ASK,)),
        (Wait(minute(0)), 0, (Step.ASK,)),
        (Wait(minute(0), minute(4)), 5, (Step.ESCALATE,)),
        (Wait(minute(0), minute(2)), 5, (Step.ESCALATE, Step.ASK)),
        (Wait(minute(0), minute(6), is_escalated=True), 7, ()),
        (Wait(minute(0), minute(9), is_escalated=True), 10, (Step.GIVE_UP,)),
        # A server that was down for an hour tells the truth at once and asks nobody first.
        (Wait(minute(0), minute(0)), 60, (Step.GIVE_UP,)),
        (Wait(minute(0), minute(0), is_given_up=True), 60, ()),
        # Asked for out of hours: nothing is due before the opening.
        (Wait(minute(600)), 0, ()),
        (Wait(minute(600)), 600, (Step.ASK,)),
    ],
)
def test_what_is_due(wait: Wait, now: float, due: tuple[Step, ...]) -> None:
    assert steps_due(RULES, wait, minute(now)) == due


@pytest.mark.parametrize(
    ("wait", "now", "looks"),
    [
        (Wait(minute(0), minute(0)), 0, 2),
        (Wait(minute(0), minute(4)), 4, 5),
        (Wait(minute(0), minute(5), is_escalated=True), 5, 7),
        (Wait(minute(0), minute(9), is_escalated=True), 9, 10),
        (Wait(minute(600)), 0, 600),
        (Wait(minute(0), is_given_up=True), 10, None),
    ],
)
def test_when_to_look_again(wait: Wait, now: float, looks: float | None) -> None:
    assert next_look(RULES, wait, minute(now)) == (None if looks is None else minute(looks))


@pytest.mark.parametrize(("asks_at", "gives_up_at"), [((0, 2, 4, 6, 8), 10)])
def test_a_clock_that_nobody_answers_runs_to_its_end(asks_at: tuple[int, ...], gives_up_at: int) -> None:
    wait, now, asked = Wait(START), START, []
    while True:
        steps = steps_due(RULES, wait, now)
        if Step.GIVE_UP in steps:
            break
        if Step.ASK in steps:
            asked.append(now)
        wait = Wait(START, now if Step.ASK in steps else wait.asked_at, wait.is_escalated or Step.ESCALATE in steps)
        following = next_look(RULES, wait, now)
        assert following
        assert following > now, "the clock must not stand still"
        now = following
    assert asked == [minute(number) for number in asks_at]
    assert now == minute(gives_up_at)


def test_the_clock_begins_when_people_come() -> None:
    hours = OpeningHours("Europe/Dublin", {"mon": ("09:00", "17:00")}, ("2026-11-30",))
    assert begins(hours, minute(30)) == minute(30)
    opening = begins(hours, minute(-30))
    assert opening == START
    after = begins(hours, minute(60 * 24))
    assert after
    assert after.date().isoformat() == "2026-12-07", "the Monday between is a holiday"
    assert begins(OpeningHours(), minute(0)) == minute(0)
