"""Which facts a message asks for: each with what speaks for it, best first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from milepost.nlu.fact_index.facts import FactEntry, about, facts_of
from milepost.nlu.fact_index.words import question_kind, stems, with_kinds
from milepost.sales.catalogue import Catalogue

MOST, IN_CONTEXT = 8, 5
# What orders the candidates before anything is learnt: each part's share. Set on 341 questions of visitors to the three
# shipped companies, where this order had the right fact first for .85 (the nearest way of asking alone: .55).
_SHARES = {
    "way": 0.3,
    "way_unnamed": 0.2,
    "text": 0.3,
    "multilingual": 0.2,
    "words": 0.2,
    "sentence": 0.1,
    "known": 0.08,
}
_NAMED, _LESS_LIKELY = 0.35, {"product": -0.05, "plan": -0.08, "competitor": -0.08, "step": -0.05}

# What tells which product would help, each part beside its mean over all products: a softmax over their sums. Fitted to 268 turns
# in which a visitor tells of themselves and an expert names a product: out of company the likeliest is right for .56, and from a
# chance of .4 on (57 % of the turns) for .70; how near the description alone comes has it for .50.
_TELLS = {"way": 3.3, "text": 4.2, "sentence": 0.3, "multilingual": 5.3, "words": 1.1, "words_of_ways": 1.1}
_PLAN_TELLS = {"way": 1.2, "text": 1.8, "multilingual": 2.9}
# Words that come no nearer than this (cosine) to any product tell of none: "what do you offer?".
_LEAST_TELLING = 0.3

_MESSAGE, _DESCRIPTIONS, _OLDER = "message", "descriptions", 0.5
_OF_MESSAGE = (_MESSAGE, _DESCRIPTIONS)

Encode = Callable[[str], Any]


@dataclass(frozen=True)
class Asked:
    """A message as the index sees it: its own text, the same without names ("it"), what was asked in full before it, the
    ids of the options, attributes and add-ons that it names, the `subjects` spoken of before (facts, the newest first) and
    the options in `focus`."""

    text: str
    unnamed: str
    before: str = ""
    options: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    subjects: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()


class FactIndex:
    """The facts of one catalogue by meaning and by words.

    `asking` gives vectors in which a question comes near to what answers it, `english` those in which what somebody tells comes
    near to what helps, `multilingual` those of other languages.
    """

    def __init__(self, catalogue: Catalogue, asking: Encode, english: Encode, multilingual: Encode) -> None:
        self._asking, self._multilingual = asking, multilingual
        self.facts: Sequence[FactEntry] = facts_of(catalogue)
        self._ways = _Lines([fact.ways for fact in self.facts], asking)
        self._sentences = _Lines([fact.sentences for fact in self.facts], asking)
        self._descriptions = Descriptions(self.facts, english)
        self._foreign = _Lines([(*fact.ways, *fact.sentences) for fact in self.facts], multilingual)
        self._texts = np.stack([asking(fact.text or fact.ways[0]) for fact in self.facts])
        self._asked = [frozenset(stems(" ".join(fact.ways))) for fact in self.facts]
        self._words = [self._asked[n] | set(stems(fact.text)) for n, fact in enumerate(self.facts)]
        self._way_words = [[frozenset(stems(way)) for way in fact.ways] for fact in self.facts]
        self._sentence_words = [[frozenset(stems(line)) for line in fact.sentences] for fact in self.facts]
        self._questions = [Counter(question_kind(way) for way in fact.ways) for fact in self.facts]
        self._places = {fact.id: place for place, fact in enumerate(self.facts)}
        self._about = [about(fact, self._words[n], catalogue) for n, fact in enumerate(self.facts)]
        self._owners = {f"plan:{plan.id}": f"product:{plan.product}" for plan in catalogue.plans.values()}
        self._products = [
            (place, [at for at, each in enumerate(self.facts) if self._owners.get(each.id) == fact.id])
            for place, fact in enumerate(self.facts)
            if fact.kind == "product"
        ]
        self._attributes = [(place, fact) for place, fact in enumerate(self.facts) if fact.kind == "attribute"]
        self._priors = np.array([_LESS_LIKELY.get(fact.kind, 0.0) for fact in self.facts])
        self._having, self._asked_by = _holders(self._words), _holders(self._asked)
        counts = Counter(word for words in self._words for word in words)
        self._rarity = {word: math.log(1 + len(self.facts) / (1 + count)) for word, count in counts.items()}
        self._rarest = math.log(1 + len(self.facts))
        variants = (variant for product in catalogue.products.values() for variant in product.variants)
        self._forms = frozenset(stems(" ".join(value for each in variants for value in each.options.values())))

    def ask(self, asked: Asked, *, is_english: bool = True) -> tuple[list[dict[str, Any]], dict[str, float]]:
        """The likeliest facts and goods. Facts, best first: `id`, `score`, `says` (its nearest sentence) and `evidence`, a number
        by name: cosines from -1 to 1, shares of words from 0 to 1, and 0 or 1 for what holds. Goods: product options with how
        much speaks for each."""
        signals = self._signals(asked, is_english=is_english)
        score = sum(share * signals[name] for name, share in _SHARES.items() if name in signals)
        score = score + self._prior(asked)
        order = list(np.argsort(-score, kind="stable")[:MOST])
        if "in_context" in signals:
            # What the message means upon the question before it: "and on Sundays?".
            leaning = np.argsort(-(signals["in_context"] + 0.3 * score), kind="stable")[:IN_CONTEXT]
            order += [at for at in leaning if at not in order]
        # What was spoken of before is among them: what follows most often goes on about it.
        subjects = [self._places[each] for each in asked.subjects if each in self._places]
        order += [at for at in subjects if at not in order]
        words, kind = frozenset(stems(with_kinds(asked.unnamed))), question_kind(asked.text)
        described = [self._described(int(at), float(score[at]), signals, asked, words, kind) for at in order]
        return described, self._goods(signals)

    def _goods(self, signals: Mapping[str, Any]) -> dict[str, float]:
        """How much more than for others the words speak for each product: the logarithm of its chance, less a constant. Nothing
        where they come near to none."""
        signals = {**signals, **signals.get(_DESCRIPTIONS, {})}
        places = [place for place, _ in self._products]
        nearest = max((signals[name][at] for name in ("way", "text", "sentence") for at in places), default=-1.0)
        if nearest < _LEAST_TELLING:
            return {}
        found = np.zeros(len(places))
        for name, weight in _TELLS.items():
            found += weight * _apart(signals[name][places])
        for name, weight in _PLAN_TELLS.items():
            best = np.array([max((signals[name][at] for at in plans), default=np.nan) for _, plans in self._products])
            known = best[~np.isnan(best)]
            found += weight * _apart(np.where(np.isnan(best), known.mean() if len(known) else 0.0, best))
        order = np.argsort(-found, kind="stable")
        return {self.facts[places[at]].id: round(float(found[at]), 3) for at in order}

    def strange(self, text: str) -> list[str]:
        """The content words of a message, as stems, that stand neither in the catalogue's facts nor in what its goods come in."""
        said = dict.fromkeys(stems(with_kinds(text)))
        return [word for word in said if word not in self._rarity and word not in self._forms]

    def _signals(self, asked: Asked, *, is_english: bool) -> dict[str, Any]:
        words = list(dict.fromkeys(stems(with_kinds(asked.unnamed))))
        weights = [(word, self._rarity.get(word, self._rarest)) for word in words]
        whole = sum(weight for _, weight in weights) or 1.0
        foreign = self._multilingual(asked.text)
        signals = {
            "multilingual": self._foreign.best(foreign),
            "words": self._weighed(weights, self._having) / whole,
            "words_of_ways": self._weighed(weights, self._asked_by) / whole,
            "known": self._known_of(asked.options),
        }
        if not is_english:
            # The catalogue is in English: only meaning across languages counts, for all that the English vectors would say.
            return {**signals, **dict.fromkeys(("way", "way_unnamed", "text", "sentence"), signals["multilingual"])}
        told, told_unnamed = with_kinds(asked.text), with_kinds(asked.unnamed)
        signals[_DESCRIPTIONS] = self._descriptions.near(told, told_unnamed)
        vector = self._asking(told)
        unnamed = vector if asked.unnamed == asked.text else self._asking(told_unnamed)
        signals["way"] = self._ways.best(vector)
        signals["way_unnamed"] = np.maximum(signals["way"], self._ways.best(unnamed))
        signals["text"] = np.maximum(self._texts @ vector, self._texts @ unnamed)
        signals["sentence"] = np.maximum(self._sentences.best(vector), self._sentences.best(unnamed))
        signals[_MESSAGE] = vector
        if asked.before:
            together = self._asking(with_kinds(f"{asked.before} {asked.text}"))
            signals["in_context"] = np.maximum(self._ways.best(together), self._sentences.best(together))
        return signals

    def _weighed(self, weights: Iterable[tuple[str, float]], holders: Mapping[str, Any]) -> Any:
        """Of each fact, the weights of the words that it has, added up."""
        found = np.zeros(len(self.facts))
        for word, weight in weights:
            if word in holders:
                found[holders[word]] += weight
        return found

    def _known_of(self, options: Iterable[str]) -> Any:
        """1 where an attribute's value is known of an option that is named, -1 where it is known of others alone."""
        found, ids = np.zeros(len(self.facts)), {option.partition(":")[2] for option in options}
        for place, fact in self._attributes if ids else ():
            found[place] = 1.0 if ids & fact.known_of else -1.0
        return found

    def _prior(self, asked: Asked) -> Any:
        named = np.zeros(len(self.facts))
        named[[self._places[each] for each in asked.named if each in self._places]] = _NAMED
        return named + self._priors

    def _described(
        self, place: int, score: float, signals: Mapping[str, Any], asked: Asked, words: frozenset[str], kind: str
    ) -> dict[str, Any]:
        fact = self.facts[place]
        evidence = {name: round(float(of[place]), 4) for name, of in signals.items() if name not in _OF_MESSAGE}
        evidence["one_way"] = round(self._one_way(place, words), 4)
        evidence["named"] = float(fact.id in asked.named)
        evidence |= self._beside(place, asked)
        ways = self._questions[place]
        evidence["asked_so"] = 0.0 if kind in ("none", "question") else 1.0 if ways[kind] else -1.0
        says = self._says(place, signals.get(_MESSAGE), words) if fact.sentences else ""
        return {"id": fact.id, "score": round(score, 4), "says": says, "evidence": evidence}

    def _beside(self, place: int, asked: Asked) -> dict[str, float]:
        """How a fact stands to what was spoken of before: `subject`, whether it is one of those facts (1, or less for an older
        one); `near_subject`, how near it comes to the last (cosine); `of_focus`, whether it is of an option in focus (1), of
        others alone (-1) or of none in particular (0)."""
        found = {}
        if self.facts[place].id in asked.subjects:
            found["subject"] = round(_OLDER ** asked.subjects.index(self.facts[place].id), 4)
        last = self._places.get(asked.subjects[0]) if asked.subjects else None
        if last is not None:
            found["near_subject"] = round(float(self._texts[place] @ self._texts[last]), 4)
        focus = {self._owners.get(option, option) for option in asked.focus}
        if focus and self._about[place]:
            found["of_focus"] = 1.0 if focus & self._about[place] else -1.0
        return found

    def _one_way(self, place: int, words: frozenset[str]) -> float:
        """The most that the words have in common with a single way of asking (Dice's coefficient, by rarity)."""
        own, best = self._weight(words), 0.0
        for way in self._way_words[place]:
            shared = words & way
            if shared:
                best = max(best, 2 * self._weight(shared) / (own + self._weight(way)))
        return best

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._rarity.get(word, self._rarest) for word in words)

    def _says(self, place: int, vector: Any, words: frozenset[str]) -> str:
        """The sentence of a longer text that comes nearest, with the one behind it."""
        fact = self.facts[place]
        common = np.array([len(words & line) for line in self._sentence_words[place]]) / max(1, len(words))
        meaning = 0.0 if vector is None else self._sentences.of(place) @ vector
        at = int(np.argmax(meaning + 0.5 * common))
        return " ".join(fact.sentences[at : at + 2])


