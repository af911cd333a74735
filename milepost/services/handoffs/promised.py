"""Promises kept in mind: what a visitor's message wishes, what a rep's words put in prospect, and the deeds that end them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from milepost.dialogue.acts import ActKind
from milepost.dialogue.deal.lines import clauses_read
from milepost.dialogue.deal.ways import CALL as BY_PHONE
from milepost.dialogue.deal.ways import unwanted_ways
from milepost.dialogue.deal.wishes import Wish, promises_of, wishes_of
from milepost.errors import NotAllowed
from milepost.sales.catalogue import Catalogue
from milepost.sales.handoffs.promised import ENDED_BY, Deed, Kind, MadeBy, due_for, told_promise
from milepost.sales.handoffs.promises import zone_of
from milepost.services import consents
from milepost.services.handoffs import due as due_notices
from milepost.services.handoffs.meetings import zone_for
from milepost.services.turns import Turn
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.handoffs.promises import DROPPED, KEPT, OPEN, PromiseRow
from milepost.store.records.users import User

LONGEST = 300
"""Characters of a promise that is written in by hand."""

# A second wish of these kinds takes the place of the first; of the others the first, which waits longer, stays.
_MOVED = (Kind.CALL, Kind.MEETING)
_FIRST_STAYS = (Kind.REFUND, Kind.ANSWER)
# Acts whose answer is what is wished: a price, a quote of ours.
_PRICES = (ActKind.REQUEST_QUOTE, ActKind.ASK_PRICE)


def wishes(turn: Turn) -> tuple[Wish, ...]:
    """What the message of a turn wishes of a person, on the visitor's clock; nothing of a button that was pressed.

    A call is no wish of who wants none; a price that the turn itself quotes need not be sent by anybody.
    """
    if turn.parse.get("is_pressed"):
        return ()
    zone, _ = zone_for(turn.store, turn.catalogue, turn.conversation)
    clauses = clauses_read(turn.parse) if turn.parse.get("clauses") else None
    found = wishes_of(turn.text, turn.now.astimezone(zone), clauses)
    if BY_PHONE in unwanted_ways(turn.text, clauses):
        found = tuple(wish for wish in found if wish.kind is not Kind.CALL)
    if turn.does(*_PRICES):
        found = tuple(wish for wish in found if wish.kind is not Kind.SEND)
    return found


def keep(turn: Turn) -> tuple[PromiseRow, ...]:
    """Keeps what a turn's message wishes and how its writer wants to be reached; the promises that are new."""
    conversation, store = turn.conversation, turn.store
    clauses = clauses_read(turn.parse) if turn.parse.get("clauses") else None
    unwanted = unwanted_ways(turn.text, clauses) if not turn.parse.get("is_pressed") else ()
    consents.leave_alone(turn, unwanted)
    if BY_PHONE in unwanted:
        _end(store, store.promises.open_of(conversation.id, [Kind.CALL.value]), DROPPED, "they want no calls", turn.now)
    found = wishes(turn)
    if any(wish.kind is Kind.CALL for wish in found) and BY_PHONE in conversation.do_not_contact:
        conversation.do_not_contact.remove(BY_PHONE)
    holder = store.handoffs.open_of(conversation.id)
    owner = holder.claimed_by if holder else None
    kept = (_keep_wish(turn, wish, owner) for wish in found if not _is_done(turn, wish))
    return tuple(row for row in kept if row is not None)


def _is_done(turn: Turn, wish: Wish) -> bool:
    """Whether the turn itself did what was wished: a quote went out."""
    return wish.kind is Kind.SEND and Deed.SENT_QUOTE in turn.deeds


def _keep_wish(turn: Turn, wish: Wish, owner: str | None) -> PromiseRow | None:
    before = turn.store.promises.open_of(turn.conversation.id, [wish.kind.value])
    theirs = [row for row in before if row.made_by == MadeBy.VISITOR.value]
    if theirs and wish.kind in _FIRST_STAYS:
        return None
    if theirs and wish.kind in _MOVED:
        _end(turn.store, theirs, DROPPED, "another time was wished", turn.now)
    elif any(row.words == wish.words for row in theirs):
        return None
    return _add(
        *(turn.store, turn.catalogue, turn.conversation.id, wish, MadeBy.VISITOR),
        message=turn.message_id,
        owner=owner,
        now=turn.now,
    )


