"""What a visitor told of themselves, said back in few words, so that a mistake is seen at once."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date

from actions.material.contact import is_named, others_now
from actions.material.says import Say
from milepost.dialogue.deal.said_times import is_phrase, is_piece
from milepost.sales import wording
from milepost.sales.catalogue import Attribute, AttributeType
from milepost.sales.conversations import CONTACT_FACTS, Fact, FactStatus
from milepost.services.turns import Turn

# What can be said back as a person would: figures and names. Free words of the visitor's read like debris.
_FIGURES = ("team_size", "budget")
_ORDER = ("contact_name", "company", "email", "phone")
_DAY = re.compile(r"date:(?P<year>\d{4}|-)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])")
_FEW_WORDS, _FEW_LETTERS = 5, 40


def acknowledged(turn: Turn) -> Iterator[Say]:
    """What was noted: values of known kinds, the time last. Free words are not said back: the visitor knows what they wrote."""
    language = turn.conversation.language
    noted = [fact for fact in turn.changed if is_worth_repeating(turn, fact)]
    times = [fact_text(turn, fact) for fact in noted if is_time(turn, fact)]
    noted.sort(key=lambda fact: _ORDER.index(fact.name) if fact.name in _ORDER else -1)
    values = [fact_text(turn, fact) for fact in noted if not is_time(turn, fact)]
    values += [address for each in others_now(turn) for address in (each.name, *each.addresses) if address]
    text = ", ".join(filter(None, (wording.listing(list(dict.fromkeys(values)), language), *times)))
    yield Say("utter_noted", {"facts": text}) if text else Say("utter_noted_plain")


def is_worth_repeating(turn: Turn, fact: Fact) -> bool:
    """Whether a fact is a value that a person would say back: a figure, a time, a choice in the visitor's own words, a name or an
    address; nothing that was only inferred."""
    if fact.value is None or fact.status is FactStatus.INFERRED or is_long(fact):
        return False
    if fact.name in _FIGURES:
        return True
    if fact.name in CONTACT_FACTS:
        return fact.name != "company" or is_named(turn, fact)
    if is_time(turn, fact):
        words = time_words(fact)
        before = turn.text[: turn.text.find(words)] if words in turn.text else ""
        return bool(is_phrase(words) or day_of(turn, fact)) and not is_piece(before)
    attribute = attribute_of(turn, fact)
    if attribute is None:
        return False
    values = fact.value if isinstance(fact.value, (list, tuple)) else [fact.value]
    said = _words(words_of(turn, fact))
    return attribute.type is AttributeType.NUMBER or all(_words(str(value)) in said for value in values)


def is_time(turn: Turn, fact: Fact) -> bool:
    """Whether a fact is a time by which something is wanted."""
    need = turn.catalogue.journey.needs.get(fact.name)
    return fact.name == "timeline" or (need is not None and need.kind == "timeline")


def time_words(fact: Fact) -> str:
    """The words of a time."""
    return str(fact.value.get("text") or "") if isinstance(fact.value, Mapping) else str(fact.value)


def day_of(turn: Turn, fact: Fact) -> date | None:
    """The day that a time is, where it is one: of this year or the next."""
    horizon = str(fact.value.get("horizon") or "") if isinstance(fact.value, Mapping) else ""
    match = _DAY.fullmatch(horizon)
    if match is None:
        return None
    today, month, day = turn.now.date(), int(match["month"]), int(match["day"])
    year = int(match["year"]) if match["year"].isdigit() else today.year + ((month, day) < (today.month, today.day))
    return date(year, month, day) if day <= monthrange(year, month)[1] else None


def _words(text: str) -> str:
    """A text as its words alone, to be found in another one word by word."""
    return f" {' '.join(''.join(letter if letter.isalnum() else ' ' for letter in text.casefold()).split())} "


def words_of(turn: Turn, fact: Fact) -> str:
    """The visitor's words that a fact stands on."""
    return (fact.evidence.words if fact.evidence else "") or turn.text


def attribute_of(turn: Turn, fact: Fact) -> Attribute | None:
    """The attribute of the catalogue that a need is about."""
    need = turn.catalogue.journey.needs.get(fact.name)
    return turn.catalogue.attributes.get(need.attribute or "") if need else None


def is_long(fact: Fact) -> bool:
    """Whether a fact is a piece of the visitor's own text rather than a value."""
    values = fact.value if isinstance(fact.value, (list, tuple)) else [fact.value]
    return any(isinstance(value, str) and len(value.split()) > _FEW_WORDS for value in values)


def fact_text(turn: Turn, fact: Fact) -> str:
    """A fact in few words, as a person would say it back: its value in normal form, and what it is of where that does not show."""
    attribute = attribute_of(turn, fact)
    if is_time(turn, fact) and not is_phrase(time_words(fact)) and (day := day_of(turn, fact)):
        return wording.date(day, turn.conversation.language, today=day)
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
    is_choice = attribute is not None and attribute.type in (AttributeType.CHOICE, AttributeType.LIST)
    if is_choice and isinstance(fact.value, (str, list, tuple)):
        return value
    return f"{attribute.name} {value}" if attribute else wording.told(fact.name, value, turn.conversation.language)


def names_unit(fact: Fact) -> bool:
    """Whether the visitor's words have more than figures: a bare "13-15" is said back without a unit of ours."""
    words = fact.evidence.words if fact.evidence else ""
    return not words or any(not (sign.isdigit() or sign in " .,-\u2013") for sign in words)
