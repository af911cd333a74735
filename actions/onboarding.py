"""Moves that get a customer going, step by step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.material.blocks import steps_block
from actions.material.knowledge import known_answer
from actions.material.options import product_of
from actions.moves import Move, Say
from milepost.sales.journey import OnboardingStep
from milepost.sales.next_best_action import Answered
from milepost.services import gaps, onboarding
from milepost.services.turns import Turn

_STUCK = ("stuck", "not work", "n't work", "doesn't", "doesnt", "error", "fail", "can't", "cant", "cannot", "problem")

# Something went wrong, in the five languages that are answered.
_TROUBLE = re.compile(
    r"\b(?:fail\w*|error\w*|stuck|expired|broken|missing|late|never (?:came|arrived)|not working|crash\w*|declined|rejected|"
    r"(?:can|does|do|did|has|have|is|was|wo)(?: ?not|n'?t) |cannot|where(?:'s| is) my|supposed to|still waiting|no sign of|"
    r"fehler|klappt nicht|geht nicht|funktioniert nicht|no funciona|dónde está mi|ne marche pas|ne fonctionne pas|"
    r"où est ma|où est mon|não funciona|onde está)\b",
    re.IGNORECASE,
)


class ActionGuideOnboarding(Move):
    """The step that is next for what was bought."""

    answered = Answered.STEP

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_guide_onboarding"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """Asks once what was bought; "done" goes on, "stuck" repeats and offers a person."""
        conversation, catalogue = turn.conversation, turn.catalogue
        chosen = next(
            (product_of(catalogue, option) for option in turn.options if not option.startswith("competitor:")), None
        )
        if chosen and chosen != conversation.bought:
            conversation.bought, conversation.onboarding_step = chosen, 0
        steps = steps_for(turn, conversation.bought)
        if has_trouble(turn):
            yield from help_with_trouble(turn)
        elif conversation.bought is None and not turn.options:
            known = known_answer(turn, sure=True)
            if known:
                yield known
            conversation.pending = self.name()
            turn.has_asked = True
            yield Say(
                "utter_onboarding_which", buttons=tuple(product.name for product in catalogue.products.values())[:5]
            )
        elif not steps:
            turn.answered = Answered.UNKNOWN
            yield Say("utter_onboarding_none", {"product": bought_name(turn)})
        else:
            yield from walk(turn, steps)


def has_trouble(turn: Turn) -> bool:
    """Whether something of the order or the first use went wrong, and not just a step of ours."""
    return turn.intent == "ask_how_to_start" and _TROUBLE.search(turn.text) is not None


def help_with_trouble(turn: Turn) -> Iterator[Say]:
    """What is written down about it; else the plain truth, and a person."""
    known = known_answer(turn)
    if known is None:
        turn.answered = Answered.UNKNOWN
        gaps.record(turn, "unanswered", turn.text)
    yield known or Say("utter_onboarding_trouble")


def walk(turn: Turn, steps: list[OnboardingStep]) -> Iterator[Say]:
    """Repeats a step that is stuck, goes on after one that is done, else shows where the customer stands."""
    conversation, lower = turn.conversation, turn.text.lower()
    reported = turn.intent == "report_progress"
    if reported and any(word in lower for word in _STUCK):
        step = steps[min(conversation.onboarding_step, len(steps) - 1)]
        turn.answered = Answered.UNKNOWN
        yield Say("utter_onboarding_stuck", {"title": step.title, "body": step.body})
        return
    if reported:
        conversation.onboarding_step += 1
    onboarding.record(turn, product=conversation.bought or "", step=min(conversation.onboarding_step, len(steps)))
    done = conversation.onboarding_step
    block = steps_block(bought_name(turn), steps, done)
    if done >= len(steps):
        yield Say("utter_onboarding_finished", {"product": bought_name(turn)}, block=block)
        return
    step = steps[done]
    values = {"number": str(done + 1), "count": str(len(steps)), "title": step.title, "body": step.body}
    yield Say("utter_onboarding_next" if reported else "utter_onboarding_step", values, block=block)


def steps_for(turn: Turn, product_id: str | None) -> list[OnboardingStep]:
    """The steps of a product, with those for all products."""
    return [step for step in turn.catalogue.journey.onboarding if step.product in (product_id, "*")]


def bought_name(turn: Turn) -> str:
    """The name of what was bought."""
    product = turn.catalogue.products.get(turn.conversation.bought or "")
    return product.name if product else turn.catalogue.company.name
