"""What a rep writes in by hand: facts, contact details, what the deal is worth, a whole new lead. All of it is marked as theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from email_validator import EmailNotValidError, validate_email

from milepost.errors import NotAllowed
from milepost.sales.buying_stages import corrected
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import BuyingStage, Conversation, Entry, Fact, FactStatus
from milepost.sales.notes.corrected import entered_value
from milepost.sales.notes.entered import phone_number, sum_of_money
from milepost.sales.notes.lead_notes import CONTACT
from milepost.services import leads
from milepost.services.desk import corrections
from milepost.services.desk.next_steps import BY_HAND
from milepost.services.outgoing import events
from milepost.services.outgoing.events import Event
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.users import User

LONGEST = 300


@dataclass(frozen=True)
class NewLead:
    """A lead as a rep writes it in: values by need, the stage if they know it, what the deal is worth, a note."""

    facts: Mapping[str, str]
    stage: str = ""
    value: str = ""
    currency: str = ""
    note: str = ""


def value_of(need: str, text: str, catalogue: Catalogue) -> object:
    """A rep's text as a value of that need, in its normal form. Raises NotAllowed, with what to write."""
    text = " ".join(text.split())[:LONGEST]
    if need == "email":
        return email_address(text)
    if need == "phone":
        return phone_number(text)
    definition = catalogue.journey.needs.get(need)
    if definition is None and need not in CONTACT:
        raise NotAllowed("there is no such need")
    attribute = catalogue.attributes.get((definition.attribute if definition else "") or "")
    return entered_value(need, definition, attribute, text)


def email_address(text: str) -> str:
    """An address as it is kept. Raises NotAllowed for what is none."""
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        # Names that are kept free for examples and inner networks are taken, as they are from visitors.
        if "special-use" in str(error) or "reserved" in str(error):
            return text.lower()
        raise NotAllowed("write an e-mail address such as ana@example.com") from None


def write_fact(
    store: Store, conversation: str, need: str, text: str, user: User, *, catalogue: Catalogue, now: datetime
) -> None:
    """Add what a rep knows, or mend what is there; an empty text takes back what a rep wrote.

    What the visitor said is corrected instead (`corrections`), so that it is kept as a label. Raises NotAllowed.
    """
    memory, version = _memory(store, conversation)
    known = memory.facts.get(need)
    if known is not None and known.value is not None and known.evidence is not None:
        value = value_of(need, text, catalogue) if text.strip() and need in ("email", "phone") else None
        said = text if value is None else str(value)
        corrections.correct_need(
            store, conversation, need, said if text.strip() else None, user, catalogue=catalogue, now=now
        )
        return
    before = leads.before(memory)
    if not text.strip():
        if known is None or known.entry is None:
            raise NotAllowed("there is no text yet")
        del memory.facts[need]
        _save(store, memory, version)
        store.leads.remove_facts(conversation, [need])
    else:
        fact = entered(need, value_of(need, text, catalogue), user, now=now)
        memory.facts[need] = replace(fact, evidence=known.evidence if known else None)
        _save(store, memory, version)
        store.leads.put_facts(conversation, [memory.facts[need]], now=now)
    store.leads.put(memory, now=now)
    events.after_correction(store, before, memory, catalogue, now=now)


def entered(need: str, value: object, user: User, *, now: datetime) -> Fact:
    """A fact on a rep's word."""
    return Fact(need, value, FactStatus.SAID, entry=Entry(user.id, now.isoformat()))


def write_worth(
    store: Store, conversation: str, text: str, currency: str, user: User, *, catalogue: Catalogue, now: datetime
) -> None:
    """Keep what a rep says that the deal is worth; an empty text: what the quote says that they asked for. Raises NotAllowed."""
    if not store.leads.exists(conversation):
        raise NotAllowed("there is no lead yet")
    if text.strip():
        amount, code = sum_of_money(text, tuple(catalogue.company.currencies), currency)
        store.deals.set_worth(conversation, amount, code, user=user.id, now=now)
        return
    store.deals.set_worth(conversation, None, None, user=user.id, now=now)
    store.deals.forget_word(conversation)
    leads.keep_worth(store, conversation, now=now)


def new_lead(store: Store, wanted: NewLead, user: User, *, catalogue: Catalogue, now: datetime) -> str:
    """Keep a lead that a rep writes in; its conversation's id. Raises NotAllowed, with what to write."""
    told = {need: text for need, text in wanted.facts.items() if text.strip()}
    if not any(need in told for need in CONTACT):
        raise NotAllowed("write a name, a company, an e-mail address or a phone number")
    facts = {need: entered(need, value_of(need, text, catalogue), user, now=now) for need, text in told.items()}
    conversation = Conversation(f"hand-{new_id()[:24]}", channel=BY_HAND, facts=facts)
    if wanted.stage:
        conversation.stages.append(corrected(BuyingStage(wanted.stage), ""))
    source = {"written_by": user.name}
    store.conversations.add(conversation, visitor=conversation.id, now=now, address=None, source=source)
    store.leads.put_facts(conversation.id, facts.values(), now=now)
    store.leads.put(conversation, now=now)
    if wanted.stage:
        store.leads.add_stage_changes(conversation.id, conversation.stages, now=now)
        store.leads.correct_stage(conversation.id, wanted.stage, user=user.id, now=now)
    if wanted.value.strip():
        write_worth(store, conversation.id, wanted.value, wanted.currency, user, catalogue=catalogue, now=now)
    if wanted.note.strip():
        store.leads.add_note(conversation.id, user.id, wanted.note.strip(), now=now)
    store.leads.assign(conversation.id, user.id, now=now)
    events.tell(store, Event.CREATED, conversation.id, catalogue, now=now)
    return conversation.id


def _memory(store: Store, conversation: str) -> tuple[Conversation, int]:
    known = store.conversations.memory(conversation)
    if known is None:
        raise NotAllowed("there is no such conversation")
    return known


def _save(store: Store, memory: Conversation, version: int) -> None:
    if not store.conversations.save_memory(memory, version):
        raise NotAllowed("the conversation has just changed; look again")
