"""The tagger in use: trained on marked messages, kept as one small file, asked for the needs that a message says."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from milepost.nlu.need_tagging import chain, network
from milepost.nlu.need_tagging.evidence import Encoder, Hint, evidence
from milepost.nlu.need_tagging.examples import NEEDS, spans_of
from milepost.nlu.need_tagging.words import Span, Word


@dataclass(frozen=True)
class Tag:
    """A need's words and how likely exactly these are said of it."""

    start: int
    end: int
    need: str
    probability: float


@dataclass(frozen=True)
class Reading:
    """What the tagger makes of a message: its `tags`, and of each of its n `words` the probability of each need (n, needs)."""

    tags: tuple[Tag, ...]
    words: Sequence[Word]
    shares: network.Array

    def share(self, need: str, span: Span) -> float:
        """How likely some word of the span belongs to that need; 1 where no word of the span was read."""
        on = [place for place, word in enumerate(self.words) if word.start < span[1] and span[0] < word.end]
        return float(max((self.shares[place, NEEDS.index(need)] for place in on), default=1.0))


class NeedTagger:
    """Networks that differ in their seed, their scores averaged."""

    def __init__(self, networks: Sequence[network.Network], encoder: Encoder) -> None:
        self._networks, self._encoder = tuple(networks), encoder
        self._chain = chain.mean([one.chain for one in self._networks])

    def read(self, text: str, *, asked: str = "", hints: Sequence[Hint] = ()) -> Reading:
        """Tags and shares of a message in English."""
        seen = evidence(text, self._encoder, asked=asked, hints=hints)
        if not seen.words:
            return Reading((), (), np.zeros((0, len(NEEDS))))
        scores = np.mean([one.scores(seen) for one in self._networks], axis=0, dtype=np.float64)
        ahead, behind = chain.forward(self._chain, scores), chain.backward(self._chain, scores)
        mass = chain.log_sum(ahead[-1] + self._chain.last, 0)
        shares = np.exp(ahead + behind - mass)
        tags = []
        for first, last, need in spans_of(chain.best_path(self._chain, scores)):
            label = 1 + 2 * NEEDS.index(need)
            sure = chain.span_probability(self._chain, scores, ahead, behind, (first, last), label)
            tags.append(Tag(seen.words[first].start, seen.words[last - 1].end, need, sure))
        return Reading(tuple(tags), seen.words, shares[:, 1::2] + shares[:, 2::2])

    def as_bytes(self) -> bytes:
        """All weights, at half precision, as an npz archive."""
        arrays = {
            f"{at}.{name}": value.astype(np.float16)
            for at, one in enumerate(self._networks)
            for name, value in one.arrays.items()
        }
        stream = io.BytesIO()
        np.savez(stream, **arrays)
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes, encoder: Encoder) -> NeedTagger:
        """The tagger that `as_bytes` gave."""
        with np.load(io.BytesIO(content)) as kept:
            count = 1 + max(int(name.partition(".")[0]) for name in kept.files)
            read = [
                {
                    name.partition(".")[2]: kept[name].astype(np.float32)
                    for name in kept.files
                    if name.startswith(f"{at}.")
                }
                for at in range(count)
            ]
        return cls([network.Network(arrays) for arrays in read], encoder)
