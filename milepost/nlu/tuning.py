"""Fine-tunes the English encoder on the project's own examples, for release builds: minutes, and TensorFlow.

It runs in a process of its own (`tune_apart`), so that neither training nor serving holds TensorFlow. The result is the
same int8 ONNX graph that the published weights become.
"""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from milepost.errors import ModelMissing
from milepost.nlu.encoders.encoder_weights import (
    EPSILON,
    HEADS,
    HIDDEN,
    LAYERS,
    published_folder,
    published_weights,
    write_encoder,
)

RATE, DECAY, DROPOUT, BATCH, LONGEST = 6e-5, 0.01, 0.1, 32, 64
HEAD_RATE, SCALE = 20.0, 20.0
"""How many times faster the labels' directions move than the encoder; what a cosine is multiplied by."""

STEP = re.compile(r"tuning (\d+) (\d+) (\S+)")
"""How the other process tells how far it is: step, steps, loss."""

logger = logging.getLogger(__name__)


class TunableEncoder:
    """The encoder as TensorFlow variables, with a direction for each label of each kind: a head of cosines."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        import tensorflow as tf

        self.weights = {name: tf.Variable(value) for name, value in weights.items() if value.dtype == np.float32}
        self.heads: list[Any] = []

    def begin_at_the_middle(self, pieces: Sequence[Sequence[int]], targets: Sequence[Any]) -> None:
        """Each label's direction begins as the mean of its sentences: what the encoder already knows is kept."""
        import tensorflow as tf

        vectors = np.zeros((len(pieces), HIDDEN), np.float32)
        for padded, group in batches(pieces, 1):
            vectors[group] = unit(self(tf.constant(padded), training=False)).numpy()
        for kind in targets:
            means = [vectors[kind == label].mean(axis=0) for label in range(int(kind.max()) + 1)]
            self.heads.append(tf.Variable(np.nan_to_num(np.stack(means, axis=1))))

    def __call__(self, ids: Any, *, training: bool) -> Any:
        """Mean of the last layer (sentences, 384) for padded word pieces (sentences, pieces)."""
        import tensorflow as tf

        kept = tf.cast(ids > 0, tf.float32)
        x, hidden = dropped(self._embedded(ids), training), self._hidden(kept)
        for layer in range(LAYERS):
            x = self._layer(x, hidden, f"encoder.layer.{layer}.", training)
        return tf.reduce_sum(x * kept[:, :, None], axis=1) / tf.reduce_sum(kept, axis=1, keepdims=True)

    def _embedded(self, ids: Any) -> Any:
        """What the first layer reads, (sentences, pieces, 384)."""
        import tensorflow as tf

        x = tf.gather(self.weights["embeddings.word_embeddings.weight"], ids)
        x += self.weights["embeddings.position_embeddings.weight"][: tf.shape(ids)[1]]
        x += self.weights["embeddings.token_type_embeddings.weight"][0]
        return self._normalized(x, "embeddings.LayerNorm")

    def _hidden(self, kept: Any) -> Any:
        """What keeps attention from padding; `kept` is 1 for a piece and 0 for padding."""
        return (1.0 - kept)[:, None, None, :] * -1e9

    def _layer(self, x: Any, hidden: Any, at: str, training: bool) -> Any:
        import tensorflow as tf

        attended = self._dense(self._attention(x, hidden, at), at + "attention.output.dense")
        x = self._normalized(x + dropped(attended, training), at + "attention.output.LayerNorm")
        inner = tf.nn.gelu(self._dense(x, at + "intermediate.dense"))
        outer = dropped(self._dense(inner, at + "output.dense"), training)
        return self._normalized(x + outer, at + "output.LayerNorm")

    def _attention(self, x: Any, hidden: Any, at: str) -> Any:
        import tensorflow as tf

        shape = (tf.shape(x)[0], tf.shape(x)[1], HEADS, HIDDEN // HEADS)
        query, key, value = (
            tf.transpose(tf.reshape(self._dense(x, f"{at}attention.self.{part}"), shape), (0, 2, 1, 3))
            for part in ("query", "key", "value")
        )
        share = tf.nn.softmax(tf.matmul(query, key, transpose_b=True) * (HIDDEN / HEADS) ** -0.5 + hidden)
        return tf.reshape(tf.transpose(tf.matmul(share, value), (0, 2, 1, 3)), tf.shape(x))

    def _dense(self, x: Any, at: str) -> Any:
        import tensorflow as tf

        return tf.tensordot(x, tf.transpose(self.weights[f"{at}.weight"]), 1) + self.weights[f"{at}.bias"]

    def _normalized(self, x: Any, at: str) -> Any:
        import tensorflow as tf

        mean, variance = tf.nn.moments(x, -1, keepdims=True)
        scaled = (x - mean) * tf.math.rsqrt(variance + EPSILON)
        return scaled * self.weights[f"{at}.weight"] + self.weights[f"{at}.bias"]


def unit(x: Any, axis: int = -1) -> Any:
    import tensorflow as tf

    return tf.math.l2_normalize(x, axis=axis)


def dropped(x: Any, training: bool) -> Any:
    import tensorflow as tf

    return tf.nn.dropout(x, DROPOUT) if training else x


def batches(pieces: Sequence[Sequence[int]], epochs: int) -> Iterator[tuple[Any, Any]]:
    """Padded word pieces and the places of their sentences, neighbours in length together, in an order fixed by a seed."""
    chance = np.random.default_rng(0)
    for _ in range(epochs):
        lengths = np.array([len(one) for one in pieces]) + chance.random(len(pieces)) * 4
        groups = np.array_split(np.argsort(lengths), max(1, len(pieces) // BATCH))
        for group in (groups[place] for place in chance.permutation(len(groups))):
            padded = np.zeros((len(group), max(len(pieces[place]) for place in group)), np.int32)
            for row, place in enumerate(group):
                padded[row, : len(pieces[place])] = pieces[place]
            yield padded, group


def tune_apart(texts: Sequence[str], targets: Sequence[Any], folder: Path, *, epochs: int) -> Path:
    """Fine-tune in another process, files in `folder`; the ONNX file. Raises ModelMissing where that fails."""
    told, target = folder / "examples.json", folder / "english.onnx"
    told.write_text(json.dumps([list(texts), [kind.tolist() for kind in targets], epochs]), encoding="utf-8")
    quiet = {"CUDA_VISIBLE_DEVICES": "", "TF_CPP_MIN_LOG_LEVEL": "2"}
    command = [sys.executable, "-m", "milepost.nlu.tuning", str(told), str(target)]
    with subprocess.Popen(command, env={**os.environ, **quiet}, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout or ():
            if step := STEP.match(line):
                logger.info("tuning: step %d of %d, loss %.3f", int(step[1]), int(step[2]), float(step[3]))
    if running.returncode != 0:
        raise ModelMissing("fine-tuning the sentence encoder failed; what went wrong stands above")
    return target


def tune(texts: Sequence[str], targets: Sequence[Any], target: Path, *, epochs: int) -> None:
    """Fine-tune on texts that carry one or more kinds of label numbers, all learnt at once, and write ONNX."""
    write_encoder(tuned_weights(texts, targets, epochs=epochs), target)


def tuned_weights(texts: Sequence[str], targets: Sequence[Any], *, epochs: int) -> dict[str, Any]:
    """The encoder's weights after `epochs` of all texts, learning every kind of label at once."""
    import tensorflow as tf
    from tokenizers import Tokenizer

    tf.random.set_seed(0)
    tokenizer = Tokenizer.from_file(str(published_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    pieces = [tokenizer.encode(text).ids for text in texts]
    model = TunableEncoder(published_weights())
    model.begin_at_the_middle(pieces, targets)
    steps = epochs * max(1, len(pieces) // BATCH)
    step = training_step(model, steps=steps)
    for number, (padded, group) in enumerate(batches(pieces, epochs), start=1):
        loss = step(tf.constant(padded), [tf.constant(kind[group]) for kind in targets])
        if number % 10 == 0 or number == steps:
            sys.stdout.write(f"tuning {number} {steps} {float(loss):.3f}\n")
            sys.stdout.flush()
    return {**published_weights(), **{name: value.numpy() for name, value in model.weights.items()}}


def training_step(model: TunableEncoder, *, steps: int) -> Any:
    """One step of Adam with a linear warm-up and decay; the heads learn faster than the encoder."""
    import tensorflow as tf

    encoder = list(model.weights.values())
    slots = [(tf.Variable(tf.zeros_like(one)), tf.Variable(tf.zeros_like(one))) for one in (*encoder, *model.heads)]
    done = tf.Variable(0.0)

    shape = [tf.TensorSpec((None, None), tf.int32), [tf.TensorSpec((None,), tf.int32) for _ in model.heads]]

    @tf.function(autograph=False, input_signature=shape)  # type: ignore[untyped-decorator]  # TensorFlow has no types
    def step(ids: Any, wanted: list[Any]) -> Any:
        with tf.GradientTape() as tape:
            vectors = SCALE * unit(model(ids, training=True))
            loss = tf.add_n(
                [
                    tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, vectors @ unit(head, axis=0)))
                    for labels, head in zip(wanted, model.heads, strict=True)
                ]
            )
        variables = (*encoder, *model.heads)
        gradients = [tf.convert_to_tensor(one) if one is not None else None for one in tape.gradient(loss, variables)]
        done.assign_add(1.0)
        rate = RATE * tf.minimum(done / (0.1 * steps), tf.maximum(0.0, (steps - done) / (0.9 * steps)))
        for place, (variable, gradient, (first, second)) in enumerate(zip(variables, gradients, slots, strict=True)):
            if gradient is None:
                continue
            first.assign(0.9 * first + 0.1 * gradient)
            second.assign(0.999 * second + 0.001 * gradient * gradient)
            move = (first / (1 - 0.9**done)) / (tf.sqrt(second / (1 - 0.999**done)) + 1e-8)
            own = rate if place < len(encoder) else rate * HEAD_RATE
            variable.assign_sub(own * (move + DECAY * variable))
        return loss

    return step


def main(arguments: Sequence[str]) -> int:
    """`python -m milepost.nlu.tuning EXAMPLES TARGET`: what `tune_apart` starts."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    texts, targets, epochs = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    tune(texts, [np.array(kind, np.int32) for kind in targets], Path(arguments[1]), epochs=epochs)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
