"""When a person must take over, by table: the policy's cases, and what must never lead to one."""

from __future__ import annotations

from typing import Any

import pytest

from milepost.sales.conversations import Conversation
from milepost.sales.handoffs.policy import HandOverReason, Topic, must_hand_over
from tests.sales.shelf import memory


def customer(**more: Any) -> Conversation:
    return memory("retention", **more)


@pytest.mark.parametrize(
    ("conversation", "turn", "reason"),
    [
        # (a) a person or sales is asked for.
        (memory(), {"acts": {"human_handoff"}}, HandOverReason.ASKED_FOR),
        # (b) ready to buy, beyond the list price.
        (memory("purchase"), {"acts": {"ask_price"}, "has_list_price": False}, HandOverReason.BEYOND_LIST_PRICE),
        (
            memory("evaluation"),
            {"acts": {"request_quote"}, "topics": {Topic.CONTRACT}},
            HandOverReason.BEYOND_LIST_PRICE,
        ),
        (memory("purchase"), {"acts": {"want_to_buy"}}, None),
        (
            memory("purchase"),
            {"acts": {"ask_discount"}, "topics": {Topic.BARGAIN}},
            HandOverReason.BEYOND_LIST_PRICE,
        ),
        (memory("evaluation"), {"acts": {"ask_discount"}, "topics": {Topic.BARGAIN}}, None),
        (memory("purchase"), {"acts": {"ask_fact"}, "topics": {Topic.INVOICE}, "is_answered": True}, None),
        (
            memory("purchase"),
            {"acts": {"ask_fact"}, "topics": {Topic.INVOICE}},
            HandOverReason.BEYOND_LIST_PRICE,
        ),
        (memory("evaluation"), {"acts": {"ask_price"}, "has_list_price": False}, None),
        (memory("evaluation"), {"acts": {"ask_fact"}, "topics": {Topic.CONTRACT}}, None),
        # (c) a customer at risk.
        (customer(), {"acts": {"want_to_cancel"}}, HandOverReason.CUSTOMER_AT_RISK),
        (customer(), {"acts": {"ask_fact"}, "topics": {Topic.MONEY_DISPUTE}}, HandOverReason.CUSTOMER_AT_RISK),
        (memory("evaluation"), {"acts": {"ask_fact"}, "topics": {Topic.MONEY_DISPUTE}}, None),
        (customer(), {"acts": {"make_complaint"}}, HandOverReason.CUSTOMER_AT_RISK),
        (customer(), {"acts": {"make_complaint"}, "is_answered": True}, None),
        (
            customer(),
            {"acts": {"make_complaint"}, "is_answered": True, "is_unsolved": True},
            HandOverReason.CUSTOMER_AT_RISK,
        ),
        (
            memory(bought="inbox"),
            {"acts": {"give_feedback"}, "topics": {Topic.LEAVING}},
            HandOverReason.CUSTOMER_AT_RISK,
        ),
        # (d) legal, security, data protection beyond the catalogue.
        (memory("evaluation"), {"acts": {"ask_fact"}, "topics": {Topic.LEGAL}}, HandOverReason.LEGAL),
        (memory("evaluation"), {"acts": {"ask_fact"}, "topics": {Topic.LEGAL}, "is_answered": True}, None),
        (
            memory("evaluation"),
            {"acts": {"ask_fact"}, "topics": {Topic.LEGAL, Topic.LEGAL_DEMAND}, "is_answered": True},
            HandOverReason.LEGAL,
        ),
        # (e) two failed understandings.
        (memory(misunderstandings=2), {"acts": {"nlu_fallback"}}, HandOverReason.NOT_UNDERSTOOD),
        (memory(misunderstandings=1), {"acts": {"nlu_fallback"}}, None),
        # Never.
        (memory(), {"acts": {"greet"}}, None),
        (memory("evaluation"), {"acts": {"ask_price"}}, None),
        (memory("research"), {"acts": {"refuse_to_say"}}, None),
        (memory(), {"acts": {"out_of_scope"}}, None),
    ],
)
def test_when_a_person_must_take_over(
    conversation: Conversation, turn: dict[str, Any], reason: HandOverReason | None
) -> None:
    arguments = {**turn, "topics": frozenset(turn.get("topics", ()))}
    assert must_hand_over(conversation, **arguments) is reason


def test_what_a_message_does_beside_other_things_counts_as_well() -> None:
    assert must_hand_over(memory(), acts=["ask_price", "human_handoff"]) is HandOverReason.ASKED_FOR
    assert must_hand_over(memory(), acts=["ask_fact", "want_to_cancel"]) is HandOverReason.CUSTOMER_AT_RISK
    wants_terms = {"acts": ["ask_fact", "want_to_buy"], "topics": {Topic.CONTRACT}}
    assert must_hand_over(memory("evaluation"), **wants_terms) is HandOverReason.BEYOND_LIST_PRICE
