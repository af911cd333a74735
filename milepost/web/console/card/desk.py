"""What people did with a lead and may do now: owner, reminder, labels, merges, and what is known from earlier talks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from milepost.sales.handoffs.promised import TO_DO
from milepost.store.records.desk.corrections import Accuracy, Correction
from milepost.store.records.desk.deals import Worth
from milepost.store.records.desk.merges import MERGED, Likeness, Merge
from milepost.store.records.lead_cards import FactRow
from milepost.store.records.users import User
from milepost.web.console.access import Role, Visit


@dataclass(frozen=True)
class EarlierFact:
    """A fact from another conversation of the same visitor that this one does not know."""

    conversation: str
    fact: FactRow


@dataclass(frozen=True)
class Chapter:
    """Something that happened in one of a visitor's conversations: it began, a quote, a note, won, lost."""

    at: datetime
    conversation: str
    kind: str
    what: Any


@dataclass(frozen=True)
class Desk:
    """The part of the card that is about the company's own work on it."""

    owner: str | None
    assignable: Sequence[User]
    people: Sequence[User]
    promise_kinds: Mapping[str, str]
    manages: bool
    intents: Mapping[str, str]
    labels: Mapping[tuple[str, str, str], Correction]
    accuracy: Mapping[str, Accuracy]
    likenesses: Sequence[Likeness]
    merges: Sequence[Merge]
    earlier_facts: Sequence[EarlierFact]
    worth: Worth | None
    tags: Sequence[str]
    names: Mapping[str, str]
    story: Sequence[Chapter]


def desk_of(visit: Visit) -> Desk:
    """Everything of it for the lead that the visit is about. Labels by kind, message and need."""
    store, manages = visit.store, visit.role >= Role.MANAGER
    people = [user for user in store.users.list() if not user.disabled]
    return Desk(
        owner=store.leads.owner_of(visit.lead),
        assignable=[user for user in people if manages or user.id == visit.user.id],
        people=people,
        promise_kinds={kind.value: text for kind, text in TO_DO.items()},
        manages=manages,
        intents=store.trackers.intents(visit.lead),
        labels={(each.kind, each.message, each.need): each for each in store.corrections.of(visit.lead)},
        accuracy={each.kind: each for each in store.corrections.accuracy()},
        likenesses=store.merges.suggestions(visit.lead),
        merges=[each for each in store.merges.of(visit.lead) if each.state == MERGED],
        earlier_facts=_earlier(visit),
        worth=store.deals.worth(visit.lead),
        tags=store.deals.tags_of([visit.lead]).get(visit.lead, ()),
        story=_story(visit),
        names={user.id: user.name for user in store.users.list()},
    )


def _story(visit: Visit) -> list[Chapter]:
    """What happened in all conversations of this visitor, in the order in which it happened; nothing where there is but one."""
    store, row = visit.store, visit.store.conversations.find(visit.lead)
    every = store.conversations.of_visitor(row.visitor) if row else ()
    found: list[Chapter] = []
    for each in every if len(every) > 1 else ():
        line = store.leads.line(each.id)
        found.append(Chapter(each.created_at, each.id, "began", each.channel))
        found += [Chapter(q.created_at, each.id, "quoted", (q.total, q.currency)) for q in store.quotes.of(each.id)]
        found += [Chapter(n.created_at, each.id, "noted", n) for n in store.leads.notes_of(each.id)]
        if line is not None and line.closed_at is not None:
            found.append(Chapter(line.closed_at, each.id, line.status, line.reason))
    return sorted(found, key=lambda chapter: chapter.at)


def _earlier(visit: Visit) -> list[EarlierFact]:
    row = visit.store.conversations.find(visit.lead)
    if row is None:
        return []
    known = {fact.need for fact in visit.store.leads.facts_of(visit.lead)}
    found: list[EarlierFact] = []
    for other in visit.store.conversations.of_visitor(row.visitor):
        if other.id == row.id:
            continue
        for fact in visit.store.leads.facts_of(other.id):
            if fact.value is not None and fact.need not in known:
                known.add(fact.need)
                found.append(EarlierFact(other.id, fact))
    return found
