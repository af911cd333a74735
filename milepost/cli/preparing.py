"""Making the language models ready: converted once from their packages, then kept under models/."""

from __future__ import annotations

import logging
from pathlib import Path

from milepost.nlu.encoders import encoder_weights, multilingual_weights


def prepare(folder: Path) -> None:
    """Converts what is not there yet; says what it does."""
    # onnxruntime advises on the root logger about a graph that is ours and small.
    logging.getLogger().setLevel(logging.ERROR)
    folder.mkdir(parents=True, exist_ok=True)
    encoder_weights.ready(folder)
    multilingual_weights.ready(folder)
