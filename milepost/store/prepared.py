"""Statements that are made and compiled once, not for every turn that they are run in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

given = sa.bindparam
"""A value that is given when the statement is run, by its name; never that of a column that the statement sets."""


class Prepared:
    """A statement, compiled once for each database it is run on; `columns` are those that an insert fills.

    `make` gives the statement, and is called with the kind of insert that the database has.
    """

    def __init__(self, make: Callable[[Callable[..., Any]], Any], columns: Sequence[str] | None = None) -> None:
        self._make, self._columns = make, columns
        self._compiled: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

    def run(self, connection: Connection, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Any:
        """What the database answers; several values are several runs."""
        compiled = self._compiled.get(connection.dialect)
        if compiled is None:
            insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert
            compiled = self._make(insert).compile(dialect=connection.dialect, column_keys=self._columns)
            self._compiled[connection.dialect] = compiled
        return connection.execute(compiled, values)


def prepared(statement: Any) -> Prepared:
    """A statement that every database understands as it is."""
    return Prepared(lambda insert: statement)


def inserted(table: Any, columns: Sequence[str]) -> Prepared:
    """A new row with values for these columns."""
    return Prepared(lambda insert: table.insert(), columns)


def inserted_once(table: Any, columns: Sequence[str], unique: Sequence[str]) -> Prepared:
    """A new row, unless there is one with the same `unique` columns."""
    keys = [table.c[name] for name in unique]
    return Prepared(lambda insert: insert(table).on_conflict_do_nothing(index_elements=keys), columns)


def put(table: Any, columns: Sequence[str], unique: Sequence[str], changed: Sequence[str]) -> Prepared:
    """A new row; where there is one with the same `unique` columns, its `changed` columns get the new values."""
    keys = [table.c[name] for name in unique]

    def make(insert: Callable[..., Any]) -> Any:
        statement = insert(table)
        values = {name: statement.excluded[name] for name in changed}
        return statement.on_conflict_do_update(index_elements=keys, set_=values)

    return Prepared(make, columns)
