"""The rep's next step on a lead, when, and why: the first line of a table that applies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from milepost.sales.conversations import BuyingStage, Handler
from milepost.sales.handoffs.opening_hours import is_open, next_opening
from milepost.sales.journey import OpeningHours

# Somebody who wrote within this time is still there.
PRESENT = timedelta(minutes=10)
_AFTER_A_QUOTE = timedelta(days=2)
_CUSTOMER = (BuyingStage.ONBOARDING, BuyingStage.RETENTION, BuyingStage.ADVOCACY)


class Step(str, Enum):
    """What a rep can do next."""

    TAKE_OVER = "take over: a person was promised"
    REPLY = "reply: the visitor wrote last"
    KEEP_PROMISE = "keep what was promised"
    KEEP_REMINDER = "do what you set a reminder for"
    SOLVE = "solve the problem they told of"
    HOLD = "answer what they may leave for"
    CHANGE = "make the change they asked for"
    TERMS = "settle the terms they asked for"
    CLOSE = "confirm the order with them"
    DECIDER = "help them convince who decides"
    OFFER_QUOTE = "offer them a quote or help with the order"
    AWAIT = "wait for their answer to what was written last"
    CHASE_QUOTE = "ask what is still open about the quote"
    ANSWER_QUESTION = "answer what the bot could not"
    SETTLE = "ask which of the two values holds"
    OFFER_CALL = "offer a call or a demo"
    OFFER_HELP = "offer help in writing"
    SEND_MATERIAL = "send what helps them compare"
    JOIN = "join the chat while they are there"
    GET_STARTED = "help them get started"
    ASK_REVIEW = "thank them and ask for a review"
    WAIT = "wait: there is no way to reach them; the bot asks when they return"
    LEAVE = "nothing: the bot takes care of it"
    CLOSED = "nothing: it is closed"
    NOT_BUYING = "nothing to do: not a buyer"
    PASS_ON = "not a buyer: answer, or pass on to whoever does"
    REACH = "get in touch when they said"
    WISH = "do what they asked for"


@dataclass(frozen=True)
class Situation:
    """What the table looks at. `has_accepted`: a quote was accepted; `quoted_at`: when a quote that still stands was given;
    `reminder`: when a snooze ended.

    `promised`: what was promised next, and `promise_due` by when. `has_ordered`: they said what they take. `threat`, `change`,
    `terms`, `decider`, `wish`, `trouble` and `question` are their own words that nobody has answered yet; `no_calls`: they want
    none. `asks_first`: they talk to somebody before they decide. `stranger` is who they are where they are no buyer. `reach` are
    their own words of when and how to reach them, `not_before` the time from which that is, and `days_off` the days on which it
    never is. `order` are the words by which they ordered; `promise_sells`: what was promised next is a part of selling.
    """

    stage: BuyingStage
    has_accepted: bool = False
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
    promised: str = ""
    promise_due: datetime | None = None
    has_ordered: bool = False
    threat: str = ""
    change: str = ""
    terms: str = ""
    decider: str = ""
    rep_wrote_last: bool = False
    no_calls: bool = False
    asks_first: bool = False
    stranger: str = ""
    wish: str = ""
    trouble: str = ""
    question: str = ""
    reach: str = ""
    not_before: datetime | None = None
    days_off: frozenset[int] = frozenset()
    order: str = ""
    promise_sells: bool = False


@dataclass(frozen=True)
class NextStep:
    """What to do and by when; no time for what is not the rep's to do. `about`: what exactly, as they put it; `reach`: when and how
    they want to be reached, in their words; `in_writing`: they want no calls."""

    step: Step
    due: datetime | None
    about: str = ""
    reach: str = ""
    in_writing: bool = False


def next_step(situation: Situation, *, now: datetime, hours: OpeningHours) -> NextStep:
    """The first step of the table that applies, due within the company's hours."""
    step = next(step for step, applies in _TABLE if applies(situation, now))
    due = _due(step, situation, now)
    about = next((said for name in _ABOUT.get(step, ()) if (said := getattr(situation, name))), "")
    reach = situation.reach if step in _COMES_TO_THEM and situation.reach != about else ""
    in_writing = situation.no_calls and step in _COMES_TO_THEM and step is not Step.TAKE_OVER
    if due is None or step in _AS_SAID:
        return NextStep(step, due, about, reach, in_writing)
    return NextStep(step, _within(_when_it_suits(due, situation), hours), about, reach, in_writing)


def _when_it_suits(due: datetime, at: Situation) -> datetime:
    """That moment, or the next on which they may be reached."""
    due = max(due, at.not_before) if at.not_before else due
    while due.weekday() in at.days_off and len(at.days_off) < _WEEK:
        due = (due + timedelta(days=1)).replace(hour=9, minute=0)
    return due


def _is_present(at: Situation, now: datetime) -> bool:
    return at.last_words is not None and now - at.last_words <= PRESENT


def _is_later(at: Situation, now: datetime) -> bool:
    """Whether they named a later day on which to be reached, so that nobody waits in the chat; trouble waits for no day but one on
    which a call was promised."""
    is_troubled = (at.at_risk or bool(at.trouble)) and at.promise_due is None
    return at.not_before is not None and at.not_before > now + _SOON and not is_troubled


