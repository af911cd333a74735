"""The turn in progress: what one message brought, what is known, and the transaction that will keep it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from milepost.errors import MilepostError
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation, Fact
from milepost.sales.next_best_action import Answered
from milepost.services import conversations, leads
from milepost.store.columns import is_id, new_id, utc_now
from milepost.store.database import Database, Store


@dataclass
class Turn:
    """One visitor message on its walk. Stations fill it in order; nothing is kept before the brain commits.

    `parse` is what NLU left (empty until then). `options` and `ambiguous` are what the message names or points at,
    `changed` the facts that it brought, `asked` the need whose question was open when it came; `done` lists the moves
    made so far, `answered` is what the last of them came to, `has_asked` whether it ended in a question of
    its own, `leads_on` whether any reply asks or offers something; `can_mail` says whether e-mail can be sent at all.
    """

    conversation: Conversation
    message_id: str
    text: str
    catalogue: Catalogue
    now: datetime
    store: Store
    parse: Mapping[str, Any] = field(default_factory=dict)
    asked: str | None = None
    options: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    add_ons: tuple[str, ...] = ()
    changed: list[Fact] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    answered: Answered = Answered.SMALL_TALK
    has_asked: bool = False
    leads_on: bool = False
    can_mail: bool = True
    settled: bool = False

    @property
    def intent(self) -> str:
        """What the visitor wants, by name."""
        return str((self.parse.get("intent") or {}).get("name") or "nlu_fallback")

    @property
    def pricing(self) -> Mapping[str, Any]:
        """Quantity, term, currency and code that the message itself gives."""
        return self.parse.get("pricing") or {}

    @property
    def quantity(self) -> int | None:
        """For how many, as this message says."""
        return self.pricing.get("quantity")


_current: ContextVar[Turn | None] = ContextVar("milepost_turn", default=None)
_stand_in: list[Callable[[Any], Turn]] = []


@contextmanager
def in_progress(turn: Turn) -> Iterator[Turn]:
    """Makes `turn` the current one for everything called inside."""
    token = _current.set(turn)
    try:
        yield turn
    finally:
        _current.reset(token)


def turn_in_progress() -> Turn | None:
    """The turn in progress, if there is one."""
    return _current.get()


class StandAlone:
    """Makes turns for a stand-alone action server (`rasa run actions`), where no brain keeps the transaction.

    Each action's changes are committed when it gives way to the server again; the moves of one message share a turn.
    Hand it over once: `stand_in_with(StandAlone(database, catalogues.in_force).turn)`.
    """

    def __init__(self, database: Database, catalogue: Callable[[], Catalogue]) -> None:
        self._database = database
        self._catalogue = catalogue
        self._turns: dict[str, Turn] = {}
        self._open: dict[str, Turn] = {}

    def turn(self, tracker: Any) -> Turn:
        """The turn of the tracker's last message. Within a running loop."""
        said = tracker.latest_message or {}
        name = str(tracker.sender_id)
        conversation_id = name if is_id(name) else sha256(name.encode()).hexdigest()
        if conversation_id in self._open:
            return self._open[conversation_id]
        block = self._database.begin()
        store = block.__enter__()
        turn = self._begin(store, conversation_id, said)
        self._open[conversation_id] = self._turns[conversation_id] = turn
        _, version = store.conversations.memory(conversation_id) or (None, 0)
        asyncio.get_running_loop().call_soon(self._end, block, turn, leads.before(turn.conversation), version)
        return turn

    def _begin(self, store: Store, conversation_id: str, said: Mapping[str, Any]) -> Turn:
        now, message = utc_now(), str(said.get("message_id") or new_id())
        before = self._turns.get(conversation_id)
        if before is not None and before.message_id == message:
            return replace(before, store=store)
        conversations.start(store, conversation_id, channel="rasa", now=now)
        known = store.conversations.memory(conversation_id)
        conversation = known[0] if known else Conversation(conversation_id, channel="rasa")
        text, asked = str(said.get("text") or ""), conversation.asked
        return Turn(conversation, message, text, self._catalogue(), now, store, parse=said, asked=asked, can_mail=False)

    def _end(self, block: AbstractContextManager[Store], turn: Turn, before: leads.Before, version: int) -> None:
        del self._open[turn.conversation.id]
        leads.project(turn.store, before, turn.conversation, message=turn.message_id, now=turn.now)
        turn.store.conversations.save_memory(turn.conversation, version)
        block.__exit__(None, None, None)


def stand_in_with(make: Callable[[Any], Turn]) -> None:
    """How a stand-alone action server (`rasa run actions`) gets a turn from a Rasa tracker."""
    _stand_in[:] = [make]


def current_turn(tracker: Any = None) -> Turn:
    """The turn in progress; in a stand-alone action server, one made for this tracker."""
    turn = _current.get()
    if turn is not None:
        return turn
    if _stand_in and tracker is not None:
        return _stand_in[0](tracker)
    raise MilepostError("no turn is in progress")
