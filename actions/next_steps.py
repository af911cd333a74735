"""Before and after every move: the outcome of a message shown to Rasa's own tools, and at most one next step, decided by
sales/next_best_action.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.handoff import hand_over_for, pass_on_rest, reason_for_person
from actions.material.needs_told import acknowledged, fact_text
from actions.material.recommending import recommend, still_best
from actions.material.standing_alone import turn_for
from actions.material.written import ARTICLE, nearness
from actions.moves import Move, Say
from milepost.sales.conversations import Touch
from milepost.sales.next_best_action import ActionKind, Answered, NextAction, next_best_action, remember
from milepost.services.contact_forms import contact_form
from milepost.services.turns import Turn

# How near (`nearness`) an article has to come to what was said, to be pointed at.
_NEAR = 0.5


class ActionValidateSlotMappings(Action):
    """Station 5 in stock Rasa, called after NLU and before the policies: what a message does is settled by then."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_validate_slot_mappings"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Shows Rasa's own tools the outcome of the turn."""
        conversation = turn_for(tracker).conversation
        return [
            SlotSet("buying_stage", conversation.buying_stage.value),
            SlotSet("asked_need", conversation.asked),
            SlotSet("visitor_language", conversation.language),
        ]


class ActionTakeNextStep(Move):
    """One question, one offer, or nothing."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_take_next_step"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """A move that asked for something itself needs no further step."""
        if not turn.is_last:
            return
        reason = reason_for_person(turn)
        if reason is not None:
            yield from hand_over_for(turn, reason)
        yield from pass_on_rest(turn)
        if turn.has_asked:
            return
        step = next_best_action(
            turn.catalogue,
            turn.conversation,
            turn.answered,
            today=turn.now.date(),
            articles=near_articles(turn),
        )
        if turn.answered is Answered.NEED and step.kind is not ActionKind.RECOMMEND:
            yield from still_best(turn)
        if step.kind is ActionKind.RECOMMEND and step.reason == "settled" and has_recommended(turn):
            return
        remember(turn.conversation, step)
        yield from _SAY[step.kind](turn, step)


def near_articles(turn: Turn) -> frozenset[str]:
    """The articles that come near to what was said: any other would be beside the point."""
    readings = turn.interpretation.readings if turn.interpretation else ()
    found = (fact for reading, _ in readings for fact in reading.facts if fact.kind == ARTICLE)
    return frozenset(fact.id.partition(":")[2] for fact in found if nearness(fact) >= _NEAR)


def has_recommended(turn: Turn) -> bool:
    """Whether the answer itself named something that would suit: two in one breath say nothing."""
    return any(
        touch.how is Touch.RECOMMENDED and touch.message == turn.message_id for touch in turn.conversation.touches
    )


def ask_need(turn: Turn, step: NextAction) -> Iterator[Say]:
    """The question in the owner's words, with quick replies; a contradiction is named."""
    need = turn.catalogue.journey.needs[step.need or ""]
    if step.reason == "contradicted":
        turn.conversation.offered = f"confirm:{need.id}"
        yield Say("utter_contradiction", {"after": fact_text(turn, turn.conversation.facts[need.id])})
        return
    if turn.answered is Answered.WANTS_RECOMMENDATION and any(fact.value is not None for fact in turn.changed):
        yield from acknowledged(turn)
    yield Say("utter_ask_need", {"question": need.question}, buttons=step.options)


def ask_contact(turn: Turn, step: NextAction) -> Iterator[Say]:
    """An address, with the reason; no is fine."""
    turn.conversation.offered = "contact"
    if step.reason == "waiting":
        yield Say("utter_ask_contact_waiting", block=contact_form("email", "phone"))
    else:
        yield Say("utter_ask_contact", block=contact_form("email"))


def offer_article(turn: Turn, step: NextAction) -> Iterator[Say]:
    """A guide, policy or story of this stage."""
    article = turn.catalogue.articles[step.options[0]]
    values = {"title": article.title, "summary": article.summary}
    if article.link:
        yield Say("utter_article_with_link", {**values, "link": article.link})
    else:
        yield Say("utter_article", values)


def offer_quote(turn: Turn, step: NextAction) -> Iterator[Say]:
    """A quote in writing for what was priced."""
    turn.conversation.offered = "quote"
    yield Say("utter_offer_quote")


def offer_person(turn: Turn, step: NextAction) -> Iterator[Say]:
    """A person, where no answer of ours is enough."""
    turn.conversation.offered = "person"
    yield Say("utter_offer_person")


def offer_step(turn: Turn, step: NextAction) -> Iterator[Say]:
    """The onboarding step that is next."""
    title = next(each.title for each in turn.catalogue.journey.onboarding if each.id == step.options[0])
    yield Say("utter_offer_step", {"title": title})


def invite_referral(turn: Turn, step: NextAction) -> Iterator[Say]:
    """A code for friends."""
    terms = turn.catalogue.journey.referrals
    turn.conversation.offered = "referral"
    yield Say("utter_referral_invitation", {"reward": terms.reward, "friend_reward": terms.friend_reward})


def invite_review(turn: Turn, step: NextAction) -> Iterator[Say]:
    """The place for a review."""
    yield Say("utter_review_invitation", {"link": turn.catalogue.journey.referrals.review_link})


def nothing(turn: Turn, step: NextAction) -> Iterator[Say]:
    """No further word."""
    return iter(())


_SAY: Mapping[ActionKind, Callable[[Turn, NextAction], Iterator[Say]]] = {
    ActionKind.ASK_NEED: ask_need,
    ActionKind.RECOMMEND: lambda turn, step: recommend(turn),
    ActionKind.OFFER_ARTICLE: offer_article,
    ActionKind.OFFER_QUOTE: offer_quote,
    ActionKind.OFFER_PERSON: offer_person,
    ActionKind.ASK_CONTACT: ask_contact,
    ActionKind.OFFER_STEP: offer_step,
    ActionKind.INVITE_REFERRAL: invite_referral,
    ActionKind.INVITE_REVIEW: invite_review,
    ActionKind.NOTHING: nothing,
}
