"""Bytes as text: UTF-8 and UTF-16 as they say, older encodings by which letters they would give."""

from __future__ import annotations

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_WESTERN = ("cp1252", "cp1250", "mac_roman", "cp850")
_LETTERS = frozenset(
    "äöüÄÖÜßéèêëàâáåæøñçíìîïóòôõúùûœÉÈÀÁÅÆØÑÇÍÓÚ€°™®©£½¼²³ąćęłńśźżŁŚŻčďěňřšťůžýČŘŠŽőű\u2019\u2018\u201c\u201d\u2013\u00d7"
)
_PAIR = re.compile(rb"[\x80-\xff]{2}")
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True)
class Decoded:
    """A text, and the encoding where it was not a Unicode one ("")."""

    text: str
    encoding: str = ""


def decoded(content: bytes) -> Decoded:
    """Any file's text. What is not Unicode is taken for the encoding whose letters make the most sense."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(content.decode("utf-16", errors="replace"))
    if content[1:2] == b"\0" and content[:200:2].count(b"\0") == 0:
        return Decoded(content.decode("utf-16-le", errors="replace"))
    try:
        return Decoded(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    high = len(_HIGH.findall(content))
    if 4 * len(_PAIR.findall(content)) > high:  # whole words of letters that are not Latin
        best = from_bytes(content[:200_000]).best()
        if best is not None:
            return Decoded(content.decode(best.encoding, errors="replace"), best.encoding)
    encoding = max(_WESTERN, key=lambda name: _sense(content, name))
    return Decoded(content.decode(encoding, errors="replace"), encoding)


def _sense(content: bytes, encoding: str) -> int:
    """How many of the letters beyond ASCII are ones that European texts have, less those that they have not."""
    text = content[:200_000].decode(encoding, errors="replace")
    return sum(1 if sign in _LETTERS else -1 for sign in text if sign > "\x7f")
