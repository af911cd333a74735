"""Moves of listening: taking in what a visitor says, and why a question is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actions.material.knowledge import known_answer
from actions.moves import Move, Say
from milepost.sales import wording
from milepost.sales.conversations import CONTACT_FACTS, BuyingStage, Fact, FactStatus
from milepost.sales.next_best_action import Answered
from milepost.services.turns import Turn

# Needs in loose words, which may hold the words of a sharper one.
_LOOSE = ("timeline", "use_case")
_FEW_WORDS, _FEW_LETTERS = 5, 40


class ActionAcknowledgeNeeds(Move):
    """Says back what was understood, so that a mistake is seen at once."""

    answered = Answered.NEED

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_acknowledge_needs"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """What was noted; a problem without particulars gets the stage's words; a refusal is fine."""
        noted = [fact for fact in turn.changed if fact.value is not None]
        if noted:
            yield from acknowledged(turn)
        elif any(fact.status is FactStatus.REFUSED for fact in turn.changed) or turn.intent == "refuse_to_say":
            turn.answered = Answered.REFUSED
            yield Say("utter_skipped")
        else:
            names_a_kind = any(mention["kind"] == "category" for mention in turn.parse.get("mentions") or ())
            known = None if turn.asked or names_a_kind else known_answer(turn, sure=True)
            yield known or Say("utter_heard_problem", {"wording": stage_wording(turn)})


class ActionExplainQuestion(Move):
    """Why the open question was asked, from the catalogue."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_explain_question"

    def answer(self, turn: Turn) -> Iterator[Say]:
        """The reason; the question stays open."""
        need = turn.catalogue.journey.needs.get(turn.asked or "")
        if turn.asked == "email":
            turn.conversation.asked = "email"
            yield Say("utter_ask_contact")
        elif need is None:
            yield Say("utter_nothing_asked")
        else:
            turn.conversation.asked = need.id
            yield Say("utter_why_i_ask", {"why": need.why})


def acknowledged(turn: Turn) -> Iterator[Say]:
    """What was noted. Long words of the visitor's own are not said back: they know what they wrote."""
    noted = [fact for fact in turn.changed if fact.value is not None]
    short = [fact_text(turn, fact) for fact in noted if not is_long(fact) and not is_said_by_another(fact, noted)]
    if short:
        yield Say("utter_noted", {"facts": wording.listing(short, turn.conversation.language)})
    else:
        yield Say("utter_noted_plain")


def is_said_by_another(fact: Fact, noted: Iterable[Fact]) -> bool:
    """Whether its words are those of a property that is noted as well: "for winter" is one wish, not a time and a use."""
    words = fact.evidence.words if fact.evidence else ""
    others = [each.evidence.words for each in noted if each.name not in _LOOSE and each.evidence]
    return fact.name in _LOOSE and any(other and other in words for other in others)


def is_long(fact: Fact) -> bool:
    """Whether a fact is a piece of the visitor's own text rather than a value."""
    values = fact.value if isinstance(fact.value, (list, tuple)) else [fact.value]
    return any(isinstance(value, str) and len(value.split()) > _FEW_WORDS for value in values)


def fact_text(turn: Turn, fact: Fact) -> str:
    """A fact in few words: its name and its value in normal form."""
    need = turn.catalogue.journey.needs.get(fact.name)
    attribute = turn.catalogue.attributes.get(need.attribute or "") if need else None
    label = attribute.name if attribute else wording.label(fact.name, turn.conversation.language)
    value = wording.need_value(
        fact.value,
        unit=attribute.unit if attribute and names_unit(fact) else None,
        currency=turn.catalogue.company.currencies[0] if fact.name == "budget" else None,
        language=turn.conversation.language,
    )
    return value if fact.name in CONTACT_FACTS else f"{label} {wording.shortened(value, _FEW_LETTERS)}"


def names_unit(fact: Fact) -> bool:
    """Whether the visitor's words have more than figures: a bare "13-15" is said back without a unit of ours."""
    words = fact.evidence.words if fact.evidence else ""
    return not words or any(not (sign.isdigit() or sign in " .,-\u2013") for sign in words)


def stage_wording(turn: Turn) -> str:
    """How the owner wants to open help in this stage; nothing where the visitor does not write the owner's language."""
    if turn.conversation.language != "en":
        return ""
    stage = turn.conversation.buying_stage
    before_buying = (BuyingStage.RESEARCH, BuyingStage.EVALUATION, BuyingStage.PURCHASE)
    plan = turn.catalogue.journey.stages.get((stage if stage in before_buying else BuyingStage.AWARENESS).value)
    return plan.wording if plan else ""
