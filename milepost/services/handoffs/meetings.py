"""Meetings: the times that a visitor may pick, the one that they picked, and the invitation for their calendar."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation
from milepost.sales.handoffs.meetings import Meeting, meeting_slots
from milepost.sales.handoffs.promises import told_time, zone_of
from milepost.services.handoffs.invitations import invitation
from milepost.services.outgoing import mail
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.handoffs.meetings import INVITED, WANTED, MeetingRow

PICK = "meeting"
"""The entity that carries a picked time."""
_INTENT = "/human_handoff"
_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Choice:
    """A quick reply: what stands on it and what it means to the brain."""

    title: str
    payload: str


def choices(store: Store, catalogue: Catalogue, conversation: Conversation, *, now: datetime) -> tuple[Choice, ...]:
    """The next free times, written in the visitor's own time zone where it is known."""
    journey = catalogue.journey
    taken = tuple(row.starts_at for row in store.meetings.between(now, now + _AHEAD))
    slots = meeting_slots(journey.opening_hours, now, minutes=journey.handoff.meeting, taken=taken)
    return tuple(
        Choice(_told(store, catalogue, conversation, slot, now), f"{_INTENT}{json.dumps({PICK: slot.isoformat()})}")
        for slot in slots
    )


def pick(
    store: Store, catalogue: Catalogue, conversation: Conversation, picked: str, *, now: datetime, can_mail: bool = True
) -> str | None:
    """Keep the time that a visitor picked, and invite them where an address is known; the time as they are told it.

    None for a time that is past or that somebody else took meanwhile.
    """
    try:
        starts = datetime.fromisoformat(picked).astimezone(timezone.utc)
    except ValueError:
        return None
    taken = {row.starts_at for row in store.meetings.between(now, now + _AHEAD) if row.conversation != conversation.id}
    if starts <= now or starts in taken:
        return None
    book(store, catalogue, conversation, starts, now=now, can_mail=can_mail)
    return _told(store, catalogue, conversation, starts, now)


def book(
    store: Store,
    catalogue: Catalogue,
    conversation: Conversation,
    starts: datetime,
    *,
    now: datetime,
    minutes: int | None = None,
    rep: str | None = None,
    can_mail: bool = True,
) -> MeetingRow:
    """One meeting for a conversation; one that was to come before it is cancelled."""
    for earlier in store.meetings.of(conversation.id):
        if earlier.starts_at > now and earlier.starts_at != starts:
            store.meetings.cancel(earlier.id)
    length = minutes or catalogue.journey.handoff.meeting
    row = MeetingRow(new_id(), conversation.id, starts, length, WANTED, None, rep, now)
    same = next((each for each in store.meetings.of(conversation.id) if each.starts_at == starts), None)
    if same is None:
        store.meetings.add(row)
    if can_mail:
        invite_waiting(store, catalogue, conversation, now=now)
    return same or row


def invite_waiting(store: Store, catalogue: Catalogue, conversation: Conversation, *, now: datetime) -> str:
    """Send the invitation for a meeting that waits for an address, once one is known; its time as the visitor is told it.

    "" where none waits.
    """
    email = conversation.value("email")
    waiting = [row for row in store.meetings.of(conversation.id) if row.state == WANTED and row.starts_at > now]
    if not email or not waiting:
        return ""
    for row in waiting:
        store.meetings.invite(row.id, str(email))
        _send(store, catalogue, conversation, row, str(email), now)
    return _told(store, catalogue, conversation, waiting[0].starts_at, now)


def has_invited(store: Store, conversation: Conversation) -> bool:
    """Whether an invitation is on its way."""
    return any(row.state == INVITED for row in store.meetings.of(conversation.id))


def _send(
    store: Store, catalogue: Catalogue, conversation: Conversation, row: MeetingRow, email: str, now: datetime
) -> None:
    company, zone = catalogue.company, zone_for(store, catalogue, conversation)[0]
    values = {
        "company": company.name,
        "name": str(conversation.value("contact_name") or ""),
        "when": _told(store, catalogue, conversation, row.starts_at, now),
        "minutes": str(row.minutes),
    }
    calendar = invitation(
        Meeting(row.id, row.starts_at, row.minutes, company.name, company.tagline, company.email, email), zone, now=now
    )
    for to in dict.fromkeys((email, company.email)):
        store.jobs.add(
            mail.JOB,
            {"to": to, "text": "meeting", "values": values, "calendar": calendar},
            idempotency_key=f"meeting:{row.id}:{to.casefold()}"[:200],
            due=now,
            now=now,
            conversation=conversation.id,
        )


def zone_for(store: Store, catalogue: Catalogue, conversation: Conversation) -> tuple[ZoneInfo, bool]:
    """The visitor's time zone and True, or the company's and False."""
    row = store.conversations.find(conversation.id)
    return zone_of(row.source.get("timezone", "") if row else "", otherwise=catalogue.journey.opening_hours.timezone)


def _told(store: Store, catalogue: Catalogue, conversation: Conversation, when: datetime, now: datetime) -> str:
    zone, is_theirs = zone_for(store, catalogue, conversation)
    return told_time(when, now, zone, is_theirs=is_theirs, language=conversation.language)
