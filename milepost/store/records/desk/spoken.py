"""What was said in conversations, as it is remembered and read: kept at hand while nothing more is said, since pages of leads
ask for the same at every look."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.dialogue.deal.lines import Line, line_of
from milepost.sales.conversations import Conversation, Handler
from milepost.store.records.memories import read_memory
from milepost.store.tables import conversations, messages

# Of the leads looked at last: some 30 kB each.
KEPT = 1_000


@dataclass(frozen=True, eq=False)
class Spoken:
    """`lines` are the visitor's messages as they were read, oldest first, and `answered` the ids of those after which a rep wrote.
    The same object for as long as a conversation is as it was: what is worked out from one may be kept beside it."""

    memory: Conversation
    lines: tuple[Line, ...] = ()
    answered: frozenset[str] = frozenset()


# A state: the version of the memory, the number of the last message, who answers, and when the conversation and the lead changed
# last: by these two no state of a transaction that came to nothing is taken for a later one.
State = tuple[int, int, str, datetime, datetime | None]
_Kept = OrderedDict[str, tuple[State, Spoken]]
_kept: WeakKeyDictionary[Any, _Kept] = WeakKeyDictionary()
_lock = Lock()


def read_spoken(connection: Connection, states: dict[str, State]) -> dict[str, Spoken]:
    """By conversation, what was said up to these states."""
    with _lock:
        kept = _kept.setdefault(connection.engine, OrderedDict())
        found = {each: kept[each][1] for each, state in states.items() if each in kept and kept[each][0] == state}
        for each in found:
            kept.move_to_end(each)
    missing = [each for each in states if each not in found]
    if missing:
        new = _read(connection, missing)
        with _lock:
            for each, spoken in new.items():
                kept[each] = (states[each], spoken)
            while len(kept) > KEPT:
                kept.popitem(last=False)
        found.update(new)
    return found


def forget() -> None:
    """Drop what was kept: a visitor who is erased leaves no words behind in this process."""
    with _lock:
        _kept.clear()


def _read(connection: Connection, ids: Collection[str]) -> dict[str, Spoken]:
    each = conversations.c
    rows = connection.execute(sa.select(each.id, each.memory, each.handler).where(each.id.in_(ids)))
    said = _said(connection, ids)
    found = {}
    for row in rows:
        memory = read_memory(row.memory)
        memory.handler = Handler(row.handler)
        found[row.id] = Spoken(memory, *_lines(said.get(row.id, ())))
    return found


def _said(connection: Connection, ids: Collection[str]) -> dict[str, list[Any]]:
    """By conversation, what visitor and reps wrote, oldest first; of a rep no more than that it was written."""
    each = messages.c
    text = sa.case((each.author == "visitor", each.text), else_="")
    query = sa.select(each.conversation, each.id, each.author, text.label("text"), each.reading)
    query = query.where(each.conversation.in_(ids), each.author.in_(("visitor", "rep")))
    found: dict[str, list[Any]] = {}
    for row in connection.execute(query.order_by(each.conversation, each.seq)):
        found.setdefault(row.conversation, []).append(row)
    return found


def _lines(rows: Sequence[Any]) -> tuple[tuple[Line, ...], frozenset[str]]:
    """The visitor's messages, and the ids of those that a rep wrote after."""
    last = max((place for place, row in enumerate(rows) if row.author == "rep"), default=0)
    answered = frozenset(row.id for row in rows[:last] if row.author == "visitor")
    return tuple(line_of(row.id, row.text, row.reading) for row in rows if row.author == "visitor"), answered
