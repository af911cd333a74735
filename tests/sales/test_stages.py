"""The table of what is done in each buying stage: the owner's to edit, and no two stages alike."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from milepost.sales.conversations import BuyingStage, Touch
from milepost.sales.journey import STAGE_STEPS
from milepost.sales.next_best_action import (
    STEP_NAMES,
    ActionKind,
    Answered,
    NextAction,
    next_best_action,
    remember,
    steps_of,
)
from milepost.sales.recommendation import recommend
from tests.sales.shelf import JOURNEY, STAGES
from tests.sales.test_next_best_action import SHELF, informed

STAGE_NAMES = tuple(STAGE_STEPS)


def walked(stage: str, answered: Answered) -> list[NextAction]:
    """Everything that a stage tries after the same answer, one turn after another."""
    conversation = informed(stage)
    conversation.touch("plan:team", Touch.PRICED, "m1")
    taken = []
    for _ in range(5):
        action = next_best_action(SHELF, conversation, answered)
        remember(conversation, action)
        conversation.asked = None
        if action.kind is ActionKind.RECOMMEND:
            for option in recommend(SHELF, conversation).fits:
                conversation.touch(option.key, Touch.RECOMMENDED, "m2")
        if action.kind is ActionKind.NOTHING:
            break
        taken.append(action)
    return taken


@pytest.mark.parametrize("answered", [Answered.QUESTION, Answered.PRICED, Answered.OPTIONS])
def test_the_same_question_is_followed_by_something_else_in_another_stage(answered: Answered) -> None:
    after = {stage: tuple(action.kind for action in walked(stage, answered)) for stage in STAGE_NAMES}
    groups = ("awareness", "research", "evaluation", "purchase", "advocacy")
    alike = [pair for pair in combinations(groups, 2) if after[pair[0]] == after[pair[1]] and after[pair[0]]]
    assert not alike, after
    assert not {ActionKind.OFFER_QUOTE, ActionKind.ASK_CONTACT, ActionKind.RECOMMEND} & set(after["awareness"])
    assert after["retention"] == ()


@pytest.mark.parametrize("stage", STAGE_NAMES)
def test_a_stage_takes_the_steps_of_its_table_only(stage: str) -> None:
    allowed = {STEP_NAMES[name] for name in STAGE_STEPS[stage]}
    for answered in (Answered.QUESTION, Answered.NEED, Answered.ORDER):
        assert {action.kind for action in walked(stage, answered)} <= allowed
    assert steps_of(STAGES[stage], BuyingStage(stage)) == tuple(STEP_NAMES[name] for name in STAGE_STEPS[stage])


def test_the_owners_table_holds_in_the_owners_order() -> None:
    first_contact = replace(STAGES["evaluation"], steps=("contact", "quote"))
    journey = replace(JOURNEY, stages={**STAGES, "evaluation": first_contact})
    conversation = informed("evaluation")
    conversation.facts.pop("email", None)
    conversation.touch("plan:team", Touch.PRICED, "m1")
    action = next_best_action(replace(SHELF, journey=journey), conversation, Answered.CHOSEN)
    assert action.kind is ActionKind.ASK_CONTACT


def test_before_any_evidence_only_a_question_may_come() -> None:
    assert steps_of(STAGES["awareness"], BuyingStage.NONE) == (ActionKind.ASK_NEED,)
