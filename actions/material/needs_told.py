"""What a visitor told of themselves, said back in few words, so that a mistake is seen at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from actions.material.says import Say
from milepost.sales import wording
from milepost.sales.conversations import CONTACT_FACTS, Fact
from milepost.services.turns import Turn

# Needs in loose words, which may hold the words of a sharper one.
_LOOSE = ("timeline", "use_case")
_FEW_WORDS, _FEW_LETTERS = 5, 40


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
    """A fact in few words, as a person would say it back: its value in normal form, and what it is of where that does not show."""
    need = turn.catalogue.journey.needs.get(fact.name)
    attribute = turn.catalogue.attributes.get(need.attribute or "") if need else None
    value = wording.need_value(
        fact.value,
        unit=attribute.unit if attribute and names_unit(fact) else None,
        currency=turn.catalogue.company.currencies[0] if fact.name == "budget" else None,
        language=turn.conversation.language,
    )
    if fact.name in CONTACT_FACTS:
        return value
    value = wording.shortened(value, _FEW_LETTERS)
    if fact.name == "team_size" and isinstance(fact.value, int):
        return wording.count(fact.value, "person", turn.conversation.language)
    return f"{attribute.name} {value}" if attribute else wording.told(fact.name, value, turn.conversation.language)


def names_unit(fact: Fact) -> bool:
    """Whether the visitor's words have more than figures: a bare "13-15" is said back without a unit of ours."""
    words = fact.evidence.words if fact.evidence else ""
    return not words or any(not (sign.isdigit() or sign in " .,-\u2013") for sign in words)
