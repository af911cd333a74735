"""What is said of a budget away from its figure: its bound, its period, and that it is for each user."""

from __future__ import annotations

import re
from dataclasses import replace

from milepost.nlu.need_values.finding import Finding

_NEAR = 48
"""Characters between a figure and what still is said of it."""
_NUMBER = re.compile(
    r"\d|(?<![a-z])(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|hundred|thousand)(?![a-z])"
)
_ON_ITS_OWN = re.compile(r"[.!?]\s+(?=\S)")
_PER = r"(?:/\s?|(?:per|a|an|each|every|and|by the)\s)"
_FAR_PERIOD = re.compile(
    rf"(?<![a-z])(?:(?P<month>{_PER}(?:calendar )?(?:month|mth|mo)|monthly|pcm|p\.?m\.?)|(?P<year>{_PER}(?:year|yr|annum)|yearly|annual(?:ly)?|p\.a\.)|"
    rf"(?P<week>{_PER}(?:week|wk)|weekly)|(?P<one_time>one[- ]?(?:time|off)|once[- ]off|in one go|lump sum))(?![a-z])"
    r"(?!\s+(?:report|newsletter|meeting|price|contract)s?)"
)
_FAR_HEAD = re.compile(
    r"(?<![a-z])(?:(?:per|for (?:each|every)|/)\s?(?:user|seat|head|person|agent|employee|member|licen[cs]e|colleague|teammate|student)|a head|"
    r"pppm|pupm|pp)(?![a-z])"
)
_EACH = re.compile(r"(?<![a-z])each(?! (?:other|of|one|way|month|week|year|day)(?![a-z]))(?![a-z])")
"""Without a period it may be of goods: "under 200 each"."""
_FAR_BOUND = re.compile(
    r"(?<![a-z])(?:(?P<max>(?:that'?s|thats|this is|is|as) (?:the |my |our |a )?(?:absolute |very |upper )?(?:most|max(?:imum)?|limit|ceiling|"
    r"cap|top)|max(?:imum)?|tops|at (?:the )?most|not a (?:cent|penny|euro|dollar) more|(?:no|not|nothing) (?:more|higher|above|over)(?: than"
    r" that)?|can'?t go (?:higher|over|above))|(?P<min>at (?:the )?least|or more|minimum)|(?P<approx>more or less|give or take|roughly|"
    r"approximately|approx|something like that|or so|or thereabouts|ballpark|-?ish))(?![a-z])"
)


def completed(text: str, budget: Finding) -> Finding:
    """The budget with the keys that the folded text gives elsewhere in the same sentence, where no other number stands between."""
    value = dict(budget.value)
    if value.get("amount") is None and "min" not in value:
        return budget
    before, after = _around(text, budget)
    if value.get("period") is None and (period := _period(after) or _period(before)):
        value["period"] = period
    each = value.get("period") is not None and _EACH.search(after)
    if "per" not in value and (each or _FAR_HEAD.search(after) or _FAR_HEAD.search(before)):
        value["per"] = "user"
    if "bound" not in value and "min" not in value and (match := _FAR_BOUND.search(after)):
        value["bound"] = match.lastgroup
    return replace(budget, value=value)


def _period(words: str) -> str | None:
    match = _FAR_PERIOD.search(words)
    return match.lastgroup if match else None


def _around(text: str, budget: Finding) -> tuple[str, str]:
    """The words before and behind the figure that may be about it: up to the next number, and no other sentence but one
    that only adds to it ("300. that's the most. monthly")."""
    before, after = text[max(0, budget.start - 2 * _NEAR) : budget.start], text[budget.end : budget.end + _NEAR]
    numbers = list(_NUMBER.finditer(before))
    before = before[numbers[-1].end() :].partition(",")[2] if numbers else before
    sentences = list(_ON_ITS_OWN.finditer(before))
    before = before[sentences[-1].end() :] if sentences else before
    number = _NUMBER.search(after)
    after = after[: number.start()] if number else after
    kept, *others = _ON_ITS_OWN.split(after)
    for other in others:
        if not _is_key(other):
            break
        kept += " " + other
    return before, kept


def _is_key(sentence: str) -> bool:
    """Whether a sentence holds nothing but a bound, a period or "per user"."""
    rest = sentence
    for pattern in (_FAR_BOUND, _FAR_PERIOD, _FAR_HEAD, _EACH):
        rest = pattern.sub(" ", rest)
    return rest != sentence and len(re.findall(r"[a-z]{3,}", rest)) <= 1
