"""One need found in a message: its value in normal form and where the words stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True)
class Finding:
    """A need in normal form with its exact place in the text.

    `how`: "said", "inferred" or "bare" (an answer that only the open question gives a meaning). `op`: "set", "correct",
    "add" or "remove". `was` is the value that a correction takes back, if the visitor named it. `of_owner`: said in words that the
    owner gives to choose from.
    """

    name: str
    value: Any
    start: int
    end: int
    how: str = "said"
    op: str = "set"
    approx: bool = False
    was: Any = None
    of_owner: bool = False

    def as_parse(self, text: str) -> dict[str, Any]:
        """The finding as it stands in the parse data, with the exact words."""
        parse = {
            "name": self.name,
            "value": self.value,
            "words": text[self.start : self.end],
            "start": self.start,
            "end": self.end,
            "how": self.how,
            "op": self.op,
        }
        if self.approx:
            parse["approx"] = True
        if self.was is not None:
            parse["was"] = self.was
        return parse


def overlaps(span: Span, others: list[Span]) -> bool:
    """Whether a span shares a character with any other."""
    return any(span[0] < end and start < span[1] for start, end in others)
