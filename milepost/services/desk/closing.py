"""Won and lost: with the reason and what the deal came to; told to other systems."""

from __future__ import annotations

from datetime import datetime

from milepost.errors import NotAllowed
from milepost.sales.catalogue import Catalogue
from milepost.services.desk import writing
from milepost.services.outgoing import events
from milepost.services.outgoing.events import Event
from milepost.store.database import Store
from milepost.store.records.users import User

STATUSES = ("won", "lost", "open")
LONGEST_REASON = 300


def close(
    store: Store,
    conversation: str,
    status: str,
    user: User,
    *,
    reason: str,
    catalogue: Catalogue,
    now: datetime,
    value: str = "",
    currency: str = "",
) -> None:
    """Won or lost, with the reason, or open again; `value` is what the deal came to, as a rep writes it ("": as it was).

    Raises NotAllowed without a reason, for a value that cannot be read, and where there is no lead.
    """
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if status not in STATUSES:
        raise NotAllowed("a lead is won, lost or open")
    if status != "open" and not reason:
        raise NotAllowed("say in a few words why it was won or lost")
    if not store.leads.exists(conversation):
        raise NotAllowed("there is no lead yet")
    if value.strip():
        writing.write_worth(store, conversation, value, currency, user, catalogue=catalogue, now=now)
    store.leads.set_status(conversation, status, reason=reason, now=now)
    if status != "open":
        event = Event.WON if status == "won" else Event.LOST
        events.tell(store, event, conversation, catalogue, now=now, reason=reason)
