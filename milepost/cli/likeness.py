"""How near the meanings of what visitors said are to one another, by the encoders that the bot has loaded anyway."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

# From here on two texts mean the same, by the vector for questions (English) and by the multilingual one. Measured on pairs of
# data/questions that were kept back (question vector: .75 of the pairs at .65 and more are of one fact, 2 in 10,000 of the others
# reach it), and on translations (multilingual: .8 and more). They are set so that rather two stay apart than are made one.
_QUESTION, _TRANSLATION = 0.70, 0.78
_KEPT = 8_000


class Likeness:
    """The measure that talk.merged takes; a text is read once for as long as it is among the latest."""

    def __init__(self, question: Callable[[str], Any], anything: Callable[[str], Any]) -> None:
        self._question = lru_cache(maxsize=_KEPT)(lambda text: _unit(question(text)))
        self._anything = lru_cache(maxsize=_KEPT)(lambda text: _unit(anything(text)))

    def __call__(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """For each pair of texts how near they are; 1 and more is the same meaning."""
        asked = np.stack([self._question(text) for text in texts])
        meant = np.stack([self._anything(text) for text in texts])
        nearest = np.maximum(asked @ asked.T / _QUESTION, meant @ meant.T / _TRANSLATION)
        found: list[list[float]] = nearest.tolist()
        return found


def likeness_of_the_bot() -> Likeness:
    """With the encoders of this process, which the model in use has loaded."""
    from milepost.nlu.encoder import SentenceEncoder, english_encoder, multilingual_encoder

    folder = Path(SentenceEncoder.get_default_config()["weights"])
    return Likeness(english_encoder(folder).question, multilingual_encoder(folder).encode)


def prepared_likeness(folder: Path) -> Callable[[Sequence[str]], Sequence[Sequence[float]]] | None:
    """The same measure for a command that loads no model, with encoders that were converted already; None where they were not.

    They are loaded when something is measured first (a few seconds).
    """
    from milepost.nlu.encoders import encoder_weights

    if not (folder / encoder_weights.file_name()).exists() or not any(folder.glob("multilingual-*.onnx")):
        return None

    def measured(texts: Sequence[str]) -> Sequence[Sequence[float]]:
        from milepost.brain.rasa_light import make_light

        make_light()
        from milepost.nlu.encoder import english_encoder, multilingual_encoder

        return Likeness(english_encoder(folder).question, multilingual_encoder(folder).encode)(texts)

    return measured


def _unit(vector: Any) -> Any:
    return np.asarray(vector, dtype=np.float32) / max(float(np.linalg.norm(vector)), 1e-9)
