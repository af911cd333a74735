"""The patterns that check a reply: regular expressions, and shortcuts for what can be said in many ways ("@money:3400")."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

_NUMBERS = (
    *(
        "zero|no|none",
        "one|a single",
        "two|both|double",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    ),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_FIXED = {
    "@yes": (
        r"\b(?:yes|yep|sure|of course|certainly|absolutely|indeed|definitely|it does|it is|we do|they do|you can|can be|"
        r"included?s?|comes? with|all of (?:them|it))\b"
    ),
    "@no": (
        r"\b(?:no|not|none|never|neither|without|isn't|aren't|doesn't|don't|can't|cannot|unfortunately|only)\b|n't\b"
    ),
    "@unknown": (
        r"(?:not|n't|no|nothing|never)\b[^.!?\n]{0,60}\b(?:know|sure|record|information|info|written|writing|stated?|listed?|"
        r"say|says|said|details?|found?|find|here|answer)|\bunknown\b|i'd have to (?:ask|check)|"
        r"(?:ask|check with) (?:a colleague|the team)|can(?:not|'t) (?:say|tell|promise|confirm)"
    ),
    "@order": (
        r"to whom|where (?:shall|should|may|can)|check-?out|\border|e-?mail|\bname\b|\bpay\b|contact|confirm|\bquote\b|"
        r"\boffer\b|\bbook|sign ?up|reserve|\bcart\b|basket"
    ),
    "@person": r"colleague|\bteam\b|person|someone|human|\bdesk\b|\bcall\b|phone|e-?mail|@|\bwrite to\b",
    "@sorry": (
        r"\b(?:i'm|i am|we're|we are) (?:very |so |really |truly )?sorry\b|sorry (?:to hear|for the|for any|about)|"
        r"apologi[sz]e|my apologies"
    ),
    "@handoff": (
        r"\"type\": ?\"handoff\"|(?:connecting|transferring|putting) you|colleague (?:is on (?:the|their) way|"
        r"will be with you|is joining|will join|has been (?:told|asked|informed))|i(?:'ve| have) (?:just )?"
        r"(?:asked|called|told|informed|notified) (?:a |the |our |my )?(?:colleague|team|person|someone|desk)"
    ),
    "@contact": (
        r"(?:what(?:'s| is) your|your|leave|which|share|give me|an?) (?:(?:full )?name|(?:e-?mail|mail)(?: address)?|"
        r"phone(?: number)?|number to (?:call|reach))\b[^.!\n]{0,60}\?|(?:e-?mail|phone number|contact details)"
        r"[^.!\n]{0,40}\?|where (?:shall|should|may|can) (?:we|i) (?:send|reach)"
    ),
    "@old_customer": (
        r"thanks? (?:you )?for being (?:a|our) (?:loyal )?customer|let's sort this out|good to hear from you again"
    ),
    "@asks_number": (
        r"how many (?:people|colleagues|persons|of you|users|seats|guests|students|participants)\b[^?\n]*\?"
    ),
    "@asks": r"\?",
}
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2019\u2018", "'"),
        **dict.fromkeys("\u201c\u201d", '"'),
        **dict.fromkeys("\u2212\u2011", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009", " "),
    }
)


def expanded(pattern: str) -> str:
    """The regular expression that a pattern stands for. Raises ValueError for a shortcut that there is not."""
    name, _, figure = pattern.partition(":")
    if name == "@money":
        return _money(figure.replace(",", ""))
    if name == "@num":
        number = int(figure)
        words = rf"|\b(?:{_NUMBERS[number]})\b" if number < len(_NUMBERS) else ""
        return rf"(?<![\d.,]){number}(?![\d])(?![.,]\d)" + words
    if pattern in _FIXED:
        return _FIXED[pattern]
    if pattern.startswith("@"):
        raise ValueError(f"there is no shortcut {name}")
    return pattern


@lru_cache(maxsize=20_000)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, ready to be searched. Raises ValueError for one that cannot be used."""
    try:
        return re.compile(expanded(pattern), re.IGNORECASE | re.MULTILINE)
    except re.error as error:
        raise ValueError(f"a pattern is no regular expression: {error}") from error


def plain(text: str) -> str:
    """Text as patterns search it: in lower case, with simple quotes, dashes and blanks."""
    return text.lower().translate(_PLAIN)


# What of a block is a picture and says nothing.
_DRAWN = ("scan",)


def searched(replies: Iterable[Mapping[str, Any]]) -> str:
    """All that a visitor sees of the replies to one message: lines, the titles of buttons, blocks."""
    seen: list[str] = []
    for reply in replies:
        seen += [reply.get("text") or "", *(button.get("title") or "" for button in reply.get("buttons") or ())]
        if reply.get("custom"):
            told = {name: part for name, part in reply["custom"].items() if name not in _DRAWN}
            seen.append(json.dumps(told, ensure_ascii=False, sort_keys=True))
    return plain("\n".join(seen))


def missing(must: Sequence[Sequence[str]], text: str) -> tuple[tuple[str, ...], ...]:
    """The groups of which no pattern is found in a text that is `plain`."""
    return tuple(tuple(group) for group in must if not any(compiled(each).search(text) for each in group))


def violated(must_not: Sequence[str], text: str) -> tuple[str, ...]:
    """The patterns that are found in a text that is `plain` though they must not be."""
    return tuple(each for each in must_not if compiled(each).search(text))


def says_unknown(text: str) -> bool:
    """Whether a text that is `plain` says that something is not known."""
    return compiled("@unknown").search(text) is not None


def _money(figure: str) -> str:
    """An amount in any usual notation: 3400 as "3,400", "3.400,00" or "3 400"."""
    whole, _, part = figure.partition(".")
    cents = part.rstrip("0").ljust(2, "0") if part.strip("0") else ""
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", "[,.' ]?", whole)
    tail = rf"[.,]{cents}" if cents else r"(?:[.,]00?)?"
    return rf"(?<![\d.,])(?<!\d[:-]){grouped}{tail}(?!\d)(?![.,:-]\d)"
