"""What a visitor tells of their situation, quoted clause by clause in its order, each with what it is about where that is plain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from milepost.dialogue.deal.clauses import LONGEST, Clause, clauses_of, folded, quoted
from milepost.dialogue.deal.words.own import ASKS, ASKS_FOR, COURTESY, DATE, LABELS, OF_THE_BOT, PEOPLE, REQUEST, WISH
from milepost.sales.catalogue import Catalogue
from milepost.sales.notes.own_words import About, OwnWords

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


def own_words(
    catalogue: Catalogue, said: Iterable[tuple[str, str]], quoted_already: Sequence[str] = ()
) -> tuple[OwnWords, ...]:
    """The telling clauses of a visitor's lines, oldest first. `said` are (message id, text).

    What other lines of the card quote already, and what is said twice, is left out.
    """
    rivals = tuple(
        sorted({each.casefold() for rival in catalogue.competitors.values() for each in (rival.name, *rival.aliases)})
    )
    known = [_words(each) for each in quoted_already]
    found: dict[str, OwnWords] = {}
    for message, text in said:
        for about, words in _told_in(text, rivals):
            if words.casefold() not in found and not _is_quoted(words, known):
                found[words.casefold()] = OwnWords(about, words, message)
    return tuple(found.values())


def forget() -> None:
    """Drop what was read of messages."""
    _told_in.cache_clear()


@lru_cache(maxsize=4096)
def _told_in(text: str, rivals: tuple[str, ...]) -> tuple[tuple[About, str], ...]:
    found: list[tuple[About, str, bool]] = []
    for sentence in _sentences(text):
        goes_on = True
        for piece, is_whole in _of_sentence(sentence):
            words = _bare(piece)
            if not words or not _tells(words):
                goes_on = False
                continue
            about, before = about_of(words, rivals), found[-1] if found and goes_on else None
            if before and before[2] and is_whole and _belong(before, about, words):
                found[-1] = (before[0] or about, f"{before[1]} {words}", True)
            else:
                found.append((about, words, is_whole))
            goes_on = is_whole
        if not goes_on and found:
            found[-1] = (*found[-1][:2], False)
    return tuple((about, quoted(words)) for about, words, _ in found)


def _belong(before: tuple[About, str, bool], about: About, words: str) -> bool:
    """Whether a sentence goes on with the one before: about the same, or a scrap of either."""
    if len(before[1]) + len(words) >= LONGEST or not before[1].endswith((".", "!")):
        return False
    if _NAME.fullmatch(words) or _NAME.fullmatch(before[1]) or ASKS_FOR.search(folded(words)):
        return False
    if About.REACH in (before[0], about) and before[0] is not about:
        return False
    scrap = min(len(words.split()), len(before[1].split())) <= _FEW
    return scrap or about in (before[0], About.NOTHING) or before[0] is About.NOTHING


def about_of(words: str, rivals: Sequence[str] = ()) -> About:
    """What a clause is about: the first label whose cue it has."""
    plain = folded(words)
    if ASKS_FOR.search(plain):
        return About.DATE if DATE.search(plain) else About.WISH
    for about, cue in LABELS:
        if about is About.OFFER and any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain) for name in rivals):
            return about
        if cue.search(words.replace("\u2019", "'") if about is About.PEOPLE else plain):
            return about
        if about is About.PEOPLE and PEOPLE.search(plain) and not plain.startswith("for my"):
            return about
    return About.NOTHING


def open_wish(lines: Sequence[OwnWords]) -> OwnWords | None:
    """The last clause that asks somebody here to do something."""
    return next((each for each in reversed(lines) if REQUEST.search(folded(each.words))), None)


def is_question(clause: str) -> bool:
    """Whether a clause asks something and asks nobody to do anything."""
    plain = folded(clause).strip()
    asks = bool(ASKS.match(plain))
    guesses = not asks and len(plain.split()) <= _SHORT and any(map(str.isdigit, plain))  # "articles maybe 80?"
    return (plain.endswith("?") or asks) and not guesses and not ASKS_FOR.search(plain)


def _sentences(text: str) -> list[list[Clause]]:
    """The clauses of a message by sentence."""
    found: list[list[Clause]] = []
    for clause in clauses_of(text):
        if found and found[-1][0].sentence == clause.sentence:
            found[-1].append(clause)
        else:
            found.append([clause])
    return found


def _of_sentence(clauses: Sequence[Clause]) -> Iterator[tuple[str, bool]]:
    """The telling parts of a sentence, each with whether it is all of it: no clause that asks, none that leads up to it."""
    whole, asks = clauses[0].sentence, [is_question(each.words) for each in clauses]
    if not any(asks):
        if len(whole) <= LONGEST:
            yield whole, True
        else:
            yield from ((each.words, False) for each in clauses)
        return
    yield "", False
    for place, clause in enumerate(clauses):
        leads_up = any(asks[place:]) and (_SUPPOSES.match(folded(clause.words)) or _is_scrap(clause.words))
        trails = any(asks[:place]) and not WISH.search(folded(clause.words))
        if not asks[place] and not leads_up and not trails:
            yield clause.words, False


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


def _tells(words: str) -> bool:
    plain = folded(words)
    if COURTESY.fullmatch(plain) or OF_THE_BOT.search(plain):
        return False
    if _GOES_ON.match(plain) and len(plain.split()) <= _FEW + 2 and about_of(words) is About.NOTHING:
        return any(map(str.isdigit, plain))
    if len(plain.split()) >= _FEW or any(map(str.isdigit, plain)):
        return True
    return about_of(words) is not About.NOTHING or (len(plain) > 3 and plain.isascii() and len(plain.split()) <= 2)


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
