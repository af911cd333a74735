"""What a visitor's messages tell of the deal, in whole clauses: read from the words alone, so that what is written to a rep counts
as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from milepost.dialogue.deal import buyers, own_words
from milepost.dialogue.deal.clauses import LONGEST, Clause, clauses_of, folded, quoted
from milepost.dialogue.deal.lines import Line
from milepost.dialogue.deal.own_words import is_question
from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.words.told import (
    ASKS,
    ASKS_OF_GOODS,
    DEADLINE,
    DECIDES,
    DECIDES_LATER,
    DECIDES_SELF,
    HAS,
    NOT_AN_OFFER,
    OFFERS,
    OTHER,
    RIVAL,
    TERMS,
)
from milepost.dialogue.deal.words.wishes import CALL, SEND
from milepost.sales.catalogue import Catalogue
from milepost.sales.notes.deal import ASKS_FIRST, THEMSELVES, Question, Told, Topic

_ASKED_FROM = 3  # words
_SAID_FROM = 4  # words
_WHOLE = 110  # characters of a sentence that is quoted whole around its question
_OF_A_RIVAL = "discount"  # "they are 30% less" tells what another takes off
_OF_ANYBODY = frozenset(
    f"my {word}" for word in ("team", "family", "business", "group", "plan", "house", "roof", "solo", "home", "office")
)
_PAPER = ("PO number", "invoice", "contract")
# How likely a clause has to be about terms where it has their words: a contract is spoken of more often than asked for.
_BORNE_OUT = {"PO number": 0.0, "payment terms": 0.0, "invoice": 0.1}
_TERMS_FROM, _RIVAL_FROM, _CHANGES_FROM, _OURS_FROM, _NOT_OURS = 0.3, 0.6, 0.62, 0.6, 0.6
_MYSELF = re.compile(r"(?i:\b(?:i'm|i am|my name|name's|name is|this is|here is)\b)")


def deal_told(catalogue: Catalogue, lines: Iterable[Line]) -> tuple[Told, ...]:
    """Everything that a visitor's lines, oldest first, tell of the deal; what is said twice in the same words stands once. Of
    somebody who is no buyer nothing is told but that."""
    lines = tuple(lines)
    stranger = buyers.not_buying(lines)
    if stranger is not None:
        return (stranger,)
    rivals = _names(tuple(each for rival in catalogue.competitors.values() for each in (rival.name, *rival.aliases)))
    products = (each for named in catalogue.products.values() for each in (named.name, *named.aliases))
    ours = _names((*products, *(each for plan in catalogue.plans.values() for each in (plan.name, *plan.aliases))))
    found: dict[tuple[Topic, str], Told] = {}
    for line in lines:
        for topic, label, words in _told_in(line, ours, rivals):
            found.setdefault((topic, f"{words.casefold()}{label}"), Told(topic, words, line.message, label))
    return tuple(found.values())


@lru_cache(maxsize=4096)
def _told_in(
    line: Line, ours: re.Pattern[str] | None, rivals: re.Pattern[str] | None
) -> tuple[tuple[Topic, str, str], ...]:
    """Topic, label and words of everything that one message tells: worked out once, as lists ask it of many leads at every look."""
    return tuple(
        (topic, label, quoted(clause.words))
        for clause in line.clauses
        for topic, label in _topics(clause, ours, rivals)
    )


def forget() -> None:
    """Drop what was read of messages: a visitor who is erased leaves no words behind in this process."""
    _told_in.cache_clear()
    _asked_in.cache_clear()
    own_words.forget()
    buyers.forget()
    clauses_of.cache_clear()


def questions_asked(lines: Iterable[Line]) -> tuple[Question, ...]:
    """What a visitor's lines ask of what is sold, oldest first; not who asks to be called or sent something."""
    found: dict[str, Question] = {}
    for line in lines:
        for words in _asked_in(line):
            found.setdefault(words.casefold(), Question(words, line.message))
    return tuple(found.values())


@lru_cache(maxsize=4096)
def _asked_in(line: Line) -> tuple[str, ...]:
    asked = []
    for clause in line.clauses:
        plain = folded(clause.words)
        asks = is_question(clause) if clause.is_read else clause.words.endswith("?") or bool(ASKS.match(plain))
        if asks and len(plain.split()) >= _ASKED_FROM and not SEND.search(plain) and not CALL.search(plain):
            asked.append(quoted(clause.sentence if len(clause.sentence) <= _WHOLE else clause.words))
    return tuple(asked)


def questions_in(text: str) -> tuple[str, ...]:
    """The questions that a text asks, each in its whole sentence; none where it only tells something."""
    found = [
        quoted(clause.sentence if len(clause.sentence) <= LONGEST else clause.words)
        for clause in clauses_of(text)
        if is_question(clause)
    ]
    return tuple(dict.fromkeys(found))


