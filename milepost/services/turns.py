"""The turn in progress: what one message brought, what is known, and the transaction that will keep it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from milepost.dialogue import settling
from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.interpretation import Interpretation, interpret
from milepost.dialogue.reading import reading_of
from milepost.dialogue.scorer import learnt
from milepost.errors import MilepostError
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation, Fact
from milepost.sales.handoffs.policy import Topic
from milepost.sales.handoffs.promised import Deed
from milepost.sales.next_best_action import Answered
from milepost.services import conversations, leads
from milepost.store.columns import is_id, new_id, utc_now
from milepost.store.database import Database, Store
from milepost.store.records.messages import Message

if TYPE_CHECKING:
    from milepost.services.quotes.links import QuoteLinks

# As many of the bot's lines as stations of a turn usually look back on.
_LINES_BEFORE = 8


@dataclass
class Turn:
    """One visitor message on its walk. Stations fill it in order; nothing is kept before the brain commits.

    `parse` is what NLU left (empty until then), `interpretation` what the message does, `act` the one of its acts that is being
    answered, `is_last` whether no other follows. `changed` are the facts that it brought, `asked` the need whose question was
    open when it came; `done` lists the moves made so far, `answered` is what the last of them came to, `has_asked` whether it
    ended in a question of its own, `leads_on` whether any reply asks or offers something, `told` what its replies have said, so
    that none says it again; `can_mail` says whether e-mail can be sent at all, `deeds` what the turn did that was promised
    (`sales.handoffs.promised.Deed`); `links` make the addresses of quotes (None: they have none).
    """

    conversation: Conversation
    message_id: str
    text: str
    catalogue: Catalogue
    now: datetime
    store: Store
    parse: Mapping[str, Any] = field(default_factory=dict)
    interpretation: Interpretation | None = None
    act: Act = field(default_factory=lambda: Act(ActKind.UNCLEAR))
    is_last: bool = True
    asked: str | None = None
    changed: list[Fact] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    answered: Answered = Answered.SMALL_TALK
    has_asked: bool = False
    leads_on: bool = False
    told: set[str] = field(default_factory=set)
    can_mail: bool = True
    deeds: set[Deed] = field(default_factory=set)
    links: QuoteLinks | None = None

    def url_of(self, quote_id: str) -> str:
        """The address of a quote's own page; "" where there is none."""
        return self.links.to(quote_id) if self.links else ""

    def said_before(self, count: int) -> tuple[Message, ...]:
        """The bot's last lines before this turn's, newest first; read once for all who look back on a few."""
        if count > _LINES_BEFORE:
            return self.store.messages.latest_of_bot(self.conversation.id, limit=count)
        return self._last_lines[:count]

    @cached_property
    def _last_lines(self) -> tuple[Message, ...]:
        return self.store.messages.latest_of_bot(self.conversation.id, limit=_LINES_BEFORE)

    @property
    def acts(self) -> tuple[Act, ...]:
        """What the message does, in order."""
        return self.interpretation.acts if self.interpretation else (self.act,)

    @property
    def topics(self) -> frozenset[Topic]:
        """What the message is about, as far as that decides who must answer."""
        found = self.interpretation.readings if self.interpretation else ()
        return frozenset(Topic(topic) for reading, _ in found for topic in reading.topics)

    def asks_for(self, missing: str) -> None:
        """Notes that a reply asks for what the act still needs: "option" or "number"; the next message may give just that."""
        self.has_asked = True
        self.conversation.missing = missing

    def does(self, *kinds: ActKind) -> bool:
        """Whether the message does one of these."""
        return any(act.kind in kinds for act in self.acts)


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
        before = leads.before(turn.conversation)
        if turn.interpretation is None:
            _interpret(turn)
        self._open[conversation_id] = self._turns[conversation_id] = turn
        _, version = store.conversations.memory(conversation_id) or (None, 0)
        asyncio.get_running_loop().call_soon(self._end, block, turn, before, version)
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


def _interpret(turn: Turn) -> None:
    """What the message does by its parse as a whole: an action server cannot have the parts of it read again."""
    conversation, parse = turn.conversation, turn.parse
    settling.settle_language(conversation, parse, is_quick_reply=False)
    turn.interpretation = interpret([reading_of(parse)], conversation, turn.catalogue, learnt())
    turn.act = turn.acts[0]
    turn.changed = settling.settle(
        conversation,
        parse,
        turn.interpretation,
        turn.catalogue,
        message=turn.message_id,
        asked=turn.asked,
        today=turn.now.date(),
    )


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
