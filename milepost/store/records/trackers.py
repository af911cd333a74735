"""Tracker events: what Rasa logged of a conversation, its last part and a snapshot of the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.prepared import given, inserted, prepared
from milepost.store.tables import conversations, tracker_events

_STATE = prepared(sa.select(conversations.c.last_event, conversations.c.slots).where(conversations.c.id == given("of")))
_TAIL = prepared(
    sa.select(tracker_events.c.event)
    .where(tracker_events.c.conversation == given("of"), tracker_events.c.seq > given("after"))
    .order_by(tracker_events.c.seq)
)
_APPEND = inserted(tracker_events, ("conversation", "seq", "event"))
_KEEP_STATE = prepared(
    conversations.update()
    .where(conversations.c.id == given("of"))
    .values(last_event=given("last"), slots=given("snapshot"))
)


@dataclass(frozen=True)
class TrackerTail:
    """The last events of a conversation, how many there are in all, and the snapshot after the last of them."""

    events: tuple[Mapping[str, Any], ...] = ()
    total: int = 0
    snapshot: Mapping[str, Any] = field(default_factory=dict)


class Trackers:
    """The tracker events of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tail(self, conversation: str, *, window: int = 60) -> TrackerTail:
        """The last `window` events, oldest first."""
        row = _STATE.run(self._connection, {"of": conversation}).one_or_none()
        if row is None:
            return TrackerTail()
        events = tuple(_TAIL.run(self._connection, {"of": conversation, "after": row.last_event - window}).scalars())
        return TrackerTail(events, row.last_event, row.slots or {})

    def append(
        self, conversation: str, after: int, events: Sequence[Mapping[str, Any]], snapshot: Mapping[str, Any]
    ) -> None:
        """Keep the events that follow number `after`, and the snapshot after them."""
        if events:
            rows = [
                {"conversation": conversation, "seq": after + place, "event": dict(event)}
                for place, event in enumerate(events, start=1)
            ]
            _APPEND.run(self._connection, rows)
        state = {"of": conversation, "last": after + len(events), "snapshot": dict(snapshot)}
        _KEEP_STATE.run(self._connection, state)

    def intents(self, conversation: str) -> dict[str, str]:
        """By message, the intent that the bot read in it."""
        query = sa.select(tracker_events.c.event).where(tracker_events.c.conversation == conversation)
        found: dict[str, str] = {}
        for event in self._connection.execute(query.order_by(tracker_events.c.seq)).scalars():
            message = event.get("message_id") or (event.get("metadata") or {}).get("message")
            name = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
            if event.get("event") == "user" and message and name:
                found[str(message)] = str(name)
        return found
