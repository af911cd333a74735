"""Every word of the bot has its counterpart in every language, with the same places and the same buttons."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from milepost.sales import wording

HOUSE = Path(__file__).resolve().parent.parent
OTHERS = wording.LANGUAGES[1:]
FAMILIES = sorted(path.name for path in (HOUSE / "data/responses").glob("*.yml"))
PLACE = re.compile(r"\{[^{}]+\}")
# A few words are the same in two languages.
SAME = {"No", "No. {fact}"}


def family(folder: str, name: str) -> dict[str, list[dict[str, Any]]]:
    return yaml.safe_load((HOUSE / folder / name).read_text(encoding="utf-8"))["responses"]


def places(variants: list[dict[str, Any]]) -> list[set[str]]:
    return [set(PLACE.findall(variant["text"])) for variant in variants]


def payloads(variants: list[dict[str, Any]]) -> list[list[str]]:
    return [[button["payload"] for button in variant.get("buttons", ())] for variant in variants]


def words(variants: list[dict[str, Any]]) -> list[str]:
    titles = [button["title"] for variant in variants for button in variant.get("buttons", ())]
    return [*(variant["text"] for variant in variants), *titles]


def test_every_language_that_is_answered_has_a_folder() -> None:
    assert {path.name for path in (HOUSE / "translations").iterdir()} == set(OTHERS)


@pytest.mark.parametrize("language", OTHERS)
def test_the_families_are_those_of_english(language: str) -> None:
    assert sorted(path.name for path in (HOUSE / "translations" / language).iterdir()) == FAMILIES


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("language", OTHERS)
def test_every_response_has_its_counterpart(language: str, name: str) -> None:
    english, other = family("data/responses", name), family(f"translations/{language}", name)
    assert list(other) == list(english)
    for response, variants in english.items():
        assert places(other[response]) == places(variants), response
        assert payloads(other[response]) == payloads(variants), response


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(language: str, name: str) -> None:
    english, other = family("data/responses", name), family(f"translations/{language}", name)
    for response, variants in english.items():
        for before, after in zip(words(variants), words(other[response]), strict=True):
            has_words = re.search(r"[a-z]", PLACE.sub("", before))
            assert not has_words or after != before or before in SAME, f"{response}: {after}"
