"""A visitor's lines as they were read when they came: what each clause tells, what the message does, the numbers that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from milepost.dialogue.acts import ActKind
from milepost.dialogue.deal.clauses import Clause, clauses_of

if TYPE_CHECKING:
    from milepost.dialogue.interpretation import Interpretation

DOES_FROM = 0.5
"""From this chance on a message is taken to do something, where that is told to a rep."""


@dataclass(frozen=True, eq=False)
class Line:
    """One message of the visitor's. `clauses` have what each tells where it was read; `acts` the chance of each kind of act, `parts` the
    part of the message that does it, `counts` the numbers of it that count something, "" and nothing where it was never read."""

    message: str
    text: str
    clauses: tuple[Clause, ...]
    acts: Mapping[str, float]
    parts: Mapping[str, str]
    counts: frozenset[int]
    is_read: bool

    def __eq__(self, other: object) -> bool:
        """Lines that say and do the same: what is worked out from one can be kept by it."""
        return isinstance(other, Line) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @cached_property
    def _key(self) -> tuple[object, ...]:
        told = tuple((each.words, *each.says.items()) for each in self.clauses)
        return self.message, self.text, told, tuple(self.acts.items()), self.counts

    def part(self, *kinds: ActKind) -> str:
        """The part of the message that does the first of these that it does; "" where it does none."""
        return next((self.parts[kind.value] for kind in kinds if self.does(kind) and kind.value in self.parts), "")

    def does(self, *kinds: ActKind) -> bool:
        """Whether the message does one of these."""
        return any(self.acts.get(kind.value, 0.0) >= DOES_FROM for kind in kinds)


def line_of(message: str, text: str, reading: Mapping[str, Any] | None = None) -> Line:
    """A line with its kept reading; without one its clauses are known by their words alone."""
    if not reading:
        return Line(message, text, clauses_of(text), {}, {}, frozenset(), is_read=False)
    clauses = tuple(Clause(words, sentence or words, says) for words, sentence, says in reading["clauses"])
    acts: dict[str, float] = {}
    parts: dict[str, str] = {}
    for act in reading.get("acts") or ():
        acts[act["act"]] = max(acts.get(act["act"], 0.0), float(act.get("confidence", 1.0)))
        parts[act["act"]] = str(act.get("text") or "")
    counts = frozenset(int(number) for number in reading.get("counts") or ())
    return Line(message, text, clauses, acts, parts, counts, is_read=True)


def clauses_read(parse: Mapping[str, Any]) -> tuple[Clause, ...]:
    """The clauses of a message as its parse has them; by its words alone where no model has read them."""
    found = parse.get("clauses")
    if found is None:
        return clauses_of(str(parse.get("text") or ""))
    return tuple(Clause(each["words"], each["sentence"], each.get("says") or {}) for each in found)


def reading_kept(parse: Mapping[str, Any], interpretation: Interpretation) -> dict[str, Any]:
    """What is kept with a message, as JSON: acts with their arguments and the part that each stands in, in their order; its clauses
    (words, sentence where that is more, chances of what it tells); the numbers that count; the stages that its words speak for."""
    counts = sorted({count.number for reading, _ in interpretation.readings for count in reading.counts})
    return {
        "clauses": [
            [each.words, each.sentence if each.sentence != each.words else "", dict(each.says)]
            for each in clauses_read(parse)
        ],
        "acts": [act.as_json() for _, act in interpretation.readings],
        "counts": counts,
        "stage": {
            "cues": list((parse.get("message_stage") or {}).get("cues") or ()),
            "words": _likely((parse.get("message_stage") or {}).get("ranking") or ()),
        },
    }


def _likely(ranking: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    return {str(each["name"]): round(float(each["confidence"]), 3) for each in ranking[:3]}


def pairs(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Message id and text of each."""
    return [(each.message, each.text) for each in lines]
