"""Corrections: "actually 40, not 14", "sorry, I meant September", "make that 25"."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from decimal import Decimal

from milepost.nlu.need_values.finding import Finding
from milepost.nlu.need_values.numbers import Quantity, whole
from milepost.nlu.need_values.text import clause_before

_CUE = re.compile(
    r"(?<![a-z])(?:actually|acutally|actualy|correction|sorry|oops|whoops|my bad|my mistake|i mean(?:t)?|"
    r"i mean to say|make (?:that|it)|change (?:that|it) to|no,? wait|wait,?(?: no)?|scratch that|"
    r"not \w+ but|i was wrong|typo|i misspoke|should (?:be|have been|read)|i said .{1,20} but|hold on|"
    r"let me correct|to correct|on second thoughts?|hang on|nvm|never ?mind)(?![a-z])"
)
_TAKEN_BACK = re.compile(
    r"(?:(?<![a-z])(?:not|instead of|rather than|and not|but not|n't|isn'?t|aren'?t|wasn'?t|i said|said|"
    r"no longer|didn'?t mean|it was|we said|previously said|wrote)\s+(?:the |my |a )?(?:about |around |"
    r"like )?)$"
)
_TAKEN_BACK_AFTER = re.compile(
    r"\s*(?:\w+ ){0,2}?(?:is wrong|was wrong|was a typo|(?:was |is )?(?:a )?mistake|earlier|before)(?![a-z])"
)


_INSTEAD = re.compile(
    r"(?: [a-z][a-z'/]*){0,3}\s*[,.;:!\u2026-]+\s*(?:(?:oh|ah|um|erm|hm+),? )?(?:no,? wait|wait|actually|sorry|oops|whoops|"
    r"i meant?|correction|make (?:that|it)|scratch that|or rather|rather|no(?=[,.])|nope)"
    r"(?:[\s,.!:-]+(?:no|it'?s|its|that'?s|more like|i mean|about|around))*[\s,.:-]*"
)
_NOTHING_MORE = re.compile(r"\s*(?:$|[.,!?;)]|(?:please|pls|thanks|sorry|in total|now)(?![a-z]))")


def put_right(text: str, numbers: list[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """The numbers that count, and those that the next one takes back at once: "12 people. sorry, 21".

    Where the new number stands alone, what was said about the old one holds for it: people, dollars, a month.
    """
    kept, dropped = list(numbers), []
    for old, new in itertools.pairwise(numbers):
        if old not in kept or not _INSTEAD.fullmatch(text, old.end, new.start):
            continue
        dropped.append(old)
        if _NOTHING_MORE.match(text, new.end) and not new.currency:
            kept[kept.index(old)] = replace(old, low=new.low, high=new.high, bound=new.bound or old.bound)
            kept.remove(new)
        else:
            kept.remove(old)
    return kept, dropped


def has_correction(text: str) -> bool:
    """Whether the folded text takes something back."""
    return (
        _CUE.search(text) is not None
        or re.search(r"\d[\w ]{0,12},? (?:and |but )?not (?:\d|[a-z]{3,9}teen|ten|twenty|thirty|forty|fifty)", text)
        is not None
    )


def taken_back(text: str, numbers: list[Quantity]) -> list[Quantity]:
    """The numbers that the message only repeats in order to correct them ("not 14")."""
    if len(numbers) < 2:
        return []
    return [number for number in numbers if _is_taken_back(text, number)]


def _is_taken_back(text: str, number: Quantity) -> bool:
    lead = clause_before(text, number.core_start, 24)
    if re.search(r"not (?:more|less|over|under|above|below)", lead):
        return False
    return bool(_TAKEN_BACK.search(lead)) or bool(
        _TAKEN_BACK_AFTER.match(text, number.core_end) and has_correction(text)
    )


def corrected(findings: list[Finding], text: str, dropped: list[Quantity]) -> list[Finding]:
    """The findings marked as corrections where the message says so."""
    if not dropped and not has_correction(text):
        return findings
    was = whole(dropped[0].low) if dropped else None
    marked = []
    for finding in findings:
        is_correction = bool(_CUE.search(text, 0, min(len(text), finding.end + 24))) or was is not None
        if finding.op == "set" and is_correction:
            number_like = finding.name in ("team_size", "budget") or isinstance(finding.value, (int, float, dict))
            finding = replace(finding, op="correct", was=was if number_like else None)
        marked.append(finding)
    return marked


_REFUSED = re.compile(
    r"(?<![a-z])(?:not|isn'?t|instead of|rather than|wrong(?: one)?(?: is| was|:)?|no longer|used to be|was|old(?: one)?(?: is|:)?)\s+"
    r"(?:at |the |my )?[\"'(]?$"
)


def contact_put_right(findings: list[Finding], text: str) -> list[Finding]:
    """Of two addresses, numbers or names the one that is not refused, with what it takes the place of: "not jo@x, it's jo@y"."""
    kept = list(findings)
    for name in ("email", "phone", "contact_name"):
        given = [one for one in findings if one.name == name]
        refused = [one for one in given if _REFUSED.search(text, max(0, one.start - 24), one.start)]
        if refused and len(refused) < len(given):
            for one in given:
                kept.remove(one)
            kept += [replace(one, op="correct", was=refused[0].value) for one in given if one not in refused]
    return kept


def bare_correction(text: str, numbers: list[Quantity]) -> Quantity | None:
    """The number that stands alone as the new value; None where there is none or it is not plain."""
    kept = [number for number in numbers if not _is_taken_back(text, number)]
    if (
        (len(kept) == len(numbers) and not has_correction(text))
        or len(kept) != 1
        or len(text.split()) > 9
        or kept[0].money
        or kept[0].low != kept[0].low.to_integral_value()
    ):
        return None
    rest = text[kept[0].core_end : kept[0].core_end + 24]
    return (
        kept[0]
        if re.match(
            r"\s*(?:$|[.,!;)]|not |instead|now|in total|actually|rather|and not|sorry|please|people|of us|i said|"
            r"i meant|-)",
            rest,
        )
        and Decimal(1) <= kept[0].low <= 100_000
        else None
    )
