"""What a rep puts before a visitor besides words: a price from the catalogue, a time to talk, the transcript by e-mail."""

from __future__ import annotations

from datetime import datetime

from milepost.errors import NotAllowed
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation, Touch
from milepost.sales.handoffs.promised import Deed
from milepost.sales.pricing import PriceBreakdown
from milepost.services import quotes
from milepost.services.conversations import TRANSCRIPT, reply_as_rep
from milepost.services.handoffs import meetings, promised
from milepost.services.quotes.links import QuoteLinks
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.users import User


def write(store: Store, catalogue: Catalogue, conversation_id: str, user: User, text: str, *, now: datetime) -> None:
    """Send what a rep writes, and keep in mind what their words promise. Raises NotAllowed unless this rep has the conversation."""
    message = new_id()
    reply_as_rep(store, conversation_id, user, text, now=now, message_id=message)
    promised.done(store, conversation_id, Deed.REPLIED, now=now)
    promised.keep_of_rep(store, catalogue, conversation_id, user, text, message=message, now=now)


def send_price(
    store: Store,
    catalogue: Catalogue,
    conversation_id: str,
    user: User,
    breakdown: PriceBreakdown,
    *,
    name: str,
    links: QuoteLinks,
    now: datetime,
) -> quotes.Quote:
    """Keep the price as a quote and show it to the visitor with the link to its page.

    Raises NotAllowed unless this rep has the conversation.
    """
    conversation, version = _held(store, conversation_id, user)
    days = catalogue.company.quote_valid_days
    quote = quotes.keep(store, conversation, breakdown, name=name, valid_days=days, message="", now=now)
    conversation.touch(f"plan:{breakdown.plan.id}", Touch.PRICED, "")
    store.leads.add_touches(conversation.id, conversation.touches[-1:], now=now)
    block = quotes.block(quote, name, conversation.language, links.to(quote.id))
    _save(store, conversation, version)
    reply_as_rep(store, conversation_id, user, "", custom=block, now=now)
    promised.done(store, conversation_id, Deed.SENT_PRICE, now=now)
    return quote


def send_meeting(
    store: Store,
    catalogue: Catalogue,
    conversation_id: str,
    user: User,
    starts: datetime,
    *,
    minutes: int,
    can_mail: bool,
    now: datetime,
) -> None:
    """Propose a time to talk: the visitor sees it, and gets an invitation where their address is known.

    Raises NotAllowed unless this rep has the conversation.
    """
    conversation, _ = _held(store, conversation_id, user)
    row = meetings.book(
        store, catalogue, conversation, starts, now=now, minutes=minutes, rep=user.id, can_mail=can_mail
    )
    kept = next(each for each in store.meetings.of(conversation_id) if each.id == row.id)
    promised.done(store, conversation_id, Deed.SET_MEETING, now=now)
    block = {"type": "meeting", "starts": starts.isoformat(), "minutes": minutes, "email": kept.email or ""}
    reply_as_rep(store, conversation_id, user, "", custom=block, now=now)


def offer_transcript(store: Store, conversation_id: str, user: User, *, now: datetime) -> None:
    """Ask the visitor for an address and their consent. Raises NotAllowed unless this rep has the conversation."""
    form = {"type": "contact_form", "fields": ["email"], "purpose": TRANSCRIPT}
    reply_as_rep(store, conversation_id, user, "", custom=form, now=now)


def _held(store: Store, conversation_id: str, user: User) -> tuple[Conversation, int]:
    """The memory, locked until the commit."""
    store.conversations.lock(conversation_id)
    handoff, known = store.handoffs.open_of(conversation_id), store.conversations.memory(conversation_id)
    if handoff is None or handoff.claimed_by != user.id or known is None:
        raise NotAllowed("claim the conversation first")
    return known


def _save(store: Store, conversation: Conversation, version: int) -> None:
    if not store.conversations.save_memory(conversation, version):
        raise NotAllowed("the conversation has just changed; look again")
