"""How well needs are read from messages of people whom the tagger has not learnt from.

`python -m milepost.nlu.need_tagging.measuring` leaves out one author after the other (one fifth after the other of whoever
wrote single messages), learns from the rest and reads what was left out; beside it, the tables alone. About ten minutes.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milepost.nlu.evaluation.needs import NeedsScore, score_needs
from milepost.nlu.need_tagging import learning
from milepost.nlu.need_tagging.examples import FREE_WORDS, Example
from milepost.nlu.need_tagging.judging import Judge
from milepost.nlu.need_values.extraction import NeedReader

PARTS = 5
Findings = Sequence[Mapping[str, Any]]
Learn = Callable[[Sequence[Example]], Judge]


@dataclass(frozen=True)
class Read:
    """A message with what the tables alone and the tables judged by the tagger find in it."""

    example: Example
    by_tables: Findings
    by_both: Findings


def left_out(example: Example) -> str:
    """With whom an example is left out: whoever wrote conversations as a whole, others by fifths."""
    if example.learnt is not None:
        return example.author
    return f"{example.author} {1 + zlib.crc32(example.text.encode()) % PARTS}"


def read_apart(examples: Sequence[Example], tables: NeedReader, learn: Learn) -> Iterator[Read]:
    """Each example read by a tagger that learnt from others."""
    for part in sorted({left_out(example) for example in examples}):
        judge = learn(learning.learnt_from(one for one in examples if left_out(one) != part))
        for example in examples:
            if left_out(example) == part:
                by_tables, by_both = (_found(tables, example, judged) for judged in (None, judge))
                yield Read(example, by_tables, by_both)


def _found(tables: NeedReader, example: Example, judge: Judge | None) -> Findings:
    found = tables.read(example.text, asked=example.asked or None, judge=judge)
    needs: Findings = found.as_parse(example.text)["needs"]
    return needs


def scores(read: Sequence[Read]) -> tuple[NeedsScore, NeedsScore]:
    """Of the tables alone, and of both. Where only the words of a figure are known, it is right if found on them."""
    both = [
        [(_expected(one.example, found), found) for one in read for found in [pick(one)]] for pick in (_tables, _both)
    ]
    return score_needs(both[0]), score_needs(both[1])


def _tables(read: Read) -> Findings:
    return read.by_tables


def _both(read: Read) -> Findings:
    return read.by_both


def _expected(example: Example, found: Findings) -> dict[str, Any]:
    if example.learnt is not None:
        return {"needs": example.learnt}
    needs: dict[str, Any] = {}
    for mark in example.marked:
        words = example.text[mark.start : mark.end]
        on = [one for one in found if one["name"] == mark.need and one["start"] < mark.end and mark.start < one["end"]]
        if mark.need == "must_have_features":
            needs.setdefault(mark.need, []).append(words)
        elif mark.need in needs and on:
            needs[mark.need] = on[0]["value"] if mark.need not in FREE_WORDS else words
        else:
            needs.setdefault(mark.need, on[0]["value"] if on and mark.need not in FREE_WORDS else words)
    return {"needs": needs}


def report(read: Sequence[Read]) -> Iterator[str]:
    """Lines: by author, then by need, the tables alone and both."""
    yield f"{'':22}{'tables: F1':>11}{'exact':>7}{'misread':>9}{'both: F1':>11}{'exact':>7}{'misread':>9}"
    groups = {"single messages": [one for one in read if one.example.learnt is None]}
    groups["conversations"] = [one for one in read if one.example.learnt is not None]
    for author in sorted({one.example.author for one in read}):
        groups[author] = [one for one in read if one.example.author == author]
    for name, part in groups.items():
        cells = "".join(f"{_cells(score):>9}" for score in scores(part))
        yield f"{name:22}{cells}"
    for name in ("single messages", "conversations"):
        before, after = scores(groups[name])
        yield f"{name}, by need: F1 of the tables, of both (right, wrong, missed)"
        for need, count in after.slots.items():
            yield f"  {need:20}{before.slots[need].f1:6.3f}{count.f1:7.3f}  ({count.right}, {count.wrong}, {count.missed})"


def _cells(score: NeedsScore) -> str:
    return f"{score.total.f1:11.3f}{score.exact.f1:7.3f}{score.misread_rate:9.3f}"


def main(data: Path = Path("data"), weights: Path = Path("models")) -> None:
    """Measure and print."""
    from milepost.nlu.catalogue_in_use import catalogue_in_use
    from milepost.nlu.encoder import english_encoder

    tables, encoder = learning.plain_reader(catalogue_in_use()), english_encoder(weights)
    examples = learning.examples_in(data / "needs", data / "conversations", tables)
    learn: Learn = lambda examples: Judge(learning.trained(examples, encoder, tables))  # noqa: E731
    for line in report(list(read_apart(examples, tables, learn))):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
