"""What comes next, over the whole matrix of stages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.sales.catalogue import Article
from milepost.sales.conversations import BuyingStage, Conversation, FactStatus, Handler, Touch
from milepost.sales.journey import Journey, ReferralTerms
from milepost.sales.next_best_action import ActionKind, Answered, NextAction, next_best_action, remember
from tests.sales.shelf import JOURNEY, STAGES, memory, said, shelf

SHELF = shelf()
LAPTOPS = shelf(only="laptop")
STAGE_NAMES = [stage.value for stage in BuyingStage]

# What is asked first when nothing is known; and, once everything is known, what comes after each answer by stage.
# Columns: none awareness research evaluation purchase onboarding retention advocacy.
EVERYTHING_KNOWN = """
small_talk           nothing nothing recommend recommend nothing step nothing referral
need                 nothing nothing recommend recommend quote step nothing referral
refused              nothing nothing recommend recommend nothing step nothing referral
wants_recommendation recommend recommend recommend recommend recommend recommend recommend recommend
question             nothing nothing nothing nothing nothing step nothing referral
options              nothing nothing recommend recommend quote step nothing referral
recommended          nothing nothing nothing quote quote step nothing referral
nothing_fits         person person person person person person person person
compared             nothing nothing nothing quote quote step nothing referral
objection            nothing nothing nothing nothing person step nothing nothing
priced               nothing nothing nothing quote quote step nothing referral
no_price             person person person person person person person person
quoted               nothing nothing nothing contact contact step nothing referral
order                nothing nothing nothing quote quote step nothing referral
contact              nothing nothing nothing quote quote step nothing referral
chosen               nothing nothing nothing quote quote step nothing referral
step                 nothing nothing nothing nothing nothing nothing nothing referral
feedback             nothing nothing nothing nothing nothing step nothing referral
complaint            person person person person person person person person
praise               nothing nothing nothing nothing nothing step nothing referral
referral             nothing nothing nothing nothing nothing step nothing review
unknown              nothing nothing nothing nothing person step nothing nothing
misunderstood        nothing nothing nothing nothing nothing nothing nothing nothing
handed_over          contact contact contact contact contact contact contact contact
"""
MATRIX = [
    (Answered(row.split()[0]), stage, ActionKind(kind))
    for row in EVERYTHING_KNOWN.strip().splitlines()
    for stage, kind in zip(STAGE_NAMES, row.split()[1:], strict=True)
]


def informed(stage: str, **more: Any) -> Conversation:
    """A visitor of whom every need is known, to whom one plan was priced, and who has an account."""
    facts = {"team_size": 20, "sso": False, "use_case": "ticketing", "budget": {"amount": 900, "period": "month"}}
    conversation = memory(stage, facts, value_given=True, bought="inbox", **more)
    for name in ("size", "system", "touch", "company"):
        conversation.facts[name] = said(name, None, status=FactStatus.REFUSED)
    conversation.touch("plan:team", Touch.PRICED, "m1")
    return conversation


def act(conversation: Conversation, answered: Answered = Answered.QUESTION, catalogue: Any = SHELF) -> NextAction:
    return next_best_action(catalogue, conversation, answered)


@pytest.mark.parametrize(("answered", "stage", "kind"), MATRIX)
def test_the_whole_matrix(answered: Answered, stage: str, kind: ActionKind) -> None:
    assert act(informed(stage), answered).kind is kind


def test_the_matrix_is_whole() -> None:
    assert {answered for answered, _, _ in MATRIX} == set(Answered)
    assert {stage for _, stage, _ in MATRIX} == {stage.value for stage in BuyingStage}


@pytest.mark.parametrize("stage", ["none", "awareness", "research", "evaluation", "purchase"])
def test_with_nothing_known_one_question_with_its_replies(stage: str) -> None:
    action = act(memory(stage), Answered.NEED, LAPTOPS)
    assert (action.kind, action.reason) == (ActionKind.ASK_NEED, "new")
    assert action.need in JOURNEY.needs
    assert len(action.options) >= 2


@pytest.mark.parametrize("answered", [Answered.QUESTION, Answered.UNKNOWN, Answered.OBJECTION, Answered.CHOSEN])
@pytest.mark.parametrize("stage", ["none", "awareness", "research", "evaluation", "purchase"])
def test_who_asks_has_the_answer_and_no_new_question(stage: str, answered: Answered) -> None:
    assert act(memory(stage), answered, LAPTOPS).kind is not ActionKind.ASK_NEED


@pytest.mark.parametrize("more", [{"quiet": True}, {"asking": 2}])
def test_who_wants_no_question_or_asks_on_and_on_is_asked_nothing(more: dict[str, Any]) -> None:
    assert act(memory("research", **more), Answered.NEED, LAPTOPS).kind is not ActionKind.ASK_NEED
    open_question = memory("research", asked="size", asked_before=["size"], **more)
    assert act(open_question, Answered.PRICED, LAPTOPS).kind is not ActionKind.ASK_NEED


@pytest.mark.parametrize("answered", list(Answered))
@pytest.mark.parametrize("stage", ["none", "awareness"])
def test_awareness_is_never_pitched_to_nor_asked_for_contact(stage: str, answered: Answered) -> None:
    """Not even when the owner's file allows it; a person who was promised may ask how to reach the visitor."""
    pushy = {**STAGES, "awareness": replace(STAGES["awareness"], may_pitch=True, may_ask_contact=True)}
    catalogue = replace(SHELF, journey=replace(JOURNEY, stages=pushy))
    kind = act(informed(stage), answered, catalogue).kind
    forbidden = {ActionKind.OFFER_QUOTE, ActionKind.INVITE_REFERRAL}
    if answered is not Answered.WANTS_RECOMMENDATION:
        forbidden.add(ActionKind.RECOMMEND)
    if answered is not Answered.HANDED_OVER:
        forbidden.add(ActionKind.ASK_CONTACT)
    assert kind not in forbidden


