"""Questions with their answers as they were found, and what makes a text a question."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from milepost.importing.feed import Remark

_MARKS_BEFORE = re.compile(r"^[\s#*+\u2022\u2023\u25b8-\u25c5\u25bc\u25be>|\u2013\u2014-]*(?:\d{1,3}\s*[.):]\s+)?")
_MARKS_BEHIND = re.compile(r"[\s+\u00b6#\u25b8-\u25c5\u25bc\u25be\u2039-\u203a\u00d7\u2013-\u2014|-]+$")
_LONGEST = 300


@dataclass(frozen=True)
class QuestionAnswer:
    """One question and what is true. `source` is the file or the page's address, `line` where it begins there (from 1).

    `also` are other ways to ask it, `topic` what it stands under, `link` where more is to be read.
    """

    question: str
    answer: str
    source: str
    line: int = 1
    also: tuple[str, ...] = ()
    topic: str = ""
    link: str = ""

    @property
    def place(self) -> str:
        """Where it was read, for people."""
        return f"{self.source}:{self.line}"


@dataclass(frozen=True)
class Found:
    """What one file or page gives: the entries in order, what could not be used of it, and how it was understood."""

    entries: tuple[QuestionAnswer, ...] = ()
    remarks: tuple[Remark, ...] = ()
    how: str = ""


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Headers, question words and the furniture of help pages, in several languages."""
    text = files("milepost.importing.answers").joinpath("words.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]


def cleaned(question: str) -> str:
    """A question without its number, "Q:" and the signs that open it on a page; "" where it is too long to be one."""
    plain = " ".join(question.split())
    plain = _prefix("asked").sub("", plain)
    plain = _MARKS_BEFORE.sub("", plain)
    plain = _MARKS_BEHIND.sub("", plain)
    return plain if len(plain) <= _LONGEST else ""


def without_answer_mark(text: str) -> str:
    """An answer without the "A:" before it."""
    return _prefix("told").sub("", text.strip())


def says_it_is_asked(text: str) -> bool:
    """Whether a line begins with "Q:"."""
    return bool(_prefix("asked").match(text.strip()))


def says_it_is_told(text: str) -> bool:
    """Whether a line begins with "A:"."""
    return bool(_prefix("told").match(text.strip()))


def is_question(text: str) -> bool:
    """Whether somebody asks this: by its mark, or by the word that it begins with."""
    plain = cleaned(text)
    if not plain or _furniture().fullmatch(plain.casefold().rstrip("?!. \u2026")):
        return False
    if plain.rstrip("\"'\u201d\u00bb) ").endswith(("?", "\uff1f", "\u061f")) or plain.startswith("\u00bf"):
        return True
    parts = plain.casefold().split()
    return len(parts) > 2 and parts[0] in words()["begins"]


def is_furniture(text: str) -> bool:
    """Whether a heading belongs to the page and not to what it says ("Still have questions?")."""
    return bool(_furniture().fullmatch(cleaned(text).casefold().rstrip("?!. \u2026")))


def plain(question: str) -> str:
    """A question as two of them are compared: small letters, no marks, no accents, single spaces."""
    bare = unicodedata.normalize("NFKD", question.casefold())
    return " ".join(re.sub(r"[^\w\s]|_", " ", re.sub(r"[\u0300-\u036f]", "", bare)).split())


@lru_cache(maxsize=4)
def _prefix(kind: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, words()[kind]), key=len, reverse=True))
    return re.compile(rf"^\W*(?:{names})\s*(?:\d+\s*[:.)]|:)\s*", re.IGNORECASE)


@lru_cache(maxsize=1)
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(words()["furniture"]))
