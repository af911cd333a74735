"""Contact data said in words: "jo dot smith at acme dot co dot uk", and a phone's extension."""

from __future__ import annotations

import re
from collections.abc import Iterator

EXTENSION = re.compile(
    r"[\s,;(-]{0,3}(?:ext(?:ension|n)?\.?|x|durchwahl|dw|anexo|poste|ramal)\s?(?:is |no\.? )?:?\s?(?P<ext>\d{1,6})\)?(?!\w)"
)
"""Written behind the number as RFC 3966 has it: ";ext=42"."""
_PART = r"[^\W_][\w+]*(?:-[\w+]+)*"
_MARKS = {
    "dot": ".",
    "punkt": ".",
    "punto": ".",
    "point": ".",
    "ponto": ".",
    "underscore": "_",
    "dash": "-",
    "hyphen": "-",
    "minus": "-",
}
_MARK = r"(?:dot|punkt|punto|point|ponto|underscore|dash|hyphen|minus)"
_JOIN = rf"(?:\s?[(\[{{]{_MARK}[)\]}}]\s?|\s{_MARK}\s|[._-])"
_DOT = r"(?:\s?[(\[{](?:dot|punkt|punto|point|ponto)[)\]}]\s?|\s(?:dot|punkt|punto|point|ponto)\s|\.)"
_AT = r"(?:\s?[(\[{](?:at|ät|arroba|@)[)\]}]\s?|\s(?:at|arroba)\s|\s?@\s?)"
# "Meet me at acme dot com", "we are at acme.com": a place, and nobody's address.
_PLACED = (
    r"(?!(?:me|us|you|him|her|them|it|is|are|am|look|looking|shop|store|buy|bought|saw|see|work|working|here|found|"
    r"live|there|one|seen|office|based|sold|and|or|that|this)(?![\w]))"
)
_ADDRESS = re.compile(
    rf"(?<![\w.@]){_PLACED}(?P<user>{_PART}(?:{_JOIN}{_PART}){{0,4}}){_AT}(?P<host>{_PART}(?:{_DOT}{_PART}){{1,3}})(?![\w@])"
)
_SPELT = re.compile(rf"[(\[{{]|\s{_MARK}\s|\s@|@\s")


def spelled_addresses(folded: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and the written form of each address that a folded text spells out, whole."""
    for match in _ADDRESS.finditer(folded):
        user, host = _written(match["user"]), _written(match["host"])
        top = host.rpartition(".")[2]
        # Without a mark in words only "at" is spelt, and "lunch at joes.place" is none.
        plain = not _SPELT.search(match[0]) and top not in _TOPS
        if plain or not top.isalpha() or len(top) < 2:
            continue
        yield match.start(), match.end(), f"{user}@{host}"


_TOPS = frozenset(
    (
        "com",
        "net",
        "org",
        "io",
        "co",
        "eu",
        "de",
        "fr",
        "es",
        "uk",
        "edu",
        "biz",
        "info",
        "example",
        "nl",
        "it",
        "pt",
        "ch",
        "at",
        "ie",
    )
)


def _written(words: str) -> str:
    """The marks of an address in place of their names."""
    named = re.sub(
        rf"\s?[(\[{{]?(?<![^\W_])(?P<mark>{_MARK})(?![^\W_])[)\]}}]?\s?", lambda match: _MARKS[match["mark"]], words
    )
    return re.sub(r"\s", "", named)
