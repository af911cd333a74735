"""Couriers: which of several web processes carries a channel's replies."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from milepost.store.prepared import Prepared
from milepost.store.tables import couriers

_COLUMNS = ("channel", "holder", "until")


def _hold(insert: object) -> object:
    statement = insert(couriers)  # type: ignore[operator]
    values = {name: statement.excluded[name] for name in ("holder", "until")}
    is_free = sa.or_(couriers.c.holder == statement.excluded.holder, couriers.c.until < sa.bindparam("moment"))
    return statement.on_conflict_do_update(index_elements=[couriers.c.channel], set_=values, where=is_free)


_HOLD = Prepared(_hold, (*_COLUMNS, "moment"))


class Couriers:
    """The couriers of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self, channel: str, holder: str, *, now: datetime, until: datetime) -> bool:
        """Whether this holder alone carries the channel until then: nobody does, or it does already."""
        values = {"channel": channel, "holder": holder, "until": until, "moment": now}
        return bool(_HOLD.run(self._connection, values).rowcount)

    def let_go(self, channel: str, holder: str) -> None:
        """Another may carry it at once."""
        mine = couriers.delete().where(couriers.c.channel == channel, couriers.c.holder == holder)
        self._connection.execute(mine)
