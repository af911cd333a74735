"""A word that nobody says, in every column of every table that can hold it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from milepost.store.columns import Amount, Hundredths, Json, Moment
from milepost.store.database import Database
from milepost.store.tables import conversations, metadata, users

CANARY = "quetzalcoatlus"
# What hangs on no conversation, and what triggers fill.
_NOT_FILLED = ("users", "search_entries")


def spread(database: Database, conversation: str, *, now: datetime) -> set[str]:
    """One row of the conversation in each table that belongs to it, also by way of another; the names of those tables."""
    made: dict[str, dict[str, Any]] = {}
    with database._connected() as connection:
        user = _row(users, {}, conversation, now)
        connection.execute(users.insert().values(**user))
        made["users"] = user
        for table in metadata.sorted_tables:
            belongs = table is conversations or any(key.column.table.name in made for key in table.foreign_keys)
            if table.name in _NOT_FILLED or not belongs or not _is_of_a_visitor(table):
                continue
            row = _row(table, made, conversation, now)
            connection.execute(table.insert().values(**row))
            made[table.name] = row
    return set(made) - {"users"}


def _is_of_a_visitor(table: sa.Table) -> bool:
    if table is conversations:
        return True
    return any(_is_of_a_visitor(key.column.table) for key in table.foreign_keys if key.column.table is not table)


def _row(table: sa.Table, made: dict[str, dict[str, Any]], conversation: str, now: datetime) -> dict[str, Any]:
    row = {column.name: _value(column, table, made, now) for column in table.columns if not _is_counted(column)}
    return {**row, "id": conversation} if table is conversations else row


def _is_counted(column: sa.Column) -> bool:
    return column.autoincrement is True


def _value(column: sa.Column, table: sa.Table, made: dict[str, dict[str, Any]], now: datetime) -> Any:
    for key in column.foreign_keys:
        if key.column.table.name in made:
            return made[key.column.table.name][key.column.name]
        return None
    kind = column.type
    if isinstance(kind, Json):
        return {"said": CANARY}
    if isinstance(kind, Moment):
        return now
    if isinstance(kind, Amount | Hundredths):
        return Decimal(1)
    if isinstance(kind, sa.Boolean):
        return False
    if isinstance(kind, sa.Integer | sa.BigInteger | sa.Numeric | sa.Float):
        return 1
    text = f"{CANARY}-{table.name}-{column.name}"
    length = getattr(kind, "length", None)
    return text[:length] if length else text
