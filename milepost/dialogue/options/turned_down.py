"""Whether a message turns a recommendation down: a no to it, not a no to something else and not a fact told after it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from milepost.dialogue.acts import Act, ActKind

# What turns a recommendation down; "what else?" asks for another.
_TURNS_DOWN = (ActKind.DENY, ActKind.RAISE_OBJECTION, ActKind.TAKE_BACK)
# A doubt that is about the visitor's own time or about somebody else's goods leaves what was shown where it is.
_LEAVES_IT = ("later", "rival")
# Said with a no, and no to anything: haste, thanks, more questions, an answer put off.
_NO_TO_NOTHING = re.compile(
    r"^\W*(?:(?:oh|ok|okay|well|and|but|so|then|mm|hm+|eh|ah)\W+)*(?:"
    r"(?:there(?:'s| is) )?no (?:real |big )?(?:rush|hurry|haste|pressure|stress|prob(?:lem|s)?|worries|matter|doubt|idea|clue|"
    r"issues?|(?:more |other |further )?questions?|kidding|need to (?:hurry|rush|apologi[sz]e))\b"
    r"|no\W+(?:that(?:'s| is)|thats|this is|it(?:'s| is)) (?:all|it|everything|fine|ok(?:ay)?|good|great|right|enough|perfect)\b"
    r"|not (?:yet|now|today|right now|at the moment|just yet|sure(?: yet)?|urgent|in a (?:hurry|rush)|a problem)\b"
    r"|keine (?:eile|hektik|ahnung|frage|weiteren fragen)\b|kein (?:problem|stress)\b|noch nicht\b"
    r"|pas (?:de (?:souci|problème)|encore|pressé)|no hay (?:prisa|problema)|sin prisa|todavía no|aún no"
    r"|sem (?:pressa|problemas?)|ainda não)",
    re.IGNORECASE,
)


def turns_down(acts: Sequence[Act], told: Collection[str], of_the_need: Collection[str]) -> bool:
    """Whether one of a message's acts is a rejection of what was recommended.

    `told` are the names of all that the message tells, `of_the_need` those of them that are no contact details: a no beside a
    name or an address is about that.
    """
    if told and not of_the_need:
        return False
    return any(_is_rejection(act, told) for act in acts)


def _is_rejection(act: Act, told: Collection[str]) -> bool:
    if act.kind not in _TURNS_DOWN or act.options:
        return False
    if act.kind is ActKind.TAKE_BACK:
        return not told  # "sorry, I meant 15" takes back a figure
    if act.kind is ActKind.RAISE_OBJECTION:
        return act.about not in _LEAVES_IT
    return _NO_TO_NOTHING.match(act.text.replace("\u2019", "'")) is None
