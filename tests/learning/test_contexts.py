"""What annotated turns leave for the message after them."""

from __future__ import annotations

from pathlib import Path

import pytest

from milepost.dialogue.acts import ActKind
from milepost.dialogue.context import Context
from milepost.dialogue.reading import Reading
from milepost.learning.contexts import Company, act_of, context_after, leant_on
from milepost.sales.conversations import BuyingStage
from tests.learning.annotated import TURNS, conversation
from tests.sales.shelf import shelf

COMPANY = Company(shelf())


@pytest.fixture
def contexts(tmp_path: Path) -> list[Context]:
    """The context after each turn."""
    found = [Context()]
    for turn in conversation(tmp_path).turns:
        found.append(context_after(found[-1], turn, [Reading(turn.text)], COMPANY))
    return found[1:]


def test_what_was_asked_about_is_in_focus_and_stays_there(contexts: list[Context]) -> None:
    assert [context.focus for context in contexts] == [("plan:team",)] * 4


def test_the_price_that_was_asked_for_stands_as_the_case(contexts: list[Context]) -> None:
    case = contexts[-1].case
    assert (case.number, case.term, case.basket) == (10, "year", {"team": 10})


def test_the_last_act_is_the_last_that_can_be_followed_up(contexts: list[Context]) -> None:
    assert [context.last.kind for context in contexts if context.last] == [
        *(ActKind.ASK_FACT, ActKind.ASK_PRICE, ActKind.ASK_FACT, ActKind.HUMAN_HANDOFF),
    ]
    assert contexts[0].previous == (ActKind.GREET, ActKind.ASK_FACT)


def test_an_offer_at_the_end_of_an_answer_is_open(contexts: list[Context]) -> None:
    assert [context.offered is not None for context in contexts] == [False, True, False, False]
    assert [context.asked for context in contexts] == [None] * 4


def test_a_person_who_was_fetched_is_waited_for(contexts: list[Context]) -> None:
    assert [context.is_waiting for context in contexts] == [False, False, False, True]


def test_stage_and_first_message_are_those_of_the_turn(contexts: list[Context]) -> None:
    assert contexts[0].stage is BuyingStage.RESEARCH
    assert not contexts[0].is_first


def test_a_short_message_is_not_leant_on(tmp_path: Path) -> None:
    first, _, third, _ = conversation(tmp_path).turns
    assert leant_on(first, "") == first.text
    assert leant_on(third, first.text) == third.text
    short = conversation(tmp_path, turns=[{**TURNS[1], "text": "for ten?"}]).turns[0]
    assert leant_on(short, first.text) == first.text


def test_of_several_facts_the_first_is_meant() -> None:
    act = act_of({"act": "ask_fact", "fact": ["hours", "contact"]}, "when?")
    assert (act.kind, act.fact, act.text) == (ActKind.ASK_FACT, "hours", "when?")
