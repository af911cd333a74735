"""When a person must take over, and why: the project's policy, case by case."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from milepost.sales.conversations import CUSTOMER_STAGES, BuyingStage, Conversation


class HandOverReason(str, Enum):
    """Why a person must take over: the policy's cases (a) to (e)."""

    ASKED_FOR = "asked_for"
    BEYOND_LIST_PRICE = "beyond_list_price"
    CUSTOMER_AT_RISK = "customer_at_risk"
    LEGAL = "legal"
    NOT_UNDERSTOOD = "not_understood"


class Topic(str, Enum):
    """What the words of a message are about, as far as it decides who must answer.

    INVOICE asks whether one may pay so, CONTRACT for terms of one's own; LEGAL asks, LEGAL_DEMAND wants something signed,
    filled in or reviewed; BARGAIN names a price or reduction that is not on the list.
    """

    CONTRACT = "contract"
    INVOICE = "invoice"
    BARGAIN = "bargain"
    LEGAL = "legal"
    LEGAL_DEMAND = "legal_demand"
    MONEY_DISPUTE = "money_dispute"
    LEAVING = "leaving"


_PATIENCE = 2


def must_hand_over(
    conversation: Conversation,
    *,
    acts: Collection[str],
    topics: Collection[Topic] = (),
    is_answered: bool = False,
    has_list_price: bool = True,
    is_unsolved: bool = False,
) -> HandOverReason | None:
    """Why a person must take over, or None. `acts` are what the message does, by name.

    The policy of the project: (a) a person is asked for; (b) ready to buy, and it needs more than the list price: a
    contract, a purchase order, a discount that the catalogue does not give (`has_list_price` False); (c) a customer
    threatens to leave, disputes money, or the problem stays unsolved; (d) a legal, security or data-protection demand
    that the catalogue does not answer (`is_answered` False: what wants something signed or filled in no text answers);
    (e) two failed understandings in a row. Never on a greeting, a price that the catalogue gives, a declined answer or
    abuse alone.
    """
    if "human_handoff" in acts:
        return HandOverReason.ASKED_FOR
    if is_at_risk(conversation, acts, topics, is_answered=is_answered, is_unsolved=is_unsolved):
        return HandOverReason.CUSTOMER_AT_RISK
    is_buying = conversation.buying_stage is BuyingStage.PURCHASE or bool({"request_quote", "want_to_buy"} & set(acts))
    beyond = {Topic.CONTRACT, Topic.BARGAIN} & set(topics) or (Topic.INVOICE in topics and not is_answered)
    if is_buying and (beyond or not has_list_price):
        return HandOverReason.BEYOND_LIST_PRICE
    if Topic.LEGAL_DEMAND in topics or (Topic.LEGAL in topics and not is_answered):
        return HandOverReason.LEGAL
    if conversation.misunderstandings >= _PATIENCE:
        return HandOverReason.NOT_UNDERSTOOD
    return None


def is_at_risk(
    conversation: Conversation,
    acts: Collection[str],
    topics: Collection[Topic],
    *,
    is_answered: bool,
    is_unsolved: bool,
) -> bool:
    """Case (c): a customer who leaves, wants money back, or whose problem stays unsolved."""
    is_customer = conversation.buying_stage in CUSTOMER_STAGES or conversation.bought is not None
    if "want_to_cancel" in acts or (is_customer and {Topic.LEAVING, Topic.MONEY_DISPUTE} & set(topics)):
        return True
    return "make_complaint" in acts and (is_unsolved or Topic.MONEY_DISPUTE in topics or not is_answered)
