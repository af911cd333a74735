"""Hand-overs between bot and people: who asked, who came, and the way back."""

from __future__ import annotations

from datetime import datetime

from milepost.sales.conversations import Handler
from milepost.services.conversations import add_line
from milepost.services.turns import Turn
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.users import User

NOTICE = "handoff"


def request(turn: Turn, reason: str) -> None:
    """Ask for a person; a second request while one is open changes nothing."""
    conversation = turn.conversation
    conversation.handler = Handler.WAITING
    if turn.store.handoffs.open_of(conversation.id) is None:
        turn.store.handoffs.add(new_id(), conversation.id, reason=reason, message=turn.message_id, now=turn.now)


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
    """Let the bot answer again and end the hand-over; False if the bot answered already."""
    if not store.conversations.set_handler(conversation_id, Handler.BOT, unless=Handler.BOT):
        return False
    handoff = store.handoffs.open_of(conversation_id)
    if handoff is not None:
        store.handoffs.end(handoff.id, outcome=outcome, now=now)
    _tell(store, conversation_id, "ended", None, now)
    return True


def _tell(store: Store, conversation_id: str, state: str, user: User | None, now: datetime) -> None:
    name = user.name if user else ""
    custom = {"type": NOTICE, "state": state, **({"name": name} if name else {})}
    add_line(store, conversation_id, "system", "", custom=custom, rep=user.id if user else None, now=now)
