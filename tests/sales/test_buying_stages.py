"""The stage of a conversation, over whole journeys."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.sales.buying_stages import HONESTY, NONE, STAGES, corrected, message_weight, settle
from milepost.sales.conversations import BuyingStage, StageChange

LETTERS = {
    **{"a": "awareness", "r": "research", "e": "evaluation", "p": "purchase", "o": "onboarding"},
    **{"t": "retention", "v": "advocacy", ".": NONE},
}

# Each letter is the stage that one message is evidence for, "." small talk: (who, messages, stage after each).
JOURNEYS = [
    ("takes every step", "a r r e e p p o", "a r r e e p p o"),
    ("greets first", ". . a r e", ". . a r e"),
    ("chats in between", "r . . e . p .", "r r r e e p p"),
    ("goes back to reading", "r e r r e", "r e r r e"),
    ("knows what to buy", "e e p", "e e p"),
    ("buys at once", "p . o", "p p o"),
    ("only looks around", "a a r . .", "a a r r r"),
    ("a customer who recommends", "t t . v", "t t t v"),
    ("a customer who wants more", "t t e p t", "t t e p t"),
    ("reads and then tells others", "r e v", "r e v"),
    ("sets up and stays", "o o t . t v", "o o t t t v"),
    ("compares, then finds the problem was another", "e . . a r", "e e e a r"),
    ("starts anew for another team", "a r e p o a", "a r e p o a"),
    ("leaves", "t t t", "t t t"),
    ("never says what for", ". . .", ". . ."),
]


def reading(stage: str, share: float = 0.8) -> dict[str, float]:
    rest = (1 - share) / 7
    return {name: share if name == stage else rest for name in (*STAGES, NONE)}


def walk(messages: Sequence[dict[str, float]], **more: object) -> list[StageChange]:
    history: list[StageChange] = []
    for number, probabilities in enumerate(messages):
        history.append(settle(history, probabilities, ("cue",), f"m{number}", **more))  # type: ignore[arg-type]
    return history


@pytest.mark.parametrize("share", [0.65, 0.8, 0.95])
@pytest.mark.parametrize(("who", "messages", "stages"), JOURNEYS)
def test_a_journey_ends_every_turn_in_its_stage(who: str, messages: str, stages: str, share: float) -> None:
    history = walk([reading(LETTERS[letter], share) for letter in messages.split()])
    assert [change.stage.value for change in history] == [LETTERS[letter] for letter in stages.split()]


@pytest.mark.parametrize("after", STAGES)
@pytest.mark.parametrize("before", STAGES)
def test_every_move_is_possible_when_the_words_are_clear(before: str, after: str) -> None:
    assert walk([reading(before, 0.9), reading(after, 0.9)])[-1].stage.value == after


@pytest.mark.parametrize("stage", STAGES)
def test_small_talk_and_unsure_messages_keep_the_stage_and_quote_nothing(stage: str) -> None:
    flat = dict.fromkeys((*STAGES, NONE), 1 / 8)
    for filler in (reading(NONE), flat, {}, {NONE: 1.0}):
        history = walk([reading(stage), filler])
        assert history[1].stage is history[0].stage
        assert history[1].belief == pytest.approx(history[0].belief, abs=1e-3)
        assert history[1].cues == ()


def test_a_weak_reading_is_outvoted_by_what_was_known() -> None:
    weak = {**dict.fromkeys((*STAGES, NONE), 0.06), "advocacy": 0.33, "evaluation": 0.25}
    assert walk([reading("evaluation"), reading("evaluation"), weak])[-1].stage is BuyingStage.EVALUATION
    assert walk([weak])[-1].stage is not BuyingStage.NONE


def test_two_near_readings_still_move_a_visitor_on() -> None:
    torn = {"research": 0.45, "evaluation": 0.45, NONE: 0.1}
    assert walk([reading("awareness"), torn])[-1].stage in (BuyingStage.RESEARCH, BuyingStage.EVALUATION)


def test_older_evidence_fades() -> None:
    many = walk([reading("research")] * 6 + [reading("evaluation", 0.7)])
    assert many[-1].stage is BuyingStage.EVALUATION


def test_an_account_speaks_for_a_customer() -> None:
    torn = {"evaluation": 0.5, "retention": 0.4, NONE: 0.1}
    assert settle([], torn, (), "m").stage is BuyingStage.EVALUATION
    assert settle([], torn, (), "m", prior={"retention": 1.0}).stage is BuyingStage.RETENTION


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, "research"), ("awareness", "research"), ("purchase", "purchase"), ("retention", "retention")],
)
def test_a_need_given_in_bare_words_is_research_at_least(before: str | None, after: str) -> None:
    history = walk([reading(before)] if before else [])
    assert settle(history, reading(NONE), (), "m", criterion=True).stage.value == after
    assert settle(history, reading(before or "awareness"), (), "m", criterion=True).stage.value == after


def test_what_a_rep_corrects_stands_until_the_visitor_says_otherwise() -> None:
    history = [*walk([reading("research")]), corrected(BuyingStage.PURCHASE, "m1", by="Ann")]
    assert history[-1].cues == ("Ann",)
    assert settle(history, reading(NONE), (), "m2").stage is BuyingStage.PURCHASE
    assert settle(history, reading("retention", 0.9), (), "m2").stage is BuyingStage.RETENTION


def test_the_reasons_are_kept_with_the_change() -> None:
    change = settle([], reading("evaluation"), ["how much"], "m7")
    assert (change.message, change.cues) == ("m7", ("how much",))
    told = {name: share**HONESTY for name, share in change.belief.items()}
    assert change.confidence == pytest.approx(told["evaluation"] / sum(told.values()), abs=1e-3)
    assert change.confidence < change.belief["evaluation"]


@pytest.mark.parametrize(
    ("probabilities", "low", "high"),
    [
        (reading("purchase", 0.9), 0.85, 1.0),
        ({"research": 0.5, "evaluation": 0.5}, 0.5, 0.8),
        (reading(NONE), 0.0, 0.0),
        ({"purchase": 0.45, NONE: 0.5}, 0.0, 0.0),
        ({"purchase": 0.55, NONE: 0.45}, 0.4, 0.6),
        ({}, 0.0, 0.0),
    ],
)
def test_message_weight(probabilities: dict[str, float], low: float, high: float) -> None:
    assert low <= message_weight(probabilities) <= high


@given(st.lists(st.dictionaries(st.sampled_from((*STAGES, NONE)), st.floats(0, 1)), max_size=8))
def test_belief_is_always_a_distribution(messages: list[dict[str, float]]) -> None:
    for change in walk(messages):
        assert sum(change.belief.values()) == pytest.approx(1, abs=0.01)
        assert 0 <= change.confidence <= 1


def misread(label: str, dice: random.Random) -> dict[str, float]:
    """A neighbouring stage first, less surely than a right reading would be, and the true one second."""
    near = STAGES.index(label) + dice.choice((-1, 1))
    wrong = STAGES[min(max(near, 0), 6)]
    share = dice.uniform(0.35, 0.7)
    probabilities = dict.fromkeys((*STAGES, NONE), (1 - share) * 0.4 / 8)
    probabilities[label] += (1 - share) * 0.6
    probabilities[wrong] += share
    return probabilities


def test_misread_messages_cost_less_than_believing_each() -> None:
    """One message in four is misread."""
    dice, kept, last, turns = random.Random(7), 0, 0, 0
    for _, messages, stages in JOURNEYS * 20:
        history: list[StageChange] = []
        believed = NONE
        for given_as, true in zip(messages.split(), stages.split(), strict=True):
            label = LETTERS[given_as]
            is_misread = label != NONE and dice.random() < 0.25
            probabilities = misread(label, dice) if is_misread else reading(label, dice.uniform(0.55, 0.97))
            best = max(probabilities, key=probabilities.__getitem__)
            believed = believed if best == NONE else best
            history.append(settle(history, probabilities, (), "m"))
            kept += history[-1].stage.value == LETTERS[true]
            last += believed == LETTERS[true]
            turns += 1
    assert kept > last + 0.02 * turns
    assert kept / turns > 0.8
