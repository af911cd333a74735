"""What a rep reads first of a lead: one sentence of facts, and what is not yet known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from milepost.sales import wording
from milepost.sales.catalogue import Attribute, AttributeType, Catalogue
from milepost.sales.conversations import CUSTOMER_STAGES, Conversation, Fact, FactStatus, Touch
from milepost.sales.journey import NeedDefinition
from milepost.sales.notes.deal import Question, Told, Topic, labels, no_buyer, of
from milepost.sales.notes.own_words import About, OwnWords, about, split
from milepost.sales.notes.wordings import brief_value
from milepost.sales.options import plan_name

UNWANTED = "do_not_contact"
"""The part of the note that tells on which ways they want nobody to come."""
OTHERS = "others"
"""The parts that tell of other people, with their addresses."""
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
_DEAL: Mapping[Topic, str] = MappingProxyType(
    {
        Topic.HAS: "a customer: {}",
        Topic.ADDS: "wants a change: {}",
        Topic.LEAVES: "wants to give up: {}",
        Topic.THREAT: "may leave: {}",
        Topic.RIVAL: "names another offer: {}",
        Topic.DECIDES: "decision: {}",
        Topic.INVOLVED: "also involved: {}",
        Topic.TERMS: "asks for {}",
        Topic.DEADLINE: "by when: {}",
    }
)
# Of what they asked, and of what is not known, so much is said.
_QUESTIONS, _MISSING = 2, 3
# Where no more than so many needs are known, so much of their own words is quoted.
_BARE, _OWN = 1, 2
_WHOLE_CLAUSE = 5  # words
# Which of their own words tell of a need.
_TOLD_BY: Mapping[str, tuple[About, ...]] = MappingProxyType(
    {
        "timeline": (About.DATE,),
        "budget": (About.MONEY,),
        "current_solution": (About.OFFER,),
        "use_case": (About.PROBLEM, About.WISH, About.SITUATION),
    }
)
_LETTERS = 4  # of a word that is looked for in their own
_UNWANTED: Mapping[tuple[str, ...], str] = MappingProxyType(
    {
        ("call",): "wants no calls, write only",
        ("mail",): "wants no e-mail, call only",
        ("call", "mail"): "wants neither calls nor e-mail",
    }
)
_TOUCHES: Mapping[Touch, str] = MappingProxyType(
    {
        Touch.CHOSEN: "has chosen {}",
        Touch.PRICED: "asked the price of {}",
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
    """Facts only: nothing is in the sentence that no message says and no rep wrote in."""

    parts: tuple[NotePart, ...]
    not_yet_known: tuple[Unknown, ...]

    @property
    def sentence(self) -> str:
        """The parts as one sentence, for a list or a notice; "" where nothing is known."""
        text = ", ".join(part.text for part in self.parts)
        return f"{text[0].upper()}{text[1:]}." if text else ""


def lead_note(
    catalogue: Catalogue,
    conversation: Conversation,
    told: Sequence[Told] = (),
    asked: Sequence[Question] = (),
    said: Question | None = None,
    own: Sequence[OwnWords] = (),
) -> LeadNote:
    """The sentence on top of a lead, in the order who, for what, with which limits, about which options, and how the deal stands.

    `told` is what their words tell of the deal, `asked` what they asked, `own` what else they told in their own words: quoted where
    hardly a need is known. `said` is what they said first: quoted where nothing else is known. Of somebody who is no buyer nothing
    is told but who they are and what they asked.
    """
    stranger = no_buyer(told)
    facts = _facts_told(catalogue, conversation)
    facts = [fact for fact in facts if stranger is None or fact.name in CONTACT]
    parts = [_fact_part(catalogue, fact) for fact in facts]
    before = parts[:1] if "contact_name" in conversation.facts else []
    parts = [*before, *_unwanted(conversation), *parts[len(before) :]]
    if stranger is not None:
        text = f"not a buyer ({stranger.label}): \u201c{stranger.words}\u201d"
        parts.append(NotePart(stranger.topic.value, text, stranger.message, stranger.words))
    else:
        parts += [*_others(conversation), *_option_parts(catalogue, conversation), *_deal_parts(told)]
    needs = [fact for fact in facts if fact.name not in CONTACT]
    telling = [each for each in own if each.about is not About.REACH and _is_telling(each)]
    if len(needs) <= _BARE and stranger is None:
        parts += [
            NotePart("own", f"\u201c{each.words}\u201d", each.message, each.words) for each in split(telling, _OWN)[0]
        ]
    if not needs:
        most = _QUESTIONS if stranger or not own else 1
        parts += [
            NotePart("asked", f"asks \u201c{each.words}\u201d", each.message, each.words) for each in asked[-most:]
        ]
    if said is not None and not any(part.name not in (*CONTACT, UNWANTED, OTHERS) for part in parts):
        parts.append(NotePart("said", f"says \u201c{said.words}\u201d", said.message, said.words))
    return LeadNote(tuple(parts), () if stranger else _unknown(catalogue, conversation, told, own))


def _is_telling(line: OwnWords) -> bool:
    """Whether a line says something by itself: one that is about something plain, or a whole clause."""
    return line.about is not About.NOTHING or len(line.words.split()) >= _WHOLE_CLAUSE


def _facts_told(catalogue: Catalogue, conversation: Conversation) -> list[Fact]:
    """The facts of the sentence in its order, without ways to reach them."""
    stood_on = [fact for fact in conversation.facts.values() if fact.evidence is not None or fact.entry is not None]
    facts = [fact for fact in stood_on if fact.value is not None]
    facts = [fact for fact in facts if fact.status in (FactStatus.SAID, FactStatus.INFERRED, FactStatus.CONTRADICTED)]
    facts = [
        fact for fact in facts if fact.name not in ("email", "phone") and not _is_said_twice(catalogue, fact, facts)
    ]
    return sorted(facts, key=lambda fact: _ORDER.index(fact.name) if fact.name in _ORDER else len(_PHRASES))


def _deal_parts(told: Sequence[Told]) -> list[NotePart]:
    """Of each topic the clause that was said last; terms by what they are about, each clause once."""
    parts, quoted_before = [], set()
    for topic, phrase in _DEAL.items():
        said = of(told, topic)
        if not said or said[-1].words in quoted_before:
            continue
        last = said[-1]
        if topic is not Topic.TERMS:
            quoted_before.add(last.words)
        text = wording.listing(labels(said)) if topic is Topic.TERMS else f"\u201c{last.words}\u201d"
        parts.append(NotePart(topic.value, phrase.format(text), last.message, last.words))
    return parts


def _unwanted(conversation: Conversation) -> list[NotePart]:
    """On which ways they want nobody to come: it binds whoever reads the note."""
    told = _UNWANTED.get(tuple(sorted(conversation.do_not_contact)))
    return [NotePart(UNWANTED, told, "")] if told else []


def _others(conversation: Conversation) -> list[NotePart]:
    """Other people whom they named or gave an address of, each with it."""
    parts = []
    for each in conversation.others:
        who = f"{each.name} ({each.part})" if each.name and each.part else each.who
        parts.append(
            NotePart(OTHERS, f"also: {', '.join(filter(None, (who, *each.addresses)))}", each.message, each.words)
        )
    return parts


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
    out = {touch.option for touch in conversation.touches if touch.how is Touch.RULED_OUT}
    for how, phrase in _TOUCHES.items():
        touches = [touch for touch in conversation.touches if touch.how is how]
        touches = [touch for touch in touches if how is Touch.CHOSEN or touch.option not in out]
        if touches:
            last = [touch for touch in touches if touch.message == touches[-1].message]
            names = list(dict.fromkeys(_name(catalogue, touch.option) for touch in last))
            return [NotePart(how.value, phrase.format(wording.listing(names)), last[-1].message)]
    return []


def _name(catalogue: Catalogue, option: str) -> str:
    kind, _, option_id = option.partition(":")
    if kind == "plan" and option_id in catalogue.plans:
        plan = catalogue.plans[option_id]
        return plan_name(catalogue, plan) if plan.product in catalogue.products else plan.name
    named = catalogue.competitors.get(option_id) if kind == "competitor" else catalogue.products.get(option_id)
    return named.name if named else option_id


def _unknown(
    catalogue: Catalogue, conversation: Conversation, told: Sequence[Told], own: Sequence[OwnWords]
) -> tuple[Unknown, ...]:
    """What matters now and is not known: the needs of this stage, heaviest first, the name, and a way to reach them where there is
    none; of a customer the contact details alone."""
    stage = conversation.buying_stage
    asked = dict.fromkeys(conversation.asked_before, FactStatus.ASKED)
    needs = [] if stage in CUSTOMER_STAGES else sorted(catalogue.journey.needs.values(), key=lambda need: -need.weight)
    needs = [need for need in needs if need.id not in CONTACT and _bears_on(catalogue, conversation, need)]
    now = [need.id for need in needs if need.id in asked or not need.stages or stage in need.stages]
    words = [*(each.words for each in own), *(each.words for each in told)]
    missing = [name for name in now if conversation.value(name) is None]
    missing = [name for name in missing if not _is_in_words(catalogue, name, told, own, words)][:_MISSING]
    reachable = any(conversation.value(way) for way in ("email", "phone"))
    missing += [name for name in CONTACT if _is_worth_knowing(conversation, name, reachable=reachable)]
    statuses = {name: conversation.facts[name].status for name in missing if name in conversation.facts}
    return tuple(Unknown(name, statuses.get(name) or asked.get(name)) for name in missing)


def _is_in_words(
    catalogue: Catalogue, need: str, told: Sequence[Told], own: Sequence[OwnWords], words: Sequence[str]
) -> bool:
    """Whether what stands in their own words tells of a need that nothing was taken for: it is known to whoever reads them."""
    definition = catalogue.journey.needs[need]
    if about(own, *_TOLD_BY.get(definition.kind, ())) or (definition.kind == "timeline" and of(told, Topic.DEADLINE)):
        return True
    if definition.kind == "team_size":
        return any(any(map(str.isdigit, each.words)) for each in about(own, About.SITUATION, About.WISH))
    attribute = catalogue.attributes.get(definition.attribute or "")
    if attribute and (attribute.type is AttributeType.NUMBER or any(map(str.isdigit, "".join(attribute.choices)))):
        return any(any(map(str.isdigit, each.words)) for each in about(own, About.SITUATION, About.WISH))
    names = [*definition.forms(), *((attribute.name, *attribute.aliases, *attribute.choices) if attribute else ())]
    wanted = {word for name in names for word in name.casefold().split() if len(word) >= _LETTERS}
    return any(wanted & {word.strip(".,;:!?()") for word in each.casefold().split()} for each in words)


def _bears_on(catalogue: Catalogue, conversation: Conversation, need: NeedDefinition) -> bool:
    """Whether anything of the kind that they look for has what the need asks of it: no tent has a cut."""
    category, attribute = conversation.value("category"), need.attribute
    if not category or not attribute:
        return True
    kind = [each for each in catalogue.products.values() if each.category.casefold() == str(category).casefold()]
    return any(
        attribute in each.attributes or any(attribute in plan.attributes for plan in catalogue.plans_of(each.id))
        for each in kind
    )


def _is_worth_knowing(conversation: Conversation, name: str, *, reachable: bool) -> bool:
    """Whether a contact detail is missed: the name, and one way to reach them; any that was asked for and refused."""
    if conversation.value(name) is not None:
        return False
    if name in ("email", "phone") and reachable:
        return False
    if name in conversation.facts:
        return True
    if name in ("email", "phone"):
        unwanted = {"email": "mail", "phone": "call"}[name] in conversation.do_not_contact
        return not reachable and not unwanted and (name == "email" or "mail" in conversation.do_not_contact)
    return name == "contact_name"
