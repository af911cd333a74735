"""Examples from the annotated conversations of data/conversations: the words of what a turn teaches, found in its text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from milepost.nlu.evaluation.needs import is_same
from milepost.nlu.need_tagging.examples import NEEDS, Example, Marked
from milepost.nlu.need_tagging.words import Word, trimmed, words_of
from milepost.nlu.need_values.extraction import NeedReader

_WORDS = frozenset(
    ("use_case", "industry", "must_have_features", "current_solution", "company", "contact_name", "email")
)
_BETWEEN = 2
"""Words that may stand between two words of a value: "shared gmail" in "share one gmail"."""


def conversations_in(folder: Path, reader: NeedReader) -> Iterator[Example]:
    """One example for each turn in the folder's JSONL files; where a value's words are not in the text, the turn is left out."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            conversation = json.loads(line)
            for turn in conversation["turns"]:
                example = Example(turn["text"], author=conversation["author"], learnt=turn.get("learnt") or {})
                marked = _marked(example, reader)
                if marked is not None:
                    yield replace(example, marked=tuple(marked))


def _marked(example: Example, reader: NeedReader) -> list[Marked] | None:
    marked: list[Marked] = []
    for need, value in (example.learnt or {}).items():
        if need not in NEEDS:
            continue
        for one in value if isinstance(value, list) else [value]:
            mark = (
                _in_words(example.text, need, str(one)) if need in _WORDS else _figure(example.text, need, one, reader)
            )
            if mark is None:
                return None
            marked.append(mark)
    return marked


def _in_words(text: str, need: str, value: str) -> Marked | None:
    """Where the value's words stand, in their order, with few others between."""
    at = text.casefold().find(value.casefold())
    if at >= 0 and len(text.casefold()) == len(text):
        return Marked(*trimmed(text, (at, at + len(value)), need), need)
    words, wanted = words_of(text), [_stem(word) for word in words_of(value) if word.text.isalnum()]
    for start in range(len(words)):
        if (end := _run(words, start, wanted)) is not None:
            return Marked(words[start].start, words[end].end, need)
    return None


def _run(words: list[Word], start: int, wanted: list[str]) -> int | None:
    place = start
    for number, stem in enumerate(wanted):
        near = range(place, min(len(words), place + (_BETWEEN + 1 if number else 1)))
        found = next((at for at in near if _stem(words[at]) == stem), None)
        if found is None:
            return None
        place = found + 1
    return place - 1 if wanted else None


def _stem(word: Word) -> str:
    return re.sub(r"(?:ing|e?s|e?d)$", "", word.lower) or word.lower


def _figure(text: str, need: str, value: Any, reader: NeedReader) -> Marked | None:
    """The words of a figure, date or number, as the tables find them."""
    for asked in (None, need):
        for finding in reader.read(text, asked=asked).needs:
            if finding.name == need and is_same(need, value, finding.value):
                return Marked(finding.start, finding.end, need)
    if need == "phone":
        digits = re.search(r"\W*".join(re.escape(digit) for digit in re.sub(r"\D", "", str(value))), text)
        return Marked(*digits.span(), need) if digits else None
    if need == "team_size" and isinstance(value, int):
        number = re.search(rf"(?<![\w.]){value}(?![\w.])", text)
        return Marked(*number.span(), need) if number else None
    words = value.get("text") if isinstance(value, dict) else None
    at = text.casefold().find(str(words).casefold()) if words else -1
    return Marked(at, at + len(str(words)), need) if at >= 0 else None
