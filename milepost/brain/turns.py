"""Runs one turn: one message, one transaction, an answer in any case."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rasa.core.channels.channel import UserMessage

from milepost.brain import requests
from milepost.brain.processor import TurnProcessor
from milepost.brain.responses import Collector
from milepost.brain.voice import Voice
from milepost.errors import StoreUnavailable
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation, Handler
from milepost.services import consents, leads
from milepost.services.conversations import add_line
from milepost.services.outgoing import events
from milepost.services.turns import Turn, in_progress
from milepost.store.columns import utc_now
from milepost.store.database import Database, Store
from milepost.store.records.messages import FAILED, Lease, Message

# A visitor is answered or apologised to within this many seconds.
PATIENCE_SECONDS = 10.0
_TRIES = 2
# A message that has taken this many workers with it is not tried any more.
_MOST_LEASES = 3
TEXT_CHARACTERS = 2_000
APOLOGY, TOO_LONG, EMPTY, REPEATING = "utter_apology", "utter_too_long", "utter_empty", "utter_repeating"
# Names of form fields that are facts by another name.
_FORM_FACTS = {"name": "contact_name"}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TurnResult:
    """What came of a message. `memory` is as after the turn; `error` the type of what failed, if an apology was all."""

    replies: tuple[Mapping[str, Any], ...] = ()
    parse: Mapping[str, Any] = field(default_factory=dict)
    memory: Conversation | None = None
    error: str | None = None


class _OvertakenError(Exception):
    """Somebody changed the conversation or took the message meanwhile."""


class TurnRunner:
    """Answers leased messages with one model on one database."""

    def __init__(
        self,
        database: Database,
        processor: TurnProcessor,
        catalogue: Callable[[], Catalogue],
        *,
        clock: Callable[[], datetime] = utc_now,
        patience: float = PATIENCE_SECONDS,
        can_mail: bool = True,
    ) -> None:
        self._can_mail = can_mail
        self._database = database
        self._processor = processor
        self._catalogue = catalogue
        self._clock = clock
        self._patience = patience

    async def run(self, lease: Lease) -> TurnResult:
        """Answer a message, or apologise for it. Raises StoreUnavailable: nothing is lost, try again later."""
        if lease.message.tries > _MOST_LEASES:
            return self._give_up(lease, "TooManyTries")
        loop = asyncio.get_running_loop()
        end = loop.time() + self._patience
        failure = ""
        for _ in range(_TRIES):
            try:
                return await asyncio.wait_for(self._turn(lease), max(end - loop.time(), 0.01))
            except StoreUnavailable:
                raise
            except _OvertakenError:
                failure = "Overtaken"
            except asyncio.TimeoutError:
                failure = "Timeout"
                break
            except Exception as error:  # noqa: BLE001  # whatever a component or action raises, the visitor is answered
                failure = _cause(error)
            # The type alone: what an exception says may hold what the visitor wrote.
            log.error("the turn of message %s failed: %s", lease.message.id, failure)
        return self._give_up(lease, failure)

    def apologise(self, message: Message) -> bool:
        """Say sorry for a message that waits too long; once. It stays to be answered."""
        with self._database.begin() as store:
            store.conversations.lock(message.conversation)
            if not store.messages.mark_apologised(message.id, now=self._clock()):
                return False
            known = store.conversations.memory(message.conversation)
            reply = self._fixed(message, APOLOGY, known[0].language if known else "en")
            self._say(store, message.conversation, [reply])
        return True

    async def _turn(self, lease: Lease) -> TurnResult:
        message = lease.message
        with self._database.begin() as store:
            known = store.conversations.memory(message.conversation)
            if known is None:
                raise _OvertakenError
            conversation, version = known
            if conversation.handler is Handler.REP:
                store.messages.finish(lease)
                return TurnResult(memory=conversation)
            turn = Turn(
                conversation,
                message.id,
                message.text,
                self._catalogue(),
                self._clock(),
                store,
                asked=conversation.asked,
                can_mail=self._can_mail,
            )
            held = leads.before(conversation)
            with in_progress(turn):
                replies = await self._answer(turn, message)
                leads.project(store, held, conversation, message=message.id, now=turn.now)
                events.after_turn(turn, held)
                if not store.conversations.save_memory(conversation, version) or not store.messages.finish(lease):
                    raise _OvertakenError
                self._say(store, conversation.id, replies)
        return TurnResult(tuple(replies), turn.parse, conversation)

    async def _answer(self, turn: Turn, message: Message) -> list[dict[str, Any]]:
        if len(message.text) > TEXT_CHARACTERS:
            return [self._fixed(message, TOO_LONG)]
        if not message.text.strip():
            return [self._fixed(message, EMPTY)]
        collector = Collector(turn.conversation.channel)
        said = _as_said(turn, message, collector)
        parse = _completed(await self._processor.parse_message(said), message)
        turn.parse = said.parse_data = await self._with_requests(parse, turn, message)
        _keep_consent(turn, message)
        await self._processor.handle_message(said)
        if not collector.replies:
            log.error("message %s got no reply: intent %s", message.id, turn.intent)
            return [self._fixed(message, APOLOGY)]
        return self._repeating(turn, message, collector.replies)

    def _repeating(self, turn: Turn, message: Message, replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The replies; where they are word for word those of the turn before, said to be so, with the way to a person."""
        before = turn.store.messages.latest_of_bot(turn.conversation.id, limit=len(replies) + 1)
        last = [each.text for each in reversed(before)][-len(replies) :]
        if last != [reply["text"] for reply in replies]:
            return replies
        said_so = self._fixed(message, REPEATING, turn.conversation.language)
        return [said_so, *replies] if said_so["text"] else replies

    async def _with_requests(self, parse: dict[str, Any], turn: Turn, message: Message) -> dict[str, Any]:
        """The parse with `requests`, each as the parse of its part, where the message makes several; the intent is then
        that of the first."""
        if message.payload.get("pressed") or message.payload.get("form"):
            return parse
        is_offered = turn.conversation.offered is not None
        metadata = {"message": message.id, "language": turn.conversation.language}
        parts = [
            dict(await self._processor.parse_message(UserMessage(text=part, metadata=metadata)))
            for part in requests.parts_of(message.text, is_offered=is_offered)
        ]
        wanted = requests.several(parts, is_offered=is_offered)
        return {**parse, "intent": wanted[0]["intent"], "requests": wanted} if wanted else parse

    def _give_up(self, lease: Lease, failure: str) -> TurnResult:
        message = lease.message
        replies: list[dict[str, Any]] = []
        with self._database.begin() as store:
            store.conversations.lock(message.conversation)
            first = store.messages.mark_apologised(message.id, now=self._clock())
            known = store.conversations.memory(message.conversation)
            if not store.messages.finish(lease, state=FAILED):
                # A rep took over, or another worker has it: they answer.
                return TurnResult(error=failure)
            if first:
                replies = [self._fixed(message, APOLOGY, known[0].language if known else "en")]
                self._say(store, message.conversation, replies)
        return TurnResult(tuple(replies), {}, known[0] if known else None, failure)

    def _fixed(self, message: Message, response: str, language: str = "en") -> dict[str, Any]:
        """A response that needs no dialogue."""
        said = Voice(self._processor.nlg, self._catalogue)(response, language=language, channel=message.channel)
        return dict(said)

    def _say(self, store: Store, conversation_id: str, replies: list[dict[str, Any]]) -> None:
        for reply in replies:
            buttons, custom = tuple(reply["buttons"]), reply["custom"]
            now = self._clock()
            add_line(store, conversation_id, "bot", reply["text"], buttons=buttons, custom=custom, now=now)


