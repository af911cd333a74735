"""When the visitor wants to be called or met: no date of buying."""

from __future__ import annotations

import re

from milepost.nlu.need_values.finding import Finding
from milepost.nlu.need_values.numbers import quantities
from milepost.nlu.need_values.timeline import timelines

_CUE = re.compile(
    r"(?<![a-z])(?:(?:call|ring|phone|telephone|text|whatsapp|reach|contact)(?:s|ed)? (?:me|us|back|him|her|them)|give (?:me|us) a (?:call|ring|"
    r"bell)|(?:call|ring|phone) (?=tomorrow|today|tonight|on|at|after|before|between|next|mon|tue|wed|thu|fri|sat|sun)|call ?back|"
    r"(?:speak|talk|chat) (?:to|with) (?:me|us|someone|somebody|you|sales)|(?:a|the) (?:quick )?(?:call|chat|meeting|demo)(?! (?:cent|plan)))"
    r"(?![a-z])"
)
_DAY = (
    r"(?:tomorrow|today|tonight|(?:(?:on |next |this |any )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?)|"
    r"(?:on )?(?:a )?weekdays?|(?:at |on )?(?:the )?weekends?|next week|later(?: today)?|this week)"
)
_PART = r"(?:(?:in the |this )?(?:mornings?|afternoons?|evenings?)|at noon|at lunch(?:time)?|during lunch)"
_CLOCK = (
    r"(?:(?:at|around|about|from|by|after|before|not before|until|till)\s+(?:half (?:past )?|quarter (?:past|to) )?\d{1,2}(?:[:.h]\d{2})?"
    r"(?:\s?(?:[ap]\.?m\.?|o'?clock|uhr|sharp))?|between \d{1,2}(?:[:.]\d{2})? (?:and|to) \d{1,2}(?:[:.]\d{2})?(?:\s?[ap]m)?|"
    r"\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]m|o'?clock|uhr))(?![\w@%€$£])"
)
_ANY = rf"(?:{_DAY}|{_PART}|{_CLOCK})"
_TIME = re.compile(rf"(?<![a-z\d]){_ANY}(?:[\s,]+(?:or |and |please )?{_ANY}){{0,3}}(?![a-z])")
_BETWEEN = 40
"""Characters between the wish for a call and its time."""


def call_times(text: str) -> list[Finding]:
    """One finding `call_time`, value {"text", "horizon"} as a timeline's, where a folded text says when to call."""
    for cue in _CUE.finditer(text):
        for match in _TIME.finditer(text, cue.end(), min(len(text), cue.end() + _BETWEEN + 40)):
            gap = text[cue.end() : match.start()]
            if len(gap) <= _BETWEEN and not re.search(r"[.!?]\s", gap):
                return [_finding(text, match.start(), match.end())]
    return []


def _finding(text: str, start: int, end: int) -> Finding:
    words = text[start:end]
    dates = timelines(words, quantities(words), bare=True)
    horizon = dates[0].value["horizon"] if dates else None
    return Finding("call_time", {"text": words, "horizon": horizon}, start, end)
