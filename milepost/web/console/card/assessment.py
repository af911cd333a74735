"""What a rep is to make of a lead: fit, intent, qualification, what was promised, and the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage, Conversation, FactStatus, Handler
from milepost.sales.lead_notes import CONTACT
from milepost.sales.notes.findings import NOT_ASKED, Finding, by_name, deciders
from milepost.sales.notes.next_step import NextStep, Situation, next_step
from milepost.sales.notes.qualification import Qualification, qualify
from milepost.sales.notes.scores import Score, fit, intent
from milepost.sales.recommendation import RankedOption, ranked
from milepost.store.records.lead_cards import LeadCard
from milepost.web.console.labels import Labels

# Needs whose value is a figure of their business: what an improvement is measured by.
_AT_RISK = ("complaint", "cancellation")
_RISK_REASONS = ("customer_at_risk",)


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


def assess(card: LeadCard, memory: Conversation, catalogue: Catalogue, labels: Labels, now: datetime) -> Assessment:
    """Judged by the facts of the card alone; everything names the message that it stands on."""
    need_labels = {need: labels.need(need) for need in (*memory.facts, *catalogue.journey.needs)}
    return Assessment(
        intent=intent(memory, now=now, last_words=card.conversation.last_visitor_at, label=need_labels),
        fit=_fit(memory, catalogue, labels, need_labels, now),
        qualifications=qualify(by_name(_findings(card, memory, catalogue, labels))),
        promises=_promises(card, labels),
        next=next_step(_situation(card, memory, now), now=now, hours=catalogue.journey.opening_hours),
    )


def _fit(memory: Conversation, catalogue: Catalogue, labels: Labels, names: Mapping[str, str], now: datetime) -> Score:
    options = ranked(catalogue, memory, today=now.date())
    best = _in_question(memory, options)
    if best is None:
        return Score(None, ())
    return fit(best.reasons, catalogue.journey.needs, is_fit=best.is_fit, option=labels.option(best.key), label=names)


def _in_question(memory: Conversation, options: Sequence[RankedOption]) -> RankedOption | None:
    """The option that they took, else the likeliest that keeps their limits, else the likeliest."""
    taken = next(
        (option for option in options if memory.bought and memory.bought in (option.key, option.product.id)), None
    )
    return taken or next((option for option in options if option.is_fit), options[0] if options else None)


def _findings(card: LeadCard, memory: Conversation, catalogue: Catalogue, labels: Labels) -> list[Finding]:
    """Everything that a framework may be filled from, under the names that it asks by."""
    found: list[Finding] = []
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
    found += deciders((each.id, each.text) for each in card.transcript if each.author == "visitor")
    found += _dealings(card, labels)
    return found


def _dealings(card: LeadCard, labels: Labels) -> list[Finding]:
    rivals = {touch.option: touch for touch in card.touches if touch.option.startswith("competitor:")}
    found = [Finding("competitor", labels.option(each.option), message=each.message) for each in rivals.values()]
    found += [
        Finding(
            "quote", f"quoted {labels.money(each.total, each.currency)} {labels.term(each.term)}", message=each.message
        )
        for each in card.quotes[-1:]
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


def _promises(card: LeadCard, labels: Labels) -> list[Promise]:
    """What was put in prospect by the bot's own doing: a person, a price that stands, an e-mail, an answer."""
    promises = [
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
            None if each.state == "open" else True,
            each.message,
        )
        for each in card.quotes
    ]
    promises += [
        Promise(f"an e-mail: {each.subject}", each.due, {"sent": True, "failed": False}.get(each.state), "")
        for each in card.follow_ups
        if each.state != "cancelled"
    ]
    promises += [
        Promise("their question is passed on", None, None if each.state == "open" else True, each.message)
        for each in card.gaps
        if each.kind == "unanswered"
    ]
    return promises


def _situation(card: LeadCard, memory: Conversation, now: datetime) -> Situation:
    lead, row = card.lead, card.conversation
    spoken = [message for message in card.transcript if message.author != "system"]
    standing = [quote for quote in card.quotes if quote.state == "open" and quote.valid_until > now]
    is_settled = memory.buying_stage in (BuyingStage.ONBOARDING, BuyingStage.ADVOCACY)
    reachable = bool(memory.value("email") or memory.value("phone")) or row.channel not in ("web", "chat", "rasa")
    return Situation(
        stage=memory.buying_stage,
        handler=Handler(row.handler),
        is_closed=lead is not None and lead.status != "open",
        visitor_wrote_last=bool(spoken) and spoken[-1].author == "visitor",
        last_words=row.last_visitor_at,
        reachable=reachable,
        may_write=reachable and bool(memory.consents.get("follow_up")),
        quoted_at=standing[-1].created_at if standing else None,
        quote_ends=standing[-1].valid_until if standing else None,
        reminder=lead.snoozed_until if lead else None,
        open_questions=sum(gap.state == "open" and gap.kind == "unanswered" for gap in card.gaps),
        contradictions=sum(fact.status is FactStatus.CONTRADICTED for fact in memory.facts.values()),
        at_risk=not is_settled
        and (
            any(each.kind in _AT_RISK for each in card.feedback[-1:])
            or any(each.reason in _RISK_REASONS for each in card.handoffs if each.ended_at is None)
        ),
    )
