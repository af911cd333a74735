"""Moves: codes with which a conversation goes on elsewhere, and wrong ones that were tried."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.tables import move_tries, moves


class Moves:
    """The moves of one transaction. A code comes in sealed, never as it is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, code: str, conversation: str, *, made_by: str, now: datetime, until: datetime) -> None:
        """Keep a code. Those of the conversation that nobody used are void from now on."""
        unused = moves.update().where(
            moves.c.conversation == conversation, moves.c.used_at.is_(None), moves.c.expires_at > now
        )
        self._connection.execute(unused.values(expires_at=now))
        values = {"conversation": conversation, "made_by": made_by, "created_at": now, "expires_at": until}
        self._connection.execute(moves.insert().values(code=code, **values))

    def made_since(self, conversation: str, since: datetime) -> int:
        """How many codes this conversation got since then."""
        query = sa.select(sa.func.count()).where(moves.c.conversation == conversation, moves.c.created_at >= since)
        return int(self._connection.execute(query).scalar_one())

    def use(self, code: str, *, by: str, now: datetime) -> tuple[str, bool] | None:
        """The conversation of a code that holds, which is used up with this, and whether it is used only now: whoever used it
        may bring it again until it would have expired. None for any other."""
        holds = (moves.c.code == code, moves.c.expires_at > now)
        unused = moves.update().where(*holds, moves.c.used_at.is_(None))
        is_new = bool(self._connection.execute(unused.values(used_at=now, used_by=by)).rowcount)
        theirs = sa.select(moves.c.conversation).where(*holds, moves.c.used_by == by)
        found = self._connection.execute(theirs).scalar_one_or_none()
        return None if found is None else (str(found), is_new)

    def note_try(self, handle: str, *, now: datetime, forget_before: datetime) -> None:
        """A code did not hold. Tries of long ago are forgotten."""
        self._connection.execute(move_tries.delete().where(move_tries.c.at < forget_before))
        self._connection.execute(move_tries.insert().values(handle=handle, at=now))

    def tries_since(self, handle: str, since: datetime) -> int:
        """How many codes of this handle did not hold since then."""
        query = sa.select(sa.func.count()).where(move_tries.c.handle == handle, move_tries.c.at >= since)
        return int(self._connection.execute(query).scalar_one())
