"""Lines as a visitor writes them: unread, or with what a model would have read of each clause."""

from __future__ import annotations

from typing import Any

from milepost.dialogue.acts import ActKind
from milepost.dialogue.deal.clauses import clauses_of
from milepost.dialogue.deal.lines import Line, line_of
from milepost.dialogue.deal.says import Says

SURELY = 0.95


def unread(*texts: str) -> list[Line]:
    """Messages m1, m2 … that no model has read."""
    return [line_of(f"m{place}", text) for place, text in enumerate(texts, 1)]


def read(
    text: str,
    *says: Says | tuple[Says, float],
    message: str = "m1",
    acts: tuple[ActKind, ...] = (),
    counts: tuple[int, ...] = (),
) -> Line:
    """A message whose clauses tell these, in their order; the last label is that of all that follow."""
    clauses = clauses_of(text)
    labels = [each if isinstance(each, tuple) else (each, SURELY) for each in says]
    labels += labels[-1:] * (len(clauses) - len(labels))
    return line_of(
        message,
        text,
        {
            "clauses": [
                [clause.words, clause.sentence, {label.value: chance}]
                for clause, (label, chance) in zip(clauses, labels, strict=False)
            ],
            "acts": [{"act": act.value, "confidence": 0.9} for act in acts],
            "counts": list(counts),
        },
    )


def reading_of(line: Line) -> dict[str, Any]:
    """What is kept with a message that reads like this line."""
    return {
        "clauses": [[each.words, each.sentence, dict(each.says)] for each in line.clauses],
        "acts": [{"act": act, "confidence": chance} for act, chance in line.acts.items()],
        "counts": sorted(line.counts),
    }
