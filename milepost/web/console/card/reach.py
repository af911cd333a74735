"""What the visitor's channel takes, for the rep who writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from milepost.channels.kinds import kind_of
from milepost.services.channels.opting_out import refuses
from milepost.store.database import Store
from milepost.store.records.conversations import ConversationRow


@dataclass(frozen=True)
class Reach:
    """`text`: characters of a message. `buttons`: at most so many. `closes`: until when we may write freely, None for ever;
    `closed`: it is over. `refused`: the visitor wants no messages there."""

    text: int
    buttons: int
    window_hours: int
    closes: datetime | None
    closed: bool
    refused: bool


def reach_of(store: Store, row: ConversationRow, *, now: datetime) -> Reach | None:
    """The limits of a messaging platform; None on the website, which has none."""
    kind = kind_of(row.channel)
    if kind is None:
        return None
    named = store.handles.of([row.id]).get((row.id, row.channel))
    heard_at = named.heard_at if named else row.last_visitor_at
    hours = kind.limits.window_hours
    closes = heard_at + timedelta(hours=hours) if hours and heard_at else None
    closed = bool(hours) and (closes is None or closes <= now)
    return Reach(
        kind.limits.text,
        kind.limits.buttons,
        hours,
        closes,
        closed,
        refuses(store, row.id, row.channel, heard_at=heard_at),
    )
