"""What the clock says of a promised person: who is asked next, when all are told, when the visitor is told the truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from milepost.sales.handoffs.opening_hours import is_open, next_opening
from milepost.sales.journey import HandoffRules, OpeningHours


class Step(str, Enum):
    """What is due. ASK: the next rep. ESCALATE: tell all. GIVE_UP: tell the visitor that nobody came."""

    ASK = "ask"
    ESCALATE = "escalate"
    GIVE_UP = "give_up"


@dataclass(frozen=True)
class Wait:
    """A visitor who waits. `since`: when the clock began to run; `asked_at`: when the last rep was asked."""

    since: datetime
    asked_at: datetime | None = None
    is_escalated: bool = False
    is_given_up: bool = False


def begins(hours: OpeningHours, now: datetime) -> datetime | None:
    """When the clock of a request begins: now, or at the next opening; None where three weeks hold none."""
    return now if is_open(hours, now) else next_opening(hours, now)


def steps_due(rules: HandoffRules, wait: Wait, now: datetime) -> tuple[Step, ...]:
    """What is to be done now, in order. After giving up the request stays open, but nobody is pushed any more."""
    if wait.is_given_up or now < wait.since:
        return ()
    steps = []
    if now >= wait.since + timedelta(minutes=rules.give_up):
        return (Step.GIVE_UP,)
    if not wait.is_escalated and now >= wait.since + timedelta(minutes=rules.escalate):
        steps.append(Step.ESCALATE)
    if wait.asked_at is None or now >= wait.asked_at + timedelta(minutes=rules.answer):
        steps.append(Step.ASK)
    return tuple(steps)


def next_look(rules: HandoffRules, wait: Wait, now: datetime) -> datetime | None:
    """When something may be due next; None once there is nothing more to do by itself."""
    if wait.is_given_up:
        return None
    times = [wait.since, wait.since + timedelta(minutes=rules.give_up)]
    if not wait.is_escalated:
        times.append(wait.since + timedelta(minutes=rules.escalate))
    times.append((wait.asked_at or max(now, wait.since)) + timedelta(minutes=rules.answer))
    return min((moment for moment in times if moment > now), default=None)
