"""Qualification as four tables over the same findings: BANT, CHAMP, MEDDICC and SPICED. No criterion has logic of its own.

Sources: BANT (IBM's opportunity identification), CHAMP (InsightSquared), MEDDICC (from MEDDIC, Dunkel and Napoli at PTC),
SPICED (Winning by Design).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from milepost.sales.notes.findings import (
    ASKED,
    CONTRADICTED,
    INFERRED,
    NOT_ASKED,
    REFUSED,
    SAID,
    Finding,
)

# What a criterion is read from: kinds of need, and what else a conversation shows (`GROUPS` below are shared lists).
_PAIN = ("use_case", "complaint", "current_solution")
_SITUATION = ("company", "industry", "team_size", "current_solution")
_CRITERIA = ("must_have_features", "attribute")
_MONEY = ("budget", "quote")
_DECISION = ("decider", "company")

FRAMEWORKS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = MappingProxyType(
    {
        "BANT": (
            ("Budget", _MONEY),
            ("Authority", _DECISION),
            ("Need", ("use_case", *_CRITERIA)),
            ("Timeline", ("timeline",)),
        ),
        "CHAMP": (
            ("Challenges", _PAIN),
            ("Authority", _DECISION),
            ("Money", _MONEY),
            ("Prioritization", ("timeline", "must_have_features")),
        ),
        "MEDDICC": (
            ("Metrics", ("team_size", "figure")),
            ("Economic buyer", ("decider",)),
            ("Decision criteria", _CRITERIA),
            ("Decision process", ("decider", "timeline", "handoff")),
            ("Identified pain", _PAIN),
            ("Champion", ("contact_name",)),
            ("Competition", ("competitor", "current_solution")),
        ),
        "SPICED": (
            ("Situation", _SITUATION),
            ("Pain", ("use_case", "complaint", "objection")),
            ("Impact", ("figure", "team_size")),
            ("Critical event", ("timeline",)),
            ("Decision", ("decider", *_CRITERIA)),
        ),
    }
)
# The best that is known of a criterion stands for it.
_RANK = (SAID, CONTRADICTED, INFERRED, REFUSED, ASKED, NOT_ASKED)
_KNOWN = (SAID, CONTRADICTED, INFERRED)


@dataclass(frozen=True)
class Criterion:
    """One line of a framework: what is known of it, and how; no findings where nothing is."""

    name: str
    findings: tuple[Finding, ...]
    status: str

    @property
    def is_met(self) -> bool:
        """Whether anything is known of it."""
        return self.status in _KNOWN


@dataclass(frozen=True)
class Qualification:
    """One framework filled in."""

    name: str
    criteria: tuple[Criterion, ...]

    @property
    def met(self) -> int:
        """Of how many criteria something is known."""
        return sum(criterion.is_met for criterion in self.criteria)


def qualify(known: Mapping[str, Sequence[Finding]]) -> tuple[Qualification, ...]:
    """Every framework over the same findings, by their names (`FRAMEWORKS`)."""
    return tuple(
        Qualification(name, tuple(_criterion(label, sources, known) for label, sources in criteria))
        for name, criteria in FRAMEWORKS.items()
    )


def _criterion(label: str, sources: Sequence[str], known: Mapping[str, Sequence[Finding]]) -> Criterion:
    found = [finding for source in sources for finding in known.get(source, ())]
    status = min((finding.status for finding in found), key=_RANK.index, default=NOT_ASKED)
    told = [finding for finding in found if finding.status in _KNOWN]
    return Criterion(label, tuple(told or found), status)