class Descriptions:
    """What products and plans are, by meaning."""

    def __init__(self, facts: Sequence[FactEntry], english: Encode) -> None:
        sold = [fact if fact.kind in ("product", "plan") else None for fact in facts]
        self._english = english
        self._ways = _Lines([fact.ways if fact else () for fact in sold], english)
        self._texts = _Lines([(fact.text or fact.ways[0],) if fact else () for fact in sold], english)
        self._sentences = _Lines([fact.sentences if fact else () for fact in sold], english)

    def near(self, text: str, unnamed: str) -> dict[str, Any]:
        """How near (cosine) each fact comes to what is told, by its ways of asking, its text and its sentences; -1 for a fact
        that is no good's. `unnamed` is the text without names."""
        vector = self._english(text)
        other = vector if unnamed == text else self._english(unnamed)
        return {
            "way": self._ways.best(vector),
            "text": np.maximum(self._texts.best(vector), self._texts.best(other)),
            "sentence": np.maximum(self._sentences.best(vector), self._sentences.best(other)),
        }


class _Lines:
    """Lines of several owners as unit vectors, and the best of each owner."""

    def __init__(self, lines: Sequence[Sequence[str]], encode: Encode) -> None:
        self._count = len(lines)
        flat = [line for own in lines for line in own]
        self._ends = np.cumsum([0, *(len(own) for own in lines)])
        self._owners = np.flatnonzero(np.diff(self._ends))
        self._vectors = np.stack([encode(line) for line in flat]) if flat else np.zeros((0, 1), np.float32)

    def best(self, vector: Any) -> Any:
        """The highest cosine of each owner's lines, (owners,); -1 for an owner without one."""
        found = np.full(self._count, -1.0)
        if len(self._owners):
            found[self._owners] = np.maximum.reduceat(self._vectors @ vector, self._ends[self._owners])
        return np.maximum(found, -1.0)

    def of(self, owner: int) -> Any:
        """The vectors of one owner's lines, (lines, width)."""
        return self._vectors[self._ends[owner] : self._ends[owner + 1]]


def _apart(values: Any) -> Any:
    """How far each value lies from their mean."""
    return values - values.mean()


def _holders(words: Sequence[Iterable[str]]) -> dict[str, Any]:
    """By word, the places of those that have it."""
    found: dict[str, list[int]] = {}
    for place, own in enumerate(words):
        for word in own:
            found.setdefault(word, []).append(place)
    return {word: np.array(places) for word, places in found.items()}
