"""Moves of listening: taking in what a visitor says of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from actions.facts import told
from actions.material.contact import ask_for_contact
from actions.material.needs_told import acknowledged, fact_text, is_worth_repeating
from actions.material.suggesting import named_now, suggested, would_help
from actions.material.written import (
    ANSWER,
    ARTICLE,
    acts_before,
    nearest_written,
    owners_answer,
    readings_of_act,
    written_answer,
)
from actions.moves import Move, Say
from actions.pricing import priced
from milepost.dialogue.acts import Act, ActKind, Zone
from milepost.dialogue.words import content_words
from milepost.sales import wording
from milepost.sales.conversations import BEFORE_INTEREST, CUSTOMER_STAGES, BuyingStage, FactStatus, Handler
from milepost.sales.next_best_action import ActionKind, Answered, next_best_action
from milepost.sales.options import is_ours
from milepost.services.turns import Turn

# How near (`nearness`) what is written has to come to what is told, to be worth telling.
_NEAR, _NEAR_WHILE_WAITING = 0.6, 0.74
# Lines of ours in which something was just said, and letters of a text by which it is known again.
_LINES, _TAIL = 3, 60
# From so many words that mean something a message tells more than that it leaves a question open.
_TELLS_MORE = 3


class ActionAcknowledgeNeeds(Move):
    """Says back what was understood, so that a mistake is seen at once."""

    answered = Answered.NEED

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_acknowledge_needs"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """What was noted, then what comes near to it: an option, or what is written. A wish for an order is taken up, a number or
        a kind of customer told after a price is priced; a problem without particulars gets the stage's words; a refusal is fine."""
        noted = [fact for fact in turn.changed if fact.value is not None]
        if says_hello(turn):
            yield Say("utter_greet_back")
        if is_wish(turn):
            yield from take_wish(turn)
        elif noted:
            yield from acknowledged(turn)
            yield from priced_anew(turn) or suggested(turn) or told_near(turn)
            turn.has_asked = (
                turn.has_asked or turn.conversation.handler is Handler.WAITING
            )  # who waits is asked nothing
        elif declines(turn):
            yield from left_open(turn)
        elif options := suggested(turn) or list(told_of(turn)):
            yield from options
        else:
            near = list(told_near(turn))
            yield from heard(turn, alone=not near)
            yield from near


def says_hello(turn: Turn) -> bool:
    """Whether the first message greets beside what it tells."""
    acts = [act.kind for _, act in turn.interpretation.readings] if turn.interpretation else []
    return ActKind.GREET in acts and ActKind.GREET not in [act.kind for act in turn.acts] and is_first(turn)


def is_first(turn: Turn) -> bool:
    """Whether this is the first message of the conversation."""
    return len(turn.conversation.stages) <= 1


def declines(turn: Turn) -> bool:
    """Whether the message leaves our question open and tells nothing else: "whatever that is" may be said of anything."""
    if turn.act.kind is ActKind.REFUSE_TO_SAY:
        return True
    refused = any(fact.status is FactStatus.REFUSED for fact in turn.changed)
    return refused and len(content_words(turn.act.text, ())) < _TELLS_MORE


def left_open(turn: Turn) -> Iterator[Say]:
    """A refusal is fine; who gives no address hears where to write."""
    turn.answered = Answered.REFUSED
    if turn.asked not in ("email", "phone"):
        yield Say("utter_skipped" if turn.asked else "utter_no_problem")
        return
    turn.conversation.refused_offers.append(turn.asked)
    yield Say("utter_contact_refused")
    if turn.catalogue.company.email:
        yield Say("utter_contact_write", {"email": turn.catalogue.company.email})


def told_of(turn: Turn) -> Iterator[Say]:
    """What it is that somebody names who has not bought yet."""
    named = named_now(turn)
    if named and turn.conversation.buying_stage not in CUSTOMER_STAGES:
        turn.answered = Answered.RECOMMENDED
        yield would_help(turn, named[0])


def told_near(turn: Turn) -> Iterator[Say]:
    """What the owner has written that bears on what is told; of what only comes near it is said that it may help."""
    is_waiting = turn.conversation.handler is Handler.WAITING
    known = None if is_waiting else owners_answer(turn)
    near = nearest_written(turn, least=_NEAR_WHILE_WAITING if is_waiting else _NEAR, kinds=(ANSWER, ARTICLE))
    if known:
        says = [written_answer(turn, known)]
    elif near:
        act = Act(ActKind.ASK_FACT, fact=near.id, says=near.says, zone=Zone.NEAR, text=turn.act.text)
        says = [Say("utter_perhaps"), *told(turn, act)]
    else:
        return
    turn.answered = Answered.QUESTION
    if not was_just_said(turn, says):
        yield from says


