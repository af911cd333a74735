"""Merging two visitors who are one: suggested by the same address or number, done by a person, undone by a person."""

from __future__ import annotations

from datetime import datetime

from milepost.errors import NotAllowed
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.desk.merges import DECLINED, MERGED, UNDONE, Likeness, Merge
from milepost.store.records.users import User


def merge(store: Store, conversation: str, other: str, user: User, *, now: datetime) -> None:
    """Put the other's visitor's conversations to this one's visitor; nothing is overwritten or deleted.

    Raises NotAllowed unless the same address or number was given in both.
    """
    likeness = _likeness(store, conversation, other)
    kept, joined = store.conversations.find(conversation), store.conversations.find(other)
    assert kept is not None
    assert joined is not None
    for each in store.conversations.of_visitor(joined.visitor):
        if not store.merges.set_visitor(each.id, kept.visitor, before=joined.visitor):
            raise NotAllowed("somebody has just merged them; look again")
        store.merges.add(
            Merge(new_id(), conversation, each.id, MERGED, likeness.by_what, joined.visitor, user.id, now, None)
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
    return found


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
