"""What a message changes in the memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.interpretation import Interpretation
from milepost.dialogue.settling import settle, settle_language
from milepost.sales.cases import Case
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage, Conversation, FactStatus, Touch
from tests.dialogue.readings import CATALOGUE, reading
from tests.sales.shelf import memory, need

K = ActKind
STAGES = ("awareness", "research", "evaluation", "purchase", "onboarding", "retention", "advocacy")


def leading_to(stage: str) -> dict[str, Any]:
    """What the classifier says of words that sound like a stage."""
    ranking = [{"name": name, "confidence": 0.94 if name == stage else 0.01} for name in STAGES]
    return {"ranking": ranking, "cues": [f"sounds like {stage}"]}


def settled(
    conversation: Conversation,
    *kinds: ActKind | Act,
    text: str = "…",
    asked: str | None = None,
    catalogue: Catalogue = CATALOGUE,
    customer_kind: str | None = None,
    **parse: Any,
) -> list[str]:
    """The names of the facts that a message changed which does all that."""
    acts = tuple(each if isinstance(each, Act) else Act(each, text=text) for each in kinds)
    said = reading(text, customer_kind=customer_kind, customer_kind_words="a charity")
    kinds = tuple({act.kind: 1.0} for act in acts)
    found = Interpretation(acts, Case(), (), tuple((said, act) for act in acts), kinds=kinds)
    today = date(2026, 3, 1)
    changed = settle(conversation, {"text": text, **parse}, found, catalogue, message="m2", asked=asked, today=today)
    return [each.name for each in changed]


@pytest.mark.parametrize(
    ("kinds", "offered"),
    [
        ((K.AFFIRM,), "quote"),
        ((K.DENY,), "quote"),
        ((K.AFFIRM, K.ASK_FACT), "quote"),
        ((K.WAIT,), "quote"),
        ((K.ASK_FACT,), None),
        ((K.STATE_NEED,), None),
        ((K.ASK_PRICE, K.ASK_FACT), None),
        ((K.THANK,), None),
    ],
)
def test_an_offer_is_open_until_it_is_answered_or_passed_over(kinds: tuple[ActKind, ...], offered: str | None) -> None:
    conversation = memory("evaluation", offered="quote")
    settled(conversation, *kinds)
    assert conversation.offered == offered


@pytest.mark.parametrize("kind", [K.THANK, K.GREET, K.WAIT, K.AFFIRM])
@pytest.mark.parametrize("stage", ["evaluation", "purchase", "retention"])
def test_a_courtesy_leaves_the_stage_as_it_was(kind: ActKind, stage: str) -> None:
    conversation = memory(stage)
    settled(conversation, kind)
    assert conversation.buying_stage is BuyingStage(stage)
    assert [change.message for change in conversation.stages] == ["m1", "m2"]


def test_words_that_do_something_move_the_stage() -> None:
    conversation = memory("evaluation")
    settled(conversation, K.THANK, K.WANT_TO_BUY, message_stage=leading_to("purchase"))
    assert conversation.buying_stage is BuyingStage.PURCHASE


def test_a_bare_answer_to_our_question_is_learnt() -> None:
    finding = {"name": "budget", "value": {"amount": 500}, "words": "500", "start": 0, "how": "bare"}
    conversation = memory("evaluation", asked="budget")
    assert settled(conversation, K.STATE_NEED, text="500", asked="budget", needs=[finding]) == ["budget"]
    assert (conversation.value("budget"), conversation.asked) == ({"amount": 500}, None)


def test_options_that_a_message_is_about_are_remembered() -> None:
    conversation = memory()
    settled(conversation, Act(K.ASK_PRICE, ("plan:team",)))
    assert [(each.option, each.how) for each in conversation.touches] == [("plan:team", Touch.MENTIONED)]


@pytest.mark.parametrize(
    ("kinds", "refused", "status"),
    [
        ((K.REFUSE_TO_SAY,), False, FactStatus.REFUSED),
        ((K.STATE_NEED,), True, FactStatus.REFUSED),
        ((K.DENY,), False, FactStatus.REFUSED),
        ((K.ASK_FACT,), False, FactStatus.ASKED),
        ((K.DENY, K.ASK_FACT), False, FactStatus.ASKED),
    ],
)
def test_an_open_question_is_refused_or_passed_over(
    kinds: tuple[ActKind, ...], refused: bool, status: FactStatus
) -> None:
    conversation = memory(asked="budget")
    settled(conversation, *kinds, asked="budget", refused=refused)
    assert conversation.facts["budget"].status is status


def test_a_no_to_an_offer_refuses_no_question() -> None:
    conversation = memory(asked="budget", offered="person")
    settled(conversation, K.DENY, asked="budget")
    assert conversation.facts["budget"].status is FactStatus.ASKED


def test_the_kind_of_customer_is_kept_with_its_words_and_changed_only_by_another() -> None:
    conversation = memory()
    assert settled(conversation, K.STATE_NEED, customer_kind="nonprofit") == ["customer_kind"]
    fact = conversation.facts["customer_kind"]
    assert (fact.value, fact.evidence and fact.evidence.words) == ("nonprofit", "a charity")
    assert settled(conversation, K.STATE_NEED, customer_kind="nonprofit") == []


def kind_of_thing(*kinds: str) -> dict[str, Any]:
    return {"kind": "category", "ids": list(kinds), "words": "laptops", "start": 0, "end": 7}


@pytest.mark.parametrize(
    ("kinds", "act", "kept"),
    [
        (("laptop",), K.ASK_OFFER, "laptop"),
        (("laptop",), K.STATE_NEED, "laptop"),
        (("laptop",), K.ASK_FACT, None),
        (("laptop", "clothing"), K.ASK_OFFER, None),
    ],
)
def test_the_one_kind_of_thing_that_is_looked_for_is_kept(
    kinds: tuple[str, ...], act: ActKind, kept: str | None
) -> None:
    conversation = memory()
    settled(conversation, act, mentions=[kind_of_thing(*kinds)])
    assert conversation.value("category") == kept


NEEDS = {**CATALOGUE.journey.needs, "must_have_features": need("must_have_features")}
FEATURES = replace(CATALOGUE, journey=replace(CATALOGUE.journey, needs=NEEDS))


@pytest.mark.parametrize(
    ("act", "attribute", "phrases", "wanted"),
    [
        (K.ASK_OFFER, "touch", [], ["touch screen"]),
        (K.ASK_FACT, "touch", [], None),
        (K.ASK_OFFER, "weight", [], None),  # a figure is nothing to have
        (K.ASK_OFFER, "touch", [{"kind": "without"}], None),
    ],
)
def test_a_yes_or_no_attribute_that_a_search_names_is_wanted(
    act: ActKind, attribute: str, phrases: list[dict[str, str]], wanted: list[str] | None
) -> None:
    conversation = memory()
    mention = {"kind": "attribute", "ids": [attribute], "words": "touch screen", "start": 0, "end": 12}
    settled(conversation, act, mentions=[mention], set_phrases=phrases, catalogue=FEATURES)
    assert conversation.value("must_have_features") == wanted


def recommended(**more: Any) -> Conversation:
    conversation = memory("evaluation", {"use_case": "gaming"}, **more)
    for option in ("plan:desk-17", "plan:blaze-15"):
        conversation.touch(option, Touch.RECOMMENDED, "m1")
    return conversation


@pytest.mark.parametrize(
    ("act", "more", "ruled_out"),
    [
        (Act(K.DENY), {}, True),
        (Act(K.TAKE_BACK), {}, True),
        (Act(K.THANK), {}, False),
        (Act(K.RAISE_OBJECTION, ("competitor:deskhero",)), {}, False),
        (Act(K.DENY), {"offered": "contact"}, False),
        (Act(K.DENY), {"asked": "budget"}, False),
        (Act(K.DENY, text="no, not that one"), {}, True),
        (Act(K.DENY, text="No rush"), {}, False),
        (Act(K.DENY, text="no, that's all, thanks"), {}, False),
        (Act(K.DENY, text="not yet"), {}, False),
        (Act(K.RAISE_OBJECTION, about="price"), {}, True),
        (Act(K.RAISE_OBJECTION, about="later"), {}, False),
    ],
)
def test_a_recommendation_is_turned_down_by_a_no_to_it_alone(act: Act, more: dict[str, Any], ruled_out: bool) -> None:
    conversation = recommended(**more)
    settled(conversation, act, asked=more.get("asked"))
    assert any(each.how is Touch.RULED_OUT for each in conversation.touches) is ruled_out


@pytest.mark.parametrize(
    ("act", "name", "value"),
    [
        (K.DENY, "email", "priya@acorn.example"),
        (K.DENY, "current_solution", "gmail"),
        (K.TAKE_BACK, "timeline", {"text": "in march", "horizon": None}),
        (K.STATE_NEED, "contact_name", "Priya"),
    ],
)
def test_a_fact_told_after_a_recommendation_rules_nothing_out(act: ActKind, name: str, value: Any) -> None:
    conversation = recommended()
    found = {"name": name, "value": value, "words": "the words", "how": "said", "op": "set", "start": 0, "end": 9}
    settled(conversation, Act(act, text="the words"), text="the words", needs=[found])
    assert conversation.value(name) == value
    assert not any(each.how is Touch.RULED_OUT for each in conversation.touches)


@pytest.mark.parametrize(
    ("known", "text", "language", "sure", "then"),
    [
        (False, "hola", "es", 0.6, "es"),
        (False, "hola", "es", 0.4, "en"),
        (True, "hola", "es", 0.99, "en"),  # one word does not switch
        (True, "cuánto cuesta el equipo", "es", 0.8, "es"),
        (True, "cuánto cuesta el equipo", "es", 0.7, "en"),
        (True, "ann@acorn.example 12 34", "es", 0.99, "en"),
        (False, "こんにちは", "ja", 0.99, "en"),  # none that is served
    ],
)
def test_answers_follow_the_language_once_it_is_clear(
    known: bool, text: str, language: str, sure: float, then: str
) -> None:
    conversation = memory("research" if known else "none")
    parse = {"text": text, "language": {"name": language, "confidence": sure}}
    settle_language(conversation, parse, is_quick_reply=False)
    assert conversation.language == then
    settle_language(conversation, {"text": "x y z", "language": {"name": "de", "confidence": 1.0}}, is_quick_reply=True)
    assert conversation.language == then


@pytest.mark.parametrize(
    ("text", "sure", "then"),
    [
        ("tem zip tb", 0.9, "pt"),  # shortened words look English
        ("can we speak English", 0.99, "en"),
        ("sorry I would rather write English now", 0.8, "en"),
    ],
)
def test_few_words_lead_back_to_english_only_where_that_is_sure(text: str, sure: float, then: str) -> None:
    conversation = memory("research")
    conversation.language = "pt"
    settle_language(conversation, {"text": text, "language": {"name": "en", "confidence": sure}}, is_quick_reply=False)
    assert conversation.language == then


def test_names_of_the_catalogue_are_no_words_of_a_language() -> None:
    conversation = memory("research")
    mentions = [{"kind": "plan", "start": 0, "end": 12}]
    parse = {"text": "Quick Silver ja", "language": {"name": "de", "confidence": 1.0}, "mentions": mentions}
    settle_language(conversation, parse, is_quick_reply=False)
    assert conversation.language == "en"
