"""Moves that get a customer going, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions.facts import told
from actions.material.blocks import steps_block
from actions.material.meant import meant_by_words
from actions.material.written import ANSWER, ARTICLE, acts_before, is_asked, nearest_written
from actions.moves import Move, Say
from milepost.dialogue.acts import Act, ActKind
from milepost.sales import wording
from milepost.sales.conversations import BuyingStage, Handler
from milepost.sales.journey import OnboardingStep
from milepost.sales.next_best_action import Answered
from milepost.sales.options import exists, is_ours, product_of
from milepost.services import onboarding
from milepost.services.turns import Turn

_WHICH, _SHOWN = "onboarding_which", "onboarding_shown"
_GOES_ON = {"done": "utter_onboarding_next", "skip": "utter_onboarding_skipped"}
STEP = "step"
# How near (`nearness`) what is written has to come to what a customer says of a step.
_NEAR, _NEAR_A_STEP = 0.6, 0.5
# To be told in place of the first step, to who asks for something of it.
_NEAR_A_STEP_ASKED = 0.6


class ActionGuideOnboarding(Move):
    """The step that is next for what was bought."""

    answered = Answered.STEP

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_guide_onboarding"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Asks once what was bought; "done" goes on, "left" lists, "stuck" repeats and offers a person."""
        conversation, catalogue, act = turn.conversation, turn.catalogue, turn.act
        named = bought_by_words(turn)
        if act.how in _GOES_ON and not has_begun(turn) and step_named(turn, turn.catalogue.journey.onboarding) is None:
            yield from reported(turn)
            return
        if named and named != conversation.bought:
            conversation.bought, conversation.onboarding_step = named, 0
        steps = steps_for(turn, conversation.bought)
        with_steps = {step.product for step in catalogue.journey.onboarding}
        if says := list(written_for(turn)):
            yield from says
        elif (
            conversation.bought is None and with_steps - {"*"} and (not steps or _WHICH not in conversation.offers_made)
        ):
            yield from which_one(turn)
        elif not steps:
            turn.answered = Answered.UNKNOWN
            yield Say("utter_onboarding_none", {"product": bought_name(turn)})
        else:
            yield from walk(turn, steps)


def bought_by_words(turn: Turn) -> str | None:
    """The product that was bought, where the words tell: by its name, by one of its steps, or because it is spoken of."""
    catalogue, conversation = turn.catalogue, turn.conversation
    with_steps = {step.product for step in catalogue.journey.onboarding}
    named = next((product_of(catalogue, option) for option in turn.act.options if is_ours(option)), None)
    if named or conversation.bought:
        return named
    of_one = [each for each in catalogue.journey.onboarding if each.product != "*"]
    step = step_named(turn, of_one) if turn.act.kind is ActKind.REPORT_PROGRESS else None
    spoken = [
        product_of(catalogue, option)
        for option in (*conversation.focus, *meant_by_words(turn))
        if is_ours(option) and exists(catalogue, option)
    ]
    near = [step.product] if step else []
    return next((each for each in (*spoken, *near) if each in with_steps or "*" in with_steps), None)


def written_for(turn: Turn) -> Iterator[Say]:
    """The step that somebody asks about who asks for one thing: "where do I get the book"."""
    if turn.act.kind is not ActKind.ASK_HOW_TO_START or not is_asked(turn):
        return
    near = nearest_written(turn, least=_NEAR_A_STEP_ASKED, kinds=(ANSWER, ARTICLE, STEP))
    steps = turn.catalogue.journey.onboarding
    step = next((each for each in steps if near is not None and near.id == f"{STEP}:{each.id}"), None)
    if step is not None:
        yield Say("utter_product", {"name": step.title, "summary": f"{step.body} {step.link}".strip()})


def which_one(turn: Turn) -> Iterator[Say]:
    """Asks once what was bought: the general steps alone would be said to be all; who does not tell what it was gets these after
    all. Who waits for a person is asked nothing."""
    catalogue, conversation = turn.catalogue, turn.conversation
    if conversation.handler is Handler.WAITING:
        turn.has_asked = True
        yield Say("utter_noted_for_colleague")
        return
    turn.asks_for("option")
    conversation.offers_made.append(_WHICH)
    with_steps = {step.product for step in catalogue.journey.onboarding}
    yield Say(
        "utter_onboarding_which" if turn.act.kind is ActKind.ASK_HOW_TO_START else "utter_which_product",
        buttons=tuple(p.name for p in catalogue.products.values() if p.id in with_steps)[:5],
    )


def has_begun(turn: Turn) -> bool:
    """Whether somebody is being led through steps, or has asked to be."""
    asked = (ActKind.ASK_HOW_TO_START, ActKind.REPORT_PROGRESS)
    return turn.conversation.bought is not None or any(act.kind in asked for act in acts_before(turn))


