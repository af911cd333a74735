"""Promises to a visitor: what was wished or put in prospect, by whom, for when, and what ends it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from milepost.sales.handoffs.opening_hours import is_open, next_opening
from milepost.sales.journey import OpeningHours


class Kind(str, Enum):
    """What is to be done. ANSWER: somebody is to get back to them; OTHER: what a rep wrote in."""

    CALL = "call"
    MEETING = "meeting"
    SEND = "send"
    REFUND = "refund"
    ANSWER = "answer"
    OTHER = "other"


TO_DO = {
    Kind.CALL: "call them",
    Kind.MEETING: "agree the time with them",
    Kind.SEND: "send it to them",
    Kind.REFUND: "see to the refund",
    Kind.ANSWER: "get back to them",
    Kind.OTHER: "do what was promised",
}
"""What each kind asks of a rep."""


def to_do(kind: str, words: str) -> str:
    """What a promise asks of a rep; of one that is of no usual kind, its own words."""
    return f"\u201c{words}\u201d" if kind == Kind.OTHER.value else TO_DO[Kind(kind)]


class MadeBy(str, Enum):
    """In whose words a promise stands: the visitor's wish, which the bot has passed on, or a rep's own."""

    VISITOR = "visitor"
    REP = "rep"


class Deed(str, Enum):
    """What a rep does that ends promises."""

    REPLIED = "replied in the chat"
    SENT_PRICE = "sent a price"
    SENT_QUOTE = "the quote went out by e-mail"
    SET_MEETING = "a time was set"
    SETTLED = "answered outside of the chat"


ENDED_BY = {
    Deed.REPLIED: (Kind.ANSWER,),
    Deed.SENT_PRICE: (Kind.SEND,),
    Deed.SENT_QUOTE: (Kind.SEND,),
    Deed.SET_MEETING: (Kind.MEETING,),
    Deed.SETTLED: (Kind.CALL, Kind.ANSWER),
}
"""The kinds of promise that a deed keeps."""

# How long after the words something is due for which no time was said.
_UNSAID = {
    Kind.CALL: timedelta(hours=1),
    Kind.MEETING: timedelta(days=1),
    Kind.SEND: timedelta(days=1),
    Kind.REFUND: timedelta(days=1),
    Kind.ANSWER: timedelta(0),
    Kind.OTHER: timedelta(days=1),
}


def due_for(kind: Kind, said: datetime | None, *, now: datetime, hours: OpeningHours, by: MadeBy) -> datetime:
    """When a promise is due: as was said, else after a usual time within opening hours; a rep's own within a day."""
    if said is not None:
        return said
    wait = timedelta(days=1) if by is MadeBy.REP else _UNSAID[kind]
    begins = now if is_open(hours, now) else next_opening(hours, now) or now
    due = begins + wait
    return due if is_open(hours, due) else next_opening(hours, due) or due


def told_promise(kind: str, words: str, due: datetime) -> str:
    """ "call them by 26 Nov 17:00: “call me tomorrow afternoon”"; `due` on the clock of whoever reads it."""
    by = f"by {due.day} {due:%b %H:%M}"
    if kind == Kind.OTHER.value:
        return f"{to_do(kind, words)} {by}"
    return f"{TO_DO[Kind(kind)]} {by}: \u201c{words}\u201d"
