"""Runs one turn: one message, one transaction, an answer in any case."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rasa.core.channels.channel import UserMessage

from milepost.brain.processor import TurnProcessor
from milepost.brain.responses import Collector
from milepost.brain.voice import Voice
from milepost.dialogue import settling
from milepost.dialogue.acts import Act, ActKind
from milepost.dialogue.deal.lines import reading_kept
from milepost.dialogue.interpretation import answered, interpret, interpretation_of
from milepost.dialogue.reading import readings_of
from milepost.dialogue.scorer import learnt
from milepost.dialogue.segments import segments_of
from milepost.errors import StoreUnavailable
from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation, Handler
from milepost.services import consents, leads
from milepost.services.conversations import NOTE_READING, RATING, add_line, add_lines
from milepost.services.desk.next_steps import keep_due
from milepost.services.handoffs import promised
from milepost.services.jobs import Work
from milepost.services.outgoing import events
from milepost.services.quotes.links import QuoteLinks
from milepost.services.turns import Turn, in_progress
from milepost.store.columns import utc_now
from milepost.store.database import Database, Store
from milepost.store.records.messages import FAILED, Lease, Message

# A visitor is answered or apologised to within this many seconds.
PATIENCE_SECONDS = 10.0
_TRIES = 2
# What is written to a rep comes in quick succession: each reading may find that another was faster.
_READINGS = 4
# A message that has taken this many workers with it is not tried any more.
_MOST_LEASES = 3
TEXT_CHARACTERS = 2_000
APOLOGY, TOO_LONG, EMPTY = "utter_apology", "utter_too_long", "utter_empty"
STILL_WORKING = "utter_still_working"
REPEATING, STILL = "utter_repeating", "utter_repeating_still"
# Lines of the bot whose buttons may still be pressed, and words from which on a part can be leant on.
_BUTTONS_FROM, _TELLING_WORDS = 8, 3
# Names of form fields that are facts by another name.
_FORM_FACTS = {"name": "contact_name"}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TurnResult:
    """What came of a message. `memory` is as after the turn, `acts` what the message did; `error` the type of what failed, if
    an apology was all."""

    replies: tuple[Mapping[str, Any], ...] = ()
    parse: Mapping[str, Any] = field(default_factory=dict)
    memory: Conversation | None = None
    error: str | None = None
    acts: tuple[Act, ...] = ()


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
        links: QuoteLinks | None = None,
    ) -> None:
        self._can_mail, self._links = can_mail, links
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

    def tell_of_wait(self, message: Message) -> bool:
        """Say of a message that waits too long that its answer follows; once. It stays to be answered."""
        with self._database.begin() as store:
            store.conversations.lock(message.conversation)
            if not store.messages.mark_apologised(message.id, now=self._clock()):
                return False
            known = store.conversations.memory(message.conversation)
            reply = self._fixed(message, STILL_WORKING, known[0].language if known else "en")
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
                links=self._links,
            )
            held = leads.before(conversation)
            with in_progress(turn):
                replies = await self._answer(turn, message)
                _keep_reading(turn)
                new = promised.keep(turn)
                leads.project(store, held, conversation, message=message.id, now=turn.now)
                events.after_turn(turn, held, new)
                if not store.conversations.save_memory(conversation, version) or not store.messages.finish(lease):
                    raise _OvertakenError
                self._say(store, conversation.id, replies)
                if _is_over(turn):
                    add_line(store, conversation.id, "system", "", custom={"type": RATING}, now=self._clock())
                if store.leads.exists(conversation.id):
                    keep_due(store, [conversation.id], turn.catalogue, now=turn.now)
        acts = turn.interpretation.acts if turn.interpretation else ()
        return TurnResult(tuple(replies), turn.parse, conversation, acts=acts)

    async def read(self, message_id: str) -> str:
        """Take into the lead's note what a visitor wrote to a rep; nothing is answered. The conversation's id, "" where there is
        nothing to read. Raises StoreUnavailable."""
        for _ in range(_READINGS):
            try:
                return await self._read_once(message_id)
            except _OvertakenError:
                continue
        raise _OvertakenError

    async def _read_once(self, message_id: str) -> str:
        with self._database.begin() as store:
            message = store.messages.find(message_id)
            known = store.conversations.memory(message.conversation) if message else None
            if message is None or known is None or not 0 < len(message.text.strip()) <= TEXT_CHARACTERS:
                return ""
            conversation, version = known
            turn = Turn(conversation, message.id, message.text, self._catalogue(), message.created_at, store)
            held = leads.before(conversation)
            with in_progress(turn):
                said = _as_said(turn, message, Collector(conversation.channel))
                turn.parse = await self._processor.parse_message(said)
                await self._interpret(turn, message, said)
                _keep_consent(turn, message)
                _keep_reading(turn)
                new = promised.keep(turn)
                leads.project(store, held, conversation, message=message.id, now=turn.now)
                events.after_turn(turn, held, new)
                if not store.conversations.save_memory(conversation, version):
                    raise _OvertakenError
        return conversation.id

    async def _answer(self, turn: Turn, message: Message) -> list[dict[str, Any]]:
        if len(message.text) > TEXT_CHARACTERS:
            return [self._fixed(message, TOO_LONG)]
        if not message.text.strip():
            return [self._fixed(message, EMPTY)]
        collector = Collector(turn.conversation.channel)
        said = _as_said(turn, message, collector)
        turn.parse = await self._processor.parse_message(said)
        await self._interpret(turn, message, said)
        _keep_consent(turn, message)
        await self._processor.handle_acts(said, _utterances(turn, message))
        if turn.interpretation is not None:
            lines = (str(reply["text"] or "") for reply in collector.replies)
            answered(turn.conversation, turn.interpretation, lines, turn.catalogue)
        if not collector.replies:
            log.error("message %s got no reply: acts %s", message.id, [act.kind.value for act in turn.acts])
            return [self._fixed(message, APOLOGY)]
        return self._repeating(turn, message, collector.replies)

    async def _interpret(self, turn: Turn, message: Message, said: UserMessage) -> None:
        """What the message does, and what it changes in the memory; a button and a form say themselves what they do."""
        conversation = turn.conversation
        parse = await self._completed(turn, message)
        parts = [parse] if parse is not turn.parse else await self._parts(turn, said)
        turn.parse = parse
        settling.settle_language(conversation, parse, is_quick_reply=_is_quick_reply(turn))
        readings = readings_of(parts)
        if parse.get("act"):
            turn.interpretation = interpretation_of(Act(**parse["act"]), readings[0], conversation)
        else:
            turn.interpretation = interpret(readings, conversation, turn.catalogue, learnt())
        turn.changed = settling.settle(
            conversation,
            parse,
            turn.interpretation,
            turn.catalogue,
            message=message.id,
            asked=turn.asked,
            today=turn.now.date(),
        )

    async def _parts(self, turn: Turn, said: UserMessage) -> list[Mapping[str, Any]]:
        """The parse of each part of a message that says several things one after the other."""
        parts = segments_of(said.text or "")
        if len(parts) == 1:
            return [turn.parse]
        found: list[Mapping[str, Any]] = []
        before = turn.conversation.asked_in_full
        for part in parts:
            metadata = {**(said.metadata or {}), "before": before}
            found.append(await self._processor.parse_message(UserMessage(text=part, metadata=metadata)))
            before = part if len(part.split()) > _TELLING_WORDS else before
        return found

    async def _completed(self, turn: Turn, message: Message) -> Mapping[str, Any]:
        """The parse with what is known beyond words: the act of a button that we issued, the fields of our form."""
        pressed = str(message.payload.get("pressed") or "")
        form = message.payload.get("form")
        if pressed.startswith("/"):
            name, brace, entities = pressed[1:].partition("{")
            found = [{"entity": n, "value": v} for n, v in json.loads(brace + entities).items()] if brace else []
            return {**turn.parse, "act": {"kind": ActKind(name.strip())}, "is_pressed": True, "entities": found}
        if form:
            needs = [_form_finding(name, value, message.text) for name, value in form["fields"].items() if value]
            return {**turn.parse, "act": {"kind": ActKind.SHARE_CONTACT}, "needs": needs}
        return turn.parse

    def _repeating(self, turn: Turn, message: Message, replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The replies; where they are word for word those of the turn before, said to be so, with the way to a person. The third
        time that alone is said."""
        lines = [each.text for each in turn.said_before(len(replies) + 1)]
        if lines[: len(replies)] != [reply["text"] for reply in reversed(replies)]:
            return replies
        said_so = self._fixed(message, REPEATING, turn.conversation.language)
        if lines[len(replies) :] == [said_so["text"]]:
            turn.conversation.offered = "person"
            return [self._fixed(message, STILL, turn.conversation.language)]
        return [said_so, *replies] if said_so["text"] else replies

    def _give_up(self, lease: Lease, failure: str) -> TurnResult:
        message = lease.message
        replies: list[dict[str, Any]] = []
        with self._database.begin() as store:
            store.conversations.lock(message.conversation)
            known = store.conversations.memory(message.conversation)
            if not store.messages.finish(lease, state=FAILED):
                # A rep took over, or another worker has it: they answer.
                return TurnResult(error=failure)
            replies = [self._fixed(message, APOLOGY, known[0].language if known else "en")]
            self._say(store, message.conversation, replies)
        return TurnResult(tuple(replies), {}, known[0] if known else None, failure)

    def _fixed(self, message: Message, response: str, language: str = "en") -> dict[str, Any]:
        """A response that needs no dialogue."""
        said = Voice(self._processor.nlg, self._catalogue)(response, language=language, channel=message.channel)
        return dict(said)

    def _say(self, store: Store, conversation_id: str, replies: list[dict[str, Any]]) -> None:
        if replies:
            add_lines(store, conversation_id, "bot", replies, now=self._clock())


