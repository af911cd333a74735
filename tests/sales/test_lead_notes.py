"""What a rep reads first, and when a person must take over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from milepost.sales.conversations import Conversation, Earlier, FactStatus, Touch
from milepost.sales.lead_notes import HandOverReason, Topic, lead_note, must_hand_over, topics_of
from tests.sales.shelf import memory, said, shelf

SHELF = shelf()


def test_the_sentence_is_made_of_facts_each_with_its_message() -> None:
    facts = {
        "budget": said("budget", {"amount": 500, "period": "month", "bound": "max"}, words="max 500", message="m5"),
        "contact_name": said("contact_name", "Nora", message="m7"),
        "company": said("company", "Maple Shoes", message="m7"),
        "team_size": said("team_size", 20, words="20 people", message="m2"),
        "use_case": said("use_case", "shared e-mail", message="m1"),
        "sso": said("sso", True, message="m6"),
        "email": said("email", "nora@maple.example", message="m7"),
    }
    conversation = memory("evaluation", facts)
    conversation.touch("plan:solo", Touch.COMPARED, "m3")
    conversation.touch("plan:team", Touch.PRICED, "m8")
    note = lead_note(SHELF, conversation)
    assert note.sentence == (
        "Nora, of Maple Shoes, 20 people, for shared e-mail, budget up to $500 per month, single sign-on, "
        "asked what Bright Inbox Team costs."
    )
    assert [part.message for part in note.parts] == ["m7", "m7", "m2", "m1", "m5", "m6", "m8"]
    assert note.parts[2].words == "20 people"


def test_what_is_not_sure_says_so() -> None:
    facts = {
        "team_size": said("team_size", 1, status=FactStatus.INFERRED),
        "budget": said("budget", 100, status=FactStatus.CONTRADICTED),
    }
    texts = [part.text for part in lead_note(SHELF, memory("research", facts)).parts]
    assert texts == ["1 person (inferred)", "budget 100 (contradicted)"]


def test_a_contradiction_shows_both_values() -> None:
    facts = {"team_size": replace(said("team_size", 45, status=FactStatus.CONTRADICTED), earlier=Earlier(20))}
    assert lead_note(SHELF, memory("research", facts)).sentence == "45 people (contradicted: before 20)."


def test_nothing_known_is_no_sentence() -> None:
    note = lead_note(SHELF, memory())
    assert (note.sentence, note.parts) == ("", ())


@pytest.mark.parametrize(
    ("touches", "text"),
    [
        ([("plan:blaze-15", Touch.CHOSEN, "m1"), ("plan:team", Touch.PRICED, "m2")], "has chosen Blaze 15"),
        (
            [("product:inbox", Touch.COMPARED, "m1"), ("competitor:deskhero", Touch.COMPARED, "m1")],
            "compared Bright Inbox and Deskhero",
        ),
        ([("plan:gone", Touch.PRICED, "m1")], "asked what gone costs"),
    ],
)
def test_the_options_that_count(touches: list[tuple[str, Touch, str]], text: str) -> None:
    conversation = memory("evaluation")
    for touch in touches:
        conversation.touch(*touch)
    assert [part.text for part in lead_note(SHELF, conversation).parts] == [text]


def test_what_is_not_yet_known_is_listed_with_what_became_of_it() -> None:
    facts = {"team_size": 20, "budget": said("budget", None, status=FactStatus.REFUSED)}
    unknown = lead_note(SHELF, memory("research", facts, asked_before=["budget", "size"])).not_yet_known
    assert [(each.name, each.status) for each in unknown] == [
        ("budget", FactStatus.REFUSED),
        ("size", FactStatus.ASKED),
        ("system", None),
        ("use_case", None),
        ("sso", None),
        ("touch", None),
        ("contact_name", None),
        ("company", None),
        ("email", None),
        ("phone", None),
    ]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("can you send us a contract and our PO number is 12", {Topic.CONTRACT}),
        ("we need net 60 and to pay by invoice", {Topic.CONTRACT}),
        ("will you sign a DPA? we have a security questionnaire", {Topic.LEGAL}),
        ("Brauchen wir einen AVV nach DSGVO?", {Topic.LEGAL}),
        ("you charged me twice, I want a refund", {Topic.MONEY_DISPUTE}),
        ("then we cancel our subscription", {Topic.LEAVING}),
        ("ich kündige", {Topic.LEAVING}),
        ("how much is it for 20 people?", set()),
        ("do you integrate with Slack?", set()),
        ("I am lazy, apology accepted", set()),
    ],
)
def test_topics_of_a_message(text: str, topics: set[Topic]) -> None:
    assert topics_of(text) == topics


def customer(**more: Any) -> Conversation:
    return memory("retention", **more)


@pytest.mark.parametrize(
    ("conversation", "turn", "reason"),
    [
        # (a) a person or sales is asked for.
        (memory(), {"intent": "human_handoff"}, HandOverReason.ASKED_FOR),
        # (b) ready to buy, beyond the list price.
        (memory("purchase"), {"intent": "ask_price", "has_list_price": False}, HandOverReason.BEYOND_LIST_PRICE),
        (
            memory("evaluation"),
            {"intent": "request_quote", "topics": {Topic.CONTRACT}},
            HandOverReason.BEYOND_LIST_PRICE,
        ),
        (memory("purchase"), {"intent": "want_to_buy"}, None),
        (memory("evaluation"), {"intent": "ask_price", "has_list_price": False}, None),
        (memory("evaluation"), {"intent": "ask_question", "topics": {Topic.CONTRACT}}, None),
        # (c) a customer at risk.
        (customer(), {"intent": "want_to_cancel"}, HandOverReason.CUSTOMER_AT_RISK),
        (customer(), {"intent": "ask_question", "topics": {Topic.MONEY_DISPUTE}}, HandOverReason.CUSTOMER_AT_RISK),
        (memory("evaluation"), {"intent": "ask_question", "topics": {Topic.MONEY_DISPUTE}}, None),
        (customer(), {"intent": "make_complaint"}, HandOverReason.CUSTOMER_AT_RISK),
        (customer(), {"intent": "make_complaint", "is_answered": True}, None),
        (
            customer(),
            {"intent": "make_complaint", "is_answered": True, "is_unsolved": True},
            HandOverReason.CUSTOMER_AT_RISK,
        ),
        (
            memory(bought="inbox"),
            {"intent": "give_feedback", "topics": {Topic.LEAVING}},
            HandOverReason.CUSTOMER_AT_RISK,
        ),
        # (d) legal, security, data protection beyond the catalogue.
        (memory("evaluation"), {"intent": "ask_question", "topics": {Topic.LEGAL}}, HandOverReason.LEGAL),
        (memory("evaluation"), {"intent": "ask_question", "topics": {Topic.LEGAL}, "is_answered": True}, None),
        # (e) two failed understandings.
        (memory(misunderstandings=2), {"intent": "nlu_fallback"}, HandOverReason.NOT_UNDERSTOOD),
        (memory(misunderstandings=1), {"intent": "nlu_fallback"}, None),
        # Never.
        (memory(), {"intent": "greet"}, None),
        (memory("evaluation"), {"intent": "ask_price"}, None),
        (memory("research"), {"intent": "refuse_to_say"}, None),
        (memory(), {"intent": "out_of_scope"}, None),
    ],
)
def test_when_a_person_must_take_over(
    conversation: Conversation, turn: dict[str, Any], reason: HandOverReason | None
) -> None:
    arguments = {**turn, "topics": frozenset(turn.get("topics", ()))}
    assert must_hand_over(conversation, **arguments) is reason
