"""The clauses of a message: what is quoted of it is always a whole one, in the visitor's own words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from milepost.dialogue.deal.says import Says

LONGEST = 160
_ENOUGH_WORDS = 3
# An ending of a sentence; not the point in an address, a number or a shortened word.
_SENTENCE = re.compile(
    r"(?<=[!?;])\s*(?=\S)|(?<=[^\W_]\.)(?<!\b[ap]\.m\.)(?<!\bno\.)(?<!\bapprox\.)\s+(?=\S)|\s*\n+\s*|\s+[\u2013\u2014-]{1,2}\s+"
)
# After a comma or a linking word these begin a clause of its own.
_SUBJECT = (
    r"i|i'm|i'd|i'll|we|we're|we'd|we'll|you|he|she|they|it's|it|there|there'll|that's|my|our|the|please|pls|plz|can|could|would|will|do|don't|dont|"
    r"who|what|how|which one|where|when (?:can|do|will)|why|is (?:it|there)|are there|does|"
    r"send|call|ring|mail|email|let|if|honestly|otherwise|nobody|no one|somebody|someone|name|name's|no (?:calls?|phone)|payment|"
    r"ich|wir|bitte|rufen|mein|meine|unser|unsere|können|könnten|je|nous|mon|notre|veuillez|pouvez|yo|mi|nuestro|nuestra|por favor|"
    r"eu|nós|meu|minha|nosso|nossa|podem?"
)
_LINK = re.compile(rf"\s*,\s*(?=(?:and |but |so |und |aber |et |mais |y |pero |e |mas )?(?:{_SUBJECT})\b)|\s+(?:and|but|so|und|aber|et|mais|pero|mas)\s+(?=(?:{_SUBJECT})\b)", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True)
class Clause:
    """One clause: its words as they were written, the sentence that it stands in, and the chances of what it tells, by the value of
    `Says`, as the model read it; nothing where no model has read it."""

    words: str
    sentence: str
    says: Mapping[str, float] = field(default=MappingProxyType({}), compare=False)

    @property
    def is_read(self) -> bool:
        """Whether a model has read it."""
        return bool(self.says)

    def chance(self, *labels: Says) -> float:
        """How likely it tells one of these; 0 where it was not read."""
        return sum(chance for name, chance in self.says.items() if name in labels)

    def tells(self, *labels: Says, sure: float, cue: bool = False, least: float = 1.0) -> bool:
        """Whether it tells one of these: surely by what was read, or by a cue in its words that the reading bears out. Of a clause
        that was never read the cue alone decides."""
        if not self.is_read:
            return cue
        chance = self.chance(*labels)
        return chance >= sure or (cue and chance >= least)


@lru_cache(maxsize=4096)
def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses of a message in its order."""
    return tuple(
        Clause(sentence[start:end].strip(" ,;"), sentence)
        for begin, stop in _spans(_SENTENCE, text)
        for sentence in [text[begin:stop].strip(" ,;")]
        for start, end in _joined(sentence, _spans(_LINK, sentence))
    )


def quoted(words: str) -> str:
    """A clause as it is quoted: at most LONGEST characters, cut between words."""
    words = " ".join(words.split()).strip(" ,;")
    if len(words) <= LONGEST:
        return words
    return words[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;.") + "\u2026"


def folded(text: str) -> str:
    """A text for comparing, of the same length: small letters, one kind of apostrophe."""
    return text.replace("\u2019", "'").replace("\u2018", "'").replace("`", "'").lower()


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """The pieces between the matches that hold a letter or a figure."""
    ends = [(match.start(), match.end()) for match in pattern.finditer(text)]
    starts, stops = [0, *(end for _, end in ends)], [*(start for start, _ in ends), len(text)]
    return [(a, b) for a, b in zip(starts, stops, strict=True) if any(map(str.isalnum, text[a:b]))]


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces of a word or two are no clause: they stay with what comes before, else with what comes after, as it was written."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        words = len(text[start:end].split())
        if kept and min(len(text[kept[-1][0] : kept[-1][1]].split()), words) < _ENOUGH_WORDS:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept
