"""What a message wants where its intent alone would mislead: an answer to us, a piece that was missing, a known question."""

from __future__ import annotations

import re

from actions.material.knowledge import found
from actions.material.options import ours, product_of
from actions.material.ordering import asks_order
from actions.material.requests import MOVES
from milepost.sales.charges.variants import meant
from milepost.sales.conversations import CONTACT_FACTS, Touch
from milepost.sales.fit import objections
from milepost.sales.fit.knowledge import PLAINLY_FROM
from milepost.services.turns import Turn

NEXT_STEP = "action_take_next_step"
DELIVER = "deliver_quote"
"""Waits in `pending` until an address is known."""

# What a visitor may say when giving a missing piece: anything more definite is a new request of its own.
PIECES = frozenset(
    {
        *("state_need", "ask_product", "affirm", "deny", "greet", "refuse_to_say"),
        *("report_progress", "share_contact", "nlu_fallback", "out_of_scope"),
    }
)


# What a message that says something of its writer's needs is easily taken for; none of these asks for anything definite.
TAKEN_FOR = frozenset(
    {
        *(
            "raise_objection",
            "share_praise",
            "give_feedback",
            "make_complaint",
            "report_progress",
            "ask_recommendation",
        ),
        *("nlu_fallback", "out_of_scope", "affirm", "deny", "thank", "ask_loyalty", "ask_renewal", "ask_discount"),
        *("compare_products", "greet", "want_to_refer"),
    }
)


_OPINIONS = ("raise_objection", "share_praise", "give_feedback", "make_complaint")
_SHORT = 14
# What is done although it also answers the open question.
_DEFINITE = ("human_handoff", "share_contact", "request_quote", "want_to_cancel")


def is_answer(turn: Turn) -> bool:
    """Whether a message is listened to rather than acted upon: it tells of a need, or declines the open question, and
    asks nothing."""
    if turn.intent in ("nlu_fallback", "out_of_scope") and not turn.changed:
        return any(mention["kind"] == "category" for mention in turn.parse.get("mentions") or ())
    if "?" in turn.text or (turn.conversation.offered and turn.intent in ("affirm", "deny")):
        return False
    answered = any(fact.name == turn.asked and fact.value is not None for fact in turn.changed)
    if answered and turn.intent not in _DEFINITE and not (turn.intent == "want_to_buy" and turn.options):
        return True
    said = {str(found["name"]) for found in turn.parse.get("needs") or ()} - set(CONTACT_FACTS)
    told = [name for name in said if turn.conversation.value(name) is not None]
    if turn.asked and told and not turn.options and turn.intent not in _DEFINITE:
        return True
    if turn.intent not in TAKEN_FOR or turn.options:
        return False
    if turn.intent == "want_to_refer" and turn.parse["intent"]["confidence"] >= _SURE:
        return False
    if turn.intent == "make_complaint" and turn.parse["intent"]["confidence"] >= _SURE and not told:
        return False
    if turn.intent in _OPINIONS and turn.asked in turn.catalogue.journey.needs and len(turn.text.split()) <= _SHORT:
        return objections.kind_of(turn.text, names_rival=False) is objections.Objection.OTHER
    return bool(told) or (bool(turn.parse.get("refused")) and turn.intent not in ("affirm", "deny"))


def wants_others(turn: Turn) -> bool:
    """Whether "anything else?" comes upon a recommendation and names no kind: the next best are asked for."""
    made = any(touch.how is Touch.RECOMMENDED for touch in turn.conversation.touches)
    return made and not turn.options and not any(m["kind"] == "category" for m in turn.parse.get("mentions") or ())


_WITHDRAWN = re.compile(
    r"\b(?:unsubscribe|opt out|(?:stop|no more|don'?t|do not|quit) (?:\w+ ){0,3}(?:e-?mail|mail|writ|contact|follow|messag)\w*)",
    re.I,
)


def turned_down(turn: Turn) -> bool:
    """Whether this message turned a recommendation down for something else than its price or the time: the next best
    says more than asking back."""
    ruled_out = any(t.how is Touch.RULED_OUT and t.message == turn.message_id for t in turn.conversation.touches)
    if turn.intent != "raise_objection" or not ruled_out:
        return False
    is_other = objections.kind_of(turn.text, names_rival=False) is objections.Objection.OTHER
    if is_other and turn.text not in turn.conversation.objections:
        turn.conversation.objections.append(turn.text)
    return is_other


