"""Which leads a list shows, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.records.desk.merges import MERGED
from milepost.store.search import conversations_with
from milepost.store.tables import (
    conversations,
    follow_ups,
    gaps,
    handoffs,
    leads,
    merges,
    messages,
    promises,
    tags,
    users,
)

NOBODY = "nobody"
SORTS = ("changed", "due", "value", "owner", "waiting")
OF_CONVERSATION = leads.join(conversations, conversations.c.id == leads.c.conversation)
_LATEST = (leads.c.updated_at.desc(), leads.c.conversation)


@dataclass(frozen=True)
class LeadFilter:
    """Which leads to list; None and empty let everything through.

    `needs_person`: only those that wait for somebody. `owed`: something is owed to them, a person, a reply, an answer, something
    promised. `due_at`: a reminder, a follow-up or a promise falls due by then; `awake_at` leaves out what is put aside beyond
    then, `asleep_at` leaves out the rest. `assigned_to` "nobody": nobody has it. `seen_by`: only what nobody or that user has.
    What was merged into another lead is left out unless `with_merged`. `words`: each must begin a word of the name, e-mail and
    company, of one message, or of one note. `sort` is one of SORTS, `turned` the other way round; what has nothing to sort by
    comes last.
    """

    status: str | None = None
    stage: str | None = None
    handler: str | None = None
    assigned_to: str | None = None
    channel: str | None = None
    needs_person: bool = False
    owed: bool = False
    due_at: datetime | None = None
    awake_at: datetime | None = None
    asleep_at: datetime | None = None
    closed_since: datetime | None = None
    seen_by: str | None = None
    with_merged: bool = False
    words: str = ""
    tag: str = ""
    sort: str = "changed"
    turned: bool = False
    limit: int = 50
    offset: int = 0


def conditions_of(connection: Connection, wanted: LeadFilter) -> list[Any]:
    """The conditions on `leads` joined with `conversations`."""
    pairs = [
        (leads.c.status, wanted.status),
        (leads.c.stage, wanted.stage),
        (conversations.c.handler, wanted.handler),
        (conversations.c.channel, wanted.channel),
    ]
    conditions: list[Any] = [column == value for column, value in pairs if value]
    if wanted.assigned_to:
        nobody = wanted.assigned_to == NOBODY
        conditions.append(leads.c.assigned_to.is_(None) if nobody else leads.c.assigned_to == wanted.assigned_to)
    if wanted.seen_by:
        conditions.append(sa.or_(leads.c.assigned_to.is_(None), leads.c.assigned_to == wanted.seen_by))
    if wanted.needs_person:
        each = conversations.alias()
        waiting = sa.select(each.c.id).where(each.c.handler == "waiting")
        conditions.append(leads.c.conversation.in_(waiting))
    if wanted.owed:
        conditions.append(_owed())
    if wanted.tag:
        conditions.append(leads.c.conversation.in_(sa.select(tags.c.conversation).where(tags.c.tag == wanted.tag)))
    if not wanted.with_merged:
        merged = sa.select(merges.c.other).where(merges.c.state == MERGED)
        conditions.append(leads.c.conversation.not_in(merged))
    if wanted.words.strip():
        conditions.append(leads.c.conversation.in_(conversations_with(connection, wanted.words)))
    return [*conditions, *_by_time(wanted)]


def ids_of(connection: Connection, wanted: LeadFilter) -> list[str]:
    """The leads that a filter lets through, in its order: by index alone, before anything else is read of them."""
    source = OF_CONVERSATION if wanted.handler or wanted.channel else leads
    conditions = conditions_of(connection, wanted)
    found: list[str] = []
    offset, parts = wanted.offset, _parts(connection, wanted)
    for place, part in enumerate(parts):
        joined, having = part.joined(source), [*conditions, *part.having]
        query = sa.select(leads.c.conversation).select_from(joined).where(*having).order_by(*part.order, *_LATEST)
        rows = connection.execute(query.limit(wanted.limit - len(found)).offset(offset)).scalars()
        some = list(rows)
        found += some
        if len(found) >= wanted.limit or place + 1 == len(parts):
            break
        if offset and not some:
            count = sa.select(sa.func.count()).select_from(joined).where(*having)
            offset -= min(offset, int(connection.execute(count).scalar_one()))
        else:
            offset = 0
    return found


@dataclass(frozen=True)
class _Part:
    """A part of an ordered list: which leads, in which order among themselves; the latest change first where that is equal."""

    having: tuple[Any, ...] = ()
    order: tuple[Any, ...] = ()
    with_table: Any = None
    on: Any = None

    def joined(self, source: Any) -> Any:
        """What to read from."""
        return source if self.with_table is None else source.join(self.with_table, self.on)


def _parts(connection: Connection, wanted: LeadFilter) -> list[_Part]:
    """The list in parts that an index can follow; what has nothing to be sorted by comes last."""
    if wanted.sort == "owner":
        order = users.c.name.desc() if wanted.turned else users.c.name
        owners = connection.execute(sa.select(users.c.id).order_by(order, users.c.id)).scalars()
        return [_Part((leads.c.assigned_to == owner,)) for owner in owners] + [_Part((leads.c.assigned_to.is_(None),))]
    if wanted.sort == "waiting":
        return _by_wait(wanted.turned)
    if wanted.sort in _COLUMNS:
        column, is_falling = _COLUMNS[wanted.sort]
        order = column.desc() if is_falling is not wanted.turned else column.asc()
        return [_Part((column.is_not(None),), (order,)), _Part((column.is_(None),))]
    return [_Part(order=(leads.c.updated_at.asc(),) if wanted.turned else ())]


def _by_wait(is_turned: bool) -> list[_Part]:
    """Those who wait for a person, the longest first; then the others."""
    open_ones = (handoffs.c.claimed_by.is_(None), handoffs.c.ended_at.is_(None))
    first = sa.func.min(handoffs.c.requested_at).label("since")
    since = sa.select(handoffs.c.conversation, first).where(*open_ones).group_by(handoffs.c.conversation).subquery()
    waiting = sa.select(handoffs.c.conversation).where(*open_ones)
    order = since.c.since.desc() if is_turned else since.c.since
    return [
        _Part((), (order,), since, since.c.conversation == leads.c.conversation),
        _Part((leads.c.conversation.not_in(waiting),)),
    ]


_COLUMNS = {"due": (leads.c.next_due, False), "value": (leads.c.value, True), "closed": (leads.c.closed_at, True)}


def _by_time(wanted: LeadFilter) -> list[Any]:
    conditions: list[Any] = []
    if wanted.awake_at is not None:
        conditions.append(sa.or_(leads.c.snoozed_until.is_(None), leads.c.snoozed_until <= wanted.awake_at))
    if wanted.asleep_at is not None:
        conditions.append(leads.c.snoozed_until > wanted.asleep_at)
    if wanted.closed_since is not None:
        conditions.append(leads.c.closed_at >= wanted.closed_since)
    if wanted.due_at is not None:
        planned = sa.select(follow_ups.c.conversation).where(
            follow_ups.c.state == "scheduled", follow_ups.c.due <= wanted.due_at
        )
        promised = sa.select(promises.c.conversation).where(promises.c.state == "open", promises.c.due <= wanted.due_at)
        asleep = sa.select(leads.c.conversation).where(leads.c.snoozed_until <= wanted.due_at)
        # Each kind by its own index: a condition that joins them with "or" would walk over all leads.
        conditions.append(leads.c.conversation.in_(sa.union_all(planned, promised, asleep)))
    return conditions


def _owed() -> Any:
    """A person was promised; the visitor wrote last to a rep; a question has no answer yet; a promise is open."""
    each = conversations.alias()
    last_author = (
        sa.select(messages.c.author)
        .where(messages.c.conversation == each.c.id, messages.c.author != "system")
        .order_by(messages.c.seq.desc())
        .limit(1)
        .correlate(each)
        .scalar_subquery()
    )
    # Each kind by its own index: a condition that joins them with "or" would walk over all leads.
    waiting = sa.select(each.c.id).where(each.c.handler == "waiting")
    left = sa.select(each.c.id).where(each.c.handler == "rep", last_author == "visitor")
    asked = sa.select(gaps.c.conversation).where(gaps.c.state == "open", gaps.c.kind == "unanswered")
    promised = sa.select(promises.c.conversation).where(promises.c.state == "open")
    return leads.c.conversation.in_(sa.union_all(waiting, left, asked, promised))