@pytest.mark.parametrize("answered", list(Answered))
@pytest.mark.parametrize("stage", STAGE_NAMES)
def test_two_misunderstandings_bring_a_person_in_every_stage(stage: str, answered: Answered) -> None:
    action = act(informed(stage, misunderstandings=2, refused_offers=["person"]), answered)
    assert action.kind is ActionKind.OFFER_PERSON


@pytest.mark.parametrize("answered", list(Answered))
@pytest.mark.parametrize("stage", STAGE_NAMES)
def test_nothing_is_said_while_a_rep_answers(stage: str, answered: Answered) -> None:
    assert act(informed(stage, handler=Handler.REP, misunderstandings=5), answered).kind is ActionKind.NOTHING


@pytest.mark.parametrize("answered", list(Answered))
@pytest.mark.parametrize("stage", STAGE_NAMES)
def test_nothing_is_repeated(stage: str, answered: Answered) -> None:
    """Whatever is offered again and again by the same turn ends in nothing or in a person where we have no answer."""
    conversation = informed(stage)
    taken: list[tuple[Any, ...]] = []
    for _ in range(12):
        action = act(conversation, answered)
        remember(conversation, action)
        if action.kind is ActionKind.RECOMMEND and answered is not Answered.WANTS_RECOMMENDATION:
            conversation.touch("plan:team", Touch.RECOMMENDED, "m9")
        taken.append((action.kind, action.need, action.options))
    repeated = {each for each in taken if taken.count(each) > 1 and each[0] is not ActionKind.NOTHING}
    if answered in (Answered.NOTHING_FITS, Answered.NO_PRICE, Answered.COMPLAINT):
        assert repeated == {(ActionKind.OFFER_PERSON, None, ())}
    elif answered is Answered.WANTS_RECOMMENDATION:
        assert repeated == {(ActionKind.RECOMMEND, None, ())}
    else:
        assert repeated == set()


def test_contact_only_after_value_and_never_again_once_declined_or_known() -> None:
    conversation = informed("evaluation")
    assert act(conversation, Answered.QUOTED) == NextAction(ActionKind.ASK_CONTACT, "email")
    assert act(informed("research"), Answered.QUOTED).kind is ActionKind.NOTHING
    conversation.value_given = False
    assert act(conversation, Answered.QUOTED).kind is ActionKind.NOTHING
    conversation.value_given = True
    for known in (
        {"email": said("email", "a@b.example")},
        {"phone": said("phone", "+353123")},
        {"email": said("email", None, status=FactStatus.REFUSED)},
    ):
        assert (
            act(replace(conversation, facts={**conversation.facts, **known}), Answered.QUOTED).kind
            is ActionKind.NOTHING
        )
    conversation.refused_offers = ["contact"]
    assert act(conversation, Answered.QUOTED).kind is ActionKind.NOTHING


def test_an_offer_that_was_declined_is_not_made_again() -> None:
    conversation = informed("purchase", refused_offers=["quote", "contact", "person"])
    assert act(conversation, Answered.ORDER).kind is ActionKind.NOTHING
    assert act(conversation, Answered.NO_PRICE).kind is ActionKind.NOTHING
    assert act(informed("advocacy", refused_offers=["referral"]), Answered.PRAISE).kind is ActionKind.NOTHING
    assert act(informed("advocacy", refused_offers=["referral"])).kind is ActionKind.INVITE_REVIEW


