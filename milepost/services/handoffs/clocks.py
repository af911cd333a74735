"""The clocks of a hand-over, as jobs: nobody has come yet, and whoever came leaves the visitor waiting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation, Handler
from milepost.sales.handoffs.clock import Step, steps_due
from milepost.sales.handoffs.opening_hours import is_open, next_opening
from milepost.sales.handoffs.promises import told_time, zone_of
from milepost.services.contact_forms import contact_form
from milepost.services.conversations import REPLY_CLOCK, add_line
from milepost.services.handoffs.joining import NOTICE
from milepost.services.handoffs.meetings import Choice, choices
from milepost.services.handoffs.requests import JOB, ask_next, look_later
from milepost.services.jobs import Work
from milepost.store.database import Database, Store
from milepost.store.records.handoffs import HandoffRow

__all__ = ["JOB", "REPLY_CLOCK", "Clocks", "Voice"]

GIVEN_UP, GIVEN_UP_KNOWN = "utter_handoff_given_up", "utter_handoff_given_up_known"
REP_LATE, REP_GONE = "utter_handoff_rep_late", "utter_handoff_rep_gone"
ASK_CONTACT = "utter_ask_contact_waiting"


class Voice(Protocol):
    """The bot's words outside of a turn."""

    def __call__(self, response: str, *, language: str, channel: str, **values: str) -> Mapping[str, Any]:
        """A response of data/responses in that language: `text`, `buttons` and `custom`."""


class Clocks:
    """The two kinds of job. `told` is called for a conversation that has new lines or another state."""

    def __init__(
        self,
        database: Database,
        catalogue: Callable[[], Catalogue],
        voice: Voice,
        told: Callable[[str], None] = lambda conversation: None,
    ) -> None:
        self._database, self._catalogue, self._voice, self._told = database, catalogue, voice, told

    def work(self) -> dict[str, Work]:
        """What each kind of job does."""

        async def waiting(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
            self._tell(self.look_at_request(str(payload["handoff"]), now=now))

        async def replying(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
            self._tell(self.look_for_reply(str(payload["conversation"]), int(payload["seq"]), now=now))

        return {JOB: waiting, REPLY_CLOCK: replying}

    def look_at_request(self, handoff_id: str, *, now: datetime) -> str:
        """Do what is due for a request that nobody has claimed; the conversation if anything was, else ""."""
        catalogue = self._catalogue()
        with self._database.begin() as store:
            row = _locked(store, handoff_id)
            known = store.conversations.memory(row.conversation) if row else None
            if row is None or known is None or row.ended_at is not None or row.claimed_by is not None:
                return ""
            steps = steps_due(catalogue.journey.handoff, row.wait, now)
            for step in steps:
                self._do(step, store, catalogue, known[0], row, now)
            fresh = store.handoffs.find(handoff_id)
            assert fresh is not None
            if Step.ASK in steps and fresh.asked_at == row.asked_at:
                # Nobody else is there: the clock goes on as if somebody had been asked.
                fresh = store.handoffs.pass_over(fresh, now=now)
            look_later(store, catalogue, fresh, now=now)
            return row.conversation if steps else ""

    def look_for_reply(self, conversation_id: str, seq: int, *, now: datetime) -> str:
        """Whether the rep who has the conversation has answered line `seq`; if not in time, all are told, and the visitor."""
        catalogue = self._catalogue()
        patience = timedelta(minutes=catalogue.journey.handoff.reply)
        with self._database.begin() as store:
            store.conversations.lock(conversation_id)
            row, known = store.handoffs.open_of(conversation_id), store.conversations.memory(conversation_id)
            lines = store.messages.after(conversation_id, seq - 1)
            is_answered = any(line.author == "rep" for line in lines)
            if row is None or row.claimed_by is None or row.late_at or known is None or not lines or is_answered:
                return ""
            due = max(lines[0].created_at, row.claimed_at or now) + patience
            if now < due:
                payload = {"conversation": conversation_id, "seq": seq}
                key = f"{REPLY_CLOCK}:{row.id}:{seq}:{due.isoformat()}"
                store.jobs.add(
                    REPLY_CLOCK, payload, idempotency_key=key, due=due, now=now, conversation=conversation_id
                )
                return ""
            store.handoffs.mark(row.id, now=now, late=True, escalated=True)
            ask_next(store, catalogue, known[0], row, now=now, without=row.claimed_by)
            self._say_late(store, catalogue, known[0], row, now)
            return conversation_id

    def _do(
        self, step: Step, store: Store, catalogue: Catalogue, conversation: Conversation, row: HandoffRow, now: datetime
    ) -> None:
        if step is Step.ASK:
            ask_next(store, catalogue, conversation, row, now=now)
        elif step is Step.ESCALATE:
            store.handoffs.mark(row.id, now=now, escalated=True)
        else:
            store.handoffs.mark(row.id, now=now, given_up=True)
            if row.owed_at is None:
                store.handoffs.mark(row.id, now=now, owed=True)
            if conversation.handler is not Handler.REP:
                self._say_given_up(store, catalogue, conversation, now)

    def _say_given_up(self, store: Store, catalogue: Catalogue, conversation: Conversation, now: datetime) -> None:
        """The truth, with times to talk to choose from, and where to leave an address."""
        email, times = conversation.value("email"), choices(store, catalogue, conversation, now=now)
        notice = {"type": NOTICE, "state": "missed"}
        response = GIVEN_UP_KNOWN if email else GIVEN_UP
        values = {"email": str(email)} if email else {}
        self._say(store, conversation, response, now, buttons=times, custom=notice, **values)
        if not email:
            self._say(store, conversation, ASK_CONTACT, now, custom=contact_form("email", "phone"))

    def _say_late(
        self, store: Store, catalogue: Catalogue, conversation: Conversation, row: HandoffRow, now: datetime
    ) -> None:
        hours, name = catalogue.journey.opening_hours, row.rep_name or ""
        opening = None if is_open(hours, now) else next_opening(hours, now)
        notice = {"type": NOTICE, "state": "late", "name": name}
        if opening is None:
            self._say(store, conversation, REP_LATE, now, custom=notice, author="system", name=name)
            return
        source = store.conversations.find(conversation.id)
        zone, is_theirs = zone_of((source.source.get("timezone", "") if source else ""), otherwise=hours.timezone)
        when = told_time(opening, now, zone, is_theirs=is_theirs, language=conversation.language)
        self._say(store, conversation, REP_GONE, now, custom=notice, author="system", name=name, opening=when)

    def _say(
        self,
        store: Store,
        conversation: Conversation,
        response: str,
        now: datetime,
        *,
        buttons: tuple[Choice, ...] = (),
        custom: Mapping[str, Any],
        author: str = "bot",
        **values: str,
    ) -> None:
        said = self._voice(response, language=conversation.language, channel=conversation.channel, **values)
        text = str(said["text"])
        block = {**custom, "text": text} if author == "system" else custom
        offered = tuple({"title": choice.title, "payload": choice.payload} for choice in buttons)
        add_line(store, conversation.id, author, text, buttons=offered, custom=block, now=now)

    def _tell(self, conversation: str) -> None:
        if conversation:
            self._told(conversation)


def _locked(store: Store, handoff_id: str) -> HandoffRow | None:
    """The hand-over, read once nobody else can change its conversation."""
    row = store.handoffs.find(handoff_id)
    if row is None:
        return None
    store.conversations.lock(row.conversation)
    return store.handoffs.find(handoff_id)
