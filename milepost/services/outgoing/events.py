"""Lead events: what happened to a lead, kept in the commit in which it happened and sent on by a job."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from milepost.dialogue.deal.heard import Heard, heard
from milepost.dialogue.deal.lines import line_of
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import CONTACT_FACTS, BuyingStage, Conversation, Handler
from milepost.sales.handoffs.promised import told_promise
from milepost.sales.handoffs.promises import zone_of
from milepost.sales.notes.deal import no_buyer
from milepost.services import leads
from milepost.services.turns import Turn
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.handoffs.promises import PromiseRow

JOB = "lead_event"
_LINES_READ = 1_000


class Event(str, Enum):
    """What can happen to a lead. UPDATED: something was learned that none of the others tells."""

    CREATED = "lead.created"
    UPDATED = "lead.updated"
    CONTACT_CHANGED = "lead.contact_changed"
    STAGE_CHANGED = "lead.stage_changed"
    QUOTED = "lead.quoted"
    QUOTE_ACCEPTED = "lead.quote_accepted"
    HANDOFF_REQUESTED = "lead.handoff_requested"
    PROMISED = "lead.promised"
    PROMISE_DUE = "lead.promise_due"
    WON = "lead.won"
    LOST = "lead.lost"


def after_turn(turn: Turn, before: leads.Before, promises: Sequence[PromiseRow] = ()) -> None:
    """Keep what this turn did to the lead, with the promises that are new; nothing where there is no lead yet."""
    for event in happened(before, turn.conversation):
        key = f"{JOB}:{event.value}:{turn.conversation.id}:{turn.message_id}"
        _add(turn.store, event, turn.conversation, turn.catalogue, key=key, now=turn.now, reason="")
    if promises:
        zone, _ = zone_of(turn.catalogue.journey.opening_hours.timezone)
        reason = "; ".join(told_promise(row.kind, row.words, row.due.astimezone(zone)) for row in promises)
        key = f"{JOB}:{Event.PROMISED.value}:{turn.conversation.id}:{turn.message_id}"
        _add(turn.store, Event.PROMISED, turn.conversation, turn.catalogue, key=key, now=turn.now, reason=reason)


def after_correction(
    store: Store, before: leads.Before, conversation: Conversation, catalogue: Catalogue, *, now: datetime
) -> None:
    """Keep what a rep's correction did to the lead, as for a turn of the bot's own."""
    for event in happened(before, conversation):
        _add(store, event, conversation, catalogue, key=f"{JOB}:{new_id()}", now=now, reason="")


def tell(
    store: Store, event: Event, conversation_id: str, catalogue: Catalogue, *, now: datetime, reason: str = ""
) -> None:
    """Keep what a person did to a lead; `reason` is why or what (won, lost, which quote was accepted).

    Nothing where there is no such conversation.
    """
    known = store.conversations.memory(conversation_id)
    if known is not None:
        _add(store, event, known[0], catalogue, key=f"{JOB}:{new_id()}", now=now, reason=reason)


def promise_due(store: Store, row: PromiseRow, catalogue: Catalogue, *, reason: str, now: datetime) -> None:
    """Keep that a promise has fallen due and is open, once for each promise; `reason` says what it is."""
    known = store.conversations.memory(row.conversation)
    if known is not None:
        key = f"{JOB}:{Event.PROMISE_DUE.value}:{row.id}"
        _add(store, Event.PROMISE_DUE, known[0], catalogue, key=key, now=now, reason=reason)


def happened(before: leads.Before, conversation: Conversation) -> tuple[Event, ...]:
    """The events between what a memory held and what it holds now, in the order in which they are told."""
    if not before.is_lead:
        if not leads.has_interest(conversation):
            return ()
        news = [Event.CREATED]
    else:
        news = _changes(before, conversation)
    if len(conversation.quotes) > before.quotes:
        news.append(Event.QUOTED)
    if before.handler is Handler.BOT and conversation.handler is Handler.WAITING:
        news.append(Event.HANDOFF_REQUESTED)
    learned = conversation.facts != before.facts or len(conversation.objections) > before.objections
    return tuple(news) or ((Event.UPDATED,) if learned else ())


def described(store: Store, conversation: Conversation, catalogue: Catalogue, reason: str) -> dict[str, Any]:
    """A lead as other systems get it: JSON values only, docs/outgoing.md lists them."""
    row = store.conversations.find(conversation.id)
    handoff = store.handoffs.open_of(conversation.id)
    known = _heard(store, conversation, catalogue)
    stranger = no_buyer(known.told)
    return {
        "conversation": conversation.id,
        "channel": conversation.channel,
        "language": conversation.language,
        "source": dict(row.source) if row else {},
        **{_CONTACT[name]: conversation.value(name) for name in CONTACT_FACTS},
        "stage": conversation.buying_stage.value,
        "confidence": round(conversation.stages[-1].confidence, 3) if conversation.stages else 0.0,
        "sentence": known.note(catalogue).sentence,
        "not_a_buyer": stranger.label if stranger else "",
        "own_words": [
            {"about": each.about.value, "words": each.words, "message": each.message} for each in known.every
        ],
        "answered_by": conversation.handler.value,
        "reason": reason or (handoff.reason if handoff else ""),
        "facts": {
            name: {
                "value": fact.value,
                "status": fact.status.value,
                "words": fact.evidence.words if fact.evidence else None,
            }
            for name, fact in conversation.facts.items()
        },
        "objections": list(conversation.objections),
        "quotes": [
            {
                "number": quote.number,
                "plan": quote.plan,
                "quantity": quote.quantity,
                "term": quote.term,
                "total": str(quote.total),
                "currency": quote.currency,
                "state": quote.state,
                "accepted_at": quote.accepted_at.isoformat() if quote.accepted_at else None,
            }
            for quote in store.quotes.of(conversation.id)
        ],
        "promises": _promises(store, conversation.id),
        "do_not_contact": list(conversation.do_not_contact),
        "consents": dict(conversation.consents),
    }


def _heard(store: Store, conversation: Conversation, catalogue: Catalogue) -> Heard:
    lines = store.messages.after(conversation.id, 0, limit=_LINES_READ)
    said = [line_of(line.id, line.text, line.reading) for line in lines if line.author == "visitor"]
    return heard(catalogue, conversation, said)


def _promises(store: Store, conversation: str) -> list[dict[str, str]]:
    return [
        {
            "kind": row.kind,
            "words": row.words,
            "made_by": row.made_by,
            "due": row.due.isoformat(),
            "state": row.state,
            "owner": row.owner_name or "",
        }
        for row in store.promises.of(conversation)
    ]


_CONTACT: Mapping[str, str] = {"contact_name": "name", "email": "email", "phone": "phone", "company": "company"}


def _changes(before: leads.Before, conversation: Conversation) -> list[Event]:
    news = []
    if any(before.facts.get(name) != conversation.facts.get(name) for name in CONTACT_FACTS):
        news.append(Event.CONTACT_CHANGED)
    earlier = conversation.stages[before.stages - 1].stage if before.stages else BuyingStage.NONE
    if conversation.buying_stage is not earlier:
        news.append(Event.STAGE_CHANGED)
    return news


def _add(
    store: Store,
    event: Event,
    conversation: Conversation,
    catalogue: Catalogue,
    *,
    key: str,
    now: datetime,
    reason: str,
) -> None:
    payload = {
        "type": event.value,
        "timestamp": now.isoformat(),
        "data": described(store, conversation, catalogue, reason),
    }
    store.jobs.add(JOB, payload, idempotency_key=key, due=now, now=now, conversation=conversation.id)
