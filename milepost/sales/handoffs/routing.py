"""Who is asked to join: the owner's criteria in their order, then whoever has least to do, then round the table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from types import MappingProxyType

from milepost.sales.handoffs.policy import HandOverReason

CRITERIA = ("language", "skill", "product")
SKILLS = MappingProxyType(
    {
        HandOverReason.BEYOND_LIST_PRICE.value: "contracts",
        HandOverReason.CUSTOMER_AT_RISK.value: "customers",
        HandOverReason.LEGAL.value: "security",
    }
)
"""What a rep has to be good at, by the reason of the hand-over; other reasons ask for nothing special."""

_NEVER = datetime.min.replace(tzinfo=timezone.utc)


@dataclass(frozen=True)
class Wanted:
    """What the visitor needs of a rep: their language, a skill and products (ids); "" and empty: anything."""

    language: str = ""
    skill: str = ""
    products: tuple[str, ...] = ()


@dataclass(frozen=True)
class OnDuty:
    """A rep who is there. `holds` counts the conversations that they have; `asked_at`: when they were asked last."""

    id: str
    name: str
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    holds: int = 0
    asked_at: datetime | None = None


def route(
    wanted: Wanted, on_duty: Sequence[OnDuty], *, by: Sequence[str] = CRITERIA, passed: Collection[str] = ()
) -> OnDuty | None:
    """The rep to ask next; None where nobody is there who was not asked already (`passed`).

    A criterion prefers, it does not shut out: where nobody on duty speaks the language, somebody who does not is better
    than nobody.
    """
    left = [rep for rep in on_duty if rep.id not in passed]
    for criterion in by:
        left = [rep for rep in left if _fits(rep, wanted, criterion)] or left
    return min(left, key=lambda rep: (rep.holds, rep.asked_at or _NEVER, rep.name, rep.id), default=None)


def _fits(rep: OnDuty, wanted: Wanted, criterion: str) -> bool:
    if criterion == "language":
        return not wanted.language or wanted.language in rep.languages
    if criterion == "skill":
        return not wanted.skill or wanted.skill in rep.skills
    return not wanted.products or bool(set(wanted.products) & set(rep.products))
