"""Words of product texts: tokens, stems, runs of words, and which of them say nothing of a product."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

from milepost.sales.fit.text import stem
from milepost.sales.wording.nouns import singular

_WORD = re.compile(r"\d+(?:[.,]\d+)*(?:-[A-Za-z]+-\d+)?|[^\W\d_][\w+&']*(?:[-+][A-Za-z0-9]+)*", re.UNICODE)
_BREAK = re.compile(r"[.,;:!?()\[\]|/]|\s[-\u2013\u2014]\s|\n")

_FUNCTION = """
a about after also an and any are as at be because been before being between both but by during can could did do does
each either every few for from had has have he her here him his how i if in into is it its just let lets like made
make makes making many may me might more most much must my need needs neither no nor not now of off on once one only
onto or other our out over own per please several shall she should so some such than that the their them then there
these they this those though through to too under until up upon us use used uses using very via want was we well were
what when where which while who whom whose why will with within without would yes yet you your yours
"""
_PRAISE = """
able accent add affordable all also always amazing around art available beautiful best better big boost bring build buy
capability capable care choice choose classic come comfortable complete convenient cool create customer deep deliver
delivery design designed detail device different double easily easy efficient elegance elegant enhance enhanced enjoy
enough ensure even ever everyday excellent exceptional exclusive experience extra fast feature features feel find finish
first fit free fresh friendly full fun gift give good great half handcrafted help high highly home ideal includes including
incredible incredibly intelligent keep know large latest level life long look lot love low main massive maximum minimum
modern money multiple natural never new next nice number offer offers option options original performance perfect
plus popular power powerful premium price pro product professional provide provides pure quality quick quickly range
ready real reliable rich right save series set setup simple single size sleek small smooth soft sophistication special
speed speedy standard state step store strong stunning stylish style sturdy superior support system take tasks technology
thank thing three time top total tough true turn two type ultimate unique unit value variety versatile way wide
wonderful work works world year years yield
"""


class Token(NamedTuple):
    """A word of a text: as written, its stem, and where it stands."""

    word: str
    stem: str
    start: int
    end: int


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


FUNCTION_WORDS = _stems(_FUNCTION)
PRAISE = _stems(_PRAISE)
"""Words that a text says of anything: alone they tell no product from another."""


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text in order."""
    return tuple(
        Token(match[0], stem(match[0].casefold().replace("'s", "")), match.start(), match.end())
        for match in _WORD.finditer(text.replace("\u2019", "'"))
    )


@lru_cache(maxsize=512)
def clauses(text: str) -> tuple[tuple[Token, ...], ...]:
    """The words of a text, cut wherever a mark or a dash stands between them."""
    ends = [match.start() for match in _BREAK.finditer(text) if not _inside_number(text, match.start())]
    found: list[list[Token]] = [[]]
    place = 0
    for token in tokens(text):
        while place < len(ends) and ends[place] < token.end:
            place += 1
            if found[-1]:
                found.append([])
        if place and ends[place - 1] >= token.start:
            continue  # a mark within a word belongs to neither side
        found[-1].append(token)
    return tuple(tuple(part) for part in found if part)


def _inside_number(text: str, place: int) -> bool:
    return text[place] in ".," and text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()


def stems_of(text: str) -> frozenset[str]:
    """The stems of the telling words of a text."""
    return frozenset(token.stem for token in tokens(text) if token.stem not in FUNCTION_WORDS)


@lru_cache(maxsize=16384)
def stem_line(text: str) -> str:
    """A text as its stems with spaces around, to look runs of stems up in."""
    parts: list[str] = []
    for word in _WORD.findall(text.replace("\u2019", "'")):
        if "-" in word and not word[:1].isdigit():
            parts += [stem(part.casefold()) for part in word.split("-") if part]
        else:
            parts.append(stem(word.casefold().replace("'s", "")))
    return f" {' '.join(parts)} "


def split_stems(token: Token) -> tuple[str, ...]:
    """ "touch-screen" as its parts, so that it meets "touch screen"; "2-in-1" stays whole."""
    if "-" not in token.word or token.word[:1].isdigit():
        return (token.stem,)
    return tuple(stem(part.casefold()) for part in token.word.split("-") if part)


def slug(text: str, taken: Container[str] = (), *, otherwise: str = "item") -> str:
    """An id for the catalogue's files: small letters, digits and dashes, unlike those taken; accents are left out.

    `otherwise` serves where a text has no Latin letter or digit.
    """
    latin = unicodedata.normalize(
        "NFKD", text.casefold().replace("\u00f8", "o").replace("\u0142", "l").replace("\u00e6", "ae")
    )
    plain = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", latin)).strip("-")[:48].strip("-")
    if not plain and otherwise != "item":
        return slug(otherwise, taken)
    plain = plain or otherwise
    candidate, number = plain, 2
    while candidate in taken:
        candidate, number = f"{plain}-{number}", number + 1
    return candidate


def in_a_row(text: str) -> str:
    """Lines as sentences."""
    return " ".join(closed(line) for line in text.split("\n") if line.strip())


def closed(text: str) -> str:
    """A text that ends as a sentence does."""
    plain = text.strip()
    return plain if plain.endswith((".", "!", "?", ":", ";", ",", "\u2026", ".)", '."')) else f"{plain}."


def category_words(text: str) -> str:
    """A category as people say it within a sentence: small letters, but for short words all in capitals."""
    return " ".join(word if word.isupper() and 1 < len(word) <= 4 else word.lower() for word in text.split())


UNTOLD = "product"
"""What goods are called that nothing is said of."""
_GENERIC = frozenset(["feed", "products", "product", "export", "catalog", "catalogue", "list", "all", "data"])


def category_of(name: str) -> str:
    """ "coffee-makers" -> "coffee maker", "tv_2024" -> "tv"; "product" where the name says nothing."""
    words = re.sub(r"[\W_\d]+", " ", name).casefold().split()
    return singular(" ".join(word for word in words if word not in _GENERIC) or UNTOLD)
