"""Corrections by reps: they change what is known of this lead, and are kept as labels. They never train a model."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from typing import Any

from milepost.errors import NotAllowed
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage, Conversation, Entry, Fact, FactStatus
from milepost.sales.notes.corrected import corrected_value
from milepost.services import leads
from milepost.services.outgoing import events
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.desk.corrections import Correction
from milepost.store.records.lead_cards import StageRow
from milepost.store.records.users import User


def correct_stage(
    store: Store, conversation: str, stage: BuyingStage, user: User, *, catalogue: Catalogue, now: datetime
) -> None:
    """Take a rep's word for the buying stage; the label goes to the message that the bot's stage stands on.

    The bot's own stage said again confirms it, and other systems are told nothing. Raises NotAllowed where there is
    no such conversation or it has just changed.
    """
    card = store.leads.card(conversation)
    if card is None:
        raise NotAllowed("there is no such conversation")
    grounds = grounds_of(card.stages)
    if card.lead is None or card.lead.stage != stage.value:
        before = leads.before(_memory(store, conversation)[0])
        leads.correct_stage(store, conversation, stage, user, now=now)
        events.after_correction(store, before, _memory(store, conversation)[0], catalogue, now=now)
    if grounds is not None:
        _keep(store, conversation, "stage", grounds.message, grounds.stage, stage.value, user, now=now)


def correct_need(
    store: Store, conversation: str, need: str, text: str | None, user: User, *, catalogue: Catalogue, now: datetime
) -> None:
    """Take a rep's word for a need; None: the visitor did not say it.

    Raises NotAllowed where nothing is known of that need, the text cannot be read as a value of its kind, or the
    conversation has just changed.
    """
    memory, version = _memory(store, conversation)
    before = leads.before(memory)
    fact = memory.facts.get(need)
    if fact is None or fact.value is None:
        raise NotAllowed("nothing is known of that")
    label = None if text is None else corrected_value(fact.value, text)
    message, words = (fact.evidence.message, fact.evidence.words) if fact.evidence else ("", "")
    entry = fact.entry if label == fact.value else Entry(user.id, now.isoformat())
    settled: Fact = replace(fact, value=label, status=FactStatus.SAID, earlier=None, entry=entry)
    if label is None:
        del memory.facts[need]
    else:
        memory.facts[need] = settled
    if not store.conversations.save_memory(memory, version):
        raise NotAllowed("the conversation has just changed; look again")
    store.leads.remove_facts(conversation, [need] if label is None else [])
    store.leads.put_facts(conversation, [] if label is None else [settled], now=now)
    _keep(store, conversation, "need", message, fact.value, label, user, now=now, need=need, words=words)
    if store.leads.exists(conversation):
        store.leads.put(memory, now=now)
    events.after_correction(store, before, memory, catalogue, now=now)


def correct_intent(store: Store, conversation: str, message: str, intent: str, user: User, *, now: datetime) -> None:
    """Keep a rep's word for what a message wanted. Raises NotAllowed for a message that the bot has not read."""
    predicted = store.trackers.intents(conversation).get(message)
    if predicted is None:
        raise NotAllowed("the bot has not read that message")
    _keep(store, conversation, "intent", message, predicted, intent, user, now=now)


def grounds_of(stages: tuple[StageRow, ...]) -> StageRow | None:
    """The last message whose words speak for the stage as it is; filler keeps a stage and is no reason for it."""
    same = list(takewhile(lambda change: change.stage == stages[-1].stage, reversed(stages)))
    return next((change for change in same if change.cues), same[-1] if same else None)


def _memory(store: Store, conversation: str) -> tuple[Conversation, int]:
    known = store.conversations.memory(conversation)
    if known is None:
        raise NotAllowed("there is no such conversation")
    return known


def _keep(
    store: Store,
    conversation: str,
    kind: str,
    message: str,
    predicted: Any,
    label: Any,
    user: User,
    *,
    now: datetime,
    need: str = "",
    words: str = "",
) -> None:
    said = store.messages.find(message)
    text = said.text if said is not None and said.conversation == conversation else ""
    store.corrections.put(
        Correction(new_id(), conversation, kind, message, text, need, words, predicted, label, user.id, now)
    )