def note_reading(runner: TurnRunner, told: Callable[[str], None] = lambda conversation: None) -> dict[str, Work]:
    """The job that reads for the note what was written to a rep; `told` is called for a conversation that it changed."""

    async def work(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
        told(await runner.read(str(payload["message"])))

    return {NOTE_READING: work}


def _is_over(turn: Turn) -> bool:
    """Whether the visitor has said goodbye where a question of how it went can be drawn, and waits for nobody."""
    conversation = turn.conversation
    is_goodbye = bool(turn.acts) and all(act.kind is ActKind.GOODBYE for act in turn.acts)
    return is_goodbye and conversation.channel == "web" and conversation.handler is Handler.BOT


def _as_said(turn: Turn, message: Message, collector: Collector) -> UserMessage:
    pressed = str(message.payload.get("pressed") or "")
    return UserMessage(
        text=pressed if pressed and not pressed.startswith("/") else message.text,
        output_channel=collector,
        sender_id=turn.conversation.id,
        input_channel=turn.conversation.channel,
        message_id=message.id,
        metadata={
            "asked": turn.asked,
            "message": message.id,
            "language": turn.conversation.language,
            "before": turn.conversation.asked_in_full,
            "subjects": turn.conversation.subjects,
            "focus": turn.conversation.focus,
        },
    )


def _utterances(turn: Turn, message: Message) -> Iterator[dict[str, Any]]:
    """Each act as an utterance that the rules see; the turn is at that act while it is answered."""
    for place, act in enumerate(turn.acts):
        turn.act, turn.is_last = act, place == len(turn.acts) - 1
        yield {
            "text": act.text or message.text,
            "intent": {"name": act.kind.value, "confidence": act.confidence},
            "entities": turn.parse.get("entities") or [],
            "act": act.arguments(),
        }


def _is_quick_reply(turn: Turn) -> bool:
    """Whether the message is what a button of ours says or sends."""
    latest = turn.said_before(_BUTTONS_FROM)
    offered = {str(text) for line in latest for button in line.payload.get("buttons") or () for text in button.values()}
    return turn.text in offered


def _form_finding(name: str, value: str, text: str) -> dict[str, Any]:
    start = max(text.find(value), 0)
    need = _FORM_FACTS.get(name, name)
    span = {"start": start, "end": start + len(value)}
    return {"name": need, "value": value, "words": value, "how": "said", "op": "set", **span}


def _keep_reading(turn: Turn) -> None:
    """What was read of the message is kept with it: whatever tells of the lead later draws on it."""
    if turn.interpretation is not None:
        turn.store.messages.keep_reading(turn.message_id, reading_kept(turn.parse, turn.interpretation))


def _keep_consent(turn: Turn, message: Message) -> None:
    form = message.payload.get("form")
    if form and form["consent"]:
        consents.record(turn, "follow_up", given=True, words=form["consent_text"])


def _cause(error: BaseException) -> str:
    """The type of what went wrong underneath what Rasa wraps around it."""
    while error.__cause__ is not None:
        error = error.__cause__
    return type(error).__name__