def _as_said(turn: Turn, message: Message, collector: Collector) -> UserMessage:
    pressed = str(message.payload.get("pressed") or "")
    return UserMessage(
        text=pressed if pressed and not pressed.startswith("/") else message.text,
        output_channel=collector,
        sender_id=turn.conversation.id,
        input_channel=turn.conversation.channel,
        message_id=message.id,
        metadata={"asked": turn.asked, "message": message.id, "language": turn.conversation.language},
    )


def _completed(parse: dict[str, Any], message: Message) -> dict[str, Any]:
    """The parse with what is known beyond words: the intent of a button that we issued, the fields of our form."""
    pressed = str(message.payload.get("pressed") or "")
    form = message.payload.get("form")
    if pressed.startswith("/"):
        name, brace, entities = pressed[1:].partition("{")
        parse["intent"] = {"name": name.strip(), "confidence": 1.0}
        parse["is_pressed"] = True
        if brace:
            parse["entities"] = [{"entity": n, "value": v} for n, v in json.loads(brace + entities).items()]
    elif form:
        parse["intent"] = {"name": "share_contact", "confidence": 1.0}
        parse["needs"] = [_form_finding(name, value, message.text) for name, value in form["fields"].items() if value]
    return parse


def _form_finding(name: str, value: str, text: str) -> dict[str, Any]:
    start = max(text.find(value), 0)
    need = _FORM_FACTS.get(name, name)
    span = {"start": start, "end": start + len(value)}
    return {"name": need, "value": value, "words": value, "how": "said", "op": "set", **span}


def _keep_consent(turn: Turn, message: Message) -> None:
    form = message.payload.get("form")
    if form and form["consent"]:
        consents.record(turn, "follow_up", given=True, words=form["consent_text"])


def _cause(error: BaseException) -> str:
    """The type of what went wrong underneath what Rasa wraps around it."""
    while error.__cause__ is not None:
        error = error.__cause__
    return type(error).__name__
