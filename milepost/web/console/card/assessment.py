"""What a rep is to make of a lead: fit, intent, qualification, what was promised, and the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from milepost.dialogue.deal.heard import Heard
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation, Touch
from milepost.sales.handoffs.promised import TO_DO, Kind
from milepost.sales.notes.deal import Topic, no_buyer
from milepost.sales.notes.findings import CONTRADICTED, INFERRED, NOT_ASKED, SAID, Finding, by_name
from milepost.sales.notes.lead_notes import CONTACT
from milepost.sales.notes.next_step import NextStep
from milepost.sales.notes.own_words import About
from milepost.sales.notes.qualification import Qualification, qualify
from milepost.sales.notes.scores import Score, fit, intent
from milepost.sales.recommendation import RankedOption, ranked
from milepost.store.records.handoffs.promises import DROPPED, KEPT
from milepost.store.records.lead_cards import LeadCard
from milepost.store.records.quotes import QuoteRow
from milepost.web.console.labels import Labels

# Needs whose value is a figure of their business: what an improvement is measured by.
_AT_RISK = ("complaint", "cancellation")
# Under which names what was told of the deal fills a framework.
_FOUND_AS = {
    Topic.DECIDES: "decider",
    Topic.RIVAL: "competitor",
    Topic.THREAT: "objection",
    Topic.TERMS: "terms",
    Topic.DEADLINE: "timeline",
}


# Of their own words, where nothing else tells of it.
_OWN_AS = {
    About.PROBLEM: "complaint",
    About.WISH: "use_case",
}


@dataclass(frozen=True)
class Promise:
    """What the bot said would happen, until when, and whether it did (None: still open)."""

    text: str
    due: datetime | None
    kept: bool | None
    message: str


@dataclass(frozen=True)
class Assessment:
    """The judgement part of the card."""

    intent: Score
    fit: Score
    qualifications: Sequence[Qualification]
    promises: Sequence[Promise]
    next: NextStep


def assess(
    card: LeadCard,
    known: Heard,
    catalogue: Catalogue,
    labels: Labels,
    step: NextStep,
    now: datetime,
    wanted: QuoteRow | None,
) -> Assessment:
    """Judged by the facts of the card alone; everything names the message that it stands on. `step` is what lists say as well,
    `wanted` the quote that they asked for or took."""
    memory, stranger = known.memory, no_buyer(known.told)
    need_labels = {need: labels.need(need) for need in (*memory.facts, *catalogue.journey.needs)}
    return Assessment(
        intent=intent(
            memory, now=now, last_words=card.conversation.last_visitor_at, label=need_labels, stranger=stranger
        ),
        fit=_fit(memory, catalogue, labels, need_labels, now) if stranger is None else Score(None, ()),
        qualifications=qualify(by_name(_findings(card, known, catalogue, labels, wanted) if stranger is None else [])),
        promises=_promises(card, labels, wanted),
        next=step,
    )


def _fit(memory: Conversation, catalogue: Catalogue, labels: Labels, names: Mapping[str, str], now: datetime) -> Score:
    options = ranked(catalogue, memory, today=now.date())
    measured = _in_question(memory, catalogue, options, now)
    if measured is None:
        return Score(None, ())
    is_fit = measured.is_fit or any(option.is_fit for option in options)
    return fit(
        measured.reasons, catalogue.journey.needs, is_fit=is_fit, option=labels.option(measured.key), label=names
    )


def _in_question(
    memory: Conversation, catalogue: Catalogue, options: Sequence[RankedOption], now: datetime
) -> RankedOption | None:
    """The option that the deal is about: bought, chosen, priced last, recommended last; else the likeliest that keeps their limits,
    else the likeliest."""
    last = {touch.option: touch.how for touch in memory.touches}
    named = [f"product:{memory.bought}", str(memory.bought)] if memory.bought else []
    for hows in ((Touch.CHOSEN,), (Touch.PRICED,), (Touch.RECOMMENDED, Touch.MENTIONED)):
        named += [touch.option for touch in reversed(memory.touches) if touch.how in hows]
    for key in named:
        if last.get(key) is Touch.RULED_OUT or key.startswith("competitor:"):
            continue
        meant = [option for option in options if key in (option.key, f"product:{option.product.id}")]
        meant = meant or ranked(catalogue, memory, today=now.date(), among=[key])
        if meant:
            return next((option for option in meant if option.is_fit), meant[0])
    return next((option for option in options if option.is_fit), options[0] if options else None)


def _findings(
    card: LeadCard, known: Heard, catalogue: Catalogue, labels: Labels, wanted: QuoteRow | None
) -> list[Finding]:
    """Everything that a framework may be filled from, under the names that it asks by."""
    found: list[Finding] = []
    memory = known.memory
    for need in dict.fromkeys((*catalogue.journey.needs, *CONTACT)):
        definition, fact = catalogue.journey.needs.get(need), memory.facts.get(need)
        kind = definition.kind if definition else need
        status = fact.status.value if fact else ("asked" if need in memory.asked_before else NOT_ASKED)
        if fact is None or fact.value is None:
            found.append(Finding(kind, labels.need(need), status))
            continue
        words, message = (fact.evidence.words, fact.evidence.message) if fact.evidence else ("", "")
        value = labels.need_value(need, fact.value)
        text = f"{labels.need(need)}: {value}" if kind == "attribute" else value
        found.append(Finding(kind, text, status, words, message))
        if kind == "attribute" and any(letter.isdigit() for letter in value):
            found.append(Finding("figure", text, status, words, message))
    has_rival = any(touch.option.startswith("competitor:") for touch in card.touches)  # named by name already
    found += [
        Finding(_FOUND_AS[each.topic], each.words, words=each.words, message=each.message)
        for each in known.told
        if each.topic in _FOUND_AS and not (each.topic is Topic.RIVAL and has_rival)
    ]
    named = {finding.name for finding in found if finding.status in (SAID, CONTRADICTED, INFERRED)}
    found += [
        Finding(_OWN_AS[each.about], each.words, words=each.words, message=each.message)
        for each in known.own
        if each.about in _OWN_AS and _OWN_AS[each.about] not in named
    ]
    found += _dealings(card, labels, wanted)
    return found


def _dealings(card: LeadCard, labels: Labels, wanted: QuoteRow | None) -> list[Finding]:
    rivals = {touch.option: touch for touch in card.touches if touch.option.startswith("competitor:")}
    found = [Finding("competitor", labels.option(each.option), message=each.message) for each in rivals.values()]
    found += [
        Finding(
            "quote", f"quoted {labels.money(each.total, each.currency)} {labels.term(each.term)}", message=each.message
        )
        for each in ([wanted] if wanted else ())
    ]
    found += [
        Finding("objection", each.objection, words=each.objection, message=each.message) for each in card.objections
    ]
    found += [
        Finding("complaint", each.words, words=each.words, message=each.message)
        for each in card.feedback
        if each.kind in _AT_RISK
    ]
    found += [
        Finding("handoff", each.reason.replace("_", " "), message=each.message) for each in card.handoffs if each.reason
    ]
    return found


def _promises(card: LeadCard, labels: Labels, wanted: QuoteRow | None) -> list[Promise]:
    """What was put in prospect by the bot's own doing: a person, a price that stands, an e-mail, an answer."""
    promises = [
        Promise(
            f"{TO_DO[Kind(each.kind)]}: \u201c{each.words}\u201d{f' ({each.ending})' if each.ending else ''}",
            each.due if each.is_open else None,
            {KEPT: True, DROPPED: False}.get(each.state),
            "" if each.written_by else each.message,
        )
        for each in card.promises
    ]
    promises += [
        Promise(
            f"a person comes{f' ({each.rep_name} came)' if each.rep_name else ''}",
            None,
            True if each.claimed_at else None if each.ended_at is None else False,
            each.message,
        )
        for each in card.handoffs
        if each.message
    ]
    promises += [
        Promise(
            f"{labels.money(each.total, each.currency)} {labels.term(each.term)} for {labels.plan(each.plan)} stands",
            each.valid_until,
            {"open": None, "withdrawn": False}.get(each.state, True),
            each.message,
        )
        for each in card.quotes
        if each.state != "open" or each == wanted
    ]
    promises += [
        Promise(f"an e-mail: {each.subject}", each.due, {"sent": True, "failed": False}.get(each.state), "")
        for each in card.follow_ups
        if each.state != "cancelled"
    ]
    promises += [
        Promise(
            f"their question is passed on: \u201c{each.words}\u201d",
            None,
            None if each.state == "open" else True,
            each.message,
        )
        for each in card.gaps
        if each.kind == "unanswered"
    ]
    return promises
