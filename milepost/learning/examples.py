"""Examples to learn from: the candidate acts of each part of an annotated turn, with how well each agrees with the annotation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from milepost.dialogue.acts import ActKind
from milepost.dialogue.context import Context
from milepost.dialogue.proposals import Candidate
from milepost.dialogue.reading import Reading, readings_of
from milepost.learning.contexts import Companies, context_after, within_message
from milepost.learning.conversations import Annotated, AnnotatedConversation
from milepost.learning.gold import agreement
from milepost.learning.parts import by_part
from milepost.sales.catalogue import Catalogue

# A part that no annotated act falls to tells of something beside the others: most often of a need.
_BESIDE = {
    **dict.fromkeys(
        (
            *(ActKind.AFFIRM, ActKind.DENY, ActKind.THANK, ActKind.GREET, ActKind.LAUGH, ActKind.GIVE_FEEDBACK),
            ActKind.WAIT,
        ),
        0.6,
    ),
    ActKind.STATE_NEED: 1.0,
}


@dataclass(frozen=True)
class ParsedTurn:
    """The parts of a message, each with its parse, and the parse of the `whole`, of which the stage is read."""

    parts: tuple[str, ...]
    parses: tuple[Mapping[str, Any], ...]
    whole: Mapping[str, Any] = field(default_factory=dict)

    def readings(self, evidence: Sequence[Mapping[str, float]] | None = None) -> list[Reading]:
        """The reading of each part, with other evidence of acts in the place of the parse's, if there is."""
        found = readings_of([{**parse, "text": part} for part, parse in zip(self.parts, self.parses, strict=True)])
        if evidence is None:
            return found
        return [replace(reading, acts=acts) for reading, acts in zip(found, evidence, strict=True)]


TurnKey = tuple[str, int]
"""The id of a conversation, and which of its turns, from 0."""


@dataclass(frozen=True)
class Example:
    """A part of a message in its context: its candidates, how right each is (0 to 1), and the annotated acts that it does."""

    key: TurnKey
    author: str
    reading: Reading
    context: Context
    candidates: Sequence[Candidate]
    agreements: Sequence[float]
    annotated: Sequence[Annotated]


def examples_of(
    conversations: Sequence[AnnotatedConversation],
    parsed: Mapping[TurnKey, ParsedTurn],
    companies: Companies,
    evidence: Mapping[TurnKey, Sequence[Mapping[str, float]]] | None = None,
) -> Iterator[Example]:
    """One example for each part of each turn. `evidence` of acts, by turn and part, replaces that of the parses, where what made
    it has learnt from the very turns."""
    for conversation in conversations:
        company = companies.of(conversation.company)
        context = Context()
        for number, turn in enumerate(conversation.turns):
            key = (conversation.id, number)
            readings = parsed[key].readings(evidence[key] if evidence is not None else None)
            here = context
            for found, acts in zip(readings, by_part(readings, turn.acts), strict=True):
                reading = company.proposer.in_context.read(found, here)
                candidates = company.proposer.candidates(reading, here)
                agreements = agreements_of(candidates, acts, company.catalogue)
                yield Example(key, conversation.author, reading, here, candidates, agreements, acts)
                here = within_message(here, reading, acts, company)
            context = context_after(context, turn, readings, company)


def agreements_of(
    candidates: Sequence[Candidate], annotated: Sequence[Annotated], catalogue: Catalogue
) -> tuple[float, ...]:
    """How right each candidate is for a part that does these acts: as right as for the one that it fits best."""
    if not annotated:
        return tuple(_BESIDE.get(candidate.act.kind, 0.0) for candidate in candidates)
    return tuple(max(agreement(candidate, act, catalogue) for act in annotated) for candidate in candidates)
