"""Finding catalogue names in a message: whole, partial, run together or apart, plural, misspelt; ordinary words with care."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from milepost.nlu.mention_matching.names import LONGEST, CatalogueNames, Name
from milepost.nlu.mention_matching.ordinary_words import is_ordinary, ordinary_words
from milepost.nlu.mention_matching.references import references
from milepost.nlu.mention_matching.words import Word, words
from milepost.nlu.need_values.text import fold

_ORDER = {"plan": 0, "product": 1, "competitor": 2, "add_on": 3, "attribute": 4, "category": 5}
_PLAN_NOUN = re.compile(
    r"\s*-?(?:plans?|tiers?|packages?|editions?|versions?|subscriptions?|options?|licen[cs]es?|models?|"
    r"accounts?|pricing|membership|contract|tariff)(?![a-z])"
)
_DETERMINED = re.compile(
    r"(?<![a-z])(?:a|an|my|our|your|their|his|her|this|that|whole|entire|small|big|sales|support|same|each|"
    r"every|of|per|another|any|some|no|new|in|as|very|more|most|so|too|\d+|two|three|remote|it|dev|good|great|"
    r"best)\s+$"
)
_ASKS_FOR = re.compile(
    r"(?<![a-z])(?:is|are|does|about|price of|cost of|get|take|buy|order|choose|pick|chose|want|with|to|"
    r"between|on|for|try|have|using|than|or|and|vs\.?|versus|compare|like|include[sd]? in|in|prefer|"
    r"consider(?:ing)?|cheaper than|better than|over|from|us|put us on|need)\s+(?:the )?$"
)
_THEN = re.compile(
    r"\s*(?:$|[.,!?;:)]|(?:for|cost|costs|include|includes|have|has|come|with|vs|versus|or|and|plan|plans|"
    r"yearly|annually|monthly|per|at|please|pls|is|does|do|support|supports|than|then|seats?|users?|instead|"
    r"a month|worth|compare|compared|work|works|later|if|in (?:eur|usd|gbp|euros))(?![a-z]))"
)


@dataclass(frozen=True)
class Mention:
    """Something of the catalogue that a message names or points at; several ids: it could be any of them."""

    kind: str
    ids: tuple[str, ...]
    start: int
    end: int
    score: float
    reference: str | None = None

    def as_parse(self, text: str) -> dict[str, object]:
        """The mention as it stands in the parse data."""
        parse: dict[str, object] = {"kind": self.kind, "ids": list(self.ids)}
        if self.reference:
            parse["reference"] = self.reference
        return parse | {
            "words": text[self.start : self.end],
            "start": self.start,
            "end": self.end,
            "score": round(self.score, 3),
        }


@dataclass(frozen=True)
class _Candidate:
    names: tuple[Name, ...]
    first: int
    last: int
    start: int
    end: int
    score: float


def mentions(text: str, names: CatalogueNames) -> list[Mention]:
    """What a message mentions, in its order; no two overlap."""
    folded = fold(text)
    tokens = words(folded)
    exact = _exact(tokens, names)
    found = [*exact, *_nearest_runs(_misspelt(tokens, names), exact)]
    kept: list[_Candidate] = []
    for candidate in sorted(found, key=lambda each: (-(each.end - each.start), -each.score)):
        if all(candidate.last <= other.first or other.last <= candidate.first for other in kept):
            kept.append(candidate)
    kept = [candidate for candidate in kept if _is_meant(candidate, text, folded, kept)]
    result = [_mention(candidate) for candidate in kept]
    for reference, (start, end) in references(folded):
        if all(end <= mention.start or mention.end <= start for mention in result):
            result.append(Mention("reference", (), start, end, 1.0, reference))
    return sorted(result, key=lambda mention: mention.start)


def _exact(tokens: list[Word], names: CatalogueNames) -> list[_Candidate]:
    found = []
    for first in range(len(tokens)):
        form = ""
        for last in range(first + 1, min(len(tokens), first + LONGEST) + 1):
            form += tokens[last - 1].plain
            if hits := names.by_form.get(form):
                score = 0.8 if all(hit.is_part for hit in hits) else 1.0
                found.append(_Candidate(tuple(hits), first, last, tokens[first].start, tokens[last - 1].end, score))
    return found


def _misspelt(tokens: list[Word], names: CatalogueNames) -> list[_Candidate]:
    """Runs of up to three words with one that is no English word, near to a name."""
    found = []
    for index, token in enumerate(tokens):
        if is_ordinary(token.text) or token.text.isdigit() or token.plain in names.by_form:
            continue
        for first in range(max(0, index - 2), index + 1):
            for last in range(index + 1, min(len(tokens), first + 3) + 1):
                form = "".join(each.plain for each in tokens[first:last])
                if len(form) < 5 or any(each.text.isdigit() for each in tokens[first:last]):
                    continue
                if hit := _nearest(form, names, single=last - first == 1):
                    found.append(
                        _Candidate(
                            tuple(names.by_form[hit[0]]), first, last, tokens[first].start, tokens[last - 1].end, hit[1]
                        )
                    )
    return found


def _nearest_runs(misspelt: list[_Candidate], exact: list[_Candidate]) -> list[_Candidate]:
    """Of runs that are near to the same name, the nearest; none that only adds a word to a name ("is Acorn")."""

    def is_better(one: _Candidate, other: _Candidate) -> bool:
        overlap = one.first < other.last and other.first < one.last
        return overlap and one.names == other.names and one.score > other.score

    return [run for run in misspelt if not any(is_better(other, run) for other in (*misspelt, *exact))]


def _nearest(form: str, names: CatalogueNames, *, single: bool) -> tuple[str, float] | None:
    """The name within one slip of five to seven letters, two of more; not where an English word is nearer."""
    most = 1 if len(form) < 8 else 2
    hit = process.extractOne(form, names.fuzzy, scorer=OSA.distance, score_cutoff=most)
    if hit is None or (len(form) < 7 and hit[0][0] != form[0]) or abs(len(hit[0]) - len(form)) > most:
        return None
    distance = int(hit[1])
    if single and distance and hit[0] not in ordinary_words() and _near_english(form, distance - 1):
        return None
    return hit[0], 1.0 - distance / len(form) - 0.05


@lru_cache(maxsize=4096)
def _near_english(form: str, most: int) -> bool:
    return most > 0 and process.extractOne(form, ordinary_words(), scorer=OSA.distance, score_cutoff=most) is not None


def _is_meant(candidate: _Candidate, text: str, folded: str, others: list[_Candidate]) -> bool:
    """Whether the words are used as a name; only for names that are ordinary words is that a question."""
    best = candidate.names[0]
    if best.kind == "category" and best.is_part:  # "mats", but never "card"
        return folded[candidate.start : candidate.end].endswith("s")
    if best.kind in ("attribute", "category") or not all(name.is_ordinary for name in candidate.names):
        return True
    words_here = text[candidate.start : candidate.end]
    if folded.strip(" .,!?") == folded[candidate.start : candidate.end]:
        return True
    lead, after = folded[max(0, candidate.start - 24) : candidate.start], candidate.end
    if (
        _PLAN_NOUN.match(folded, after)
        and not best.is_part
        and not re.search(r"(?:a|an|my|our|your|their|any|no|which|what|this)\s+$", lead)
    ):
        return True
    if _DETERMINED.search(lead) and not re.search(
        r"(?:price|cost|pricing|instead|version|details|features) of $", lead
    ):
        return False
    is_inner = bool(lead.strip()) and lead.rstrip()[-1:] not in ".!?:"
    if words_here[:1].isupper() and is_inner and not text.isupper() and not _is_title(text):
        return True
    if best.is_part:
        return False
    return bool(
        _ASKS_FOR.search(lead)
        and _THEN.match(folded, after)
        and not re.search(r"(?:for|to|with|on|in|from|us|need|have) the $", lead)
        and not re.search(r"for (?:the )?$", lead)
    ) or _beside_another(candidate, folded, others)


def _is_title(text: str) -> bool:
    """Whether every word begins with a capital, so that capitals say nothing."""
    initials = [word[0] for word in text.split() if word[0].isalpha()]
    return len(initials) > 3 and sum(letter.isupper() for letter in initials) > 0.6 * len(initials)


def _beside_another(candidate: _Candidate, folded: str, others: list[_Candidate]) -> bool:
    """ "starter or business": beside another name of its kind."""
    for other in others:
        if other is candidate or other.names[0].kind != candidate.names[0].kind:
            continue
        between = folded[min(candidate.end, other.end) : max(candidate.start, other.start)]
        if re.fullmatch(
            r"\s*(?:plan )?(?:,|or|and|vs\.?|versus|/|&|to|than|,? and|,? or|plan or|compared to)(?: the)?\s*", between
        ):
            return True
    return False


def _mention(candidate: _Candidate) -> Mention:
    kind = min((name.kind for name in candidate.names), key=_ORDER.__getitem__)
    ids = tuple(dict.fromkeys(name.id for name in candidate.names if name.kind == kind))
    score = candidate.score - (0.1 if len(ids) > 1 else 0.0)
    return Mention(kind, ids, candidate.start, candidate.end, max(0.1, score))
