"""Annotated conversations are read, and what is wrong in one is told with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from milepost.errors import MilepostError
from milepost.learning import patterns
from milepost.learning.conversations import AnnotatedConversation, read_conversations
from milepost.sales.conversations import BuyingStage
from tests.learning.annotated import PROJECT, record, with_turn, written

FILES = sorted((PROJECT / "data" / "conversations").rglob("*.jsonl"))

WRONG: list[tuple[dict[str, Any], str]] = [
    (record(author=""), "there is no author"),
    (record(kind="ghost"), 'there is no kind of visitor "ghost"'),
    (with_turn(1, answer=""), "turn 2: there is no answer"),
    (with_turn(1, mood="good"), "turn 2: mood means nothing here"),
    (with_turn(0, stage="bliss"), 'turn 1: there is no stage "bliss"'),
    (with_turn(0, acts=[{"act": "sing"}]), "turn 1: there is no act sing"),
    (with_turn(0, acts=[{"act": "greet", "tune": "a"}]), "turn 1: greet takes no tune"),
    (with_turn(0, acts=[{"act": "ask_fact"}]), "turn 1: ask_fact without a fact"),
    (with_turn(0, acts=[{"act": "ask_fact", "fact": "weather"}]), "turn 1: there is no fact weather"),
    (with_turn(0, acts=[{"act": "ask_offer", "options": ["Team"]}]), "turn 1: there is no option Team"),
    (with_turn(0, learnt={"shoe_size": 43}), "turn 1: there is no need shoe_size"),
    (with_turn(0, must=["team"]), "turn 1: must wants a list of lists of patterns"),
    (with_turn(0, must=[["("]]), "turn 1: a pattern is no regular expression"),
    (with_turn(0, must_not=["@moon"]), "turn 1: there is no shortcut @moon"),
]


def test_a_conversation_is_read_as_it_was_written(tmp_path: Path) -> None:
    (found,) = read_conversations([written(tmp_path, record())])
    assert (found.id, found.author, found.company, found.kind) == ("t-1", "t", "catalogue", "buyer")
    assert [turn.stage for turn in found.turns[:2]] == [BuyingStage.RESEARCH, BuyingStage.EVALUATION]
    assert found.turns[1].learnt == {"team_size": 10}
    assert found.turns[1].must == (("@money:100",),)
    assert [turn.handoff for turn in found.turns] == [False, False, False, True]


@pytest.mark.parametrize(("bad", "sentence"), WRONG, ids=[sentence for _, sentence in WRONG])
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, bad: dict[str, Any], sentence: str) -> None:
    file = written(tmp_path, record(), {**bad, "id": "t-2"})
    with pytest.raises(MilepostError) as told:
        read_conversations([file])
    assert str(told.value).startswith(f"{file}:2: {sentence}")


def test_what_a_visitor_wrote_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(MilepostError) as told:
        read_conversations([written(tmp_path, with_turn(1, text="my secret", stage="bliss"))])
    assert "secret" not in str(told.value)


def test_an_id_that_is_there_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(MilepostError, match=r':2: the id "t-1" is there twice'):
        read_conversations([written(tmp_path, record(), record())])


def test_a_file_that_is_no_json_is_told(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text("{")
    with pytest.raises(MilepostError, match=r"bad\.jsonl:1: not JSON"):
        read_conversations([file])
    with pytest.raises(MilepostError, match="cannot be read"):
        read_conversations([tmp_path / "none.jsonl"])


def test_every_written_answer_passes_the_patterns_of_its_turn() -> None:
    wrong = [
        (conversation.id, number)
        for conversation in read_conversations(FILES)
        for number, turn in enumerate(conversation.turns)
        for answer in [patterns.plain(turn.answer)]
        if patterns.missing(turn.must, answer) or patterns.violated(turn.must_not, answer)
    ]
    assert wrong == []


def test_there_are_conversations_of_many_hands() -> None:
    found: list[AnnotatedConversation] = read_conversations(FILES)
    assert len({each.author for each in found}) >= 8
    assert sum(len(each.turns) for each in found) >= 2900
    assert all((PROJECT / each.company).is_dir() for each in found)
