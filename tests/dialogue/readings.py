"""Readings as the evidence would give them, built by hand: named things, pointers, numbers and facts; and what they come upon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.context import Context
from milepost.dialogue.proposals import Candidate, Proposer
from milepost.dialogue.reading import Counted, FoundFact, Named, Reading
from milepost.dialogue.referents import Referents
from milepost.dialogue.scorer import Scorer
from milepost.dialogue.words import content_words
from milepost.sales.catalogue import Catalogue
from tests.sales.shelf import shelf

CATALOGUE = shelf(version="the shelf of these tests")


def named(kind: str, *ids: str, words: str = "") -> Named:
    """Something of the catalogue that the words name, as its id unless they say it otherwise."""
    return Named(kind, ids, -1, -1, words or ids[0])


def pointing(reference: str, words: str = "it") -> Named:
    return Named("reference", (), -1, -1, words, reference)


def count(number: int, *, low: int | None = None, people: bool = False, more: bool = False) -> Counted:
    return Counted(number, low, people, None, more)


def fact(fact_id: str, score: float = 0.8, says: str = "", **evidence: float) -> FoundFact:
    return FoundFact(fact_id, score, says, evidence)


def reading(text: str = "", *things: Named, **more: Any) -> Reading:
    """The reading of a text in which these things are named; a question mark makes it a question."""
    lower = text.casefold()
    found = []
    for one in things:
        start = max(lower.find(one.words.casefold()), 0)
        found.append(replace(one, start=start, end=start + len(one.words)))
    places = [(one.start, one.end) for one in found if one.kind != "reference"]
    known = {"question": "question" if text.rstrip().endswith("?") else "none", "rest": content_words(text, places)}
    if "phrases" in more:
        more["phrases"] = frozenset(more["phrases"])
    return Reading(text=text, **{**known, "named": tuple(found), **more})


def upon(
    kind: ActKind | None = None,
    *options: str,
    focus: tuple[str, ...] | None = None,
    last: Mapping[str, Any] = {},
    **more: Any,
) -> Context:
    """What a message comes upon: the act before it, whose options are in focus unless others are."""
    act = Act(kind, options, **last) if kind else None
    return Context(last=act, focus=options if focus is None else focus, is_first=False, **more)


def proposer(catalogue: Catalogue = CATALOGUE) -> Proposer:
    return Proposer(catalogue, Referents(catalogue))


def proposed(kind: ActKind, said: Reading, context: Context, catalogue: Catalogue = CATALOGUE) -> list[Candidate]:
    """The candidates of one kind."""
    return [each for each in proposer(catalogue).candidates(said, context) if each.act.kind is kind]


# What a hand weighs: what the classifiers say decides the kind, the more outspoken way the options, the nearest the fact.
BY_HAND = Scorer(
    kinds={"evidence": 4.0},
    arguments={
        "by_named": 6.0, "by_pointed": 5.0, "by_words": 4.0, "by_focus": 3.0, "by_meaning": 1.0, "fact_score": 12.0,
        "follows": 1.0,
    },
)  # fmt: skip
