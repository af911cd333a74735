"""Which set phrases stand in a message: every table at once, found by the words that a phrase can begin with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from milepost.nlu.set_phrases.folding import folded
from milepost.nlu.set_phrases.tables import listed, tables
from milepost.nlu.set_phrases.templates import BETWEEN, Template, expression_of, read_template

_WORD = re.compile(r"[^\W_]+")
_OWNERS_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*\*?")
_SENTENCE_ENDS = re.compile(r"[.?!\n]")
_EMOJI = "[\U0001f300-\U0001faff\u2600-\u27bf\u2b50]"
_MARKS = re.compile(
    rf"^(?:{_EMOJI}[\ufe0f\u200d\U0001f3fb-\U0001f3ff]*[\s!?.]*)+$"
    r"|[\U0001f602\U0001f923\U0001f606\U0001f639\U0001f480]|(?:^|\s)[:;xX]['-]?D+(?:\s|$)|^\s*[:;=]['-]?[)pP(]+\s*$"
)
"""Nothing but emoji, or laughter in signs."""
_LOOKS_BACK = 48
DANGER, LAUGH = "report_danger", "laugh"


@dataclass(frozen=True)
class SetPhrase:
    """That a message says something of a kind in set words, and where."""

    kind: str
    start: int
    end: int

    def as_parse(self) -> dict[str, str | int]:
        """As it is left in the parse data."""
        return {"kind": self.kind, "start": self.start, "end": self.end}


class _Book:
    """Templates by the words that they can begin with."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._by_word: dict[str, list[Template]] = defaultdict(list)
        self._by_stem: dict[str, list[Template]] = defaultdict(list)
        for template in templates:
            for word in template.words:
                self._by_word[word].append(template)
            for stem in template.stems:
                self._by_stem[stem].append(template)

    def found(self, text: str) -> Iterator[SetPhrase]:
        """Every phrase in folded text, as often as it is said."""
        for word in _WORD.finditer(text):
            first, start = word[0], word.start()
            for template in (*self._by_word.get(first, ()), *self._by_stem.get(first[:3], ())):
                match = template.expression.match(text, start)
                if match and _stands(template, text, start, match.end()):
                    yield SetPhrase(template.kind, start, match.end())


def set_phrases(text: str, *, dangers: tuple[str, ...] = ()) -> tuple[SetPhrase, ...]:
    """The set phrases of a message in their order; of one kind, those that overlap count once.

    `dangers` are the owner's own phrases for a danger: plain words, `*` for any ending.
    """
    plain, places = folded(text)
    found = list(_shipped().found(plain))
    if dangers:
        found.extend(_owners(dangers).found(plain))
    if _MARKS.search(text.strip()):
        found.append(SetPhrase(LAUGH, 0, len(plain)))
    kept = _without_overlaps(found)
    if places is None:
        return tuple(kept)
    ends = [*places, len(text)]
    return tuple(SetPhrase(each.kind, ends[each.start], ends[each.end - 1] + 1) for each in kept)


@lru_cache(maxsize=1)
def _shipped() -> _Book:
    return _Book(
        read_template(kind, line, table.lists, clause_ends=_clause_ends())
        for table in tables()
        for kind, lines in table.phrases.items()
        for line in lines
    )


@lru_cache(maxsize=4)
def _owners(dangers: tuple[str, ...]) -> _Book:
    lines = (" ".join(_OWNERS_WORD.findall(folded(phrase)[0])) for phrase in dangers)
    return _Book(read_template(DANGER, f"-({{all}}) {line}", listed("no")) for line in lines if line)


def _stands(template: Template, text: str, start: int, end: int) -> bool:
    """Whether what stands around a phrase lets it mean what it means."""
    before = text[max(0, start - _LOOKS_BACK) : start]
    if template.not_after is not None and template.not_after.search(before):
        return False
    if template.is_led and not _leads().search(before):
        return False
    if not (template.is_sentence or template.is_certain):
        return True
    sentence = _SENTENCE_ENDS.split(text[:start])[-1]
    if template.is_certain and _supposes().search(sentence):
        return False
    return not template.is_sentence or (_is_courtesy(sentence) and _is_courtesy(_SENTENCE_ENDS.split(text[end:])[0]))


def _without_overlaps(found: Sequence[SetPhrase]) -> list[SetPhrase]:
    kept: list[SetPhrase] = []
    until: dict[str, int] = {}
    for each in sorted(found, key=lambda one: (one.start, -one.end, one.kind)):
        if each.start >= until.get(each.kind, 0):
            kept.append(each)
            until[each.kind] = each.end
    return kept


@lru_cache(maxsize=512)
def _is_courtesy(text: str) -> bool:
    return bool(_courtesies().fullmatch(text))


@lru_cache(maxsize=1)
def _courtesies() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{_all('courtesy')}\W*)*")


@lru_cache(maxsize=1)
def _leads() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[,.;:!?()\n-]|\b{_all('lead')})\W*$")


@lru_cache(maxsize=1)
def _supposes() -> re.Pattern[str]:
    return re.compile(rf"\b{_all('supposing')}")


@lru_cache(maxsize=1)
def _clause_ends() -> str:
    """Nothing more is said in the clause: the end, a mark, or a word that begins the next one."""
    return rf"(?=\W*$|\s*[.,;:!?()\n-]|{BETWEEN}{_all('next_clause')})"


def _all(name: str) -> str:
    """One expression for a list of that name of all tables."""
    return f"(?:{expression_of('{all}', listed(name))})"
