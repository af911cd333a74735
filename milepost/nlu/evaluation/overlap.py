"""Which labelled messages the model has learnt by heart: they say nothing of how unseen ones are read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process

SAME = 95.0
"""From so much likeness on (0 to 100: the share of letters in common and in order) two messages count as the same."""
_MARKED = re.compile(r"\[([^\]]+)\][({][^)}]*[)}]")
_NOT_WORDS = re.compile(r"[\W_]+")


class Learnt:
    """The sentences of a training set; `in` asks for one that is the same but for case, signs and a letter or so."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._plain = sorted({plain(sentence) for sentence in sentences})
        self._known = frozenset(self._plain)

    @classmethod
    def from_folder(cls, folder: Path) -> Learnt:
        """The examples of `data/nlu`, read lightly: Rasa's own reader would count in the memory that is measured."""
        pages = (yaml.load(file.read_bytes(), yaml.CSafeLoader) for file in sorted(folder.rglob("*.yml")))
        blocks = (block for page in pages for block in (page or {}).get("nlu") or ())
        return cls(sentence for block in blocks for sentence in sentences_of(block.get("examples") or ""))

    def __contains__(self, text: object) -> bool:
        words = plain(str(text))
        if words in self._known:
            return True
        return process.extractOne(words, self._plain, scorer=fuzz.ratio, score_cutoff=SAME) is not None


def sentences_of(examples: str | Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Examples as Rasa lets them be written: one text of lines, or a list of which each has its `text`."""
    texts = [examples] if isinstance(examples, str) else [str(each.get("text", "")) for each in examples]
    for line in "\n".join(texts).splitlines():
        yield _MARKED.sub(r"\1", line.strip().removeprefix("- "))


def plain(text: str) -> str:
    """Words in small letters with single spaces."""
    return _NOT_WORDS.sub(" ", text.casefold()).strip()
