"""What the visitor's channel takes, for the rep who writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from milepost.channels.kinds import kind_of
from milepost.store.records.conversations import ConversationRow


@dataclass(frozen=True)
class Reach:
    """`text`: characters of a message. `closes`: until when we may write freely, None for ever; `closed`: it is over."""

    text: int
    window_hours: int
    closes: datetime | None
    closed: bool


def reach_of(row: ConversationRow, *, now: datetime) -> Reach | None:
    """The limits of a messaging platform; None on the website, which has none."""
    kind = kind_of(row.channel)
    if kind is None:
        return None
    hours = kind.limits.window_hours
    closes = row.last_visitor_at + timedelta(hours=hours) if hours and row.last_visitor_at else None
    return Reach(kind.limits.text, hours, closes, closed=bool(hours) and (closes is None or closes <= now))
