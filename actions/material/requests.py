"""A message with several requests: the turn attends to one after the other, as if each had come by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from milepost.sales import mentions
from milepost.sales.fit.knowledge import SURE_FROM
from milepost.services.turns import Turn

# The move that answers each request: what data/rules.yml says for the message's own intent.
MOVES: Mapping[str, str] = MappingProxyType(
    {
        "affirm": "action_take_answer",
        "deny": "action_take_answer",
        "ask_why": "action_explain_question",
        "ask_offer": "action_show_offer",
        "ask_recommendation": "action_recommend_products",
        "ask_product": "action_describe_product",
        "ask_question": "action_answer_question",
        "compare_products": "action_compare_options",
        "raise_objection": "action_answer_objection",
        "ask_price": "action_quote_price",
        "ask_discount": "action_answer_discount",
        "want_to_buy": "action_help_order",
        "request_quote": "action_send_quote",
        "ask_how_to_start": "action_guide_onboarding",
        "make_complaint": "action_handle_complaint",
        "want_to_cancel": "action_handle_cancellation",
        "ask_renewal": "action_handle_renewal",
        "ask_loyalty": "action_explain_loyalty",
        "want_to_refer": "action_issue_referral",
        "human_handoff": "action_hand_over",
    }
)
# "What does it cost?" after "how do A and B differ?" is about both.
_ABOUT_THE_SAME = ("ask_price", "ask_product", "ask_discount", "want_to_buy", "request_quote", "compare_products")


def attended(turn: Turn) -> Iterator[str]:
    """The move for each request in order; meanwhile the turn is as if that part were the whole message."""
    text, parse, options = turn.text, turn.parse, turn.options
    try:
        for request in parse["requests"]:
            attend(turn, request, parse)
            yield MOVES[turn.intent]
    finally:
        turn.text, turn.parse, turn.options = text, parse, options


def attend(turn: Turn, request: Mapping[str, Any], whole: Mapping[str, Any]) -> None:
    """Turns to one part. What it leaves open, the part before it or the whole message says."""
    before = turn.options
    pricing = {**(whole.get("pricing") or {}), **{k: v for k, v in (request.get("pricing") or {}).items() if v}}
    turn.text, turn.parse = str(request["text"]), {**whole, **request, "pricing": pricing}
    resolved = mentions.resolve(request.get("mentions") or (), turn.conversation, turn.catalogue)
    turn.options, turn.ambiguous = resolved.options, resolved.ambiguous
    turn.attributes, turn.add_ons = resolved.attributes, resolved.add_ons
    is_answered = any(answer["score"] >= SURE_FROM for answer in turn.parse.get("answers") or ())
    if not (turn.options or turn.ambiguous or is_answered) and turn.intent in _ABOUT_THE_SAME:
        turn.options = before
