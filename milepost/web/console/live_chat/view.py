"""What the card shows of a hand-over and of the live chat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from milepost.sales.catalogue import Catalogue, Plan, Term
from milepost.sales.conversations import Touch
from milepost.sales.journey import CannedReply
from milepost.sales.pricing import available_terms
from milepost.store.records.handoffs import HandoffRow
from milepost.store.records.handoffs.duty import Looker
from milepost.store.records.handoffs.meetings import CANCELLED, MeetingRow
from milepost.store.records.lead_cards import LeadCard
from milepost.web.console.access import Visit
from milepost.web.console.labels import Labels


@dataclass(frozen=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    label: str


@dataclass(frozen=True)
class Ready:
    """A canned reply with what is known filled in."""

    title: str
    text: str


@dataclass(frozen=True)
class ChatView:
    """The live chat's part of the card. `asked` is who was asked to join; `mine`: that is whoever looks."""

    lookers: Sequence[Looker]
    asked: str
    mine: bool
    escalated_at: datetime | None
    owed_at: datetime | None
    late_at: datetime | None
    may_settle: bool
    replies: Sequence[Ready]
    plans: Sequence[Choice]
    terms: Sequence[Choice]
    currencies: Sequence[str]
    quantity: int
    meetings: Sequence[MeetingRow]
    meeting_minutes: int
    email: str
    colleagues: Sequence[str]


def chat_view(card: LeadCard, handoff: HandoffRow | None, catalogue: Catalogue, visit: Visit) -> ChatView:
    """The view for somebody who looks at a card now."""
    labels, store = Labels(catalogue), visit.store
    waits = handoff is not None and handoff.claimed_by is None
    priced = [plan for plan in catalogue.plans.values() if plan.prices]
    size = next((fact.value for fact in card.facts if fact.need == "team_size" and isinstance(fact.value, int)), None)
    quoted = card.quotes[0] if card.quotes else None
    terms = list(dict.fromkeys(term for plan in priced for term in available_terms(plan)))
    return ChatView(
        lookers=[each for each in store.duty.lookers(visit.lead, now=visit.now) if each.user != visit.user.id],
        asked=(handoff.asked_name or "") if handoff and waits and not handoff.given_up_at else "",
        mine=bool(handoff and handoff.asked_user == visit.user.id),
        escalated_at=handoff.escalated_at if handoff else None,
        owed_at=handoff.owed_at if handoff else None,
        late_at=handoff.late_at if handoff else None,
        may_settle=waits,
        replies=_ready(catalogue.journey.canned_replies, card, catalogue, visit),
        plans=_first([Choice(plan.id, labels.plan(plan.id)) for plan in priced], _spoken_of(card, priced)),
        terms=_first([Choice(term.value, labels.term(term.value)) for term in terms], quoted.term if quoted else ""),
        currencies=catalogue.company.currencies,
        quantity=quoted.quantity if quoted else size or 1,
        meetings=[row for row in store.meetings.of(visit.lead) if row.state != CANCELLED and row.starts_at > visit.now],
        meeting_minutes=catalogue.journey.handoff.meeting,
        email=(card.lead.email if card.lead else None) or "",
        colleagues=[user.name for user in store.users.list() if user.id != visit.user.id and not user.disabled],
    )


def _spoken_of(card: LeadCard, priced: Sequence[Plan]) -> str:
    """The plan that is talked about: the last one that came up and was not ruled out, of a product its first; "" for none."""
    ids = {f"plan:{plan.id}": plan.id for plan in priced}
    of_product = {f"product:{plan.product}": plan.id for plan in reversed(priced)}
    last = {touch.option: touch.how for touch in card.touches}
    for touch in reversed(card.touches):
        if last[touch.option] != Touch.RULED_OUT.value and touch.option in ids:
            return ids[touch.option]
        if last[touch.option] != Touch.RULED_OUT.value and touch.option in of_product:
            meant = [each.option for each in reversed(card.touches) if each.option in ids]
            ours = [
                ids[each]
                for each in meant
                if of_product[touch.option] and _product_of(priced, ids[each]) == touch.option
            ]
            return ours[0] if ours else of_product[touch.option]
    return ""


def _product_of(priced: Sequence[Plan], plan_id: str) -> str:
    return next(f"product:{plan.product}" for plan in priced if plan.id == plan_id)


def term_of(value: str) -> Term | None:
    """The term of that name, if there is one."""
    return next((term for term in Term if term.value == value), None)


def _first(choices: list[Choice], preferred: str) -> list[Choice]:
    """The choices with the preferred one on top."""
    return sorted(choices, key=lambda choice: choice.value != preferred)


def _ready(replies: Sequence[CannedReply], card: LeadCard, catalogue: Catalogue, visit: Visit) -> list[Ready]:
    """The canned replies, those in the visitor's language first; a place that nothing is known for is left out."""
    labels, quoted = Labels(catalogue), card.quotes[0] if card.quotes else None
    values = {
        "name": (card.lead.name if card.lead else None) or "",
        "company": catalogue.company.name,
        "rep": visit.user.name,
        "plan": labels.plan(quoted.plan) if quoted else "",
        "total": labels.money(quoted.total, quoted.currency) if quoted else "",
    }
    ordered = sorted(replies, key=lambda reply: reply.language != card.conversation.language)
    return [Ready(reply.title, _filled(reply.text, values)) for reply in ordered if _can_be_filled(reply.text, values)]


def _can_be_filled(text: str, values: dict[str, str]) -> bool:
    """Whether everything is known that a sentence cannot do without; a name it can."""
    return all(values[name] or f"{{{name}}}" not in text for name in ("plan", "total"))


def _filled(text: str, values: dict[str, str]) -> str:
    """ "Hello {name}, …" to somebody without a name becomes "Hello, …", and "{name}, thank you" becomes "Thank you"."""
    filled = text.format_map(values)
    if not values["name"]:
        filled = re.sub(r"[ \t]+(?=[,.!?;:])", "", filled)
        filled = re.sub(r"^[\s,;:!-]+|(?<=[.!?])[ \t]*,(?= )", "", filled)
        filled = re.sub(r",(?=\s*[-\u2013\u2014] )", "", filled)
    filled = re.sub(r"[ \t]{2,}", " ", filled).strip()
    return filled[:1].upper() + filled[1:]
