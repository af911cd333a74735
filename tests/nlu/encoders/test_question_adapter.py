"""What the encoder learns of how visitors ask: added to the layers it is for, kept small, known by its content."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from milepost.nlu.encoder import EnglishEncoder
from milepost.nlu.encoders import encoder_weights, question_adapter

LAYER = f"encoder.layer.{encoder_weights.MIDDLE}.intermediate.dense"


def test_the_adapter_is_added_to_its_own_layers_alone() -> None:
    weights = {f"{LAYER}.weight": np.zeros((3, 2), np.float32), "other.weight": np.ones((2, 2), np.float32)}
    adapter = {f"{LAYER}|down": np.array([[1.0], [2.0]]), f"{LAYER}|up": np.array([[10.0, 20.0, 30.0]])}
    found = question_adapter.adapted(weights, adapter)
    assert found[f"{LAYER}.weight"].tolist() == [[10.0, 20.0], [20.0, 40.0], [30.0, 60.0]]
    assert found["other.weight"] is weights["other.weight"]
    assert not weights[f"{LAYER}.weight"].any()


def test_what_is_written_is_read_again_but_for_half_precision(tmp_path: Path) -> None:
    question_adapter.write({"a|down": np.array([[0.1]], np.float32)}, tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as stored:
        assert float(stored["a|down"][0, 0]) == pytest.approx(0.1, abs=1e-3)
    assert question_adapter.FILE.stat().st_size < 400_000


# TensorFlow does not stand in this process (tests/conftest.py), as it does not in the one that serves.
LEARNING = """
import json, sys
import numpy as np
from pathlib import Path
from milepost.nlu.encoders import encoder_weights, question_adapter
from milepost.nlu.encoders.question_tuning import AdaptedEncoder, AskedFact, Lines, fitted

folder, text = Path(sys.argv[1]), sys.argv[2]
facts = [AskedFact(title, written, tuple(asks)) for title, written, asks in json.loads(sys.argv[3])]
told = []
adapter = fitted([facts], epochs=6, kept_back=[facts], told=lambda epoch, _, share: told.append([epoch, share]))
question_adapter.write(adapter, folder / "adapter.npz")
encoder = AdaptedEncoder(encoder_weights.published_weights())
for name, value in encoder.adapter.items():
    value.assign(adapter[name])
print("found", json.dumps({"told": told, "vector": Lines(encoder).vectors([text])[0].tolist()}))
"""
GARAGE = [
    ("Courtesy car", "You get a small car while yours is here.", ("how do i get to work meanwhile", "a replacement?")),
    ("Tyres", "We store your winter wheels for 40 euros.", ("where do the rims go in summer", "keep my set?")),
    ("Inspection", "Official inspection on Tuesdays.", ("my sticker runs out in may", "mot?")),
    ("Dents", "Small dents are pressed out without paint.", ("hail got me", "scratch in the door")),
]
TEXT = "can i send it back?"


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder with an adapter that a garage taught, what was told meanwhile, and the vector of a text by it."""
    folder = tmp_path_factory.mktemp("lesson")
    quiet = {**os.environ, "CUDA_VISIBLE_DEVICES": "", "TF_CPP_MIN_LOG_LEVEL": "3"}
    command = [sys.executable, "-c", LEARNING, str(folder), TEXT, json.dumps(GARAGE)]
    done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return folder, json.loads(done.stdout.partition("found ")[2])


def test_it_learns_which_fact_is_asked_for(lesson: tuple[Path, dict[str, Any]]) -> None:
    told = lesson[1]["told"]
    assert [epoch for epoch, _ in told] == [0, 1, 2, 3, 4, 5, 6]
    assert told[-1][1] > told[0][1]


def test_the_network_that_serves_is_the_one_that_learnt(lesson: tuple[Path, dict[str, Any]]) -> None:
    folder, found = lesson
    with np.load(folder / "adapter.npz") as stored:
        adapter = {name: stored[name].astype(np.float32) for name in stored.files}
    assert any(value.any() for name, value in adapter.items() if name.endswith(f"|{question_adapter.UP}"))
    weights = encoder_weights.published_weights()
    asking = question_adapter.adapted(weights, adapter)
    encoder_weights.write_encoder(weights, folder / "e.onnx", asking=asking, quantized=False)
    served = EnglishEncoder(folder / "e.onnx").question(TEXT)
    assert served == pytest.approx(found["vector"], abs=5e-3)
    plain = EnglishEncoder(folder / "e.onnx").meaning(TEXT)
    assert float(served @ plain) / float(np.linalg.norm(plain)) < 0.9999


def test_the_vectors_for_classifiers_do_not_depend_on_it(tmp_path: Path) -> None:
    encoder_weights.write_encoder(encoder_weights.published_weights(), tmp_path / "plain.onnx")
    plain, with_questions = (
        EnglishEncoder(tmp_path / "plain.onnx"),
        EnglishEncoder(encoder_weights.ready(Path("models"))),
    )
    text = "how much is it for twenty people"
    assert np.array_equal(plain.encode(text), with_questions.encode(text))
    assert np.linalg.norm(with_questions.question(text)) == pytest.approx(1.0, abs=1e-3)
