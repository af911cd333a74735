"""Messages with the words of their needs marked: the lines of data/needs, and how words become labels and spans again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from milepost.nlu.need_tagging.words import Span, Word, words_of

NEEDS = (
    "use_case", "industry", "must_have_features", "current_solution", "company",
    "team_size", "budget", "timeline", "contact_name", "email", "phone",
)  # fmt: skip
FREE_WORDS = NEEDS[:5]
"""Said in free words: the tagger's own. Of the others it only says whether a figure is meant as that."""
OUTSIDE = 0


def labels() -> tuple[str, ...]:
    """ "" for words outside, then "B-" and "I-" of each need: the first word of one, and those that follow."""
    return ("", *(f"{mark}-{need}" for need in NEEDS for mark in "BI"))


@dataclass(frozen=True)
class Marked:
    """A need's words in a message: `text[start:end]`."""

    start: int
    end: int
    need: str

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True)
class Example:
    """A message, the need that was asked for before it ("" for none), and the words of its needs; who wrote it."""

    text: str
    marked: tuple[Marked, ...] = ()
    asked: str = ""
    author: str = ""
    learnt: dict[str, Any] | None = None
    """The values in normal form, where they are known."""


def read_examples(folder: Path) -> list[Example]:
    """Every line of the folder's JSONL files, {"text", "spans": [[start, end, need]], "asked"?, "author"?, "learnt"?}."""
    return [example for file in sorted(folder.glob("*.jsonl")) for example in read_file(file)]


def read_file(file: Path) -> list[Example]:
    """The examples of one file; whoever has no name is called by the file."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        marked = tuple(Marked(*span) for span in record["spans"])
        author, asked = record.get("author") or file.stem, record.get("asked") or ""
        found.append(Example(record["text"], marked, asked, author, record.get("learnt")))
    return found


def numbers_of(example: Example, words: Sequence[Word]) -> list[int]:
    """The label of each word, as a place in `labels()`."""
    given = [OUTSIDE] * len(words)
    for mark in sorted(example.marked, key=lambda mark: mark.end - mark.start):
        at = [place for place, word in enumerate(words) if word.start < mark.end and mark.start < word.end]
        if at and not any(given[place] for place in at):
            first = 1 + 2 * NEEDS.index(mark.need)
            for place in at:
                given[place] = first + (place > at[0])
    return given


def spans_of(numbers: Iterable[int]) -> list[tuple[int, int, str]]:
    """First word, word behind the last, need: of each run of labels."""
    runs: list[tuple[int, int, str]] = []
    before = OUTSIDE
    for place, number in enumerate(numbers):
        if number != OUTSIDE:
            need, is_first = NEEDS[(number - 1) // 2], number % 2 == 1
            if not is_first and before in (number, number - 1):
                runs[-1] = (runs[-1][0], place + 1, need)
            else:
                runs.append((place, place + 1, need))
        before = number
    return runs


def tagged(text: str, numbers: Sequence[int]) -> list[Marked]:
    """The marked words of a text by the labels of its words."""
    words = words_of(text)
    return [Marked(words[first].start, words[last - 1].end, need) for first, last, need in spans_of(numbers)]
