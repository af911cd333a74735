"""Fits the question adapter: of each company's facts, the one that a question asks for is to come nearest.

In-batch negatives (Henderson et al. 2017, arXiv:1705.00652): the other facts of the same company, close neighbours among them.
It needs TensorFlow, and minutes; serving needs neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from milepost.nlu.encoders.encoder_weights import HIDDEN, LAYERS, MIDDLE, published_folder, published_weights
from milepost.nlu.encoders.question_adapter import DOWN, UP
from milepost.nlu.tuning import TunableEncoder, unit

RANK, RATE, SCALE, DROPOUT = 8, 1e-3, 20.0, 0.1
LONGEST, ASKS, TOGETHER, WARM_UP = 48, 2, 32, 0.1
"""Word pieces of a line that are read; of each fact the ways of asking in a step, and steps in an epoch; at most so many facts of
a company in a step; the share of steps in which the rate rises."""
_PARTS = (
    *("attention.self.query", "attention.self.key", "attention.self.value"),
    *("attention.output.dense", "intermediate.dense", "output.dense"),
)
_AT_ONCE = 64


@dataclass(frozen=True)
class AskedFact:
    """A fact as its owner has it in writing, and ways in which visitors ask for it."""

    title: str
    text: str
    asks: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.title, self.text, *self.asks)


Facts = Sequence[AskedFact]
"""Those of one company."""


class AdaptedEncoder(TunableEncoder):
    """The published encoder, its upper layers with an adapter that is learnt; `adapter` are its arrays by name."""

    def __init__(self, weights: Mapping[str, Any], seed: int = 0) -> None:
        import tensorflow as tf

        super().__init__(weights)
        chance = np.random.default_rng(seed)
        self.adapter: dict[str, Any] = {}
        for name in (f"encoder.layer.{layer}.{part}" for layer in range(MIDDLE, LAYERS) for part in _PARTS):
            outputs, inputs = weights[f"{name}.weight"].shape
            down = chance.normal(0.0, inputs**-0.5, (inputs, RANK)).astype(np.float32)
            self.adapter[f"{name}|{DOWN}"] = tf.Variable(down)
            self.adapter[f"{name}|{UP}"] = tf.Variable(np.zeros((RANK, outputs), np.float32))
        states, shape = tf.TensorSpec((None, None, HIDDEN)), tf.TensorSpec((None, None))
        self.lower = tf.function(self._lower, autograph=False, input_signature=[tf.TensorSpec((None, None), tf.int32)])
        self.read = tf.function(self.upper, autograph=False, input_signature=[states, shape])

    def _lower(self, ids: Any) -> Any:
        """The states (lines, pieces, 384) after the lower half, which is not adapted."""
        import tensorflow as tf

        x, hidden = self._embedded(ids), self._hidden(tf.cast(ids > 0, tf.float32))
        for layer in range(MIDDLE):
            x = self._layer(x, hidden, f"encoder.layer.{layer}.", False)
        return x

    def upper(self, states: Any, kept: Any, dropout: float = 0.0) -> Any:
        """Unit vectors (lines, 384) of states; `kept` is 1 for a piece and 0 for padding."""
        import tensorflow as tf

        self._dropout = dropout
        for layer in range(MIDDLE, LAYERS):
            states = self._layer(states, self._hidden(kept), f"encoder.layer.{layer}.", False)
        return unit(tf.reduce_sum(states * kept[:, :, None], axis=1) / tf.reduce_sum(kept, axis=1, keepdims=True))

    def _dense(self, x: Any, at: str) -> Any:
        import tensorflow as tf

        found = super()._dense(x, at)
        if f"{at}|{DOWN}" not in self.adapter:
            return found
        dropped = tf.nn.dropout(x, self._dropout) if self._dropout else x
        return found + tf.tensordot(
            tf.tensordot(dropped, self.adapter[f"{at}|{DOWN}"], 1), self.adapter[f"{at}|{UP}"], 1
        )


class Lines:
    """Lines with their states after the lower half, each worked out once, in half precision."""

    def __init__(self, encoder: AdaptedEncoder) -> None:
        self._encoder = encoder
        self._tokenizer = Tokenizer.from_file(str(published_folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self._known: dict[str, Any] = {}

    def prepare(self, lines: Sequence[str]) -> None:
        """Work out the states of lines that are new."""
        new = sorted({line for line in lines if line not in self._known}, key=lambda line: (len(line), line))
        for begin in range(0, len(new), _AT_ONCE):
            group = new[begin : begin + _AT_ONCE]
            pieces = [self._tokenizer.encode(line).ids for line in group]
            ids = np.zeros((len(group), max(map(len, pieces))), np.int32)
            for row, own in enumerate(pieces):
                ids[row, : len(own)] = own
            states = self._encoder.lower(ids).numpy()
            for row, line in enumerate(group):
                self._known[line] = states[row, : len(pieces[row])].astype(np.float16)

    def padded(self, lines: Sequence[str]) -> tuple[Any, Any]:
        """The states (lines, pieces, 384) of lines, and which of the pieces are theirs."""
        self.prepare(lines)
        longest = max(len(self._known[line]) for line in lines)
        states = np.zeros((len(lines), longest, HIDDEN), np.float32)
        kept = np.zeros((len(lines), longest), np.float32)
        for row, line in enumerate(lines):
            own = self._known[line]
            states[row, : len(own)], kept[row, : len(own)] = own, 1.0
        return states, kept

    def vectors(self, lines: Sequence[str]) -> Any:
        """The unit vectors (lines, 384) of lines."""
        return self._encoder.read(*self.padded(lines)).numpy()


def found_first(encoder: AdaptedEncoder, lines: Lines, companies: Sequence[Facts]) -> float:
    """The share of all questions that come nearest to the fact that they ask for, by its title and text together."""
    right = asked = 0
    for facts in companies:
        titles, texts = lines.vectors([fact.title for fact in facts]), lines.vectors([fact.text for fact in facts])
        questions = [(place, ask) for place, fact in enumerate(facts) for ask in fact.asks]
        nearest = (lines.vectors([ask for _, ask in questions]) @ (titles + texts).T).argmax(axis=1)
        right += sum(int(place == near) for (place, _), near in zip(questions, nearest, strict=True))
        asked += len(questions)
    return right / asked


def fitted(
    companies: Sequence[Facts],
    *,
    epochs: int,
    kept_back: Sequence[Facts] = (),
    told: Callable[[int, float, float | None], None] = lambda *_: None,
) -> dict[str, Any]:
    """The adapter that these companies teach. After each epoch `told` hears its number, its loss, and how many of the questions
    of the companies kept back are found first; before the first its number is 0 and the loss 0."""
    encoder = AdaptedEncoder(published_weights())
    lines = Lines(encoder)
    for facts in (*companies, *kept_back):
        lines.prepare([line for fact in facts for line in fact.lines])
    told(0, 0.0, found_first(encoder, lines, kept_back) if kept_back else None)
    chance = np.random.default_rng(0)
    steps = sum(ASKS * _groups(facts) for facts in companies) * epochs
    step = _step(encoder, steps=steps)
    for epoch in range(1, epochs + 1):
        losses = [float(step(*_batch(facts, lines, chance))) for facts in _in_steps(companies, chance)]
        told(epoch, float(np.mean(losses)), found_first(encoder, lines, kept_back) if kept_back else None)
    return {name: value.numpy() for name, value in encoder.adapter.items()}


def _groups(facts: Facts) -> int:
    """In how many steps the facts of a company are gone through once."""
    return -(-len(facts) // TOGETHER)


def _in_steps(companies: Sequence[Facts], chance: np.random.Generator) -> list[Facts]:
    """The facts of an epoch's steps: those of one company each, in an order of chance."""
    found: list[Facts] = []
    for facts in (*companies,) * ASKS:
        groups = np.array_split(chance.permutation(len(facts)), _groups(facts))
        found += [[facts[place] for place in group] for group in groups]
    return [found[place] for place in chance.permutation(len(found))]


