"""Findings: one thing that is known of a lead, how it is known, and the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SAID, INFERRED, ASKED, REFUSED, CONTRADICTED, NOT_ASKED = (
    "said",
    "inferred",
    "asked",
    "refused",
    "contradicted",
    "not asked",
)


@dataclass(frozen=True)
class Finding:
    """One thing known of a lead. `status` is a fact's status, or "not asked"; `words` and `message` are its evidence."""

    name: str
    text: str
    status: str = SAID
    words: str = ""
    message: str = ""


def by_name(findings: Iterable[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    """Findings by what they are about, in their order."""
    shelves: dict[str, list[Finding]] = {}
    for finding in findings:
        shelves.setdefault(finding.name, []).append(finding)
    return {name: tuple(shelf) for name, shelf in shelves.items()}
