"""What a tagger knows of each word: the encoder's states of its pieces, and what the word and its neighbours look like."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from milepost.nlu.need_tagging.words import Span, Word, trimmed, words_of

BUCKETS = 1 << 13
"""Places into which the names of word features are hashed."""
_NEAR = (-2, -1, 0, 1, 2)
_QUESTION = re.compile(
    r"^\W*(?:(?:hi|hello|hey|ok|okay|and|so|but|hm+|also|then)\W+)*(?:what|whats|how|why|who|where|when|which|can|could|do|does|did|is|"
    r"are|will|would|should|may|any)(?![\w'])",
    re.IGNORECASE,
)


class Encoder(Protocol):
    """Gives a text's word pieces: their places and their states, one row each."""

    def pieces(self, text: str) -> tuple[list[Span], Any]: ...


@dataclass(frozen=True)
class Hint:
    """Words that the tables take for a need; `how` as in `Finding`."""

    start: int
    end: int
    need: str
    how: str = "said"


@dataclass(frozen=True)
class Evidence:
    """Of the n words of a message: `states` (n, 768), and `features`, for each word the buckets of its features."""

    words: Sequence[Word]
    states: Any
    features: Sequence[Sequence[int]]


def evidence(text: str, encoder: Encoder, *, asked: str = "", hints: Sequence[Hint] = ()) -> Evidence:
    """All evidence of a text; `asked` is the need that was asked for before it ("" for none), `hints` what the tables say."""
    words = words_of(text)
    features = features_of(text, words, asked)
    for place, told in _told(text, words, hints):
        features[place].append(bucket(told))
    return Evidence(words, states_of(words, *encoder.pieces(text)), features)


def _told(text: str, words: Sequence[Word], hints: Sequence[Hint]) -> Iterator[tuple[int, str]]:
    """The words that a hint stands on, and for every word which needs were found at all."""
    for hint in hints:
        start, end = trimmed(text, (hint.start, hint.end), hint.need)
        on = [place for place, word in enumerate(words) if word.start < end and start < word.end]
        for place in on:
            mark = "B" if place == on[0] else "I"
            yield place, f"table {mark} {hint.need}"
            yield place, f"table {mark} {hint.need} {hint.how}"
    for need in sorted({hint.need for hint in hints}):
        yield from ((place, f"has {need}") for place in range(len(words)))


def states_of(words: Sequence[Word], places: Sequence[Span], states: Any) -> Any:
    """The mean state of each word's pieces (n, 768); zero for words behind the last piece that the encoder reads."""
    found = np.zeros((len(words), states.shape[1]), dtype=np.float32)
    piece = 0
    for number, word in enumerate(words):
        while piece < len(places) and places[piece][1] <= word.start:
            piece += 1
        at = piece
        while at < len(places) and places[at][0] < word.end:
            at += 1
        if at > piece:
            found[number] = states[piece:at].mean(axis=0)
    return found


def features_of(text: str, words: Sequence[Word], asked: str) -> list[list[int]]:
    """The buckets of each word's features: itself and its neighbours, its shape, its clause, and the whole message."""
    whole = [f"asked {asked}", f"asks {bool(_QUESTION.match(text))} {'?' in text}", f"long {min(len(words), 12) // 3}"]
    looks = [[*_looks(word), *_beginning(words, place)] for place, word in enumerate(words)]
    found = []
    for place, word in enumerate(words):
        names = [f"at {near} {words[place + near].lower if 0 <= place + near < len(words) else ''}" for near in _NEAR]
        names += [f"pair {words[place - 1].lower if place else ''} {word.lower}", *looks[place], *whole]
        found.append([bucket(name) for name in names])
    return found


def bucket(name: str) -> int:
    """The same in every process."""
    return zlib.crc32(name.encode()) % BUCKETS


def _looks(word: Word) -> list[str]:
    shape = re.sub(r"(.)\1+", r"\1", "".join(_kind(character) for character in word.text))
    return [f"shape {shape}", f"end {word.lower[-3:]}", f"start {word.lower[:3]}"]


def _kind(character: str) -> str:
    return "X" if character.isupper() else "x" if character.isalpha() else "9" if character.isdigit() else character


def _beginning(words: Sequence[Word], place: int) -> list[str]:
    """The first word of the clause, and how its sentence ends."""
    first = next((at + 1 for at in range(place - 1, -1, -1) if words[at].text in ".,;!?:"), 0)
    end = next((words[at].text for at in range(place, len(words)) if words[at].text in ".!?"), "")
    return [f"clause {words[min(first, place)].lower}", f"clause at {min(place - first, 4)}", f"ends {end}"]