def _batch(facts: Facts, lines: Lines, chance: np.random.Generator) -> tuple[Any, ...]:
    """States of all titles and some ways of asking, then of all texts, each with which pieces are theirs, and the fact of each way
    of asking. Texts are longer than the others: apart, less is reckoned for padding."""
    asks, wanted = [], []
    for place, fact in enumerate(facts):
        some = chance.permutation(len(fact.asks))[:ASKS]
        asks += [fact.asks[at] for at in some]
        wanted += [place] * len(some)
    short = lines.padded([*(fact.title for fact in facts), *asks])
    return (*short, *lines.padded([fact.text for fact in facts]), np.array(wanted, np.int32))


def _step(encoder: AdaptedEncoder, *, steps: int) -> Callable[..., Any]:
    """One step of Adam with a linear warm-up and decay; the loss is the mean cross-entropy by titles, by texts and by both."""
    import tensorflow as tf

    learnt = list(encoder.adapter.values())
    optimizer = tf.keras.optimizers.legacy.Adam(RATE)
    states, kept = tf.TensorSpec((None, None, HIDDEN)), tf.TensorSpec((None, None))
    shape = [states, kept, states, kept, tf.TensorSpec((None,), tf.int32)]

    @tf.function(autograph=False, input_signature=shape)  # type: ignore[untyped-decorator]  # TensorFlow has no types
    def gradients(short: Any, kept: Any, long: Any, kept_of_long: Any, wanted: Any) -> Any:
        with tf.GradientTape() as tape:
            vectors, texts = encoder.upper(short, kept, DROPOUT), encoder.upper(long, kept_of_long, DROPOUT)
            facts = tf.shape(texts)[0]
            by_title = SCALE * tf.matmul(vectors[facts:], vectors[:facts], transpose_b=True)
            by_text = SCALE * tf.matmul(vectors[facts:], texts, transpose_b=True)
            losses = [
                tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(wanted, scores))
                for scores in (by_title, by_text, (by_title + by_text) / 1.5)
            ]
            loss = 0.5 * losses[0] + 0.5 * losses[1] + losses[2]
        return loss, tape.gradient(loss, learnt)

    done = 0

    def step(*batch: Any) -> Any:
        nonlocal done
        done += 1
        rising, falling = done / (WARM_UP * steps), (steps - done) / ((1 - WARM_UP) * steps)
        optimizer.learning_rate = RATE * max(0.0, min(rising, falling))
        loss, found = gradients(*batch)
        optimizer.apply_gradients(zip(found, learnt, strict=True))
        return loss

    return step
