"""How a line of the tables is read: a small notation for phrases, made into a regular expression.

`(a|b c)` one of these · `[a|b]` perhaps · `word*` any ending · `_` up to three words, whichever · `{name}` a list of the table ·
`'` and `-` inside a word may be left out · `$` here the clause ends · `~(a|b)` at the end: none of these follows.
Before the phrase: `=` it is the whole sentence, courtesies aside · `!` it begins a clause or follows a request ("can you") ·
`?` the sentence supposes and asks nothing before it ("if", "does it") · `-(a|b)` none of these stands right before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from milepost.nlu.set_phrases.folding import folded

BETWEEN = r"[^\w.?!\n]{1,3}"
_ENDS = r"(?![^\W_])"
_GAP = rf"(?:{BETWEEN}[^\W_]+){{0,3}}?"
_TOKEN = re.compile(r"\{\w+\}|[()\[\]|]|[^\s()\[\]|{}]+")
_SPELT = {
    "ä": ("a", "ae"),
    "ö": ("o", "oe"),
    "ü": ("u", "ue"),
    "ß": ("ss", "s"),
    "'": ("", "'", " "),
    "-": ("", "-", " "),
}
_IS_WORD = re.compile(r"'?[^\W_]+(?:['-][^\W_]+)*['*]?")
_SHORTEST_STEM = 3


@dataclass(frozen=True)
class Template:
    """A phrase ready to be looked for. `words` and `stems` (three letters) are what it may begin with."""

    kind: str
    expression: re.Pattern[str]
    words: frozenset[str]
    stems: frozenset[str]
    is_sentence: bool = False
    is_led: bool = False
    is_certain: bool = False
    not_after: re.Pattern[str] | None = None


@dataclass(frozen=True)
class _Part:
    """A piece of a phrase: its expression, what it may begin with ("stop", "uns*"), whether it may be left out.

    `wordless` is what may stand in its place without a word: the end of a clause, a gap.
    """

    expression: str
    firsts: frozenset[str] = frozenset()
    is_optional: bool = False
    wordless: str = ""


def read_template(kind: str, line: str, lists: Mapping[str, str], *, clause_ends: str = "") -> Template:
    """One line of a table. Raises ValueError where it is not written in the notation."""
    flags, line = _flags(line.strip())
    line, _, not_before = line.partition(" ~")
    not_after = None
    if line.startswith("-("):
        veto, line = _group_at_start(line[1:])
        not_after = re.compile(rf"\b(?:{_read(veto, lists, '').expression})\W*$")
    part = _read(line, lists, clause_ends)
    if part.is_optional or not part.firsts:
        raise ValueError(f"nothing in this phrase must be said: {line}")
    expression = part.expression
    if not_before:
        expression += rf"(?!{BETWEEN}(?:{_read(not_before, lists, '').expression}))"
    return Template(
        kind=kind,
        expression=re.compile(expression),
        words=frozenset(first for first in part.firsts if not first.endswith("*")),
        stems=frozenset(first[:-1] for first in part.firsts if first.endswith("*")),
        is_sentence="=" in flags,
        is_led="!" in flags,
        is_certain="?" in flags,
        not_after=not_after,
    )


def expression_of(line: str, lists: Mapping[str, str]) -> str:
    """The regular expression of a line without flags."""
    return _read(line, lists, "").expression


def _flags(line: str) -> tuple[str, str]:
    bare = line.lstrip("=!?")
    return line[: len(line) - len(bare)], bare.strip()


def _group_at_start(line: str) -> tuple[str, str]:
    depth = 0
    for place, letter in enumerate(line):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return line[: place + 1], line[place + 1 :].strip()
    raise ValueError(f"a bracket is not closed: {line}")


def _read(line: str, lists: Mapping[str, str], clause_ends: str) -> _Part:
    tokens = _TOKEN.findall(line)
    part, rest = _alternatives(tokens, lists, clause_ends)
    if rest:
        raise ValueError(f"a bracket too many: {line}")
    return part


def _alternatives(tokens: list[str], lists: Mapping[str, str], clause_ends: str) -> tuple[_Part, list[str]]:
    found = []
    while True:
        part, tokens = _sequence(tokens, lists, clause_ends)
        found.append(part)
        if not tokens or tokens[0] != "|":
            break
        tokens = tokens[1:]
    if len(found) == 1:
        return found[0], tokens
    worded = [part for part in found if part.firsts]
    firsts = frozenset[str]().union(*(part.firsts for part in worded))
    wordless = "|".join(part.wordless for part in found if part.wordless)
    return _Part(f"(?:{'|'.join(part.expression for part in worded)})", firsts, wordless=wordless), tokens


def _sequence(tokens: list[str], lists: Mapping[str, str], clause_ends: str) -> tuple[_Part, list[str]]:
    parts: list[_Part] = []
    while tokens and tokens[0] not in (")", "]", "|"):
        token, tokens = tokens[0], tokens[1:]
        if token in ("(", "["):
            part, tokens = _alternatives(tokens, lists, clause_ends)
            if not tokens:
                raise ValueError("a bracket is not closed")
            tokens = tokens[1:]
            parts.append(replace(part, is_optional=token == "["))
        elif token.startswith("{"):
            parts.append(_read(lists[token[1:-1]], lists, clause_ends))
        elif token == "$":
            parts.append(_Part("", wordless=clause_ends))
        elif token == "_":
            parts.append(_Part("", wordless=_GAP))
        else:
            parts.append(_word(token))
    return _joined(parts), tokens


def _joined(parts: list[_Part]) -> _Part:
    """The parts in a row, with something between words."""
    if len(parts) == 1:
        return parts[0]
    expression, firsts, has_begun = "", frozenset[str](), False
    for part in parts:
        if not part.firsts:
            expression += f"(?:{part.wordless})"
        elif has_begun:
            inner = f"{BETWEEN}{part.expression}"
            inner = f"(?:{inner}|{part.wordless})" if part.wordless else inner
            expression += f"(?:{inner})?" if part.is_optional else inner
        else:
            expression += f"(?:{part.expression}{BETWEEN})?" if part.is_optional else part.expression
            firsts, has_begun = firsts | part.firsts, not part.is_optional
    return _Part(expression, firsts, is_optional=not has_begun)


def _word(word: str) -> _Part:
    if not _IS_WORD.fullmatch(word):
        raise ValueError(f"not a word: {word}")
    is_stem = word.endswith("*")
    word = word.removesuffix("*").strip("'")
    spelt = [_SPELT.get(letter) or (folded(letter)[0],) for letter in word]
    expression = "".join(_one_of(options) for options in spelt)
    firsts = frozenset(_first(spelling, is_stem=is_stem) for spelling in _spellings(spelt))
    return _Part(expression + (r"[^\W_]*" if is_stem else "") + _ENDS, firsts)


def _one_of(options: tuple[str, ...]) -> str:
    written = sorted((re.escape(option) for option in options if option), key=len, reverse=True)
    group = written[0] if len(written) == 1 else f"(?:{'|'.join(written)})"
    return f"{group}?" if "" in options else group


def _spellings(spelt: list[tuple[str, ...]]) -> Iterator[str]:
    yield from reduce(lambda heads, options: [head + each for head in heads for each in options], spelt, [""])


def _first(spelling: str, *, is_stem: bool) -> str:
    """What the index finds a spelling by: its first word, or the first letters where it may end otherwise."""
    head = re.split(r"[ '\-]", spelling, maxsplit=1)[0]
    if not is_stem or head != spelling:
        return head
    if len(head) < _SHORTEST_STEM:
        raise ValueError(f"too short for any ending: {spelling}")
    return head[:_SHORTEST_STEM] + "*"
