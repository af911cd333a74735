"""The rep's next step on a lead, when, and why: the first line of a table that applies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from milepost.sales.conversations import BuyingStage, Handler
from milepost.sales.journey import OpeningHours
from milepost.sales.opening_hours import is_open, next_opening

# Somebody who wrote within this time is still there.
PRESENT = timedelta(minutes=10)
_AFTER_A_QUOTE = timedelta(days=2)
_CUSTOMER = (BuyingStage.ONBOARDING, BuyingStage.RETENTION, BuyingStage.ADVOCACY)


class Step(str, Enum):
    """What a rep can do next."""

    TAKE_OVER = "take over: a person was promised"
    REPLY = "reply: the visitor wrote last"
    KEEP_REMINDER = "do what you set a reminder for"
    SOLVE = "solve the problem they told of"
    CLOSE = "confirm the order with them"
    CHASE_QUOTE = "ask what is still open about the quote"
    ANSWER_QUESTION = "answer what the bot could not"
    SETTLE = "ask which of the two values holds"
    OFFER_CALL = "offer a call or a demo"
    SEND_MATERIAL = "send what helps them compare"
    JOIN = "join the chat while they are there"
    GET_STARTED = "help them get started"
    ASK_REVIEW = "thank them and ask for a review"
    WAIT = "wait: there is no way to reach them; the bot asks when they return"
    LEAVE = "nothing: the bot takes care of it"
    CLOSED = "nothing: it is closed"


@dataclass(frozen=True)
class Situation:
    """What the table looks at. `quoted_at`: when a quote that still stands was given; `reminder`: when a snooze ended."""

    stage: BuyingStage
    handler: Handler = Handler.BOT
    is_closed: bool = False
    visitor_wrote_last: bool = False
    last_words: datetime | None = None
    reachable: bool = False
    may_write: bool = False
    quoted_at: datetime | None = None
    quote_ends: datetime | None = None
    reminder: datetime | None = None
    open_questions: int = 0
    contradictions: int = 0
    at_risk: bool = False


@dataclass(frozen=True)
class NextStep:
    """What to do and by when; no time for what is not the rep's to do."""

    step: Step
    due: datetime | None


def next_step(situation: Situation, *, now: datetime, hours: OpeningHours) -> NextStep:
    """The first step of the table that applies, due within the company's hours."""
    step = next(step for step, applies in _TABLE if applies(situation, now))
    due = _due(step, situation, now)
    return NextStep(step, _within(due, hours) if due and step not in (Step.TAKE_OVER, Step.REPLY, Step.JOIN) else due)


def _is_present(at: Situation, now: datetime) -> bool:
    return at.last_words is not None and now - at.last_words <= PRESENT


_TABLE: tuple[tuple[Step, Callable[[Situation, datetime], bool]], ...] = (
    (Step.TAKE_OVER, lambda at, now: at.handler is Handler.WAITING),
    (Step.REPLY, lambda at, now: at.handler is Handler.REP and at.visitor_wrote_last),
    (Step.CLOSED, lambda at, now: at.is_closed),
    (Step.KEEP_REMINDER, lambda at, now: at.reminder is not None and at.reminder <= now),
    (Step.SOLVE, lambda at, now: at.at_risk),
    (Step.CLOSE, lambda at, now: at.stage is BuyingStage.PURCHASE and at.reachable),
    (Step.CHASE_QUOTE, lambda at, now: at.quoted_at is not None and at.reachable),
    (Step.ANSWER_QUESTION, lambda at, now: at.open_questions > 0 and (at.reachable or _is_present(at, now))),
    (Step.SETTLE, lambda at, now: at.contradictions > 0 and (at.reachable or _is_present(at, now))),
    (Step.GET_STARTED, lambda at, now: at.stage is BuyingStage.ONBOARDING and at.reachable),
    (Step.ASK_REVIEW, lambda at, now: at.stage is BuyingStage.ADVOCACY and at.may_write),
    (Step.OFFER_CALL, lambda at, now: at.stage is BuyingStage.EVALUATION and at.reachable),
    (
        Step.JOIN,
        lambda at, now: at.stage in (BuyingStage.EVALUATION, BuyingStage.PURCHASE) and _is_present(at, now),
    ),
    (Step.SEND_MATERIAL, lambda at, now: at.stage not in _CUSTOMER and at.may_write),
    (Step.WAIT, lambda at, now: not at.reachable and not _is_present(at, now)),
    (Step.LEAVE, lambda at, now: True),
)


def _due(step: Step, at: Situation, now: datetime) -> datetime | None:
    day = timedelta(days=1)
    if step is Step.CHASE_QUOTE and at.quoted_at:
        wanted = at.quoted_at + _AFTER_A_QUOTE
        last = at.quote_ends - day if at.quote_ends else wanted
        return max(now, min(wanted, last))
    if step in (Step.CLOSED, Step.WAIT, Step.LEAVE):
        return None
    said = at.last_words or now
    after = {Step.ANSWER_QUESTION: day, Step.SETTLE: day, Step.OFFER_CALL: day, Step.SEND_MATERIAL: 3 * day}
    return max(now, said + after.get(step, timedelta(0)))


def _within(due: datetime, hours: OpeningHours) -> datetime:
    """That moment if people answer then, else when they next begin to."""
    return due if is_open(hours, due) else next_opening(hours, due) or due