@pytest.mark.parametrize("answered", list(Answered))
def test_no_question_is_asked_twice(answered: Answered) -> None:
    conversation = memory("research", asked="size", asked_before=["size"])
    conversation.facts["size"] = said("size", None, status=FactStatus.ASKED)
    assert act(conversation, answered, LAPTOPS).need != "size"


@pytest.mark.parametrize("answered", [Answered.RECOMMENDED, Answered.REFUSED, Answered.OBJECTION])
def test_who_was_shown_something_or_declined_to_say_is_asked_nothing(answered: Answered) -> None:
    assert act(memory("research"), Answered.NEED, LAPTOPS).kind is ActionKind.ASK_NEED
    assert act(memory("research"), answered, LAPTOPS).kind is not ActionKind.ASK_NEED


def test_who_waits_for_a_person_is_asked_about_no_need() -> None:
    waiting = memory("research")
    waiting.handler = Handler.WAITING
    assert act(waiting, Answered.NEED, LAPTOPS).kind is not ActionKind.ASK_NEED


def test_a_contradiction_is_asked_about_first() -> None:
    fact = said("budget", 500, status=FactStatus.CONTRADICTED)
    conversation = memory("research", {"budget": fact}, asked="size", asked_before=["budget", "size"])
    action = act(conversation, Answered.NEED, LAPTOPS)
    assert (action.need, action.reason) == ("budget", "contradicted")
    conversation.asked_before.append("budget")
    assert act(conversation, Answered.QUESTION, LAPTOPS).kind is ActionKind.NOTHING


def test_who_asks_for_a_recommendation_is_asked_first_while_little_is_known() -> None:
    assert act(memory("research"), Answered.WANTS_RECOMMENDATION, LAPTOPS).kind is ActionKind.ASK_NEED
    one = memory("research", {"budget": 1000}, asked_before=["budget"])
    assert act(one, Answered.WANTS_RECOMMENDATION, LAPTOPS).kind is ActionKind.ASK_NEED
    one.touch("plan:feather-13", Touch.RECOMMENDED, "m1")  # named before it was asked for
    assert act(one, Answered.WANTS_RECOMMENDATION, LAPTOPS).kind is ActionKind.RECOMMEND
    two = memory("research", {"budget": 1000, "size": 13}, asked_before=["budget", "size"])
    assert act(two, Answered.WANTS_RECOMMENDATION, LAPTOPS).kind is ActionKind.RECOMMEND


def test_a_recommendation_comes_when_no_question_would_change_it() -> None:
    conversation = memory("research", {"size": 13, "budget": 1000, "system": "Windows", "use_case": "travel"})
    action = act(conversation, Answered.NEED, LAPTOPS)
    assert (action.kind, action.reason) == (ActionKind.RECOMMEND, "settled")
    conversation.touch("plan:feather-13", Touch.RECOMMENDED, "m2")
    assert act(conversation, Answered.NEED, LAPTOPS).kind is ActionKind.NOTHING
    conversation.touch("plan:feather-13", Touch.RULED_OUT, "m3")
    assert act(conversation, Answered.NEED, LAPTOPS).kind in (ActionKind.RECOMMEND, ActionKind.ASK_NEED)


def test_without_leave_to_pitch_only_who_answered_questions_is_recommended_to() -> None:
    modest = {**STAGES, "research": replace(STAGES["research"], may_pitch=False, questions=1)}
    catalogue = replace(LAPTOPS, journey=replace(JOURNEY, stages=modest))
    assert (
        act(memory("research", {"size": 13}, asked_before=["size"]), Answered.NEED, catalogue).kind
        is ActionKind.RECOMMEND
    )
    silent = {**STAGES, "research": replace(STAGES["research"], may_pitch=False, questions=0)}
    catalogue = replace(LAPTOPS, journey=replace(JOURNEY, stages=silent))
    assert act(memory("research", {"size": 13}), Answered.NEED, catalogue).kind is ActionKind.NOTHING


@pytest.mark.parametrize("stage", ["awareness", "research"])
def test_a_guide_is_offered_once_where_there_is_nothing_to_ask(stage: str) -> None:
    guide = Article("choose", "guide", "How to choose", "…", stages=("awareness",))
    other = Article("shirts", "guide", "Shirts", "…", products=("shirt",))
    plan = replace(STAGES[stage], articles=("gone", "shirts", "choose"), questions=0)
    journey = replace(JOURNEY, stages={**STAGES, stage: plan})
    catalogue = replace(SHELF, journey=journey, articles={"choose": guide, "shirts": other})
    conversation = memory(stage)
    action = act(conversation, Answered.NEED, catalogue)
    assert (action.kind, action.options) == (ActionKind.OFFER_ARTICLE, ("choose",))
    step = next_best_action(catalogue, conversation, Answered.NEED, articles=("shirts",))
    assert step.kind is not ActionKind.OFFER_ARTICLE  # none that comes near to what was said
    remember(conversation, action)
    assert act(conversation, Answered.NEED, catalogue).kind is ActionKind.NOTHING
    conversation.touch("product:shirt", Touch.MENTIONED, "m2")
    assert act(conversation, Answered.NEED, catalogue).options == ("shirts",)