# How near a question of the knowledge base must be for its answer to come before what the intent asks for: the surer the
# intent, the nearer. An exact question of the shipped catalogues scores 0.64 to 0.9.
_NEARER_THAN_INTENT = ((0.9, 0.7), (0.6, 0.66), (0.0, 0.6))
# Requests that no written answer may stand in the way of.
_NEVER_ANSWERED = frozenset(
    {
        *("share_contact", "make_complaint", "want_to_cancel", "refuse_to_say", "give_feedback"),
        *("ask_why", "affirm", "deny", "thank", "goodbye", "report_progress", "share_praise"),
    }
)
_ABOUT_AN_OPTION = frozenset({"ask_price", "compare_products", "request_quote", "want_to_buy", "ask_product"})
_BROAD = frozenset({"ask_offer", "ask_recommendation"})
_FAR = 1.07
_OWN_QUESTION, _SURELY_LEAVING = 0.64, 0.7
_SURE = 0.8
_FEW = 6
_SURELY_A_PERSON = 0.6
_MAY_ASK_PRICE = 0.25

_LOOKS_AT_GOODS = frozenset(
    {"ask_product", "ask_question", "ask_offer", "nlu_fallback", "out_of_scope", "report_progress"}
)
_QUOTE_NUMBER = re.compile(r"\bQ-[0-9A-F]{8}\b", re.I)
_MAY_CLAIM = (
    "state_need",
    "nlu_fallback",
    "out_of_scope",
    "ask_offer",
    "make_complaint",
    "give_feedback",
    "raise_objection",
)
_CLAIMS_MONEY_OFF = re.compile(r"\d ?(?:%|percent|per cent) (?:off|discount|cheaper)|\bhalf (?:the )?price\b", re.I)
_HAVE_YOU = re.compile(
    r"\b(?:do you (?:have|offer|sell|do|provide|carry|make)|have you got|is there|are there|you got) "
    r"(?:(?:an?|any|some) )?(?:\w+ )?$",
    re.I,
)
_WHAT_IS_THAT = re.compile(
    r"^\W*(?:(?:and|so|ok|then) )*(?:what'?s|what (?:is|would)|how much is) (?:that|it|this)\b", re.I
)
_ADDS = re.compile(r"\b(?:add|with|without|plus|include|including|drop|remove)\b", re.I)

_COURTESIES = frozenset({"thank", "greet", "goodbye"})
_LEAST_BESIDE = 0.02
_NOT_BESIDE = ("affirm", "deny", "ask_why", "make_complaint", "want_to_cancel", "want_to_refer")


def goes_on_with(turn: Turn) -> str | None:
    """The move that this message goes on with instead of its intent's own: one that waited for a missing piece, listening,
    an answer that is known, or a code given by itself."""
    conversation = turn.conversation
    if conversation.consents.get("follow_up") and _WITHDRAWN.search(turn.text):
        return "action_withdraw_consent"
    if plainly := read_by_words(turn):
        return plainly
    waiting = conversation.pending
    told = {fact.name for fact in turn.changed}
    brought = turn.options or turn.quantity is not None or bool({"team_size", "customer_kind"} & told)
    if waiting not in (None, DELIVER) and brought and (turn.intent in PIECES or is_answer(turn)):
        conversation.pending = None
        return waiting
    if is_answer(turn):
        return "action_acknowledge_needs"
    if instead := read_otherwise(turn):
        return instead
    if turn.intent not in PIECES:
        conversation.pending = DELIVER if waiting == DELIVER else None
        return asked_beside(turn)
    if turn.pricing.get("code") and turn.intent != "share_contact":
        return "action_answer_discount"
    return asked_beside(turn)


def read_by_words(turn: Turn) -> str | None:
    """The move for what a few words say beyond doubt, however it reads: the number of a quote, a claim of money off."""
    if _QUOTE_NUMBER.search(turn.text) and turn.intent not in _NEVER_ANSWERED:
        return "action_send_quote"
    if _CLAIMS_MONEY_OFF.search(turn.text) and turn.intent in _MAY_CLAIM:
        return "action_answer_discount"
    if asks_case_again(turn):
        return "action_quote_price"
    return "action_name_extreme" if asks_order(turn) else None


def asks_case_again(turn: Turn) -> bool:
    """Whether "whats that for 20 seats yearly" comes upon a price or a comparison: a question, with or without its mark."""
    last = turn.conversation.touches[-1].how if turn.conversation.touches else None
    has_case = turn.pricing.get("quantity") is not None or turn.pricing.get("term")
    is_upon = last in (Touch.PRICED, Touch.COMPARED) and not turn.options
    return bool(is_upon and has_case and _WHAT_IS_THAT.search(turn.text))


