"""Handles: what a channel calls a visitor's conversation, and in which one they speak."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.prepared import given, prepared, put
from milepost.store.tables import handles

_COLUMNS = ("handle", "conversation", "channel", "address", "heard_at")
_PUT = put(handles, _COLUMNS, ("handle",), _COLUMNS[1:])
_OF = prepared(sa.select(handles.c.conversation).where(handles.c.handle == given("named")))


@dataclass(frozen=True)
class Handle:
    """A visitor's name on a channel, where replies go there, and when they last wrote from there."""

    handle: str
    conversation: str
    channel: str
    address: str | None
    heard_at: datetime | None


class Handles:
    """The handles of one transaction: only those whose conversation is another's."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def conversation_of(self, handle: str) -> str:
        """In which conversation this handle speaks: its own, unless it was moved."""
        return str(_OF.run(self._connection, {"named": handle}).scalar_one_or_none() or handle)

    def put(self, handle: Handle) -> None:
        """From now on this handle speaks there."""
        _PUT.run(self._connection, {name: getattr(handle, name) for name in _COLUMNS})

    def forget(self, handle: str) -> bool:
        """It speaks in its own conversation again; False if it did."""
        return bool(self._connection.execute(handles.delete().where(handles.c.handle == handle)).rowcount)

    def hear(self, handle: str, address: str, *, now: datetime) -> None:
        """The visitor wrote from there; an empty `address` leaves the one that is known."""
        known = {"heard_at": now, **({"address": address} if address else {})}
        self._connection.execute(handles.update().where(handles.c.handle == handle).values(**known))

    def of(self, conversations: Collection[str]) -> Mapping[tuple[str, str], Handle]:
        """By conversation and channel: the handle that wrote there last."""
        query = sa.select(*(handles.c[name] for name in _COLUMNS)).where(handles.c.conversation.in_(conversations))
        newest_last = query.order_by(sa.nulls_first(handles.c.heard_at))
        found = [Handle(**row._mapping) for row in self._connection.execute(newest_last)]
        return {(each.conversation, each.channel): each for each in found}
