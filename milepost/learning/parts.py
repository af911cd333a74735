"""Which part of a message does which of its annotated acts."""

from __future__ import annotations

from collections.abc import Sequence

from milepost.dialogue.reading import Reading
from milepost.learning.conversations import Annotated

# Of parts of like evidence a later one does the last act.
_LATER = 0.05


def by_part(readings: Sequence[Reading], annotated: Sequence[Annotated]) -> list[list[Annotated]]:
    """Which of the annotated acts each part does: one each where there are as many, else in order, by the words' evidence."""
    if len(readings) == 1:
        return [list(annotated)]
    if len(readings) == len(annotated):
        return [[act] for act in annotated]
    found: list[list[Annotated]] = [[] for _ in readings]
    first = 0
    for number, act in enumerate(annotated):
        later = _LATER if number == len(annotated) - 1 else 0.0

        def speaks(place: int, kind: str = str(act["act"]), later: float = later) -> float:
            return readings[place].acts.get(kind, 0.0) + later * place

        first = max(range(first, len(readings)), key=speaks)
        found[first].append(act)
    return found
