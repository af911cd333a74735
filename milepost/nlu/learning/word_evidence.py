"""What single words and letters say for a label: TF-IDF of word and letter n-grams, readable as evidence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from milepost.nlu.learning.linear_head import LinearHead, fit

WORD = re.compile(r"\w+(?:['\u2019]\w+)?|[?!€$£%]")
LETTERS = range(2, 5)
WORD_MARK, LETTER_MARK = "w:", "c:"
STRENGTH, STEPS = 10.0, 30


def words_of(text: str) -> list[re.Match[str]]:
    """The words and telling signs of a text, with their places."""
    return list(WORD.finditer(text))


@lru_cache(maxsize=128)
def grams(text: str) -> tuple[Counter[str], Counter[str]]:
    """Counts of one to three words in a row, and of two to four letters within a word; intents and stages ask alike."""
    words = [match.group().lower() for match in words_of(text)]
    runs = (" ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1))
    return Counter(WORD_MARK + run for run in runs), Counter(LETTER_MARK + part for part in letter_grams(words))


def letter_grams(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in LETTERS:
            yield from (padded[at : at + size] for at in range(len(padded) - size + 1))


@dataclass(frozen=True)
class WordEvidence:
    """A linear head over n-grams. `places` gives each known n-gram its row, `rarity` its inverse document frequency."""

    places: Mapping[str, int]
    rarity: Any
    head: LinearHead

    def values(self, text: str) -> tuple[list[int], Any]:
        """Rows and values of a text: words and letters each of length 1."""
        return weighted(text, self.places, self.rarity)

    def logits(self, text: str) -> Any:
        """One score per label."""
        rows, values = self.values(text)
        return values @ self.head.weights[rows] + self.head.bias if rows else self.head.bias

    def word_scores(self, text: str, label: int) -> list[tuple[re.Match[str], float]]:
        """How much every word speaks for a label rather than for the others, by the word runs that it stands in."""
        words = words_of(text)
        scores = np.zeros(len(words))
        lowered = [match.group().lower() for match in words]
        for size in (1, 2, 3):
            for at in range(len(words) - size + 1):
                row = self.places.get(WORD_MARK + " ".join(lowered[at : at + size]))
                if row is not None:
                    weight = self.head.weights[row]
                    scores[at : at + size] += (weight[label] - weight.mean()) * self.rarity[row] / size
        return list(zip(words, scores.tolist(), strict=True))


def weighted(text: str, places: Mapping[str, int], rarity: Any) -> tuple[list[int], Any]:
    """The known n-grams' rows, and (1 + log count) x rarity scaled to length 1 for words and for letters."""
    rows: list[int] = []
    values: list[Any] = []
    for counts in grams(text):
        known = [(places[gram], count) for gram, count in counts.items() if gram in places]
        if known:
            places_of = [place for place, _ in known]
            weights = (1.0 + np.log([count for _, count in known])) * rarity[places_of]
            rows += places_of
            values.append(weights / np.linalg.norm(weights))
    return rows, np.concatenate(values).astype(np.float32) if values else np.zeros(0, np.float32)


def learn_places(texts: Sequence[str], *, least: int) -> tuple[dict[str, int], Any]:
    """The n-grams that at least `least` texts have, and their rarity."""
    documents: Counter[str] = Counter()
    for text in texts:
        for counts in grams(text):
            documents.update(counts.keys())
    kept = sorted(gram for gram, count in documents.items() if count >= least)
    rarity = np.log((1 + len(texts)) / (1 + np.array([documents[gram] for gram in kept]))) + 1
    return {gram: place for place, gram in enumerate(kept)}, rarity.astype(np.float32)


def table(texts: Sequence[str], places: Mapping[str, int], rarity: Any) -> Any:
    """Texts as a sparse table, one row each."""
    from scipy.sparse import csr_matrix

    rows = [weighted(text, places, rarity) for text in texts]
    starts = np.cumsum([0] + [len(places_of) for places_of, _ in rows])
    columns = [place for places_of, _ in rows for place in places_of]
    values = np.concatenate([values for _, values in rows])
    return csr_matrix((values, columns, starts), shape=(len(texts), len(places)))


@dataclass(frozen=True)
class WordTable:
    """The n-grams of texts, counted once: `rows` is sparse, a row per text."""

    places: Mapping[str, int]
    rarity: Any
    rows: Any

    def learn(self, targets: Any, labels: int, chosen: Any = slice(None)) -> WordEvidence:
        """Fit word evidence to the texts at the places `chosen`, `targets` being the labels of all."""
        head = fit(self.rows[chosen], targets[chosen], labels, strength=STRENGTH, steps=STEPS)
        return WordEvidence(self.places, self.rarity, head)


@lru_cache(maxsize=1)
def word_table(texts: tuple[str, ...], *, least: int = 2) -> WordTable:
    """Count the n-grams of texts; intents and stages are learnt from the same ones."""
    places, rarity = learn_places(texts, least=least)
    return WordTable(places, rarity, table(texts, places, rarity))


def learn(texts: Sequence[str], targets: Any, labels: int, *, least: int = 2) -> WordEvidence:
    """Fit word evidence to labelled texts."""
    return word_table(tuple(texts), least=least).learn(targets, labels)


def count(texts: Sequence[str], targets: Any, labels: int, *, smoothing: float = 0.05) -> WordEvidence:
    """Word evidence by counting instead of fitting: naive Bayes, where labels differ in nearly every word."""
    places, rarity = learn_places(texts, least=1)
    x = table(texts, places, rarity)
    sums = np.stack([np.asarray(x[targets == label].sum(axis=0)).ravel() for label in range(labels)], axis=1)
    weights = np.log((sums + smoothing) / (sums + smoothing).sum(axis=0))
    return WordEvidence(places, rarity, LinearHead(weights.astype(np.float32), np.zeros(labels, np.float32)))