_WEEK = 7
_SOON = timedelta(hours=2)
_FAR = timedelta(days=7)
_AS_SAID = (Step.TAKE_OVER, Step.REPLY, Step.JOIN, Step.KEEP_PROMISE)
_COMES_TO_THEM = tuple(
    step
    for step in Step
    if step not in (Step.CLOSED, Step.LEAVE, Step.WAIT, Step.NOT_BUYING, Step.REPLY, Step.JOIN, Step.PASS_ON)
)
_ABOUT = {
    Step.TAKE_OVER: ("trouble", "threat", "wish"),
    Step.KEEP_PROMISE: ("promised",),
    Step.REACH: ("reach",),
    Step.SOLVE: ("trouble",),
    Step.HOLD: ("threat",),
    Step.CHANGE: ("change",),
    Step.CLOSE: ("order",),
    Step.TERMS: ("terms",),
    Step.DECIDER: ("decider",),
    Step.WISH: ("wish",),
    Step.ANSWER_QUESTION: ("question",),
    Step.NOT_BUYING: ("stranger",),
    Step.PASS_ON: ("stranger",),
}


def _has_ordered(at: Situation) -> bool:
    return at.has_ordered and at.stage is BuyingStage.PURCHASE and not at.asks_first


def _sells_not(at: Situation) -> bool:
    """Whether nothing is to be sold for now: to no buyer, and to nobody whose trouble is not over."""
    return bool(at.stranger) or at.at_risk or bool(at.trouble)


_TABLE: tuple[tuple[Step, Callable[[Situation, datetime], bool]], ...] = (
    (Step.TAKE_OVER, lambda at, now: at.handler is Handler.WAITING and not _is_later(at, now)),
    (Step.REPLY, lambda at, now: at.handler is Handler.REP and at.visitor_wrote_last),
    (Step.CLOSED, lambda at, now: at.is_closed),
    (Step.KEEP_REMINDER, lambda at, now: at.reminder is not None and at.reminder <= now),
    (Step.KEEP_PROMISE, lambda at, now: at.promise_due is not None and not (at.promise_sells and _sells_not(at))),
    (Step.REACH, lambda at, now: at.handler is Handler.WAITING),
    (Step.PASS_ON, lambda at, now: bool(at.stranger) and at.reachable),
    (Step.NOT_BUYING, lambda at, now: bool(at.stranger)),
    (Step.SOLVE, lambda at, now: at.at_risk or bool(at.trouble)),
    (Step.HOLD, lambda at, now: bool(at.threat)),
    (Step.CHANGE, lambda at, now: bool(at.change)),
    (Step.CLOSE, lambda at, now: (at.has_accepted or _has_ordered(at)) and at.reachable),
    (Step.WISH, lambda at, now: bool(at.wish) and at.reachable and not at.rep_wrote_last),
    (Step.TERMS, lambda at, now: bool(at.terms) and at.reachable),
    (Step.AWAIT, lambda at, now: at.rep_wrote_last and at.quoted_at is None),
    (Step.DECIDER, lambda at, now: bool(at.decider) and at.quoted_at is not None and at.reachable),
    (Step.CHASE_QUOTE, lambda at, now: at.quoted_at is not None and at.reachable),
    (Step.ANSWER_QUESTION, lambda at, now: at.open_questions > 0 and (at.reachable or _is_present(at, now))),
    (Step.SETTLE, lambda at, now: at.contradictions > 0 and (at.reachable or _is_present(at, now))),
    (Step.GET_STARTED, lambda at, now: at.stage is BuyingStage.ONBOARDING and at.reachable),
    (Step.ASK_REVIEW, lambda at, now: at.stage is BuyingStage.ADVOCACY and at.may_write),
    (Step.OFFER_QUOTE, lambda at, now: at.stage is BuyingStage.PURCHASE and at.reachable),
    (Step.OFFER_HELP, lambda at, now: at.stage is BuyingStage.EVALUATION and at.reachable and at.no_calls),
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
    said = at.last_words or now
    if step is Step.KEEP_PROMISE and at.promise_due:  # what is due in weeks is nothing to begin on the last evening
        return min(at.promise_due, said + _AFTER_A_QUOTE) if at.promise_due > said + _FAR else at.promise_due
    if step in (Step.CHASE_QUOTE, Step.DECIDER) and at.quoted_at:
        wanted = at.quoted_at + _AFTER_A_QUOTE
        last = at.quote_ends - day if at.quote_ends else wanted
        return max(now, min(wanted, last))
    if step in (Step.CLOSED, Step.WAIT, Step.LEAVE, Step.NOT_BUYING):
        return None
    after = {Step.ANSWER_QUESTION: day, Step.SETTLE: day, Step.OFFER_CALL: day, Step.SEND_MATERIAL: 3 * day}
    after |= {Step.OFFER_HELP: day, Step.OFFER_QUOTE: day, Step.TERMS: day, Step.CHANGE: day, Step.AWAIT: 3 * day}
    after |= {Step.WISH: day, Step.PASS_ON: day}
    return max(now, said + after.get(step, timedelta(0)))


def _within(due: datetime, hours: OpeningHours) -> datetime:
    """That moment if people answer then, else when they next begin to."""
    return due if is_open(hours, due) else next_opening(hours, due) or due
