"""What the table tests of needs share: a reader without attribute needs, and the check of one row."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from milepost.nlu.evaluation.needs import SLOTS, is_same
from milepost.nlu.need_values.extraction import NeedReader
from milepost.sales.catalogue import Catalogue
from tests.catalogues import small_catalogue

BUILT_IN = (
    "team_size",
    "budget",
    "timeline",
    "industry",
    "use_case",
    "must_have_features",
    "current_solution",
    "company",
)


@lru_cache(maxsize=1)
def plain_reader() -> NeedReader:
    """A reader for a catalogue that asks for none of its attributes."""
    shelf: Catalogue = small_catalogue()
    return NeedReader(replace(shelf, journey=replace(shelf.journey, needs={})))


def said(text: str, asked: str | None = None) -> dict[str, Any]:
    """The first value of each slot that a message states."""
    values: dict[str, Any] = {}
    for finding in plain_reader().read(text, asked=asked).needs:
        values.setdefault(finding.name, finding.value)
    return {name: value for name, value in values.items() if name in SLOTS}


def is_right(slot: str, wanted: Any, got: Any) -> bool:
    """Whether a slot holds what is wanted; None: nothing may be there."""
    if wanted is None or got is None:
        return wanted is None and got is None
    if slot == "must_have_features":
        return len(wanted) == len(got) and all(any(is_same(slot, each, other) for other in got) for each in wanted)
    return is_same(slot, wanted, got)
