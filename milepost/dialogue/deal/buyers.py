"""Who says that they are no buyer: students, job seekers, the press, partners, the wrong place, just looking, a test of the bot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from milepost.dialogue.acts import ActKind
from milepost.dialogue.deal.clauses import LONGEST, Clause, folded, quoted
from milepost.dialogue.deal.lines import Line
from milepost.dialogue.deal.says import Says
from milepost.sales.notes.deal import Told, Topic

STUDENT, WORK, PRESS, PARTNER, WRONG, TEST, LOOKING = (
    "a student", "looks for work", "the press", "a partner or seller", "wrong place", "a test of the bot", "just looking",
)  # fmt: skip
# What was read of a clause that says so, and from which chance on: set where none of two strangers' 1,510 clauses is taken wrongly.
_READ: tuple[tuple[str, Says, float], ...] = (
    (STUDENT, Says.STUDENT, 0.55), (WORK, Says.WORK, 0.6), (PRESS, Says.PRESS, 0.45), (PARTNER, Says.PARTNER, 0.45),
    (WRONG, Says.WRONG, 0.85), (LOOKING, Says.LOOKING, 0.8),
)  # fmt: skip
# Outright: one such clause is enough.
_OUTRIGHT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (PRESS, re.compile(
        r"\bi(?:'m| am) (?:a |the |an )?(?:\w+ )?(?:journalist|reporter)\b|\bi write for (?:the )?\w+|\bi(?:'m| am)? ?(?:preparing|writing|working on|doing)\b[^.?!]{0,12}\b(?:piece|article|story|report)\b (?:on|about)|"
        r"\bpreparing an? (?:piece|article|story) (?:on|about)\b|\bon behalf of the (?:newspaper|magazine)\b|\bpress enquiry\b")),
    (WORK, re.compile(
        r"\bare you (?:guys )?(?:currently )?(?:hiring|recruiting)\b|\b(?:do you have|have you|are there|got) (?:any )?(?:vacanc(?:y|ies)|job openings|open positions|jobs)\b|\bwhere (?:do|can|should) i (?:send|submit) (?:my |a |the )?(?:cv|résumé|resume|application)\b|"
        r"\b(?:send|submit|attach|drop off) (?:you )?my (?:cv|résumé|resume)\b|\bapply(?:ing)? for (?:a |the |your )?(?:\w+ )?(?:job|position|role|internship|apprenticeship)\b|\blooking for (?:a |an )?(?:\w+ )?(?:job|internship|apprenticeship)\b|\b(?:could|can) i work for you\b|"
        r"\bstellt ihr ein\b|\bcherche (?:un emploi|un stage)\b|\bbusco (?:trabajo|empleo)\b")),
    (STUDENT, re.compile(
        r"\b(?:(?:my|our|a) (?:\w+(?:'s)? ){0,2}?(?:thesis|dissertation|school project|university project|uni project|course project)\b(?= (?:on|about|in)\b)|(?:for|writing|write|do) (?:my|our|a) (?:\w+(?:'s)? ){0,2}?(?:thesis|dissertation|term paper|seminar paper|coursework|homework)|(?:make|doing|do) an? homework|writing an? (?:seminar|term) paper)\b|\b(?:only|just) for the (?:thesis|dissertation|paper|course)\b|\bi(?:'m| am) a student (?:writing|researching|doing)\b|\bmeine (?:bachelor|master)arbeit\b")),
    (WRONG, re.compile(
        r"\bwrong (?:hotel|shop|store|company|place|website|site|chat|clinic|gym|studio|restaurant|business|firm)\b(?! (?:page|name|size))|\bthought (?:this|you) (?:was|were) (?:a|an|the) (?:other|different) \w+")),
    (LOOKING, re.compile(
        r"\b(?:i(?:'m| am)?|we(?:'re| are)?|no|am|im) (?:really )?not (?:buying|here to buy|going to buy|looking to buy|planning to buy|shopping|interested in buying)\b(?! (?:it |this |that )?(?:yet|before|until|without|if|today|now))|\b(?:don'?t|do not) (?:need|want) any (?:software|products?|tools?|services?|of (?:this|it|your))\b|\b(?:no|without) (?:any )?intention (?:of|to) buy")),
    (TEST, re.compile(
        r"\b(?:ignore|forget|disregard) (?:everything|all (?:of )?(?:your|the|previous)|(?:your|the|all) (?:previous |prior )?(?:instructions|rules|prompt))\b|\bjust testing (?:you|this|the (?:bot|chat))\b|\b(?:show|print|reveal) (?:me )?your (?:system )?prompt\b")),
)  # fmt: skip
# A student who needs something for themselves is a buyer like others.
_SEEKS = re.compile(r"\b(?:need|cheap\w*|how much|looking for|days? a week|to book|rent|a room|a desk)\b")
# Hints: no more than what was said first, and nothing once somebody asks for an offer or orders; of a test two are needed.
_BROWSES = re.compile(
    r"(?:(?:hi|hello|hey|no|ok|thanks|nah)\W+)*(?:i'm |im |i am |we're )?(?:just|only) (?:browsing|looking(?: around)?|curious|having a look)\W*(?:thanks|thank you|for now|today|really|at the moment)?\W*"
)
_TRIES = re.compile(
    r"(?:test(?:ing)?(?: ?\d+)*\W*|(?:what(?:'s| is) )?\d+ ?(?:x|\*|\+|times|plus) ?\d+\W*)|.*\b(?:mickey mouse|donald duck|john doe)\b.*|.*\bby yesterday\b.*"
)
BUYS = re.compile(
    r"\b(?:i|we)(?:'ll| will|l|'d like to| want to| would like to)? (?:take|buy|order|book|sign up|go with|go for)\b(?! (?:a look|part|care|back|my time))|\b(?:send|mail|email) (?:me|us) (?:the |a |an |your )?(?:quote|offer|invoice|contract|proposal)\b|\bhow (?:do|can) (?:i|we) (?:pay|order|buy|book)\b|\bready to (?:buy|order|pay)\b|\bstart the trial\b"
)


def not_buying(lines: Sequence[Line]) -> Told | None:
    """The clause that says so, labelled with who they are; None for everybody else."""
    hints: list[Told] = []
    for place, line in enumerate(lines):
        label, words = _read(line)
        told = Told(Topic.NO_BUYER, words, line.message, label)
        if label and not label.startswith("?"):
            return None if _buys(lines[place + 1 :], label) else told
        if label:
            hints.append(Told(Topic.NO_BUYER, words, line.message, label[1:]))
    tries = [each for each in hints if each.label == TEST]
    first = next((each for each in hints if each.label == LOOKING), tries[1] if len(tries) > 1 else None)
    place = next((at for at, line in enumerate(lines) if first and line.message == first.message), 0)
    return None if first is None or _buys(lines[place + 1 :], first.label) else first


def _buys(lines: Sequence[Line], label: str) -> bool:
    """Whether somebody who only looked, or tried the bot, asks for an offer or orders after that."""
    return label in (LOOKING, TEST, WRONG) and any(
        line.does(ActKind.WANT_TO_BUY, ActKind.REQUEST_QUOTE) or BUYS.search(folded(line.text)) for line in lines
    )


def forget() -> None:
    """Drop what was read of messages."""
    _read.cache_clear()


@lru_cache(maxsize=4096)
def _read(line: Line) -> tuple[str, str]:
    """Who says so in one message, and the words; a mere hint has a question mark before it."""
    seeks = bool(_SEEKS.search(folded(line.text)))
    for clause in line.clauses:
        for label, says, least in _READ:
            if clause.chance(says) >= least and not (label == STUDENT and seeks):
                return label, _whole(clause)
    for label, cue in _OUTRIGHT:
        for clause in line.clauses if label != STUDENT or not seeks else ():
            if cue.search(folded(clause.words)):
                return label, _whole(clause)
    for clause in line.clauses:
        if _BROWSES.fullmatch(folded(clause.words)):
            return f"?{LOOKING}", _whole(clause)
        if _TRIES.fullmatch(folded(clause.words)):
            return f"?{TEST}", _whole(clause)
    return "", ""


def _whole(clause: Clause) -> str:
    return quoted(clause.sentence if len(clause.sentence) <= LONGEST else clause.words)