def read_otherwise(turn: Turn) -> str | None:
    """The move for what a request is, seen with the catalogue: two options are compared, a form of a good looked up, a
    price worked out anew, the owner's answers given."""
    if is_priced_again(turn) or is_priced_case(turn):
        return "action_quote_price"
    if turn.intent == "ask_product" and len(turn.options) > 1:
        return "action_compare_options"
    if asks_variant(turn) and turn.intent in _LOOKS_AT_GOODS:
        likely = {str(each["name"]): each["confidence"] for each in turn.parse.get("intent_ranking") or ()}
        return "action_quote_price" if likely.get("ask_price", 0.0) >= _MAY_ASK_PRICE else "action_describe_product"
    if turn.add_ons and turn.intent in _LOOKS_AT_GOODS and wants_added(turn) and ours(turn):
        return "action_quote_price"
    if (turn.intent == "ask_offer" and wants_others(turn) and not is_known_question(turn)) or turned_down(turn):
        return "action_recommend_products"
    gives_budget = any(fact.name == "budget" and fact.value is not None for fact in turn.changed)
    if turn.intent in ("ask_discount", "ask_offer") and gives_budget:
        return "action_recommend_products"
    if asks_for_kind(turn):
        return "action_show_offer"
    return "action_answer_question" if is_known_question(turn) else None


def asks_for_kind(turn: Turn) -> bool:
    """Whether "do you have …?" is about a kind of thing on sale, and no question of the owner's says the same."""
    if turn.intent not in ("ask_question", "ask_product") or turn.options or turn.attributes:
        return False
    kinds = [mention for mention in turn.parse.get("mentions") or () if mention["kind"] == "category"]
    asked = any(_HAVE_YOU.search(turn.text[: mention["start"]]) for mention in kinds)
    return asked and found(turn, least=PLAINLY_FROM) is None


def asks_variant(turn: Turn) -> bool:
    """Whether the message asks for a form of the good that it names or that was spoken of: its size, colour, stock."""
    options = ours(turn)
    if not options:
        return False
    product = turn.catalogue.product(product_of(turn.catalogue, options[0]))
    asked = meant(product, turn.text) if product.variants else None
    return asked is not None and bool(asked.values or asked.missing or asked.of_stock)


def wants_added(turn: Turn) -> bool:
    """Whether the add-ons named are to go on something or to be left out of it."""
    return bool(_ADDS.search(turn.text))


def is_priced_again(turn: Turn) -> bool:
    """Whether a few words upon a price change its case: "and yearly?", "in euros?"."""
    last = turn.conversation.touches[-1].how if turn.conversation.touches else None
    changes = turn.pricing.get("term") or turn.pricing.get("currency")
    is_vague = turn.intent in PIECES or turn.intent in _LOOKS_AT_GOODS or turn.intent == "ask_price"
    return bool(changes and is_vague and last is Touch.PRICED and len(turn.text.split()) <= _FEW and not turn.options)


def is_priced_case(turn: Turn) -> bool:
    """Whether an option is named with a number and a term, which only a price needs: "what's 30 seats of Team yearly?"."""
    has_case = turn.pricing.get("quantity") is not None and turn.pricing.get("term")
    return bool(has_case and turn.options and turn.intent in _LOOKS_AT_GOODS and "?" in turn.text)


def is_known_question(turn: Turn) -> bool:
    """Whether the message is nearer to a question of the knowledge base than to what its intent would do."""
    intent = turn.parse.get("intent") or {}
    asks_for_person = turn.intent == "human_handoff" and intent.get("confidence", 0.0) >= _SURELY_A_PERSON
    if turn.intent == "want_to_cancel" and "?" in turn.text and intent.get("confidence", 0.0) < _SURELY_LEAVING:
        return found(turn, least=_OWN_QUESTION) is not None  # "can I cancel any time?" is asked before buying, too
    if turn.intent in _NEVER_ANSWERED or asks_for_person:
        return False
    if turn.pricing.get("code") or turn.quantity is not None:
        return False
    least = next(near for sure, near in _NEARER_THAN_INTENT if intent.get("confidence", 0.0) >= sure)
    least *= _FAR if turn.intent in _BROAD or (turn.options and turn.intent in _ABOUT_AN_OPTION) else 1.0
    return found(turn, least=least) is not None


def asked_beside(turn: Turn) -> str | None:
    """What a message asks for that opens or closes with a courtesy: "thanks, and what does it cost?"."""
    has_more = turn.options or turn.attributes or turn.quantity is not None or "?" in turn.text
    if turn.intent not in _COURTESIES or not has_more:
        return None
    for reading in turn.parse.get("intent_ranking") or ():
        name = str(reading["name"])
        if name in MOVES and name not in _NOT_BESIDE and reading["confidence"] >= _LEAST_BESIDE:
            return MOVES[name]
    return None