def keep_of_rep(
    store: Store, catalogue: Catalogue, conversation: str, user: User, text: str, *, message: str, now: datetime
) -> tuple[PromiseRow, ...]:
    """Keeps what a rep's own words promise: theirs from then on, in place of the visitor's wish for the same."""
    zone, _ = zone_of(catalogue.journey.opening_hours.timezone)
    rows = []
    for wish in promises_of(text, now.astimezone(zone)):
        wished = store.promises.open_of(conversation, [wish.kind.value])
        when = max((row.due for row in wished if row.when_words), default=None) if wish.when is None else None
        _end(store, wished, DROPPED, f"taken up by {user.name}", now)
        made = (store, catalogue, conversation, wish, MadeBy.REP)
        rows.append(_add(*made, message=message, owner=user.id, now=now, due=when))
    return tuple(rows)


@dataclass(frozen=True)
class Entered:
    """A promise as a rep writes it in: what kind, what exactly, by when, and the id of whose it is ("": nobody's yet)."""

    kind: str
    text: str
    due: datetime
    owner: str = ""


def write_in(
    store: Store, catalogue: Catalogue, conversation: str, user: User, wanted: Entered, *, now: datetime
) -> PromiseRow:
    """Keeps a promise that was made outside of the chat, on a rep's word: the words stand in an internal note of theirs.

    Raises NotAllowed, with what to write.
    """
    text = " ".join(wanted.text.split())[:LONGEST]
    owner = store.users.find(wanted.owner) if wanted.owner else None
    if not store.leads.exists(conversation):
        raise NotAllowed("there is no lead yet")
    if wanted.kind not in [kind.value for kind in Kind]:
        raise NotAllowed("choose what is to be done")
    if not text:
        raise NotAllowed("write what was promised")
    if wanted.due <= now:
        raise NotAllowed("that time is over already")
    if wanted.owner and (owner is None or owner.disabled):
        raise NotAllowed("there is no such colleague, or they cannot sign in any more")
    zone, _ = zone_of(catalogue.company.timezone)
    told = told_promise(wanted.kind, text, wanted.due.astimezone(zone))
    note = store.leads.add_note(conversation, user.id, f"Promised: {told}", now=now)
    row = PromiseRow(
        id=new_id(),
        conversation=conversation,
        kind=wanted.kind,
        words=text,
        when_words="",
        made_by=MadeBy.REP.value,
        message=note,
        owner=owner.id if owner else None,
        due=wanted.due,
        state=OPEN,
        ending="",
        created_at=now,
        ended_at=None,
    )
    store.promises.add(row)
    due_notices.plan(store, row, now=now)
    return row


def done(store: Store, conversation: str, deed: Deed, *, now: datetime) -> None:
    """Ends the promises that a deed keeps. A mere reply keeps no rep's own word."""
    rows = store.promises.open_of(conversation, [kind.value for kind in ENDED_BY[deed]])
    if deed is Deed.REPLIED:
        rows = tuple(row for row in rows if row.made_by == MadeBy.VISITOR.value)
    _end(store, rows, KEPT, deed.value, now)


def close(store: Store, conversation: str, promise: str, user: User, *, kept: bool, now: datetime) -> None:
    """Ends a promise by hand. Raises NotAllowed where that conversation has no such promise."""
    row = store.promises.find(promise)
    if row is None or row.conversation != conversation:
        raise NotAllowed("there is no such promise")
    _end(store, [row], KEPT if kept else DROPPED, f"{'done' if kept else 'not needed'}, says {user.name}", now)


def _add(
    store: Store,
    catalogue: Catalogue,
    conversation: str,
    wish: Wish,
    by: MadeBy,
    *,
    message: str,
    owner: str | None,
    now: datetime,
    due: datetime | None = None,
) -> PromiseRow:
    said = wish.when.due if wish.when else due
    due = due_for(wish.kind, said, now=now, hours=catalogue.journey.opening_hours, by=by)
    words = wish.when.words if wish.when else ""
    row = PromiseRow(
        *(
            new_id(),
            conversation,
            wish.kind.value,
            wish.words,
            words,
            by.value,
            message,
            owner,
            due,
            OPEN,
            "",
            now,
            None,
        )
    )
    store.promises.add(row)
    due_notices.plan(store, row, now=now)
    return row


def _end(store: Store, rows: Iterable[PromiseRow], state: str, ending: str, now: datetime) -> None:
    store.promises.end([row.id for row in rows], state=state, ending=ending, now=now)
