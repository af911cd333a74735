"""What people did with a lead and may do now: owner, reminder, labels, merges, and what is known from earlier talks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from milepost.store.records.desk.corrections import Accuracy, Correction
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
class Desk:
    """The part of the card that is about the company's own work on it."""

    owner: str | None
    assignable: Sequence[User]
    manages: bool
    intents: Mapping[str, str]
    labels: Mapping[tuple[str, str, str], Correction]
    accuracy: Mapping[str, Accuracy]
    likenesses: Sequence[Likeness]
    merges: Sequence[Merge]
    earlier_facts: Sequence[EarlierFact]


def desk_of(visit: Visit) -> Desk:
    """Everything of it for the lead that the visit is about. Labels by kind, message and need."""
    store, manages = visit.store, visit.role >= Role.MANAGER
    people = [user for user in store.users.list() if not user.disabled]
    return Desk(
        owner=store.leads.owner_of(visit.lead),
        assignable=[user for user in people if manages or user.id == visit.user.id],
        manages=manages,
        intents=store.trackers.intents(visit.lead),
        labels={(each.kind, each.message, each.need): each for each in store.corrections.of(visit.lead)},
        accuracy={each.kind: each for each in store.corrections.accuracy()},
        likenesses=store.merges.suggestions(visit.lead),
        merges=[each for each in store.merges.of(visit.lead) if each.state == MERGED],
        earlier_facts=_earlier(visit),
    )


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