def test_no_guide_is_offered_after_a_question_or_a_price() -> None:
    guide = Article("choose", "guide", "How to choose", "…")
    plan = replace(STAGES["research"], articles=("choose",), questions=0)
    catalogue = replace(
        SHELF, journey=replace(JOURNEY, stages={**STAGES, "research": plan}), articles={"choose": guide}
    )
    for answered in (Answered.QUESTION, Answered.PRICED, Answered.COMPARED, Answered.UNKNOWN):
        assert act(memory("research"), answered, catalogue).kind is not ActionKind.OFFER_ARTICLE


def test_a_customer_is_shown_the_next_step() -> None:
    conversation = memory("onboarding", bought="inbox", onboarding_step=1)
    assert act(conversation) == NextAction(ActionKind.OFFER_STEP, options=("connect",))
    assert act(memory("onboarding", bought="inbox", onboarding_step=2)).kind is ActionKind.NOTHING
    assert act(memory("onboarding")).kind is ActionKind.NOTHING


def test_a_favour_is_asked_of_happy_customers_of_a_programme_only() -> None:
    assert act(informed("advocacy", handler=Handler.WAITING)).kind is ActionKind.NOTHING
    without = replace(SHELF, journey=replace(JOURNEY, referrals=ReferralTerms()))
    assert act(informed("advocacy"), catalogue=without).kind is ActionKind.NOTHING


def test_while_a_person_is_on_the_way_none_is_offered_again() -> None:
    waiting = informed("purchase", handler=Handler.WAITING, misunderstandings=3)
    assert act(waiting, Answered.NO_PRICE).kind is not ActionKind.OFFER_PERSON
    assert act(waiting, Answered.COMPLAINT) == NextAction(ActionKind.ASK_CONTACT, "email", reason="waiting")


def test_an_owner_who_describes_no_stages_gets_answers_only() -> None:
    bare = replace(SHELF, journey=Journey(stages={}, needs=JOURNEY.needs))
    assert act(memory("research"), catalogue=bare).kind is ActionKind.NOTHING


def test_what_was_asked_is_remembered_as_open() -> None:
    conversation = memory("research")
    remember(conversation, NextAction(ActionKind.ASK_NEED, "size"))
    assert (conversation.asked, conversation.asked_before) == ("size", ["size"])
    remember(conversation, NextAction(ActionKind.ASK_CONTACT, "email"))
    assert (conversation.asked, conversation.offers_made) == ("email", ["contact"])


@pytest.mark.parametrize("answered", [Answered.ORDER, Answered.QUESTION, Answered.PRICED])
def test_who_is_ordering_an_option_of_their_choice_is_asked_about_no_need(answered: Answered) -> None:
    conversation = memory("purchase")
    assert act(conversation, Answered.NEED).kind is ActionKind.ASK_NEED
    conversation.touch("plan:team", Touch.CHOSEN, "m1")
    assert act(conversation, answered).kind is not ActionKind.ASK_NEED
    assert (
        act(memory("evaluation", asked="size", asked_before=["size"]), Answered.ORDER).kind is not ActionKind.ASK_NEED
    )


@pytest.mark.parametrize("answered", [Answered.PRICED, Answered.NO_PRICE, Answered.COMPARED])
@pytest.mark.parametrize("is_open", [True, False])
def test_who_asks_what_things_cost_or_how_they_differ_is_asked_no_needs(answered: Answered, is_open: bool) -> None:
    conversation = memory("evaluation", {"use_case": "mail"})
    if is_open:
        conversation.asked, conversation.asked_before = "size", ["size"]
    assert act(conversation, answered, LAPTOPS).kind is not ActionKind.ASK_NEED


@pytest.mark.parametrize("answered", [Answered.OBJECTION, Answered.UNKNOWN])
def test_an_open_question_is_not_put_again_after_a_doubt_or_no_answer(answered: Answered) -> None:
    conversation = memory(stage=BuyingStage.EVALUATION)
    conversation.asked = "use_case"
    conversation.asked_before.append("use_case")
    assert act(conversation, answered).kind is not ActionKind.ASK_NEED
