"""Which numbers count: learnt from examples, told of others, written and read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from milepost.learning.contexts import Companies
from milepost.learning.conversations import AnnotatedConversation, AnnotatedTurn
from milepost.learning.counting import CountExample, count_examples, fitted, told, told_apart, write
from milepost.learning.examples import ParsedTurn
from milepost.nlu.case_words.count_clues import COUNTS_FROM, CountScorer
from milepost.sales.conversations import BuyingStage

PROJECT = Path(__file__).resolve().parents[2]


def example(author: str, *clues: str, counts: bool) -> CountExample:
    return CountExample(author, dict.fromkeys(clues, 1.0), counts)


EXAMPLES = [
    example(author, *clues, counts=counts)
    for author in 10 * ("ann", "bob", "cat")
    for clues, counts in (
        (("sign unit", "asks how_much"), True),
        (("sign of us",), True),
        (("sign measure",), False),
        (("after years", "of others"), False),
    )
]


def test_what_speaks_for_a_count_is_learnt() -> None:
    scorer = fitted(EXAMPLES)
    assert scorer.chance({"sign of us": 1.0}) > COUNTS_FROM > scorer.chance({"sign measure": 1.0})
    assert told(scorer, EXAMPLES).f1 == 1.0


def test_each_author_is_told_by_what_the_others_taught() -> None:
    assert {author: found.f1 for author, found in told_apart(EXAMPLES)} == {"ann": 1.0, "bob": 1.0, "cat": 1.0}


def test_nothing_is_learnt_from_one_kind_alone() -> None:
    with pytest.raises(ValueError, match="that count and numbers that do not"):
        fitted([each for each in EXAMPLES if each.counts])


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    scorer = fitted(EXAMPLES, "abc")
    write(scorer, tmp_path / "weights.json")
    kept = json.loads((tmp_path / "weights.json").read_text(encoding="utf-8"))
    assert CountScorer(kept["weights"], kept["bias"], kept["version"]) == scorer


def test_a_number_counts_where_an_act_or_the_team_has_it() -> None:
    turns = (
        turn("how much for 12?", {"act": "ask_price", "number": 12}),
        turn("the house is 90 years old", {"act": "state_need"}),
        turn("7 then", {"act": "choose"}),
    )
    talk = AnnotatedConversation("a-1", "ann", "catalogue", "en", "buyer", turns)
    parsed = {("a-1", place): ParsedTurn((each.text,), ({"text": each.text},)) for place, each in enumerate(turns)}
    found = list(count_examples([talk], parsed, Companies(PROJECT)))
    # How many were chosen is often left out of an annotation: no example.
    assert [each.counts for each in found] == [True, False]


def turn(text: str, act: dict[str, object]) -> AnnotatedTurn:
    return AnnotatedTurn(text, (act,), BuyingStage.NONE, "")
