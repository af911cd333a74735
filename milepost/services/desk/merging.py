"""Merging two visitors who are one: suggested by the same address or number, done by a person, undone by a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from milepost.errors import NotAllowed
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.desk.merges import DECLINED, MERGED, UNDONE, Likeness, Merge
from milepost.store.records.lead_cards import LeadLine
from milepost.store.records.users import User


def merge(store: Store, conversation: str, other: str, user: User, *, now: datetime) -> None:
    """Put the other's visitor's conversations to this one's visitor; nothing is deleted.

    The kept lead stands as the two of them do together: won if either is, with its reason and what it came to, else open if
    either is. What that changes is kept with the merge, so that it can be undone. Raises NotAllowed unless the same address
    or number was given in both.
    """
    likeness = _likeness(store, conversation, other)
    kept, joined = store.conversations.find(conversation), store.conversations.find(other)
    assert kept is not None
    assert joined is not None
    changed = _settle(store, conversation, joined.visitor, now=now)
    for each in store.conversations.of_visitor(joined.visitor):
        if not store.merges.set_visitor(each.id, kept.visitor, before=joined.visitor):
            raise NotAllowed("somebody has just merged them; look again")
        store.merges.add(
            Merge(
                new_id(), conversation, each.id, MERGED, likeness.by_what, joined.visitor, user.id, now, None, changed
            )
        )


def undo(store: Store, merge_id: str, *, now: datetime) -> Merge:
    """Give every conversation of that merge back to the visitor that it was of.

    Raises NotAllowed if it is not in force, or if a later merge took the same conversation further: that one comes first.
    """
    found = store.merges.find(merge_id)
    if found is None or found.state != MERGED:
        raise NotAllowed("this merge is not in force")
    together = [
        each
        for each in store.merges.of(found.conversation)
        if (each.conversation, each.state, each.before, each.at) == (found.conversation, MERGED, found.before, found.at)
    ]
    if any(_went_further(store, each) for each in together):
        raise NotAllowed("undo the later merge of this conversation first")
    kept = store.conversations.find(found.conversation)
    for each in together:
        if kept is None or not store.merges.end(each.id, UNDONE, now=now):
            raise NotAllowed("this merge is not in force")
        store.merges.set_visitor(each.other, each.before, before=kept.visitor)
    _unsettle(store, found, now=now)
    return found


_SETTLED = ("status", "reason", "closed_at", "value", "currency", "value_by", "value_at", "assigned_to")
_FIRMNESS = ("lost", "open", "won")


def _settle(store: Store, conversation: str, visitor: str, *, now: datetime) -> dict[str, Any] | None:
    """Let the kept lead stand as it does together with the other visitor's; what that changed, before and after."""
    mine = store.leads.line(conversation)
    lines = (store.leads.line(each.id) for each in store.conversations.of_visitor(visitor))
    theirs = [line for line in lines if line is not None]
    if mine is None or not theirs:
        return None
    after = {name: getattr(mine, name) for name in _SETTLED}
    firmest = max(theirs, key=lambda line: _FIRMNESS.index(line.status))
    if _FIRMNESS.index(firmest.status) > _FIRMNESS.index(mine.status):
        after |= {name: getattr(firmest, name) for name in ("status", "reason", "closed_at")}
    after |= _worth(mine, theirs, firmest)
    after["assigned_to"] = mine.assigned_to or next((line.assigned_to for line in theirs if line.assigned_to), None)
    before = {name: getattr(mine, name) for name in _SETTLED}
    changed = {name: [before[name], after[name]] for name in _SETTLED if before[name] != after[name]}
    if changed:
        store.leads.settle(conversation, {name: pair[1] for name, pair in changed.items()}, now=now)
    return changed or None


def _worth(mine: LeadLine, theirs: Sequence[LeadLine], firmest: LeadLine) -> dict[str, Any]:
    """What the two together are worth: deals that were won are added up, else the one that was won, else what is known."""
    if mine.status == "won":
        sums = [line for line in theirs if line.status == "won" and line.value is not None]
        value, currency = mine.value, mine.currency
        for line in sums:
            if currency in (None, line.currency):
                value, currency = (value or Decimal(0)) + (line.value or Decimal(0)), line.currency
        return {"value": value, "currency": currency}
    known = [line for line in theirs if line.value is not None]
    source = firmest if firmest.status == "won" and firmest.value is not None else next(iter(known), None)
    if source is None or (mine.value is not None and source.status != "won"):
        return {}
    return {name: getattr(source, name) for name in ("value", "currency", "value_by", "value_at")}


def _unsettle(store: Store, undone: Merge, *, now: datetime) -> None:
    """Put back what the merge changed of the kept lead, unless somebody has changed it since."""
    line = store.leads.line(undone.conversation)
    changed = {
        name: [_moment(each) for each in pair] if name in ("closed_at", "value_at") else pair
        for name, pair in (undone.lead_before or {}).items()
    }
    if line is None or any(getattr(line, name) != pair[1] for name, pair in changed.items()):
        return
    if changed:
        store.leads.settle(undone.conversation, {name: pair[0] for name, pair in changed.items()}, now=now)


def _moment(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _went_further(store: Store, merge_made: Merge) -> bool:
    later = (each for each in store.merges.of(merge_made.other) if each.other == merge_made.other)
    return any(each.state == MERGED and each.at > merge_made.at for each in later)


def decline(store: Store, conversation: str, other: str, user: User, *, now: datetime) -> None:
    """Keep that these are two people, so that it is not suggested again. Raises NotAllowed as `merge` does."""
    likeness = _likeness(store, conversation, other)
    row = store.conversations.find(other)
    assert row is not None
    store.merges.add(Merge(new_id(), conversation, other, DECLINED, likeness.by_what, row.visitor, user.id, now, now))


def _likeness(store: Store, conversation: str, other: str) -> Likeness:
    found = next((each for each in store.merges.suggestions(conversation) if each.conversation == other), None)
    if found is None:
        raise NotAllowed("these two have no address or number in common")
    return found
