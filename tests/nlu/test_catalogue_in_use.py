"""What is made of a catalogue is made once per version."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from milepost.nlu.catalogue_in_use import OncePerVersion


def test_what_is_made_of_a_catalogue_is_made_again_only_for_another_version() -> None:
    asked: list[str] = []

    def make(catalogue: Any) -> list[str]:
        asked.append(catalogue.version)
        return [catalogue.version]

    kept = OncePerVersion(make)
    one, same, other = (of_version(version) for version in ("1", "1", "2"))
    assert kept.of(one) is kept.of(same)
    assert kept.of(other) == ["2"]
    assert kept.of(one) == ["1"]
    assert asked == ["1", "2", "1"]


def of_version(version: str) -> Any:
    return SimpleNamespace(version=version)
