"""How a question of fact is answered: surely, as what comes nearest, or as not known; and what it asks for of an attribute."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from milepost.dialogue.acts import UNKNOWN_FACT, Act, ActKind, Zone
from milepost.dialogue.proposals import Candidate
from milepost.dialogue.reading import Reading
from milepost.dialogue.words import stem, stems_of
from milepost.sales.catalogue import Attribute, AttributeType, Catalogue

# From here on a fact is told as the answer; below it as what comes nearest, and from NEAR on at all. Set on what scorers say
# of authors that they have not learnt from: from .55 on three of four are right, from .2 on two of five, below one of four.
SURE, NEAR = 0.55, 0.2
# Of those below, the ones for which no answer is less than this much as likely are told without the doubt that there is one.
LIKELY = 0.25
# From this chance on that the catalogue has no answer it is said to have none, with nothing that comes near; where most of what
# is asked is of words that it does not know, once that is likelier than any answer, and of three such words once it is half as
# likely.
UNKNOWN, STRANGE_WORDS, VERY_STRANGE = 0.7, 2, 3
# A question with a word that the catalogue does not know is answered surely from this chance on.
SURE_THOUGH_STRANGE = 0.6
# Beside the nearest fact another one is told of as well where it is this likely beside it.
ABOUT_AS_NEAR = 0.5
# From here on (cosine of meaning) a question is that of an owner's answer in nearly the same words.
WORD_FOR_WORD = 0.95
_YES_NO = ("yes_no", "question", "none")
# Shorter words without the form of a question ask as often as they tell: "opening hours", "and dns".
_TELLS_FROM = 4
# What asks in the middle of a sentence or leaves its question out: "if she needs six can we …", "and if it breaks".
_ASKS_WITHIN = re.compile(
    r"\b(?:can|could|do|does|did|is|are|was|were|would|will|should|shall|may|must|have|has|had) (?:i|we|you|ye|it|they|he|she|that|"
    r"this|there)\b|^\W*(?:(?:ok|okay|and|but|so|also|well)\W+)*(?:and|if|what|how|which|who|whose|when|where|why)\b|"
    r"\b(?:anything|wonder(?:ing)?|curious|or not)\b|\?",
    re.IGNORECASE,
)


def zoned(
    candidates: Sequence[Candidate], chances: Sequence[float], reading: Reading, focus: Sequence[str] = ()
) -> Act:
    """A question of fact with its zone, by the chance of the fact (whatever it is asked of) among all that may be asked.

    Where none is the likeliest but not likely, the nearest is still worth telling as no more than that. Of a question that has
    no answer, `nearly` is what comes nearest of what is in focus.
    """
    shares: dict[str | None, float] = {}
    for each, chance in zip(candidates, chances, strict=True):
        if each.act.kind is ActKind.ASK_FACT:
            shares[each.act.fact] = shares.get(each.act.fact, 0.0) + chance
    whole = sum(shares.values()) or 1.0
    written = _written(candidates)
    if written is not None:
        return replace(
            written.act, zone=Zone.SURE, confidence=round(whole, 4), text=reading.text, why="asked in the owner's words"
        )
    ordered = sorted((fact for fact in shares if fact != UNKNOWN_FACT), key=lambda fact: -shares[fact])
    none = shares.get(UNKNOWN_FACT, 0.0)
    nearest = shares[ordered[0]] if ordered else 0.0
    least = _none_from(nearest, whole, reading)
    if none >= least or nearest < NEAR * whole:
        unknown = _best_of(UNKNOWN_FACT, candidates, chances)
        return replace(
            unknown.act,
            zone=Zone.UNKNOWN,
            says="",
            nearly=_known_of(focus, candidates, shares),
            confidence=round(whole, 4),
            text=reading.text,
            why=unknown.why,
        )
    chosen = _best_of(ordered[0], candidates, chances)
    is_called = chosen.source == "named" and not reading.rest and chosen.act.fact in chosen.act.options
    zone = Zone.SURE if is_called else _zone_of(nearest, none, whole, reading)
    share, of_it = shares[chosen.act.fact], zone is Zone.LIKELY and _is_of_it(chosen.act, reading, focus)
    nearly = _about_as_near(chosen, candidates, shares) if zone.is_nearest else {}
    return replace(
        chosen.act,
        zone=zone,
        of_it=of_it,
        nearly={fact: says for fact, says in nearly.items() if not of_it or fact.startswith("attribute:")},
        confidence=round(max(share, whole / 2), 4),
        text=reading.text,
        why=chosen.why,
    )


def _none_from(nearest: float, whole: float, reading: Reading) -> float:
    """The chance that the catalogue has no answer from which on it is said to have none: less where most of what a question is
    about stands nowhere in it."""
    strange = len(reading.strange)
    if strange < STRANGE_WORDS or 2 * strange < len(reading.rest):
        return max(nearest, UNKNOWN * whole)
    return nearest / 2 if strange >= VERY_STRANGE else nearest


def _zone_of(nearest: float, none: float, whole: float, reading: Reading) -> Zone:
    """How surely a fact is told by its chance, and by that of none being asked for."""
    if none < nearest and nearest >= whole * (SURE_THOUGH_STRANGE if reading.strange else SURE):
        return Zone.SURE
    return Zone.LIKELY if none < LIKELY * nearest else Zone.NEAR


def _is_of_it(act: Act, reading: Reading, focus: Sequence[str]) -> bool:
    """Whether a fact is of the very attribute that the words name, and of what they name or what is in focus."""
    kind, _, attribute = str(act.fact).partition(":")
    named = {f"{one.kind}:{each}" for one in reading.of("plan", "product") for each in one.ids}
    is_meant = bool(act.options) and set(act.options) <= {*named, *focus}
    return kind == "attribute" and attribute in reading.attributes and is_meant


def _best_of(fact: str | None, candidates: Sequence[Candidate], chances: Sequence[float]) -> Candidate:
    """The likeliest of the candidates that ask for a fact."""
    own = [
        place for place, each in enumerate(candidates) if each.act.kind is ActKind.ASK_FACT and each.act.fact == fact
    ]
    return candidates[max(own, key=lambda place: chances[place])]


def _about_as_near(
    chosen: Candidate, candidates: Sequence[Candidate], shares: Mapping[str | None, float]
) -> dict[str, str]:
    """The fact that comes about as near as the one that is told as the nearest, with its sentence; none where none does."""
    says = {each.act.fact: each.act.says for each in candidates if each.act.kind is ActKind.ASK_FACT}
    others = [fact for fact in says if fact not in (None, UNKNOWN_FACT, chosen.act.fact)]
    second = max(others, key=lambda fact: shares[fact], default=None)
    if second is None or shares[second] < ABOUT_AS_NEAR * shares[chosen.act.fact]:
        return {}
    return {second: says[second]}


def _known_of(
    focus: Sequence[str], candidates: Sequence[Candidate], shares: Mapping[str | None, float]
) -> dict[str, str]:
    """Of what is known of the option in focus what comes nearest to the question, with its sentence."""
    own = [
        each.act
        for each in candidates
        if each.act.kind is ActKind.ASK_FACT
        and each.act.fact not in (None, UNKNOWN_FACT)
        and (each.act.fact in focus or (each.known and each.act.options and set(each.act.options) <= set(focus)))
    ]
    best = max(own, key=lambda act: shares[act.fact], default=None)
    return {} if best is None else {str(best.fact): best.says}


def _written(candidates: Sequence[Candidate]) -> Candidate | None:
    """The owner's own answer whose question is asked nearly word for word: it wins over every fact that is made of data."""
    own = [
        each
        for each in candidates
        if each.act.kind is ActKind.ASK_FACT and each.fact is not None and each.fact.kind == "answer"
    ]
    best = max(own, key=lambda each: each.fact.evidence.get("way", 0.0) if each.fact else 0.0, default=None)
    return best if best and best.fact and best.fact.evidence.get("way", 0.0) >= WORD_FOR_WORD else None


