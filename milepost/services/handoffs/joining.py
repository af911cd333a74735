"""A rep joins, passes the conversation on, or hands it back to the bot."""

from __future__ import annotations

from datetime import datetime

from milepost.sales.conversations import Handler
from milepost.sales.handoffs.promised import Deed
from milepost.services.conversations import add_line
from milepost.services.handoffs.promised import done
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.users import User

NOTICE = "handoff"


def claim(store: Store, conversation_id: str, user: User, *, now: datetime) -> bool:
    """Give the conversation to a rep and tell the visitor who joined; False if another rep has it.

    From here on the bot is silent: a turn in progress is dropped, and what waits for the bot waits for the rep.
    """
    if not store.conversations.set_handler(conversation_id, Handler.REP, unless=Handler.REP):
        return False
    handoff = store.handoffs.open_of(conversation_id)
    if handoff is None:
        handoff_id = new_id()
        store.handoffs.add(handoff_id, conversation_id, reason="", message="", now=now)
    else:
        handoff_id = handoff.id
    store.handoffs.give_to(handoff_id, user.id, now=now)
    store.messages.close_open(conversation_id)
    _tell(store, conversation_id, "joined", user, now)
    return True


def pass_on(store: Store, conversation_id: str, user: User, *, now: datetime) -> bool:
    """Give a conversation that a rep has to another rep; False if no rep has it."""
    handoff = store.handoffs.open_of(conversation_id)
    if handoff is None or handoff.claimed_by is None:
        return False
    store.handoffs.give_to(handoff.id, user.id, now=now)
    _tell(store, conversation_id, "joined", user, now)
    return True


def give_back(store: Store, conversation_id: str, *, outcome: str, now: datetime) -> bool:
    """Let the bot answer again and end the hand-over; False if the bot answered already.

    The bot begins afresh: what it had asked or offered before the rep came is not open any more.
    """
    if not store.conversations.set_handler(conversation_id, Handler.BOT, unless=Handler.BOT):
        return False
    _close_questions(store, conversation_id)
    handoff = store.handoffs.open_of(conversation_id)
    if handoff is not None:
        store.handoffs.end(handoff.id, outcome=outcome, now=now)
    _tell(store, conversation_id, "ended", None, now)
    return True


def settle(store: Store, conversation_id: str, *, outcome: str, now: datetime) -> bool:
    """End a request that was answered outside of the chat, such as by telephone; False if there is none that waits."""
    handoff = store.handoffs.open_of(conversation_id)
    if handoff is None or handoff.claimed_by is not None:
        return False
    store.conversations.set_handler(conversation_id, Handler.BOT, unless=Handler.BOT)
    store.handoffs.end(handoff.id, outcome=outcome, now=now)
    done(store, conversation_id, Deed.SETTLED, now=now)
    return True


def _close_questions(store: Store, conversation_id: str) -> None:
    known = store.conversations.memory(conversation_id)
    if known is None:
        return
    conversation, version = known
    conversation.asked = conversation.offered = conversation.pending = None
    conversation.misunderstandings = 0
    store.conversations.save_memory(conversation, version)


def _tell(store: Store, conversation_id: str, state: str, user: User | None, now: datetime) -> None:
    name = user.name if user else ""
    custom = {"type": NOTICE, "state": state, **({"name": name} if name else {})}
    add_line(store, conversation_id, "system", "", custom=custom, rep=user.id if user else None, now=now)
