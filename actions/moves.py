"""What every move shares: take from the turn, ask sales, say the result in words from data/responses."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.material.requests import SURE_FROM, attended
from actions.standing_alone import turn_for
from milepost.sales import wording
from milepost.sales.conversations import CONTACT_FACTS, Touch
from milepost.sales.fit import objections
from milepost.sales.next_best_action import Answered
from milepost.services.turns import Turn


class Phrase(str):
    """The name of a response whose text stands inside another response or on a button."""

    __slots__ = ()


@dataclass(frozen=True)
class Say:
    """One reply: a response of data/responses with its values, quick replies (titles are sent) and a block.

    `offers` are quick replies whose title is only shown: (title, what it means).
    """

    response: str
    values: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[str, ...] = ()
    block: Mapping[str, Any] | None = None
    offers: tuple[tuple[str, str], ...] = ()


class Move(Action, ABC):
    """One answer to what a visitor wants. Subclasses give `name`, `answer` and what it `answered` as a rule."""

    answered = Answered.SMALL_TALK

    @abstractmethod
    def name(self) -> str:
        """The action's name in domain.yml."""

    @abstractmethod
    def answer(self, turn: Turn) -> Iterable[Say]:
        """What to say; changes `turn.conversation` and calls services for what must be kept."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Says the answer. A move that waits for a missing piece is taken up instead when the piece has come."""
        turn = turn_for(tracker)
        language = turn.conversation.language
        for say in with_note(turn, self.answers(turn)):
            dispatcher.utter_message(
                response=say.response,
                buttons=[
                    {"title": written(title, domain, language), "payload": written(title, domain)}
                    for title in say.buttons
                ]
                + [{"title": title, "payload": payload} for title, payload in say.offers],
                json_message=dict(say.block) if say.block else None,
                **{"company": turn.catalogue.company.name, "tagline": turn.catalogue.company.tagline},
                **{name: written(value, domain, language) for name, value in say.values.items()},
            )
        return []

    def answers(self, turn: Turn) -> Iterator[Say]:
        """What this move or the one that is taken up instead says; to several requests, each one's answer in order."""
        if turn.done:
            yield from self.make(turn)
        elif not is_served(turn):
            self.begin(turn)
            yield from refuse_language(turn)
        elif turn.parse.get("requests"):
            for name in attended(turn):
                yield from (read_otherwise(turn) or move_named(name)).make(turn)
        else:
            yield from (pending_move(turn) or self).make(turn)

    def make(self, turn: Turn) -> Iterable[Say]:
        """Makes this move: what it says."""
        self.begin(turn)
        return self.answer(turn)

    def begin(self, turn: Turn) -> None:
        """Notes on the turn that this move is made."""
        turn.done.append(self.name())
        if self.name() != NEXT_STEP:
            turn.answered = self.answered
            if self.answered is not Answered.MISUNDERSTOOD:
                turn.conversation.misunderstandings = 0


def written(value: str, domain: Mapping[str, Any], language: str = "en") -> str:
    """A phrase's text as translations or data/responses give it; any other value as it is."""
    if not isinstance(value, Phrase):
        return value
    translated = (domain.get("translations") or {}).get(language) or {}
    variants = translated.get(value) or (domain.get("responses") or {}).get(value)
    return str(variants[0]["text"]) if variants else value


# Values that are sentences of the owner's, in the language of the catalogue.
_OWNERS_WORDS = ("answer", "question", "why", "summary", "body", "for_whom", "wording", "order_steps", "terms")
_SURELY_ANOTHER, _ENOUGH_LETTERS, _ANY_SCRIPT = 0.9, 12, 1.0


def with_note(turn: Turn, says: Iterable[Say]) -> Iterator[Say]:
    """Tells who writes another language, once, that the owner's words are in English only."""
    conversation = turn.conversation
    for say in says:
        is_owners = any(say.values.get(name) for name in _OWNERS_WORDS)
        if is_owners and conversation.language != "en" and not conversation.english_noted:
            conversation.english_noted = True
            yield Say("utter_english_for_now")
        yield say


def is_served(turn: Turn) -> bool:
    """Whether the message is in a language that is answered, as far as it is long enough to say; who asks for a person
    or leaves an address is served in any language."""
    said = turn.parse.get("language") or {}
    if said.get("name", "en") in wording.LANGUAGES or turn.intent in ("human_handoff", "share_contact"):
        return True
    if said["confidence"] >= _ANY_SCRIPT:
        return False
    letters = sum(letter.isalpha() for letter in turn.text)
    return bool(said["confidence"] < _SURELY_ANOTHER or letters < _ENOUGH_LETTERS)


def refuse_language(turn: Turn) -> Iterator[Say]:
    """Which languages are spoken, and the way to a person."""
    turn.conversation.offered = "person"
    turn.has_asked = True
    yield Say("utter_language_not_served")


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
        "compare_products",
    }
)


# Requests that a question of the owner's list is easily taken for.
_MAY_BE_ANSWERED = ("ask_price", "ask_how_to_start", "ask_product", "bot_challenge")

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
    if turn.intent in _OPINIONS and turn.asked in turn.catalogue.journey.needs and len(turn.text.split()) <= _SHORT:
        is_doubt = objections.kind_of(turn.text, names_rival=False) is not objections.Objection.OTHER
        return not is_doubt or turn.asked == "budget"
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


def is_answered(turn: Turn) -> bool:
    """Whether the owner's answers surely hold what a message asks that reads like something else: "is there a free
    trial?" is about a price, "where is my data stored?" about setting up."""
    best = next(iter(turn.parse.get("answers") or ()), None)
    is_plain = not turn.options and turn.quantity is None
    return bool(best and best["score"] >= SURE_FROM and is_plain and turn.intent in _MAY_BE_ANSWERED)


def read_otherwise(turn: Turn) -> Move | None:
    """The move for what a request is, seen with the catalogue: two options are compared, the owner's answers given."""
    if turn.intent == "ask_product" and len(turn.options) > 1:
        return move_named("action_compare_options")
    return move_named("action_answer_question") if is_answered(turn) else None


def pending_move(turn: Turn) -> Move | None:
    """The move that this message goes on with: one that waited for a missing piece, or a code given by itself."""
    if turn.done:
        return None
    if turn.conversation.consents.get("follow_up") and _WITHDRAWN.search(turn.text):
        return move_named("action_withdraw_consent")
    waiting = turn.conversation.pending
    brought = turn.options or turn.quantity is not None or any(fact.name == "team_size" for fact in turn.changed)
    if waiting not in (None, DELIVER) and brought and (turn.intent in PIECES or is_answer(turn)):
        turn.conversation.pending = None
        return move_named(waiting)
    if is_answer(turn):
        return move_named("action_acknowledge_needs")
    if instead := read_otherwise(turn):
        return instead
    if (turn.intent == "ask_offer" and wants_others(turn)) or turned_down(turn):
        return move_named("action_recommend_products")
    if turn.intent not in PIECES:
        turn.conversation.pending = DELIVER if turn.conversation.pending == DELIVER else None
        return None
    if turn.pricing.get("code") and turn.intent != "share_contact":
        return move_named("action_answer_discount")
    return None


def move_named(name: str) -> Move:
    """The move of that name. Raises StopIteration where there is none."""
    return next(move for cls in Move.__subclasses__() if (move := cls()).name() == name)
