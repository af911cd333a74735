"""What a visitor's messages tell of the deal, in whole clauses: read from the words alone, so that what is written to a rep counts
as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from milepost.dialogue.deal import buyers, own_words
from milepost.dialogue.deal.clauses import LONGEST, Clause, clauses_of, folded, quoted
from milepost.dialogue.deal.words.told import (
    ADDS,
    ASKS,
    ASKS_OF_GOODS,
    DEADLINE,
    DECIDES,
    DECIDES_LATER,
    DECIDES_SELF,
    HAS,
    INVOLVED,
    LEAVES,
    NOT_AN_OFFER,
    NOT_ASKED_FOR,
    OFFERS,
    OURS_TO_LEAVE,
    RIVAL,
    TERMS,
    THREAT,
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
_OTHER = re.compile(f"{DECIDES.pattern}|{INVOLVED.pattern}")
_MYSELF = re.compile(r"(?i:\b(?:i'm|i am|my name|name's|name is|this is|here is)\b)")


def deal_told(catalogue: Catalogue, said: Iterable[tuple[str, str]]) -> tuple[Told, ...]:
    """Everything that a visitor's lines tell of the deal. `said` are (message id, text), oldest first; what is said twice in the
    same words stands once. Of somebody who is no buyer nothing is told but that."""
    said = tuple(said)
    stranger = buyers.not_buying(said)
    if stranger is not None:
        return (stranger,)
    rivals = _names(each for rival in catalogue.competitors.values() for each in (rival.name, *rival.aliases))
    products = (each for named in catalogue.products.values() for each in (named.name, *named.aliases))
    ours = _names([*products, *(each for plan in catalogue.plans.values() for each in (plan.name, *plan.aliases))])
    found: dict[tuple[Topic, str], Told] = {}
    for message, text in said:
        for topic, label, words in _told_in(text, ours, rivals):
            found.setdefault((topic, f"{words.casefold()}{label}"), Told(topic, words, message, label))
    return tuple(found.values())


@lru_cache(maxsize=4096)
def _told_in(
    text: str, ours: re.Pattern[str] | None, rivals: re.Pattern[str] | None
) -> tuple[tuple[Topic, str, str], ...]:
    """Topic, label and words of everything that one message tells: read once, as lists ask it of many leads at every look."""
    return tuple(
        (topic, label, quoted(clause.words))
        for clause in clauses_of(text)
        for topic, label in _topics(clause, ours, rivals)
    )


def forget() -> None:
    """Drop what was read of messages: a visitor who is erased leaves no words behind in this process."""
    _told_in.cache_clear()
    own_words.forget()
    buyers.forget()
    clauses_of.cache_clear()


def questions_asked(said: Iterable[tuple[str, str]]) -> tuple[Question, ...]:
    """What a visitor's lines ask of what is sold, oldest first; not who asks to be called or sent something."""
    found: dict[str, Question] = {}
    for message, text in said:
        for clause in clauses_of(text):
            plain = folded(clause.words)
            asks = clause.words.endswith("?") or ASKS.match(plain)
            if asks and len(plain.split()) >= _ASKED_FROM and not SEND.search(plain) and not CALL.search(plain):
                words = clause.sentence if len(clause.sentence) <= _WHOLE else clause.words
                found.setdefault(words.casefold(), Question(quoted(words), message))
    return tuple(found.values())


def questions_in(text: str) -> tuple[str, ...]:
    """The questions that a text asks, each in its whole sentence; none where it only tells something."""
    found = [
        quoted(clause.sentence if len(clause.sentence) <= LONGEST else clause.words)
        for clause in clauses_of(text)
        if own_words.is_question(clause.words)
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


def first_words(said: Iterable[tuple[str, str]]) -> Question | None:
    """The first clause of a visitor's lines that says something: no greeting, no address, no wish for a person."""
    for message, text in said:
        for clause in clauses_of(text):
            plain = folded(clause.words)
            words = [word for word in plain.split() if "@" not in word and not any(map(str.isdigit, word))]
            if (
                len(words) >= _SAID_FROM
                and not CALL.search(plain)
                and not SEND.search(plain)
                and not _MYSELF.match(plain)
            ):
                return Question(quoted(clause.sentence if len(clause.sentence) <= _WHOLE else clause.words), message)
    return None


def is_term(words: str) -> bool:
    """Whether these words are terms of a deal (a PO number, an invoice): nothing that goods must have."""
    return any(cue.search(folded(words)) for label, cue in TERMS if label in _PAPER)


def of_another(text: str, name: str) -> bool:
    """Whether a name stands in a clause about somebody else of the deal: who decides, to whose attention."""
    return any(
        name in clause.words and _OTHER.search(clause.words) and not _MYSELF.search(clause.words)
        for clause in clauses_of(text)
    )


def tells_of_people(text: str) -> bool:
    """Whether a part of a message tells who decides, and asks nothing."""
    return "?" not in text and bool(DECIDES.search(text.replace("\u2019", "'"))) and not ASKS.match(folded(text))


def _topics(
    clause: Clause, ours: re.Pattern[str] | None, rivals: re.Pattern[str] | None
) -> Iterator[tuple[Topic, str]]:
    plain = folded(clause.words)
    is_of_goods = bool(ASKS_OF_GOODS.search(plain))
    named = bool(rivals and rivals.search(plain)) and bool(OFFERS.search(plain))
    names_rival = (named or bool(RIVAL.search(plain))) and not NOT_AN_OFFER.search(plain)
    terms = [
        label
        for label, cue in TERMS
        if cue.search(plain) and not (label in NOT_ASKED_FOR and NOT_ASKED_FOR[label].search(plain))
    ]
    terms = [] if is_of_goods else [label for label in terms if not (names_rival and label == _OF_A_RIVAL)]
    decider = DECIDES.search(clause.words.replace("\u2019", "'"))
    if decider:
        yield (
            Topic.DECIDES,
            THEMSELVES if DECIDES_SELF.search(plain) else ASKS_FIRST if DECIDES_LATER.search(plain) else "",
        )
    elif not terms and INVOLVED.search(clause.words.replace("\u2019", "'")):
        yield Topic.INVOLVED, ""
    yield from ((Topic.TERMS, label) for label in terms)
    if not is_of_goods and DEADLINE.search(plain):
        yield Topic.DEADLINE, ""
    has = HAS.search(plain)
    mine = re.search(rf"\bmy {ours.pattern}", plain) if ours else None
    mine = None if mine and mine[0] in _OF_ANYBODY else mine
    if mine or (has and (has["customer"] or (ours and ours.search(plain)))):
        yield Topic.HAS, ""
    if ADDS.search(plain) and not is_of_goods:
        yield Topic.ADDS, ""
    is_theirs = bool(OURS_TO_LEAVE.search(plain) or (ours and ours.search(plain)))
    if THREAT.search(plain):
        yield Topic.THREAT, ""
    elif LEAVES.search(plain) and is_theirs and not is_of_goods:
        yield Topic.LEAVES, ""
    if names_rival:
        yield Topic.RIVAL, ""


def _names(names: Iterable[str]) -> re.Pattern[str] | None:
    known = sorted({re.escape(name.casefold()) for name in names if len(name) > 2}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)") if known else None