def was_just_said(turn: Turn, says: Sequence[Say]) -> bool:
    """Whether the answer before this one told the same."""
    texts = [value for say in says for name, value in say.values.items() if name in ("answer", "fact")]
    lines = [line.text for line in turn.said_before(_LINES)]
    return any(text[-_TAIL:] in line for text in texts for line in lines)


def heard(turn: Turn, *, alone: bool = True) -> Iterator[Say]:
    """That it was heard: who waits for a person hears that it is passed on. Where nothing else is said, who has not bought yet
    hears how we can help, and a customer is offered a person, once."""
    conversation = turn.conversation
    if conversation.handler is Handler.WAITING:
        turn.has_asked = True
        yield Say("utter_noted_for_colleague")
        return
    is_customer = conversation.buying_stage in CUSTOMER_STAGES
    opening = stage_wording(turn) if alone and not is_customer else ""
    yield Say("utter_heard_problem", {"wording": opening}) if opening else Say("utter_heard")
    if alone and is_customer and "person" not in (*conversation.offers_made, *conversation.refused_offers):
        turn.has_asked, conversation.offered = True, "person"
        conversation.offers_made.append("person")
        yield Say("utter_offer_person")


def priced_anew(turn: Turn) -> list[Say]:
    """The price that was told last, for the number or the kind of customer that is told now."""
    last = next((act for act in acts_before(turn) if act.kind is ActKind.ASK_PRICE and act.options), None)
    told = {fact.name: fact.value for fact in turn.changed}
    number, kind = told.get("team_size"), turn.conversation.case.customer_kind
    if last is None or not (isinstance(number, int) or (kind and "customer_kind" in told)):
        return []
    turn.answered = Answered.PRICED
    again = replace(last, customer_kind=kind)
    if isinstance(number, int):
        again = replace(again, number=number, numbers={})
    return list(priced(turn, again, [option for option in last.options if is_ours(option)]))


def is_wish(turn: Turn) -> bool:
    """Whether who orders or books tells a day, a time or a place for it; a day with a place is said by nobody else."""
    stage, needs = turn.conversation.buying_stage, turn.catalogue.journey.needs
    told_of = [needs.get(fact.name) for fact in turn.changed if fact.value is not None]
    is_placed = any(need and need.attribute for need in told_of)
    is_timed = any(need and need.kind == "timeline" for need in told_of)
    if turn.act.kind is not ActKind.STATE_NEED or stage in CUSTOMER_STAGES:
        return False
    if stage is BuyingStage.PURCHASE:
        return bool(days_of(turn)) or is_placed or is_timed
    return bool(days_of(turn)) and is_placed


def days_of(turn: Turn) -> list[str]:
    """The days that the message names."""
    return list(dict.fromkeys(day for reading in readings_of_act(turn) for day in reading.days))


def take_wish(turn: Turn) -> Iterator[Say]:
    """The wish said back, then the next step of the order: to whom the confirmation goes."""
    language = turn.conversation.language
    days = [wording.day_name(day, language) for day in days_of(turn)]
    facts = [fact_text(turn, fact) for fact in turn.changed if is_worth_repeating(turn, fact)]
    wish = wording.listing(list(dict.fromkeys([*days, *facts])), language)
    turn.answered = Answered.ORDER
    yield Say("utter_wish_noted", {"wish": wish}) if wish else Say("utter_wish_noted_plain")
    yield from ask_for_contact(turn)


class ActionStopAsking(Move):
    """Asks no more until the visitor asks for something."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_stop_asking"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """An apology of few words, and silence."""
        turn.conversation.quiet = True
        turn.conversation.asked = None
        turn.has_asked = True
        yield Say("utter_asked_enough")


def is_question_next(turn: Turn) -> bool:
    """Whether a question of ours follows upon what was told."""
    step = next_best_action(turn.catalogue, turn.conversation, Answered.NEED, today=turn.now.date())
    return step.kind is ActionKind.ASK_NEED


def stage_wording(turn: Turn) -> str:
    """How the owner wants to open help in this stage, once it has begun; nothing where the visitor does not write the owner's
    language."""
    stage, before = turn.conversation.buying_stage, [change.stage for change in turn.conversation.stages[:-1]]
    if turn.conversation.language != "en" or before[-1:] == [stage]:
        return ""
    if stage not in BEFORE_INTEREST and not is_question_next(turn):  # it opens help: something has to come of it
        return ""
    before_buying = (BuyingStage.RESEARCH, BuyingStage.EVALUATION, BuyingStage.PURCHASE)
    plan = turn.catalogue.journey.stages.get((stage if stage in before_buying else BuyingStage.AWARENESS).value)
    return plan.wording if plan else ""
