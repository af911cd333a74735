"""Short, sensible wordings of what was taken from a rambling message. The visitor's own words stand beside them."""

from __future__ import annotations

import re
from typing import Any

from milepost.sales.conversations import CONTACT_FACTS

LONGEST = 48
# What people say before they come to the point, and where another thought begins.
_RUN_UP = re.compile(
    r"(?:(?:uh+|um+|hmm+|well|so|like|just|maybe|perhaps|basically|actually|kind of|sort of|you know|i guess|i think|look at"
    r"|looking (?:for|at)|some(?:thing)? like|something (?:for|to)|some kind of|some sort of|a bit of|also|and|or|but|to be able to"
    r"|also|bueno|pues|ehm|äh|halt|quasi|sozusagen|alors|euh|genre|tipo|então)\b[ ,]*)+",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\s*(?:[.;!?](?=\s|$)|\n|,? (?:because|since|but|although|you name it|you know|i mean|if that makes sense"
    r"|or so|or something|thing"
    r"|weil|aber|porque|pero|parce que|mais|mas)(?!\w)| [-\u2013\u2014] ).*$",
    re.IGNORECASE | re.DOTALL,
)


def brief(text: str, most: int = LONGEST) -> str:
    """A phrase without run-up and after-thought, at most so long, cut between words. Never empty for a text that is not."""
    whole = " ".join(text.split())
    without = _RUN_UP.sub("", whole, count=1) if _RUN_UP.match(whole) else whole
    short = _TURN.sub("", without).strip(" ,.;:-") or without.strip() or whole
    if len(short) <= most:
        return short
    cut = short[:most].rsplit(" ", 1)[0].rstrip(" ,.;:-") or short[:most]
    return f"{cut}…"


def brief_value(need: str, value: Any) -> Any:
    """A need's value with every text in it made brief; figures, names and addresses stay as they are."""
    if need in CONTACT_FACTS:
        return value
    if isinstance(value, str):
        return brief(value)
    if isinstance(value, (list, tuple)):
        return [brief_value(need, each) for each in value]
    return value
