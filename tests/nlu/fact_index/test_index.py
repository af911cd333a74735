"""Which facts a message asks for, with encoders that know words alone."""

from __future__ import annotations

import re
from typing import Any
from zlib import crc32

import numpy as np
import pytest

from milepost.nlu.fact_index.index import MOST, Asked, FactIndex
from tests.catalogues import small_catalogue

WIDTH = 512
SPANISH = {"horario": "opening hours", "devolver": "money back", "dinero": "money"}


def encode(text: str) -> Any:
    """A unit vector of the words of a text: what shares words points the same way."""
    found = np.zeros(WIDTH, np.float32)
    for word in re.findall(r"\w+", text.casefold()):
        found[crc32(word.encode()) % WIDTH] += 1.0
    length = float(np.linalg.norm(found))
    return found / length if length else found


def encode_across(text: str) -> Any:
    """The same for an encoder that knows some Spanish as well."""
    return encode(" ".join(SPANISH.get(word, word) for word in re.findall(r"\w+", text.casefold())))


INDEX = FactIndex(small_catalogue(), encode, encode, encode_across)


def ask(text: str, *, is_english: bool = True, **more: Any) -> list[dict[str, Any]]:
    return INDEX.ask(Asked(text, more.pop("unnamed", text), **more), is_english=is_english)[0]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("can i get my money back", "answer:refund-policy"),
        ("refunds", "answer:refund-policy"),
        ("what are your opening hours", "hours"),
        ("is there a free trial", "trial"),
        ("how many GB is the file storage", "attribute:storage"),
        ("disk space", "attribute:storage"),
        ("do you have single sign-on", "attribute:sso"),
        ("does it work with slack", "attribute:integrations"),
        ("what do you know about pinebox", "competitor:pinebox"),
        ("where can i leave a review", "review"),
    ],
)
def test_what_is_asked_in_an_owners_words_is_found_first(text: str, fact: str) -> None:
    assert ask(text)[0]["id"] == fact


def test_facts_come_best_first_each_once_and_not_too_many() -> None:
    found = ask("can i pay in another currency or get my money back")
    scores = [each["score"] for each in found]
    assert scores == sorted(scores, reverse=True)
    assert len({each["id"] for each in found}) == len(found) <= MOST


def test_a_fact_that_is_named_comes_before_what_only_sounds_like_it() -> None:
    text = "how does the pack do in the file storage"
    assert ask(text, named=frozenset({"add_on:ai-pack"}))[0]["id"] == "add_on:ai-pack"


def evidence(found: list[dict[str, Any]], fact: str) -> dict[str, float]:
    return next(each["evidence"] for each in found if each["id"] == fact)


@pytest.mark.parametrize(("option", "known"), [("competitor:pinebox", 1.0), ("product:desk", -1.0)])
def test_an_attribute_tells_whether_it_is_known_of_the_option_that_is_named(option: str, known: float) -> None:
    found = ask("do they have single sign-on", options=frozenset({option}))
    assert evidence(found, "attribute:sso")["known"] == known
    assert evidence(ask("single sign-on"), "attribute:sso")["known"] == 0.0


def test_the_sentence_that_comes_nearest_is_told_with_the_fact() -> None:
    assert ask("money back within how many days")[0]["says"].startswith("Yes, within 30 days.")


def test_what_leans_on_the_question_before_is_found_upon_it() -> None:
    alone = [each["id"] for each in ask("and there")]
    upon = [each["id"] for each in ask("and there", before="can i get my money back")]
    assert "answer:refund-policy" not in alone[:1]
    assert "answer:refund-policy" in upon


def test_another_language_is_read_by_the_encoder_that_knows_it() -> None:
    assert ask("devolver dinero", is_english=False)[0]["id"] == "answer:refund-policy"
    assert ask("horario", is_english=False)[0]["id"] == "hours"


@pytest.mark.parametrize(
    ("text", "strange"),
    [("do you have a sauna?", ["sauna"]), ("do you have refunds?", []), ("sauna and sauna", ["sauna"]), ("", [])],
)
def test_words_that_stand_nowhere_in_the_catalogue_are_strange(text: str, strange: list[str]) -> None:
    assert INDEX.strange(text) == strange


def test_how_near_each_product_comes_to_what_is_said_is_told_beside_the_facts() -> None:
    _, goods = INDEX.ask(Asked("a desk that stands up", "a desk that stands up"))
    assert next(iter(goods)) == "product:desk"
    assert set(goods) == {"product:desk", "product:inbox"}


@pytest.mark.parametrize("text", ["", "???", "xyzzy plugh"])
def test_a_message_without_any_known_word_is_no_error(text: str) -> None:
    assert all(-1 <= each["score"] <= 1 for each in ask(text))
    ask(text, is_english=False)


def test_what_was_spoken_of_before_is_among_what_may_be_asked_for() -> None:
    text = "which gb of storage"
    assert "referral" not in [each["id"] for each in ask(text)]
    (found,) = [each for each in ask(text, subjects=("hours", "referral")) if each["id"] == "referral"]
    (newer,) = [each for each in ask(text, subjects=("hours", "referral")) if each["id"] == "hours"]
    assert newer["evidence"]["subject"] == 1.0 > found["evidence"]["subject"] > 0.0
    assert newer["evidence"]["near_subject"] == pytest.approx(1.0, abs=1e-3)
    assert all("subject" not in each["evidence"] for each in ask(text))


@pytest.mark.parametrize(("focus", "value"), [(("product:inbox",), 1.0), (("competitor:pinebox",), -1.0), ((), None)])
def test_a_fact_tells_whether_it_is_of_what_is_in_focus(focus: tuple[str, ...], value: float | None) -> None:
    (found,) = [each for each in ask("what is inbox", focus=focus) if each["id"] == "product:inbox"]
    assert found["evidence"].get("of_focus") == value
