"""What a rep reads first of a lead: one sentence of facts, and what is not yet known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from milepost.sales import wording
from milepost.sales.catalogue import Attribute, Catalogue
from milepost.sales.conversations import CUSTOMER_STAGES, Conversation, Fact, FactStatus, Touch
from milepost.sales.notes.wordings import brief_value

CONTACT = ("contact_name", "company", "email", "phone")

# How each need reads in the sentence; an attribute reads as its name and value.
_PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "contact_name": "{}",
        "company": "of {}",
        "team_size": "{} people",
        "industry": "in {}",
        "category": "looks for {}",
        "use_case": "for {}",
        "must_have_features": "must have {}",
        "current_solution": "uses {} today",
        "budget": "budget {}",
        "timeline": "when: {}",
        "term": "asks prices per {}",
    }
)
_ORDER = (*_PHRASES, "")
_TOUCHES: Mapping[Touch, str] = MappingProxyType(
    {
        Touch.CHOSEN: "has chosen {}",
        Touch.PRICED: "asked what {} costs",
        Touch.COMPARED: "compared {}",
        Touch.RECOMMENDED: "was recommended {}",
        Touch.MENTIONED: "spoke of {}",
    }
)


@dataclass(frozen=True)
class NotePart:
    """One part of the sentence: what it is about, how it reads, and the message and words that say so."""

    name: str
    text: str
    message: str
    words: str = ""
    status: FactStatus = FactStatus.SAID


@dataclass(frozen=True)
class Unknown:
    """A need or contact detail that is not known, and what became of it (None: not asked)."""

    name: str
    status: FactStatus | None = None


@dataclass(frozen=True)
class LeadNote:
    """Facts only: nothing is in the sentence that no message says."""

    parts: tuple[NotePart, ...]
    not_yet_known: tuple[Unknown, ...]

    @property
    def sentence(self) -> str:
        """The parts as one sentence, for a list or a notice; "" where nothing is known."""
        text = ", ".join(part.text for part in self.parts)
        return f"{text[0].upper()}{text[1:]}." if text else ""


def lead_note(catalogue: Catalogue, conversation: Conversation) -> LeadNote:
    """The sentence on top of a lead, in the order who, for what, with which limits, about which options."""
    facts = [fact for fact in conversation.facts.values() if fact.value is not None and fact.evidence is not None]
    facts = [fact for fact in facts if fact.status in (FactStatus.SAID, FactStatus.INFERRED, FactStatus.CONTRADICTED)]
    facts = [
        fact for fact in facts if fact.name not in ("email", "phone") and not _is_said_twice(catalogue, fact, facts)
    ]
    facts.sort(key=lambda fact: _ORDER.index(fact.name) if fact.name in _ORDER else len(_PHRASES))
    parts = [_fact_part(catalogue, fact) for fact in facts]
    return LeadNote((*parts, *_option_parts(catalogue, conversation)), _unknown(catalogue, conversation))


def _fact_part(catalogue: Catalogue, fact: Fact) -> NotePart:
    attribute = _attribute(catalogue, fact.name)
    currency = catalogue.company.currencies[0] if fact.name == "budget" else None
    value = wording.need_value(
        brief_value(fact.name, fact.value), unit=attribute.unit if attribute else None, currency=currency
    )
    phrase = (
        _PHRASES.get(fact.name) or f"{_lowered(attribute.name if attribute else fact.name.replace('_', ' '))}: {{}}"
    )
    if attribute is not None and isinstance(fact.value, bool):
        phrase = _lowered(attribute.name) if fact.value else f"no {_lowered(attribute.name)}"
    if fact.name == "team_size" and fact.value == 1:
        phrase = "{} person"
    text = phrase.format(value)
    if fact.earlier is not None:
        before = wording.need_value(
            brief_value(fact.name, fact.earlier.value), unit=attribute.unit if attribute else None, currency=currency
        )
        text = f"{text} (contradicted: before {before})"
    elif fact.status is not FactStatus.SAID:
        text = f"{text} ({fact.status.value})"
    evidence = fact.evidence
    return NotePart(
        fact.name, text, evidence.message if evidence else "", evidence.words if evidence else "", fact.status
    )


def _is_said_twice(catalogue: Catalogue, fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether a yes to a feature stands among the must-haves already."""
    attribute = _attribute(catalogue, fact.name)
    wishes = next((each.value for each in facts if each.name == "must_have_features"), None) or ()
    listed = [wishes] if isinstance(wishes, str) else wishes
    return (
        attribute is not None
        and fact.value is True
        and attribute.name.casefold() in {str(w).casefold() for w in listed}
    )


def _attribute(catalogue: Catalogue, need: str) -> Attribute | None:
    definition = catalogue.journey.needs.get(need)
    return catalogue.attributes.get((definition.attribute if definition else None) or need)


def _lowered(name: str) -> str:
    """A name in the middle of a sentence; one that begins with an abbreviation stays as it is."""
    return name[0].lower() + name[1:] if name[1:2].islower() else name


def _option_parts(catalogue: Catalogue, conversation: Conversation) -> list[NotePart]:
    """What was chosen; else what was priced, compared, recommended or only mentioned last."""
    for how, phrase in _TOUCHES.items():
        touches = [touch for touch in conversation.touches if touch.how is how]
        if touches:
            last = [touch for touch in touches if touch.message == touches[-1].message]
            names = list(dict.fromkeys(_name(catalogue, touch.option) for touch in last))
            return [NotePart(how.value, phrase.format(wording.listing(names)), last[-1].message)]
    return []


def _name(catalogue: Catalogue, option: str) -> str:
    kind, _, option_id = option.partition(":")
    if kind == "plan" and option_id in catalogue.plans:
        plan = catalogue.plans[option_id]
        product = catalogue.products.get(plan.product)
        return plan.name if product is None or product.name == plan.name else f"{product.name} {plan.name}"
    named = catalogue.competitors.get(option_id) if kind == "competitor" else catalogue.products.get(option_id)
    return named.name if named else option_id


def _unknown(catalogue: Catalogue, conversation: Conversation) -> tuple[Unknown, ...]:
    """The needs worth asking, heaviest first, then contact details; of a customer the contact details alone."""
    is_customer = conversation.buying_stage in CUSTOMER_STAGES
    needs = [] if is_customer else sorted(catalogue.journey.needs.values(), key=lambda need: -need.weight)
    names = [*(need.id for need in needs if need.id not in CONTACT), *CONTACT]
    missing = [name for name in names if conversation.value(name) is None]
    statuses = {name: conversation.facts[name].status for name in missing if name in conversation.facts}
    asked = dict.fromkeys(conversation.asked_before, FactStatus.ASKED)
    return tuple(Unknown(name, statuses.get(name) or asked.get(name)) for name in missing)