def unanswered(gaps: Iterable[tuple[str, str]], said: Iterable[tuple[str, str]]) -> tuple[Question, ...]:
    """The real questions among what was left without an answer, whole and once each. `gaps` are (message id, words that were left)."""
    texts, found = dict(said), dict[str, Question]()
    for message, words in gaps:
        wanted = folded(words).strip(" ?!.")
        for whole in questions_in(texts.get(message, words)):
            if wanted in folded(whole) or folded(whole).strip(" ?!.") in wanted:
                found.setdefault(whole.casefold(), Question(whole, message))
    return tuple(found.values())


def first_words(lines: Iterable[Line]) -> Question | None:
    """The first clause of a visitor's lines that says something: no greeting, no address, no wish for a person."""
    for line in lines:
        for clause in line.clauses:
            plain = folded(clause.words)
            words = [word for word in plain.split() if "@" not in word and not any(map(str.isdigit, word))]
            if (
                len(words) >= _SAID_FROM
                and not CALL.search(plain)
                and not SEND.search(plain)
                and not _MYSELF.match(plain)
            ):
                said = quoted(clause.sentence if len(clause.sentence) <= _WHOLE else clause.words)
                return Question(said, line.message)
    return None


def is_term(words: str) -> bool:
    """Whether these words are terms of a deal (a PO number, an invoice): nothing that goods must have."""
    return any(cue.search(folded(words)) for label, cue in TERMS if label in _PAPER)


def of_another(text: str, name: str) -> bool:
    """Whether a name stands in a clause about somebody else of the deal: who decides, to whose attention."""
    return any(
        name in clause.words and OTHER.search(clause.words) and not _MYSELF.search(clause.words)
        for clause in clauses_of(text)
    )


def tells_of_people(text: str) -> bool:
    """Whether a part of a message tells who decides, and asks nothing."""
    return "?" not in text and bool(DECIDES.search(text.replace("\u2019", "'"))) and not ASKS.match(folded(text))


def _topics(
    clause: Clause, ours: re.Pattern[str] | None, rivals: re.Pattern[str] | None
) -> Iterator[tuple[Topic, str]]:
    """What a clause tells, by what was read of it and by the words that bear it out: fewer, and those right."""
    plain = folded(clause.words)
    is_of_goods = bool(ASKS_OF_GOODS.search(plain))
    cue = bool(rivals and rivals.search(plain) and OFFERS.search(plain)) or bool(RIVAL.search(plain))
    is_offer = clause.tells(Says.RIVAL, sure=_RIVAL_FROM, cue=cue, least=0.2) and not NOT_AN_OFFER.search(plain)
    decides = bool(DECIDES.search(clause.words.replace("\u2019", "'")))
    if clause.tells(Says.DECIDES, Says.DECIDES_SELF, sure=0.7, cue=decides, least=0.3):
        yield Topic.DECIDES, _whose(clause, plain)
    if not is_of_goods:
        yield from ((Topic.TERMS, label) for label in _terms(clause, plain) if not (is_offer and label == _OF_A_RIVAL))
        if clause.tells(Says.DEADLINE, sure=0.75, cue=bool(DEADLINE.search(plain)), least=0.3):
            yield Topic.DEADLINE, ""
    if _has(clause, plain, ours):
        yield Topic.HAS, ""
    if clause.chance(Says.ADDS) >= _CHANGES_FROM:
        yield Topic.ADDS, ""
    elif clause.chance(Says.LEAVES, Says.THREAT) >= _CHANGES_FROM:
        yield (Topic.THREAT if clause.chance(Says.THREAT) > clause.chance(Says.LEAVES) else Topic.LEAVES), ""
    if is_offer:
        yield Topic.RIVAL, ""


def _whose(clause: Clause, plain: str) -> str:
    """Whether a decision is their own, or one for which they ask somebody first."""
    if DECIDES_LATER.search(plain):
        return ASKS_FIRST
    own, others = clause.chance(Says.DECIDES_SELF), clause.chance(Says.DECIDES)
    is_own = own > others if clause.is_read else bool(DECIDES_SELF.search(plain))
    return THEMSELVES if is_own else ""


def _terms(clause: Clause, plain: str) -> list[str]:
    found = [label for label, cue in TERMS if cue.search(plain)]
    if not clause.is_read:
        return found
    return [each for each in found if clause.chance(Says.TERMS) >= _BORNE_OUT.get(each, _TERMS_FROM)]


def _has(clause: Clause, plain: str, ours: re.Pattern[str] | None) -> bool:
    """Whether they tell what they have of ours: by the name of it, or surely."""
    has = HAS.search(plain)
    mine = re.search(rf"\bmy {ours.pattern}", plain) if ours else None
    named = bool(mine and mine[0] not in _OF_ANYBODY) or bool(has and ours and ours.search(plain))
    if not clause.is_read:
        return named or bool(has and has["customer"])
    if clause.chance(Says.ASKS, Says.SITUATION) >= _NOT_OURS:
        return False
    return named or clause.tells(Says.HAS, sure=_OURS_FROM, cue=bool(has and has["customer"]), least=0.3)


@lru_cache(maxsize=32)
def _names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    known = sorted({re.escape(name.casefold()) for name in names if len(name) > 2}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)") if known else None
