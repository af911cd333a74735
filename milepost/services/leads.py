"""Leads: at the end of a turn, what the memory has gained becomes rows that reps can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from milepost.dialogue.deal.lines import line_of
from milepost.dialogue.deal.worth import wanted_price
from milepost.errors import NotAllowed
from milepost.sales.buying_stages import corrected
from milepost.sales.conversations import BuyingStage, Conversation, Fact, Handler
from milepost.store.database import Store
from milepost.store.records.users import User

_LINES_READ = 2_000
_NO_INTEREST_YET = (BuyingStage.NONE, BuyingStage.AWARENESS)


@dataclass(frozen=True)
class Before:
    """What a memory held when the turn began."""

    facts: Mapping[str, Fact]
    stages: int
    touches: int
    objections: int
    quotes: int = 0
    handler: Handler = Handler.BOT
    is_lead: bool = False


def before(conversation: Conversation) -> Before:
    """What the memory holds now, to be compared with later."""
    return Before(
        facts=dict(conversation.facts),
        stages=len(conversation.stages),
        touches=len(conversation.touches),
        objections=len(conversation.objections),
        quotes=len(conversation.quotes),
        handler=conversation.handler,
        is_lead=has_interest(conversation),
    )


def has_interest(conversation: Conversation) -> bool:
    """Whether there is anything that a rep would want to read."""
    told = any(fact.value is not None for fact in conversation.facts.values())
    dealt = bool(conversation.touches or conversation.quotes or conversation.bought or conversation.objections)
    moved = conversation.buying_stage not in _NO_INTEREST_YET
    return told or dealt or moved or conversation.handler is not Handler.BOT


def project(store: Store, known: Before, conversation: Conversation, *, message: str, now: datetime) -> None:
    """Keep what this turn has learned: facts with their words, stage, options, objections, and the lead itself."""
    changed = [fact for name, fact in conversation.facts.items() if known.facts.get(name) != fact]
    store.leads.put_facts(conversation.id, changed, now=now)
    store.leads.remove_facts(conversation.id, sorted(known.facts.keys() - conversation.facts.keys()))
    store.leads.add_stage_changes(conversation.id, conversation.stages[known.stages :], now=now)
    store.leads.add_touches(conversation.id, conversation.touches[known.touches :], now=now)
    store.leads.add_objections(conversation.id, conversation.objections[known.objections :], message=message, now=now)
    if has_interest(conversation) or store.leads.exists(conversation.id) or store.promises.open_of(conversation.id):
        store.leads.put(conversation, now=now)
        if conversation.quotes:
            keep_worth(store, conversation.id, now=now)


def keep_worth(store: Store, conversation: str, *, now: datetime) -> None:
    """A deal is worth what the quote says that the visitor asked for or took; nothing is known of it where a price was only told.
    What a person wrote in stays."""
    lines = store.messages.after(conversation, 0, limit=_LINES_READ)
    said = [line_of(each.id, each.text, each.reading) for each in lines if each.author == "visitor"]
    wanted = wanted_price(store.quotes.of(conversation), said)
    total, currency = (wanted.total, wanted.currency) if wanted else (None, None)
    store.deals.set_worth(conversation, total, currency, user=None, now=wanted.created_at if wanted else now)


def correct_stage(store: Store, conversation_id: str, stage: BuyingStage, user: User, *, now: datetime) -> None:
    """Take a rep's word for the buying stage: kept as a label, and from here on the bot goes by it.

    Raises NotAllowed where there is no such conversation or its memory is being changed at this moment.
    """
    known = store.conversations.memory(conversation_id)
    if known is None:
        raise NotAllowed("there is no such conversation")
    conversation, version = known
    message = conversation.stages[-1].message if conversation.stages else ""
    conversation.stages.append(corrected(stage, message))
    if not store.conversations.save_memory(conversation, version):
        raise NotAllowed("the conversation has just changed; look again")
    store.leads.correct_stage(conversation_id, stage.value, user=user.id, now=now)