def reported(turn: Turn) -> Iterator[Say]:
    """Pleasure at what somebody has done whom nobody has led through any steps; then the first of what they say they bought. Who
    waits for a person hears that it is passed on."""
    conversation = turn.conversation
    if conversation.handler is Handler.WAITING:
        turn.has_asked = True
        yield Say("utter_noted_for_colleague")
        return
    yield Say("utter_glad")
    named = [option for option in (*turn.act.options, *meant_by_words(turn)) if is_ours(option)]
    products = [product_of(turn.catalogue, option) for option in named if exists(turn.catalogue, option)]
    steps = steps_for(turn, products[0]) if products else []
    if steps and conversation.buying_stage is BuyingStage.ONBOARDING:
        conversation.bought, conversation.onboarding_step = products[0], 0
        yield from shown(turn, steps)


def walk(turn: Turn, steps: list[OnboardingStep]) -> Iterator[Say]:
    """Helps with a step that is stuck, goes on after one that is done or skipped, lists those left, else shows all with where one
    stands."""
    conversation, how = turn.conversation, turn.act.how
    if how == "stuck":
        yield from unstuck(turn, steps)
        return
    if how in _GOES_ON:
        named, at = step_named(turn, steps), conversation.onboarding_step
        if named is None and _SHOWN not in conversation.offers_made:  # what is done is none of the steps
            yield from shown(turn, steps)
            return
        conversation.onboarding_step = step_after(steps, at, named, skips=how == "skip")
    conversation.offers_made.append(_SHOWN)
    done = conversation.onboarding_step
    onboarding.record(turn, product=conversation.bought or "", step=min(done, len(steps)))
    if done >= len(steps):
        yield Say("utter_onboarding_finished", {"product": bought_name(turn)})
        return
    step = steps[done]
    if how == "left":
        titles = wording.listing([each.title for each in steps[done:]], conversation.language)
        yield Say("utter_onboarding_left", {"steps": titles})
        return
    if how in _GOES_ON:
        values = {"number": str(done + 1), "count": str(len(steps)), "title": step.title}
        yield Say(_GOES_ON[how], {**values, "body": f"{step.body} {step.link}".strip()})
    else:
        yield from shown(turn, steps)


def step_after(steps: list[OnboardingStep], at: int, named: OnboardingStep | None, *, skips: bool) -> int:
    """Where one stands after a step: behind the one that is named, and no further back than before unless it is to be skipped."""
    if named is None:
        return at + 1
    behind = steps.index(named) + 1
    return behind if skips else max(at, behind)


def shown(turn: Turn, steps: list[OnboardingStep]) -> Iterator[Say]:
    """The step that one stands at, with all of them."""
    done = turn.conversation.onboarding_step
    turn.conversation.offers_made.append(_SHOWN)
    step = steps[done]
    values = {"number": str(done + 1), "count": str(len(steps)), "title": step.title, "body": step.body}
    yield Say("utter_onboarding_step", values, block=steps_block(bought_name(turn), steps, done))


def step_named(turn: Turn, steps: Sequence[OnboardingStep]) -> OnboardingStep | None:
    """The step that the words are about."""
    near = nearest_written(turn, least=_NEAR_A_STEP, kinds=(STEP,))
    return next((step for step in steps if near and near.id == f"{STEP}:{step.id}"), None)


def unstuck(turn: Turn, steps: list[OnboardingStep]) -> Iterator[Say]:
    """What helps who is stuck: the answer to what they ask beside it, the step that the words are about, what is written that
    comes near to them, else the step they are at once more, and a person."""
    if turn.does(ActKind.ASK_FACT):
        return
    turn.answered = Answered.UNKNOWN
    near, about = nearest_written(turn, least=_NEAR, kinds=(ANSWER, ARTICLE, STEP)), step_named(turn, steps)
    if near is not None and near.kind != STEP:
        yield Say("utter_perhaps")
        yield from told(turn, Act(ActKind.ASK_FACT, fact=near.id, says=near.says, text=turn.act.text))
        return
    step = about or steps[min(turn.conversation.onboarding_step, len(steps) - 1)]
    yield Say("utter_onboarding_stuck", {"title": step.title, "body": step.body})
    if about is None:
        turn.has_asked, turn.conversation.offered = True, "person"
        yield Say("utter_offer_person")


def steps_for(turn: Turn, product_id: str | None) -> list[OnboardingStep]:
    """The steps of a product, with those for all products."""
    return [step for step in turn.catalogue.journey.onboarding if step.product in (product_id, "*")]


def bought_name(turn: Turn) -> str:
    """The name of what was bought."""
    product = turn.catalogue.products.get(turn.conversation.bought or "")
    return product.name if product else turn.catalogue.company.name
