"""What a visitor tells of their situation, quoted clause by clause in its order, each with what it is about where that is plain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from milepost.dialogue.acts import ActKind
from milepost.dialogue.deal.clauses import LONGEST, Clause, folded, quoted
from milepost.dialogue.deal.lines import Line
from milepost.dialogue.deal.says import Says
from milepost.dialogue.deal.ways import names_a_time
from milepost.dialogue.deal.words.own import ASKS, ASKS_FOR, COURTESY, PAPER
from milepost.sales.notes.own_words import About, OwnWords

# What a clause is about by what it tells, and from which chance on that is plain.
_ABOUT: tuple[tuple[About, tuple[Says, ...], float], ...] = (
    (About.REACH, (Says.REACH, Says.NO_CALLS, Says.NO_MAIL), 0.7),
    (About.OFFER, (Says.RIVAL,), 0.6),
    (About.PEOPLE, (Says.DECIDES, Says.DECIDES_SELF), 0.5),
    (About.DATE, (Says.DEADLINE,), 0.65),
    (About.MONEY, (Says.MONEY,), 0.65),
    (About.TERMS, (Says.TERMS,), 0.6),
    (About.WISH, (Says.WISH, Says.SEND, Says.CALL, Says.MEETING, Says.ADDS, Says.LEAVES, Says.REFUND), 0.6),
    (About.SITUATION, (Says.SITUATION, Says.HAS, Says.USES), 0.6),
)
_REACH_WITH_A_TIME = 0.3
_TROUBLE_FROM = 0.4  # in a message that complains
# Clauses that tell a rep nothing of the deal, and from which chance on.
_TELLS_NOTHING = ((Says.COURTESY, Says.TEST), 0.5), ((Says.REMARK,), 0.7)
# What asks somebody of ours to do something.
REQUESTS = (Says.CALL, Says.MEETING, Says.SEND, Says.ADDS, Says.LEAVES, Says.REFUND)
_TELLS_OF = (Says.ASKS, Says.SITUATION, Says.REMARK, Says.RIVAL, Says.CHASED, Says.TROUBLE)
_REQUEST_FROM, _ASKS_FROM, _SURELY_ASKS = 0.55, 0.5, 0.85
# Addresses and numbers by which somebody is reached: they have their own place on the card.
_CONTACT = re.compile(
    r"\S+@\S+|\b\w+(?: dot \w+)* at \w+(?: dot \w+)+\b|https?://\S+|(?<![\w£$€])\+?\d[\d ()/-]{6,}\d(?!\w)",
    re.IGNORECASE,
)
_LEFT_OVER = re.compile(r"^[\s,.;:(/\u2013\u2014-]+|[\s,;:(/\u2013\u2014-]+$")
_INTRODUCES = re.compile(
    r"^(?:my |our |his |her |the )?(?:e-?mail|mail|phone|mobile|cell|number|tel|name)(?: is|'s|:)?\s*$|^(?:or|and) (?:my |by )?(?:mobile|phone|cell|mail|e-?mail|landline)$|^(?:please )?(?:mail|e-?mail|write|text|call|ring|phone|reach)(?: (?:me|us|to me|to us))? (?:at|on|to|under)$|^\w+(?: \w+)? (?:is|are|on)$|^(?:or|and|on|at|to|is|send (?:it|the quote) to)$",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening)|guten tag)\b(?: there)?[\s,.!]+)", re.IGNORECASE
)
# Words that say nothing by themselves when it is asked what a clause adds to what is quoted already.
_SMALL = frozenset([
    "the", "and", "for", "with", "that", "this", "have", "has", "had", "are", "was", "were", "will", "would", "our", "your",
    "you", "they", "them", "his", "her", "its", "from", "but", "not", "just", "about", "please", "then", "than", "there",
    "been", "very", "also", "really", "like", "think", "some", "any", "all", "can", "could", "should", "because", "what",
    "when", "which", "who", "need", "needs", "want", "wants",
])  # fmt: skip
_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w'-]+\.? ?){1,3}")
_GOES_ON = re.compile(r"(?:ok |aw |oh )*(?:and|so|or|versus|that is|then|is)\b")
_SUPPOSES = re.compile(r"(?:and |but |so )?(?:if|what if|when|suppose|say)\b")
_ADDS = 2  # words
_FEW, _SHORT = 3, 4


def own_words(lines: Iterable[Line], quoted_already: Sequence[str] = ()) -> tuple[OwnWords, ...]:
    """The telling clauses of a visitor's lines, oldest first. What other lines of the card quote already, and what is said twice, is
    left out."""
    known = [_words(each) for each in quoted_already]
    found: dict[str, OwnWords] = {}
    for line in lines:
        for about, words in _told_in(line):
            if words.casefold() not in found and not _is_quoted(words, known):
                found[words.casefold()] = OwnWords(about, words, line.message)
    return tuple(found.values())


def forget() -> None:
    """Drop what was read of messages."""
    _told_in.cache_clear()


@lru_cache(maxsize=4096)
def _told_in(line: Line) -> tuple[tuple[About, str], ...]:
    found: list[tuple[About, str, bool]] = []
    for sentence in _sentences(line.clauses):
        goes_on = True
        for piece, is_whole, clauses in _of_sentence(sentence):
            words = _bare(piece)
            if not words or not _tells(words, clauses):
                goes_on = False
                continue
            about, before = _about(clauses, line), found[-1] if found and goes_on else None
            if before and before[2] and is_whole and _belong(before, about, words):
                found[-1] = (before[0] or about, f"{before[1]} {words}", True)
            else:
                found.append((about, words, is_whole))
            goes_on = is_whole
        if not goes_on and found:
            found[-1] = (*found[-1][:2], False)
    return tuple((about, quoted(words)) for about, words, _ in found)


def _about(clauses: Sequence[Clause], line: Line) -> About:
    """What the plainest of some clauses is about."""
    return next((found for each in clauses if (found := about_of(each, line)) is not About.NOTHING), About.NOTHING)


def about_of(clause: Clause, line: Line) -> About:
    """What a clause is about, by what it tells; of trouble only where its message complains. NOTHING where that is not plain, and
    of a clause that was never read."""
    if line.does(ActKind.MAKE_COMPLAINT) and clause.chance(Says.TROUBLE, Says.PAIN, Says.CHASED) >= _TROUBLE_FROM:
        return About.PROBLEM
    if names_a_time(clause.words) and clause.chance(Says.REACH, Says.NO_CALLS, Says.NO_MAIL) >= _REACH_WITH_A_TIME:
        return About.REACH
    return next((about for about, told, least in _ABOUT if clause.chance(*told) >= least), About.NOTHING)


def open_wish(lines: Iterable[Line]) -> OwnWords | None:
    """What they asked last that somebody here does: an offer, else the clause that asks for something; no question, no closing
    line."""
    found: OwnWords | None = None
    for line in lines:
        if words := line.part(ActKind.REQUEST_QUOTE):
            found = OwnWords(About.WISH, quoted(words), line.message)
        for clause in line.clauses:
            on_paper = PAPER.search(folded(clause.words)) and clause.chance(*_TELLS_OF) < _ASKS_FROM
            if clause.chance(*REQUESTS) >= _REQUEST_FROM or (on_paper and not is_question(clause)):
                found = OwnWords(About.WISH, quoted(clause.words), line.message)
    return found


def is_question(clause: Clause) -> bool:
    """Whether a clause asks something and asks nobody to do anything."""
    plain = folded(clause.words).strip()
    if clause.is_read:
        does = clause.chance(*REQUESTS, Says.ORDERS, Says.TERMS)
        chance = clause.chance(Says.ASKS)
        asks = chance >= _SURELY_ASKS or (chance >= _ASKS_FROM and bool(ASKS.match(plain)))
        return does < _ASKS_FROM and (plain.endswith("?") or asks)
    asks = bool(ASKS.match(plain))
    guesses = not asks and len(plain.split()) <= _SHORT and any(map(str.isdigit, plain))  # "articles maybe 80?"
    return (plain.endswith("?") or asks) and not guesses and not ASKS_FOR.search(plain)


def _belong(before: tuple[About, str, bool], about: About, words: str) -> bool:
    """Whether a sentence goes on with the one before: about the same, or a scrap of either."""
    if len(before[1]) + len(words) >= LONGEST or not before[1].endswith((".", "!")):
        return False
    if _NAME.fullmatch(words) or _NAME.fullmatch(before[1]):
        return False
    if About.REACH in (before[0], about) and before[0] is not about:
        return False
    scrap = min(len(words.split()), len(before[1].split())) <= _FEW
    return scrap or about in (before[0], About.NOTHING) or before[0] is About.NOTHING


def _sentences(clauses: Iterable[Clause]) -> list[list[Clause]]:
    """The clauses of a message by sentence."""
    found: list[list[Clause]] = []
    for clause in clauses:
        if found and found[-1][0].sentence == clause.sentence:
            found[-1].append(clause)
        else:
            found.append([clause])
    return found


def _of_sentence(clauses: Sequence[Clause]) -> Iterator[tuple[str, bool, Sequence[Clause]]]:
    """The telling parts of a sentence, each with whether it is all of it and its clauses: none that asks, none that leads up to it."""
    whole, asks = clauses[0].sentence, [is_question(each) for each in clauses]
    if not any(asks):
        if len(whole) <= LONGEST:
            yield whole, True, clauses
        else:
            yield from ((each.words, False, [each]) for each in clauses)
        return
    yield "", False, []
    for place, clause in enumerate(clauses):
        leads_up = any(asks[place:]) and (_SUPPOSES.match(folded(clause.words)) or _is_scrap(clause.words))
        trails = any(asks[:place]) and clause.chance(Says.WISH, *REQUESTS) < _ASKS_FROM
        if not asks[place] and not leads_up and not trails:
            yield clause.words, False, [clause]


def _is_scrap(words: str) -> bool:
    return len(words.split()) <= _FEW and not any(map(str.isdigit, words))


def _bare(words: str) -> str:
    """A clause without greeting and without addresses and numbers to reach somebody by."""
    without = _OPENING.sub("", words)
    cut = [_LEFT_OVER.sub("", each) for each in _CONTACT.split(without)]
    cut = [each.rstrip(")") if "(" not in each else each for each in cut]
    kept = [each for each in cut if each and not _INTRODUCES.match(each) and any(map(str.isalpha, each))]
    if len(cut) == 1:
        return _LEFT_OVER.sub("", without)
    if len(kept) > 1:
        kept = [each for each in kept if not _NAME.fullmatch(each)] or kept
    return " \u2026 ".join(kept)


def _tells(words: str, clauses: Sequence[Clause]) -> bool:
    """Whether words are more than a courtesy, a joke, a remark or the end of a sentence."""
    plain = folded(words)
    if COURTESY.fullmatch(plain):
        return False
    read = [each for each in clauses if each.is_read]
    if read and all(any(each.chance(*told) >= least for told, least in _TELLS_NOTHING) for each in read):
        return False
    if _GOES_ON.match(plain) and len(plain.split()) <= _FEW + 2:
        return any(map(str.isdigit, plain))
    return len(plain.split()) >= _FEW or any(map(str.isdigit, plain)) or (len(plain) > _FEW and plain.isascii())


def _words(text: str) -> frozenset[str]:
    return frozenset(
        word
        for word in re.findall(r"[^\W_]+", folded(text))
        if (len(word) > 3 or word.isdigit()) and word not in _SMALL
    )


def _is_quoted(words: str, known: Sequence[frozenset[str]]) -> bool:
    """Whether other lines of the card quote this clause but for a word or so."""
    mine = _words(words)
    if not mine:
        return any(folded(words).strip() == " ".join(each) for each in known)
    return any(len(mine - each) < min(_ADDS, len(mine)) for each in known if each & mine) and any(
        len(mine - each) < _ADDS and len(mine & each) >= len(mine) / 2 for each in known
    )
