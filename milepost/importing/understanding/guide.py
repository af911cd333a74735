"""A buying guide: its sections, what it asks its reader, and how much it speaks of a thing."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from milepost.importing.text import FUNCTION_WORDS, stem_line, tokens

_MOST_HEADING = 90
_NUMBERING = re.compile(r"^\s*(?:\d+[.)]|[-*•#]+)\s*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TO_READER = re.compile(
    r"^(?:do you|are you|will you|would you|is your|does your|have you got"
    r"|how (?:many|much|big|large|often|tall|long|old|heavy)\b.*\byou"
    r"|what (?:size|kind|type|sort|level|style|colou?r|surface|position|room|space)\b.*\byou"
    r"|which\b.*\byou|where (?:do|will|would) you"
    r"|who (?:is|will)\b|how (?!to\b|do\b|does\b|much\b|many\b|can\b)[a-z]+ (?:should|do|does|will|must)\b)",
    re.I,
)
_RHETORICAL = re.compile(
    r"\b(?:know what|ready to|did you know|wonder|looking for in|be looking|what it'?s like|imagine)\b", re.I
)
_YES_NO = re.compile(r"^(?:do|are|will|would|is|does|have)\b", re.I)
_HOW_MUCH = re.compile(r"^how (?:much|many)\b", re.I)


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it up to the next."""

    heading: str
    body: str

    @cached_property
    def line(self) -> str:
        """Heading and body as stems, to look runs of stems up in."""
        return stem_line(f"{self.heading}\n{self.body}")


@dataclass(frozen=True)
class GuideQuestion:
    """A question that the guide puts to its reader, and the section that answers what it is good for."""

    text: str
    section: Section

    @property
    def is_yes_no(self) -> bool:
        """Whether yes or no answers it."""
        return bool(_YES_NO.match(self.text))

    @property
    def asks_how_much(self) -> bool:
        """Whether a number or a measure answers it."""
        return bool(_HOW_MUCH.match(self.text))


@dataclass(frozen=True)
class Guide:
    """The whole text; empty where there is none."""

    text: str = ""

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """In order; what stands before the first heading has an empty one."""
        found: list[tuple[str, list[str]]] = [("", [])]
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        for line, following in zip(lines, [*lines[1:], ""], strict=False):
            if _is_heading(line) and following:
                found.append((_NUMBERING.sub("", line), []))
            else:
                found[-1][1].append(line)
        return tuple(Section(heading, " ".join(body)) for heading, body in found if heading or body)

    @cached_property
    def questions(self) -> tuple[GuideQuestion, ...]:
        """What the guide asks its reader in so many words, headings first."""
        found = []
        for section in self.sections:
            for sentence in (section.heading, *_SENTENCE.split(section.body)):
                text = sentence.strip()
                if (
                    text.endswith("?")
                    and len(text) <= _MOST_HEADING
                    and _TO_READER.search(text)
                    and not _RHETORICAL.search(text)
                ):
                    found.append(GuideQuestion(text[0].upper() + text[1:], section))
        return tuple({question.text.casefold(): question for question in reversed(found)}.values())[::-1]

    @cached_property
    def line(self) -> str:
        """The guide as stems."""
        return stem_line(self.text)

    def times(self, stems: tuple[str, ...]) -> int:
        """How often a run of stems stands in it; in headings it counts five times."""
        run = f" {' '.join(stems)} "
        in_headings = sum(stem_line(section.heading).count(run) for section in self.sections)
        return self.line.count(run) + 5 * in_headings

    def phrases_ending(self, last: str) -> Counter[str]:
        """The two-word phrases that end in a word ("screen size"), with how often they stand in it."""
        words = tokens(self.text)
        return Counter(
            f"{one.word} {two.word}".casefold()
            for one, two in itertools.pairwise(words)
            if two.word.casefold() == last and one.stem not in FUNCTION_WORDS and one.word.isalpha()
        )


def _is_heading(line: str) -> bool:
    bare = _NUMBERING.sub("", line)
    return (
        len(line) <= _MOST_HEADING
        and len(bare.split()) <= 14
        and not bare.endswith((".", "!", ";", ":", ","))
        and not bare.startswith("(")
    )
