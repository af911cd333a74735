"""The vectors of a catalogue's lines are kept from start to start, and from version to version."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from milepost.nlu.facts import KeptVectors


class Encoder:
    """Counts what it is asked to encode."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> object:
        self.asked.append(text)
        return np.array([len(text), 1.0])


def of_version(folder: Path, version: str, encoder: Encoder) -> KeptVectors:
    return KeptVectors(folder / f"facts-{version}-e.npz", encoder, before="facts-*-e.npz")


def test_the_lines_of_a_version_are_encoded_once(tmp_path: Path) -> None:
    first, again = Encoder(), Encoder()
    vectors = of_version(tmp_path, "a", first)
    kept = vectors("one line")
    vectors.save()
    assert np.allclose(of_version(tmp_path, "a", again)("one line"), kept)
    assert (first.asked, again.asked) == (["one line"], [])


def test_of_a_new_version_only_what_is_new_is_encoded(tmp_path: Path) -> None:
    vectors = of_version(tmp_path, "a", Encoder())
    vectors("one line"), vectors("another")
    vectors.save()
    edited = Encoder()
    vectors = of_version(tmp_path, "b", edited)
    vectors("one line"), vectors("a third")
    vectors.save()
    assert edited.asked == ["a third"]
    with np.load(tmp_path / "facts-b-e.npz") as stored:
        assert stored["vectors"].shape == (2, 2)  # what the version does not have any more is not kept


def test_a_broken_file_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "facts-a-e.npz").write_bytes(b"no array")
    encoder = Encoder()
    of_version(tmp_path, "a", encoder)("one line")
    assert encoder.asked == ["one line"]


def test_a_message_is_not_kept(tmp_path: Path) -> None:
    encoder = Encoder()
    vectors = of_version(tmp_path, "a", encoder)
    vectors("one line")
    vectors.save()
    vectors("hello"), vectors("hello")
    assert encoder.asked == ["one line", "hello", "hello"]