def with_asked_values(act: Act, reading: Reading, catalogue: Catalogue) -> Act:
    """The act with `yes_no`, `values`, `unlisted` and `figure` as the words have them; any other act as it is."""
    kind, _, attribute_id = str(act.fact).partition(":")
    attribute = catalogue.attributes.get(attribute_id) if kind == "attribute" else None
    yes_no = reading.question in _YES_NO and reading.question != "none"
    if attribute is None:
        return replace(act, yes_no=yes_no)
    said = set(stems_of(reading.text))
    values = [
        value for value in known_values(catalogue, attribute) if (words := set(stems_of(value))) and words <= said
    ]
    longest = [
        value
        for value in values
        if not any(value != other and value.casefold() in other.casefold() for other in values)
    ]
    return replace(
        act,
        yes_no=yes_no,
        values=tuple(longest),
        unlisted="" if longest else _unlisted(attribute, reading),
        figure=reading.counts[0].number if reading.counts and attribute.type is AttributeType.NUMBER else None,
    )


def only_tells(reading: Reading) -> bool:
    """Whether the words have nothing of a question: who tells of themselves is not to hear that the answer is not known."""
    return not reading.asks and reading.words >= _TELLS_FROM and not _ASKS_WITHIN.search(reading.text)


def asked_in_vain(reading: Reading) -> str:
    """What a question whether there is something asks for, where most of its words stand nowhere in the catalogue: "do you have a
    gym in the building?" of who sells software."""
    unknown = [word for word in reading.rest if stem(word) in reading.strange]
    if reading.question != "yes_no" or reading.named or 2 * len(unknown) < max(1, len(reading.rest)):
        return ""
    return " ".join(unknown)


def known_values(catalogue: Catalogue, attribute: Attribute) -> list[str]:
    """The values of an attribute in words, ours and the competitors', each once."""
    found = list(attribute.choices)
    shelves = [p.attributes for p in catalogue.products.values()] + [p.attributes for p in catalogue.plans.values()]
    values = [shelf[attribute.id] for shelf in shelves if attribute.id in shelf]
    values += [c.facts[attribute.id].value for c in catalogue.competitors.values() if attribute.id in c.facts]
    for value in values:
        found += (
            [value] if isinstance(value, str) else [str(each) for each in value] if isinstance(value, tuple) else []
        )
    return list(dict.fromkeys(found))


def _unlisted(attribute: Attribute, reading: Reading) -> str:
    """A word that the catalogue does not know, where one is asked for."""
    if attribute.type not in (AttributeType.LIST, AttributeType.CHOICE):
        return ""
    strange = set(reading.strange)
    return next((word for word in reading.rest if stem(word) in strange), "")
