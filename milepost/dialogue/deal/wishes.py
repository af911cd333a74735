"""Wishes and promises of time: a call, a meeting, something sent, a refund, an answer that never came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from milepost.dialogue.deal.clauses import LONGEST, Clause, clauses_of, folded, quoted
from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.times import When, when_in
from milepost.dialogue.deal.words.wishes import (
    CALL,
    CHASED,
    GOODS_SPEAK,
    MEETING,
    NO_WISH,
    PAPER,
    PROMISED_BEFORE,
    PROMISED_NOW,
    SEND,
)
from milepost.sales.handoffs.promised import Kind

# What a promise made before, or a rep's own words, are about, the first that is named.
_ABOUT = (
    (Kind.REFUND, re.compile(r"refund|money back|credit(?:ed)? |reimburse|rückerstatt|erstatt|rembours|reembols")),
    (Kind.CALL, re.compile(r"\b(?:call|ring|phone|callback)(?:ed|s)?\b|anruf|appel|llam|lig(?:ar|ue)")),
    (Kind.MEETING, re.compile(r"\b(?:meeting|demo|appointment|visit)\b|termin|rendez-vous|cita\b|reunião")),
    (Kind.SEND, re.compile(rf"\b(?:send|sent|mail|e-?mail|forward|share|post|write up|put together|prepare)\b|schick|envo|envi|mand|{PAPER}")),
)  # fmt: skip

# What was read of a clause that wishes something, and from which chance on; what set words need at least to be taken for one.
_READ = (
    (Kind.CALL, Says.CALL, 0.6), (Kind.MEETING, Says.MEETING, 0.8), (Kind.SEND, Says.SEND, 0.6),
    (Kind.REFUND, Says.REFUND, 0.7), (Kind.ANSWER, Says.CHASED, 0.75),
)  # fmt: skip
_WISHES = (
    Says.CALL,
    Says.MEETING,
    Says.SEND,
    Says.REFUND,
    Says.CHASED,
    Says.ORDERS,
    Says.TROUBLE,
    Says.REACH,
    Says.WISH,
)
_BORNE_OUT = 0.2
# A question, a ban or a situation that is as likely as this is no wish.
_NONE, _NO_WISH = (Says.ASKS, Says.NO_CALLS, Says.NO_MAIL, Says.SITUATION), 0.5
# "I'll take it to the meeting and ring after six" says what they do themselves.
_OWN_DEED = re.compile(
    r"\b(?:i|we)(?:'ll| will|'m going to| am going to| can)\b[^.?!]*\band (?:then )?(?:ring|call|phone|send|mail|e-?mail)\b"
)
_SUPPOSES = re.compile(r"(?:and |but |so |or )?(?:if|what if|when|unless) (?:i|we|you)\b")
# Somebody who supposes or asks how it works chases nothing; whoever tells of their own letter, call or order does.
_SUPPOSED = re.compile(r"(?:what if|if|when|how|does|do you|is it|it's a|it is a|a |can )\b")
_OWN_CASE = re.compile(
    r"\b(?:i|we)(?:'ve| have|'d| had)? (?:already )?(?:wrote|written|called|rang|asked|e?-?mailed|contacted|sent|messaged|filled|ordered|paid|booked)\b|\bmy (?:order|mail|email|message|ticket|refund|request)\b"
)
# What only a person of ours can hold; an appointment may be booked as the owner has written.
_SHOWN = re.compile(r"\b(?:demo\w*|d[ée]mo\w*|meeting|walk-?through|video call|zoom|reunión|reunião|vorführung)\b")
# Of a story the whole sentence is quoted.
_TOLD_IN_FULL = (Kind.ANSWER, Kind.REFUND)
# Within a cue these turn it round: "in writing, not a phone call", "out of that contract".
_TURNED = re.compile(r"\b(?:not|no(?!,)|without|instead of|rather than|out of|for \w+'s)\b")


@dataclass(frozen=True)
class Wish:
    """What somebody wants done, or said that it would be: the whole clause, and by when, if that was said."""

    kind: Kind
    words: str
    when: When | None = None


def wishes_of(text: str, now: datetime, clauses: Sequence[Clause] | None = None) -> tuple[Wish, ...]:
    """What a visitor's message wishes of a person here; `now` is on the visitor's clock. One of a kind, the first. `clauses` are
    those of the message as they were read."""
    found: dict[Kind, Wish] = {}
    for clause in clauses or clauses_of(text):
        kind = _kind_of(clause)
        if kind is not None and kind not in found:
            words = clause.sentence if kind in _TOLD_IN_FULL and len(clause.sentence) <= LONGEST else clause.words
            found[kind] = Wish(kind, quoted(words), _when(kind, clause, now))
    if len(found) == 1:
        kind, wish = next(iter(found.items()))
        if wish.when is None and kind in (Kind.CALL, Kind.MEETING, Kind.SEND):
            found[kind] = Wish(kind, wish.words, when_in(text, now))
    return tuple(found.values())


def to_be_spoken_to(text: str) -> Kind | None:
    """CALL or MEETING where a message wishes a person to call, or to show something at a time; None else."""
    kinds = [kind for each in clauses_of(text) if (kind := _kind_of(each)) is not None and not _is_told(each)]
    if Kind.CALL in kinds:
        return Kind.CALL
    return Kind.MEETING if Kind.MEETING in kinds and _SHOWN.search(folded(text)) else None


def _is_told(clause: Clause) -> bool:
    """Whether a call is only told of: one that was promised before."""
    return bool(PROMISED_BEFORE.search(folded(clause.words)))


def promises_of(text: str, now: datetime) -> tuple[Wish, ...]:
    """What a rep's own words promise; `now` is on the company's clock."""
    found: dict[Kind, Wish] = {}
    for clause in clauses_of(text):
        plain = folded(clause.words)
        if PROMISED_NOW.search(plain) is None or clause.words.rstrip().endswith("?"):
            continue
        kind = next((kind for kind, named in _ABOUT if named.search(plain)), Kind.ANSWER)
        found.setdefault(kind, Wish(kind, quoted(clause.words), when_in(clause.sentence, now)))
    return tuple(found.values())


def _when(kind: Kind, clause: Clause, now: datetime) -> When | None:
    """When it is wanted; the times in which a story is told are past."""
    return None if kind in _TOLD_IN_FULL else when_in(clause.words, now) or when_in(clause.sentence, now)


def _kind_of(clause: Clause) -> Kind | None:
    """What a clause wishes: surely by what was read of it, or by set words that the reading bears out."""
    if not clause.is_read:
        return _by_words(clause)
    kind, cue = next((kind for kind, says, least in _READ if clause.chance(says) >= least), None), _by_words(clause)
    if _OWN_DEED.search(folded(clause.sentence)):
        return None
    if kind is None and cue is not None and clause.chance(*_WISHES) >= _BORNE_OUT:
        kind = cue
    is_none = clause.chance(*_NONE) >= _NO_WISH or _SUPPOSES.match(folded(clause.words))
    return None if is_none else kind


def _by_words(clause: Clause) -> Kind | None:
    plain, sentence = folded(clause.words), folded(clause.sentence)
    if PROMISED_BEFORE.search(plain):
        about = (kind for text in (plain, sentence) for kind, named in _ABOUT if named.search(text))
        return next(about, None)
    if GOODS_SPEAK.search(plain) and not (CHASED.search(plain) and _OWN_CASE.search(plain)):
        return None
    if CHASED.search(plain):
        return None if _SUPPOSED.match(sentence) else Kind.ANSWER
    if _OWN_DEED.search(sentence):
        return None
    for kind, cue in ((Kind.CALL, CALL), (Kind.MEETING, MEETING), (Kind.SEND, SEND)):
        match = cue.search(plain)
        if match and not _TURNED.search(match[0]) and NO_WISH.search(plain[: match.start() + 1]) is None:
            return kind
    return None
