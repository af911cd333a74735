"""Set phrases, kind by kind and language by language."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from milepost.nlu.set_phrases import set_phrases
from milepost.nlu.set_phrases.tables import tables
from milepost.nlu.set_phrases.templates import read_template

_HERE = Path(__file__).parent
SENTENCES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(_HERE.glob("*.yml"))}
KINDS = [
    "withdraw_consent",
    "report_danger",
    "wait",
    "take_back",
    "just_looking",
    "stop_asking",
    "laugh",
    "bot_challenge",
    "bought",
    "progress_done",
    "progress_skip",
    "progress_left",
    "progress_stuck",
    "progress_start",
    "theirs",
    "difference",
    "together",
    "added",
    "with",
    "instead",
    "without",
    "free",
    "wish",
    "order",
    "person",
    "no_person",
]


def sentences(which: str) -> Iterator[tuple[str, str, str]]:
    for language, kinds in SENTENCES.items():
        for kind, lists in kinds.items():
            yield from ((language, kind, text) for text in lists[which])


def kinds_in(text: str) -> set[str]:
    return {each.kind for each in set_phrases(text)}


@pytest.mark.parametrize(("language", "kind", "text"), sentences("said"))
def test_what_is_said_is_found(language: str, kind: str, text: str) -> None:
    assert kind in kinds_in(text)


@pytest.mark.parametrize(("language", "kind", "text"), sentences("not_said"))
def test_a_near_miss_is_left_alone(language: str, kind: str, text: str) -> None:
    assert kind not in kinds_in(text)


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "pt"])
def test_every_language_knows_every_kind(language: str) -> None:
    table = next(table for table in tables() if table.language == language)
    assert list(table.phrases) == KINDS
    assert list(SENTENCES[language]) == KINDS


def test_small_and_capital_letters_and_accents_do_not_matter() -> None:
    assert kinds_in("NO ME LLAMEN MAS") == kinds_in("no me llamen más") == {"withdraw_consent"}
    assert "withdraw_consent" in kinds_in("Loeschen Sie meine Daten")
    assert "withdraw_consent" in kinds_in("loschen sie meine daten")
    assert kinds_in("don’t call me") == kinds_in("dont call me") == {"withdraw_consent"}


def test_a_place_is_told_in_the_text_as_it_was_written() -> None:
    text = "Très bien … löschen Sie meine Daten!"
    found = next(each for each in set_phrases(text) if each.kind == "withdraw_consent")
    assert text[found.start : found.end] == "löschen Sie meine Daten"
    apart = "e\u0301t\u00e9 " + "unsubscribe"
    assert [apart[each.start : each.end] for each in set_phrases(apart)] in ([], ["unsubscribe"])


def test_one_message_may_say_several_things() -> None:
    text = "lol never mind, I'll take it. But don't call me"
    assert {"laugh", "take_back", "order", "withdraw_consent"} <= kinds_in(text)


def test_the_owners_words_for_a_danger_count_unless_they_are_denied() -> None:
    dangers = ("chest pain*", "loss of bladder control")
    found = set_phrases("Since today: Chest pains!", dangers=dangers)
    assert [(each.kind, each.start, each.end) for each in found] == [("report_danger", 13, 24)]
    assert not set_phrases("there is no chest pain", dangers=dangers)


def test_a_message_takes_less_than_half_a_millisecond() -> None:
    texts = [text for _, _, text in sentences("said")]
    set_phrases(texts[0])
    best = min(_seconds(texts) for _ in range(3))
    assert best / len(texts) < 0.0005


@pytest.mark.parametrize("line", ["(stop", "stop)", "[stop]", "st.op", "ab*", "{nobody}"])
def test_a_line_that_is_not_in_the_notation_is_refused(line: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        read_template("wait", line, {})


def _seconds(texts: list[str]) -> float:
    start = time.perf_counter()
    for text in texts:
        set_phrases(text)
    return time.perf_counter() - start
