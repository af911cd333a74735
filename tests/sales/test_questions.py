"""Which question to ask next, and when to ask none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage, FactStatus, StageChange
from milepost.sales.journey import NeedDefinition
from milepost.sales.questions import (
    askable,
    next_question,
    question_before_recommending,
    questions_left,
    quick_replies,
)
from milepost.sales.recommendation import recommend
from tests.sales.shelf import JOURNEY, STAGES, memory, need, said, shelf

LAPTOPS = shelf(only="laptop")
INBOX = shelf(only="shared inbox")


def with_needs(catalogue: Catalogue, *needs: NeedDefinition, **changes: Any) -> Catalogue:
    journey = replace(catalogue.journey, needs={each.id: each for each in needs}, **changes)
    return replace(catalogue, journey=journey)


def asked(
    catalogue: Catalogue, stage: str = "research", facts: dict[str, Any] | None = None, **more: Any
) -> str | None:
    question = next_question(catalogue, memory(stage, facts, **more))
    return question.id if question else None


SIZE, TOUCH, SYSTEM = (
    need("size", attribute="size"),
    need("touch", attribute="touch"),
    need("system", attribute="system"),
)


def test_the_question_that_splits_best_comes_first() -> None:
    assert asked(with_needs(LAPTOPS, TOUCH, SIZE)) == "size"
    assert asked(with_needs(LAPTOPS, SIZE, TOUCH)) == "size"


def test_the_owners_weight_counts() -> None:
    light = replace(SIZE, weight=SIZE.weight / 100)
    assert asked(with_needs(LAPTOPS, light, TOUCH)) == "touch"


@pytest.mark.parametrize("status", list(FactStatus))
def test_nothing_is_asked_that_is_known_refused_asked_or_contradicted(status: FactStatus) -> None:
    facts = {"size": said("size", 13, status=status)}
    assert asked(with_needs(LAPTOPS, SIZE), facts=facts) is None


def test_nothing_is_asked_twice() -> None:
    assert asked(with_needs(LAPTOPS, SIZE), asked_before=["size"]) is None


@pytest.mark.parametrize(
    "facts", [{"must_have_features": ["touchscreen"]}, {"touch": True}], ids=["by a must-have", "under its own name"]
)
def test_what_is_implied_is_not_asked(facts: dict[str, Any]) -> None:
    screen = need("touch_wish", attribute="touch")
    assert asked(with_needs(LAPTOPS, screen)) == "touch_wish"
    assert asked(with_needs(LAPTOPS, screen), facts=facts) is None


def test_what_splits_nothing_is_not_asked() -> None:
    assert asked(with_needs(LAPTOPS, need("sso", attribute="sso"), need("company"), need("timeline"))) is None
    windows = with_needs(LAPTOPS, need("system", attribute="system"))
    assert next_question(windows, memory("research"), among={"plan:desk-17", "plan:feather-13"}) is None


def test_no_question_once_the_recommendation_would_not_change() -> None:
    only = with_needs(LAPTOPS, SIZE, TOUCH, SYSTEM)
    assert next_question(only, memory("research"), among={"plan:desk-17"}) is None
    assert asked(only, facts={"system": "macOS", "use_case": "photo editing"}) is None


def test_a_need_is_asked_in_its_stages_only() -> None:
    late = replace(SIZE, stages=("evaluation",))
    assert asked(with_needs(LAPTOPS, late), "research") is None
    assert asked(with_needs(LAPTOPS, late), "evaluation") == "size"
    assert asked(with_needs(LAPTOPS, SIZE), "none") == "size"
    assert asked(with_needs(LAPTOPS, SIZE), "retention") is None


@pytest.mark.parametrize(
    ("stages", "before", "left"),
    [
        ([], [], 1),
        (["awareness"], ["a"], 0),
        (["awareness", "research"], ["a"], 3),
        (["research"], ["a", "b", "b"], 1),
        (["awareness", "research", "evaluation"], ["a", "b", "c", "d"], 1),
        (["research", "retention"], [], 0),
    ],
)
def test_the_budget_is_the_owners(stages: list[str], before: list[str], left: int) -> None:
    conversation = memory(asked_before=before)
    conversation.stages = [StageChange("m", BuyingStage(stage), 1.0, {}) for stage in stages]
    assert questions_left(LAPTOPS, conversation) == left
    if left <= 0:
        assert next_question(LAPTOPS, conversation) is None


def test_a_smaller_budget_of_the_conversation_holds_in_every_stage() -> None:
    tight = replace(LAPTOPS, journey=replace(JOURNEY, question_budget=2))
    assert questions_left(tight, memory("evaluation", asked_before=["a"])) == 1
    silent = replace(STAGES["research"], questions=0)
    mute = replace(LAPTOPS, journey=replace(JOURNEY, stages={**STAGES, "research": silent}))
    assert questions_left(mute, memory("research")) == 0


def test_for_how_many_is_asked_where_the_price_hangs_on_it() -> None:
    seats = with_needs(INBOX, need("team_size"))
    assert asked(seats) == "team_size"
    assert next_question(seats, memory("research"), among={"plan:team"}) is not None
    assert asked(seats, facts={"team_size": 20}) is None


def test_the_use_is_asked_openly_where_the_catalogue_names_none() -> None:
    bare = replace(LAPTOPS, products={key: replace(each, use_cases=()) for key, each in LAPTOPS.products.items()})
    assert asked(with_needs(bare, need("use_case"))) == "use_case"
    assert asked(with_needs(bare, need("use_case"), SIZE)) == "size"
    assert asked(with_needs(bare, need("use_case")), facts={"size": 13, "system": "Windows"}) is None


def test_the_budget_is_asked_among_goods_alike() -> None:
    assert asked(with_needs(LAPTOPS, need("budget"))) == "budget"


def test_hard_limits_leave_less_to_ask() -> None:
    facts = {"budget": {"amount": 300, "bound": "max"}}
    assert asked(with_needs(LAPTOPS, SIZE, TOUCH, SYSTEM), facts=facts) is None


def test_quick_replies_come_from_the_options_left() -> None:
    conversation = memory("research", {"budget": {"amount": 1000, "bound": "max"}})
    assert quick_replies(LAPTOPS, conversation, SYSTEM) == ("Windows", "ChromeOS")
    assert quick_replies(LAPTOPS, conversation, need("company")) == ()


def test_askable_keeps_the_owners_order() -> None:
    names = [definition.id for definition in askable(LAPTOPS, memory("research", {"budget": 5}))]
    assert names == ["team_size", "size", "system", "touch", "use_case", "sso", "company"]


ANSWERS = {
    "feather-13": {"size": 13, "system": "Windows", "touch": True, "budget": 1000, "use_case": "travel"},
    "desk-17": {"size": 17, "system": "Windows", "touch": False, "budget": 800, "use_case": "office work"},
    "orchard-14": {"size": 14, "system": "macOS", "touch": False, "budget": 1600, "use_case": "photo editing"},
    "pupil-11": {"size": 11.6, "system": "ChromeOS", "touch": True, "budget": 250, "use_case": "school"},
    "blaze-15": {"size": 15.6, "system": "Windows", "touch": False, "budget": 1300, "use_case": "gaming"},
}


@pytest.mark.parametrize("wanted", ANSWERS)
def test_every_visitor_reaches_their_laptop_within_the_budget(wanted: str) -> None:
    conversation = memory("research")
    while question := next_question(LAPTOPS, conversation):
        assert question.id not in conversation.asked_before
        conversation.asked_before.append(question.id)
        if question.id in ANSWERS[wanted]:
            conversation.facts[question.id] = said(question.id, ANSWERS[wanted][question.id])
        else:
            conversation.facts[question.id] = said(question.id, None, status=FactStatus.REFUSED)
    assert len(conversation.asked_before) <= 3
    assert recommend(LAPTOPS, conversation).fits[0].key == f"plan:{wanted}"


def test_one_wrong_answer_does_not_lose_the_visitor() -> None:
    facts = {**ANSWERS["blaze-15"], "system": "macOS", "memory": 32}
    assert recommend(LAPTOPS, memory("research", facts)).fits[0].key == "plan:blaze-15"


def test_every_question_must_be_worth_more_than_the_one_before() -> None:
    journey = replace(LAPTOPS.journey, question_budget=9)
    research = replace(journey.stages["research"], questions=9)
    patient = replace(LAPTOPS, journey=replace(journey, stages={**journey.stages, "research": research}))
    fresh, asked = memory("research"), memory("research", asked_before=["a", "b", "c", "d", "e"])
    assert question_before_recommending(patient, fresh) == next_question(patient, fresh)
    assert next_question(patient, asked) is not None
    assert question_before_recommending(patient, asked) is None


def test_nothing_is_asked_once_nothing_fits() -> None:
    conversation = memory("research", {"budget": {"amount": 100, "currency": "USD"}}, asked_before=["budget"])
    assert question_before_recommending(LAPTOPS, conversation) is None


def test_a_figure_with_many_values_is_typed_and_not_picked() -> None:
    assert quick_replies(LAPTOPS, memory("research"), LAPTOPS.journey.needs["size"])
    many = replace(
        LAPTOPS, attributes={**LAPTOPS.attributes, "size": replace(LAPTOPS.attributes["size"], better="higher")}
    )
    assert quick_replies(many, memory("research"), LAPTOPS.journey.needs["size"]) == ()
