"""When a person must take over, by table: the policy's cases, and what must never lead to one."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.sales.conversations import Conversation
from milepost.sales.handoffs.policy import HandOverReason, Topic, must_hand_over, topics_of
from tests.sales.shelf import memory


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("can you send us a contract and our PO number is 12", {Topic.CONTRACT}),
        ("we need net 60 and to pay by invoice", {Topic.CONTRACT, Topic.INVOICE}),
        ("can we pay by invoice?", {Topic.INVOICE}),
        ("give me 10% off and I sign today", {Topic.BARGAIN}),
        ("can you match their price?", {Topic.BARGAIN}),
        ("is there a discount for non-profits?", set()),
        ("are you GDPR compliant?", {Topic.LEGAL}),
        ("please sign our DPA", {Topic.LEGAL, Topic.LEGAL_DEMAND}),
        ("our legal team must look at the liability clause", {Topic.LEGAL, Topic.LEGAL_DEMAND}),
        ("fix it or we'll cancel", {Topic.LEAVING}),
        ("can I cancel at any time?", set()),
        ("you billed us twice", {Topic.MONEY_DISPUTE}),
        ("will you sign a DPA? we have a security questionnaire", {Topic.LEGAL, Topic.LEGAL_DEMAND}),
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
        (
            memory("purchase"),
            {"intent": "ask_discount", "topics": {Topic.BARGAIN}},
            HandOverReason.BEYOND_LIST_PRICE,
        ),
        (memory("evaluation"), {"intent": "ask_discount", "topics": {Topic.BARGAIN}}, None),
        (memory("purchase"), {"intent": "ask_question", "topics": {Topic.INVOICE}, "is_answered": True}, None),
        (
            memory("purchase"),
            {"intent": "ask_question", "topics": {Topic.INVOICE}},
            HandOverReason.BEYOND_LIST_PRICE,
        ),
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
        (
            memory("evaluation"),
            {"intent": "ask_question", "topics": {Topic.LEGAL, Topic.LEGAL_DEMAND}, "is_answered": True},
            HandOverReason.LEGAL,
        ),
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
