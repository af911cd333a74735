"""What every move shares: take the act, ask sales, say the result in words from data/responses. Nothing is read from the text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.material.once import once
from actions.material.says import Phrase, Say
from actions.material.standing_alone import is_standing_alone, moves_by_act, turn_for
from milepost.dialogue.acts import ActKind
from milepost.sales import wording
from milepost.sales.next_best_action import Answered
from milepost.services.turns import Turn

__all__ = ["DELIVER", "NEXT_STEP", "Move", "Phrase", "Say"]

NEXT_STEP = "action_take_next_step"
DELIVER = "deliver_quote"
"""Waits in `pending` until an address is known."""


class Move(Action, ABC):
    """One answer to an act. Subclasses give `name`, `answer` and what it `answered` as a rule."""

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
        """Says the answer to the act that the turn is at."""
        turn = turn_for(tracker)
        language = turn.conversation.language
        is_first = not turn.done and self.name() != NEXT_STEP
        says = all_answers(turn) if is_first and is_standing_alone() else self.answers(turn)
        for say in with_way_on(turn, with_note(turn, once(turn, says)), domain, is_last=self.name() == NEXT_STEP):
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
        """What this move says; who writes a language that is not served hears which are."""
        if not turn.done and not is_served(turn):
            self.begin(turn)
            yield from refuse_language(turn)
        else:
            self.begin(turn)
            yield from self.answer(turn)

    def begin(self, turn: Turn) -> None:
        """Notes on the turn that this move is made."""
        turn.done.append(self.name())
        if self.name() != NEXT_STEP:
            turn.answered = self.answered
            if self.answered is not Answered.MISUNDERSTOOD:
                turn.conversation.misunderstandings = 0


def all_answers(turn: Turn) -> Iterator[Say]:
    """The answers to every act of the message in its order, by the moves of data/rules.yml: what the brain does act by act."""
    known = {move.name(): move for move in (each() for each in Move.__subclasses__())}
    for place, act in enumerate(turn.acts):
        turn.act, turn.is_last = act, place == len(turn.acts) - 1
        name = moves_by_act()[act.kind.value]
        if name in known:
            yield from known[name].answers(turn)
        else:
            turn.done.append(name)
            yield Say(name)


def written(value: str, domain: Mapping[str, Any], language: str = "en") -> str:
    """A phrase's text as translations or data/responses give it; any other value as it is."""
    if not isinstance(value, Phrase):
        return value
    translated = (domain.get("translations") or {}).get(language) or {}
    variants = translated.get(value) or (domain.get("responses") or {}).get(value)
    return str(variants[0]["text"]) if variants else value


# Values that are sentences of the owner's, in the language of the catalogue.
_OWNERS_WORDS = ("answer", "question", "why", "summary", "body", "for_whom", "wording", "order_steps", "terms", "fact")
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


# What ends a road: after these a visitor is shown how to go on.
_ROADS_END = (Answered.MISUNDERSTOOD, Answered.NO_PRICE, Answered.NOTHING_FITS)


def with_way_on(turn: Turn, says: Iterable[Say], domain: Mapping[str, Any], *, is_last: bool) -> Iterator[Say]:
    """Ends a turn that came to nothing with what can be done next, where no reply of it asks or offers anything."""
    for say in says:
        turn.leads_on = turn.leads_on or leads_on(say, domain)
        yield say
    if is_last and turn.is_last and turn.answered in _ROADS_END and not turn.leads_on:
        yield Say("utter_ways_on")


def leads_on(say: Say, domain: Mapping[str, Any]) -> bool:
    """Whether a reply has a quick reply or a question, whichever of its variants is said."""
    variants = (domain.get("responses") or {}).get(say.response) or ()
    asks = bool(variants) and all(each.get("buttons") or "?" in str(each.get("text")) for each in variants)
    return bool(say.buttons or say.offers) or asks or any("?" in value for value in say.values.values())


def is_served(turn: Turn) -> bool:
    """Whether the message is in a language that is answered, as far as it is long enough to say; who asks for a person
    or leaves an address is served in any language."""
    said = turn.parse.get("language") or {}
    if said.get("name", "en") in wording.LANGUAGES or turn.does(
        ActKind.HUMAN_HANDOFF, ActKind.SHARE_CONTACT, ActKind.WITHDRAW_CONSENT, ActKind.REPORT_DANGER
    ):
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
