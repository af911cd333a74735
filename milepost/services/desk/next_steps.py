"""The next step on leads: told for many at once, and its time kept with the lead so that lists can be put in that order."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from milepost.dialogue.acts import ActKind
from milepost.dialogue.deal.clauses import quoted
from milepost.dialogue.deal.heard import Heard, heard
from milepost.dialogue.deal.lines import Line, pairs
from milepost.dialogue.deal.own_words import is_question, open_wish
from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.told import unanswered
from milepost.dialogue.deal.ways import CALL, days_off, reach_from
from milepost.dialogue.deal.worth import orders, wanted_price
from milepost.sales import wording
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import CUSTOMER_STAGES, BuyingStage, Conversation, FactStatus, Touch
from milepost.sales.handoffs.promised import Kind, to_do
from milepost.sales.notes.deal import ASKS_FIRST, THEMSELVES, Told, Topic, no_buyer, of
from milepost.sales.notes.deal import labels as labels_of
from milepost.sales.notes.next_step import PRESENT, NextStep, Situation, next_step
from milepost.sales.notes.own_words import About, about
from milepost.services.jobs import Work
from milepost.store.database import Database, Store
from milepost.store.records.desk.standings import Standing

JOB = "next_steps"
# Few at once, with rests, so that a turn never waits long for SQLite's one pen.
_SOME = 50
_REST_SECONDS = 0.02
_LONGEST_SECONDS = 20.0
_LINES = 2  # of how they want to be reached
BY_HAND = "by_hand"
"""The channel of a lead that a rep wrote in: there is no chat behind it."""
_IN_THE_PAGE = ("web", "chat", "rasa")
_AT_RISK = ("complaint", "cancellation")
# Whoever says this has ordered.
_ORDERS = "want_to_buy"
_OF_A_COMPLAINT, _PLAIN = 0.4, 0.75
_OF_OTHERS = re.compile(
    r"(?:(?:and|but|so|ok|well)\W+)*(?:their|they|the other|my old|our old|his|her)\b", re.IGNORECASE
)
_ASKED_FROM = 3  # words
# Promises that sell: they wait until trouble is over.
_SELLS = (Kind.SEND.value, Kind.MEETING.value)
_SETTLED = (BuyingStage.ONBOARDING, BuyingStage.ADVOCACY)


def next_steps(standings: Mapping[str, Standing], catalogue: Catalogue, *, now: datetime) -> dict[str, NextStep]:
    """By conversation, what a rep can do next and by when."""
    hours = catalogue.journey.opening_hours
    return {
        conversation: next_step(situation_of(standing, catalogue), now=now, hours=hours)
        for conversation, standing in standings.items()
    }


def keep_due(store: Store, conversations: Collection[str], catalogue: Catalogue, *, now: datetime) -> None:
    """Keep when the next step of these leads falls due, as they stand after a change.

    As it will be once the visitor has left: nobody keeps it anew when only time passes.
    """
    standings = store.leads.standings(conversations, now)
    later = now + PRESENT + timedelta(seconds=1)
    for conversation, step in next_steps(standings, catalogue, now=later).items():
        standing = standings[conversation]
        asleep = standing.status == "open" and standing.snoozed_until and standing.snoozed_until > now
        store.deals.set_next_due(conversation, standing.snoozed_until if asleep else step.due)


def plan(database: Database, *, now: datetime) -> None:
    """Have the due times of all open leads kept anew, once a day: what time alone changes, and what an older version left."""
    with database.begin() as store:
        store.jobs.add(JOB, {"after": ""}, idempotency_key=f"{JOB}:{now.date()}", due=now, now=now)


def daily_handler(database: Database, catalogue: Callable[[], Catalogue]) -> Work:
    """What the daily job does: some open leads after the other, each few in a short transaction; the rest in a job after it."""

    async def work(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
        after, until = str(payload["after"]), monotonic() + _LONGEST_SECONDS
        while True:
            with database.begin() as store:
                some = store.leads.open_after(after, limit=_SOME)
                keep_due(store, some, catalogue(), now=now)
                after = some[-1] if some else ""
                if len(some) < _SOME or monotonic() > until:
                    is_over = len(some) < _SOME
                    due = now + timedelta(days=1) if is_over else now
                    key = f"{JOB}:{due.date()}" if is_over else f"{JOB}:{now.date()}:{after}"
                    behind = {"after": "" if is_over else after}
                    store.jobs.add(JOB, behind, idempotency_key=key, due=due, now=now)
                    return
            await asyncio.sleep(_REST_SECONDS)

    return work


def situation_of(standing: Standing, catalogue: Catalogue) -> Situation:
    """What the table of next steps looks at: the same for the card, the list and what is kept with the lead."""
    memory = standing.memory
    reachable = bool(memory.value("email") or memory.value("phone")) or standing.channel not in _IN_THE_PAGE
    known = heard(catalogue, memory, standing.lines)
    wanted = wanted_price(standing.prices, standing.lines)
    has_complained = standing.last_feedback in _AT_RISK and standing.feedback_message not in standing.answered
    return Situation(
        stage=memory.buying_stage,
        handler=memory.handler,
        is_closed=standing.status in ("won", "lost"),
        visitor_wrote_last=standing.last_author == "visitor",
        last_words=standing.last_visitor_at,
        reachable=reachable,
        may_write=reachable and bool(memory.consents.get("follow_up")),
        quoted_at=wanted.created_at if wanted else None,
        quote_ends=wanted.valid_until if wanted else None,
        has_accepted=standing.has_accepted,
        reminder=standing.snoozed_until,
        contradictions=sum(fact.status is FactStatus.CONTRADICTED for fact in known.memory.facts.values()),
        at_risk=memory.buying_stage not in _SETTLED and (has_complained or standing.open_reason == "customer_at_risk"),
        promised=to_do(standing.promised, standing.promised_words) if standing.promised else "",
        promise_due=standing.promise_due,
        has_ordered=_has_ordered(known.memory, standing.lines),
        order=_quoted(ordered) if (ordered := orders(standing.lines)) else "",
        promise_sells=standing.promised in _SELLS,
        rep_wrote_last=standing.last_author == "rep",
        no_calls=CALL in memory.do_not_contact,
        **_in_words(standing, known),
        **_when(standing, known, catalogue),
    )


def _in_words(standing: Standing, known: Heard) -> dict[str, Any]:
    """What they told, asked and wish that nobody of ours has answered yet, in their words."""
    fresh = tuple(each for each in known.told if each.message not in standing.answered)
    lines = tuple(each for each in standing.lines if each.message not in standing.answered)
    is_customer = known.memory.buying_stage in CUSTOMER_STAGES or bool(of(known.told, Topic.HAS))
    deciding = of(known.told, Topic.DECIDES)[-1:]
    questions = [each for each in unanswered(standing.unanswered, pairs(standing.lines)) if _says_what(each.words)]
    stranger, wish, trouble = no_buyer(known.told), open_wish(lines), trouble_of(lines, is_customer=is_customer)
    return {
        "threat": _last(fresh, Topic.THREAT),
        "change": _last(fresh, Topic.ADDS, Topic.LEAVES) if is_customer else "",
        "terms": wording.listing(labels_of(of(fresh, Topic.TERMS))) if of(fresh, Topic.TERMS) else "",
        "decider": _last(tuple(each for each in deciding if each.label != THEMSELVES), Topic.DECIDES),
        "asks_first": any(each.label == ASKS_FIRST for each in deciding),
        "stranger": f"{stranger.label}: {_quoted(stranger.words)}" if stranger else "",
        "wish": _quoted(wish.words) if wish else "",
        "trouble": _quoted(trouble) if trouble else "",
        "open_questions": len(questions),
        "question": _quoted(questions[-1].words) if questions else "",
    }


def trouble_of(lines: Sequence[Line], *, is_customer: bool) -> str:
    """The clause that tells most plainly of something of ours that went wrong, in messages that complain, of a customer's in any
    where that is plain; "" where none does. What others did wrong is none of ours."""
    best, words = 0.0, ""
    for line in lines:
        complains = line.does(ActKind.MAKE_COMPLAINT)
        least = _OF_A_COMPLAINT if complains else _PLAIN
        for clause in line.clauses if complains or is_customer else ():
            chance = clause.chance(Says.TROUBLE, Says.CHASED)
            if chance >= max(least, best) and not _OF_OTHERS.match(clause.words) and not is_question(clause):
                best, words = chance, clause.words
    return quoted(words)


def _when(standing: Standing, known: Heard, catalogue: Catalogue) -> dict[str, Any]:
    """When and how they want to be reached, in their words and as times of the company's clock."""
    lines = [each.words for each in about(known.every, About.REACH)]
    at = standing.last_visitor_at
    if not lines or at is None:
        return {}
    here = at.astimezone(ZoneInfo(catalogue.journey.opening_hours.timezone))
    begins = reach_from(lines, here)
    return {
        "reach": " ".join(map(_quoted, lines[-_LINES:])),
        "not_before": begins.astimezone(at.tzinfo) if begins else None,
        "days_off": days_off(lines),
    }


def _quoted(words: str) -> str:
    return f"\u201c{words}\u201d"


def _last(told: Sequence[Told], *topics: Topic) -> str:
    found = of(told, *topics)
    return _quoted(found[-1].words) if found else ""


def _has_ordered(memory: Conversation, lines: Sequence[Line]) -> bool:
    """Whether they chose something, or their words say that they take it."""
    chosen = any(touch.how is Touch.CHOSEN for touch in memory.touches)
    return chosen or (any(act.get("act") == _ORDERS for act in memory.acts) and bool(orders(lines)))


def _says_what(question: str) -> bool:
    """Whether a question says by itself what it asks: "true?" does not."""
    return len(question.split()) >= _ASKED_FROM
