"""Databases for tests: a SQLite file, and a PostgreSQL database made for this run and dropped after it.

The tables are made once: a test gets a copy of the upgraded file, or the upgraded PostgreSQL database without rows."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psycopg2
import pytest

from milepost.store.database import Database
from milepost.store.tables import metadata

SERVER = os.environ.get("MILEPOST_TEST_POSTGRESQL", "postgresql://root@127.0.0.1:5432/test")


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """An upgraded PostgreSQL database. Skips where there is no server, but fails in CI."""
    try:
        server = psycopg2.connect(SERVER, connect_timeout=3)
    except psycopg2.OperationalError as error:
        reason = f"no PostgreSQL: {str(error).strip().splitlines()[0]}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    server.autocommit = True
    name = f"milepost_{uuid.uuid4().hex[:12]}"
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    url = SERVER.rsplit("/", 1)[0] + f"/{name}"
    upgrade(url)
    yield url
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an upgraded, empty database, once of each kind."""
    if request.param == "sqlite":
        return new_sqlite(tmp_path)
    url = str(request.getfixturevalue("postgresql_url"))
    empty(url)
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An upgraded, empty database, once of each kind."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """An upgraded, empty SQLite file, for tests in which the kind of database does not matter."""
    database = Database(new_sqlite(tmp_path))
    yield database
    database.close()


def upgrade(url: str) -> None:
    """Make the tables."""
    database = Database(url)
    database.upgrade()
    database.close()


def new_sqlite(folder: Path) -> str:
    """The URL of an upgraded, empty SQLite file in a folder."""
    file = folder / "milepost.sqlite3"
    file.write_bytes(_upgraded_sqlite())
    return f"sqlite:///{file}"


@cache
def _upgraded_sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "upgraded.sqlite3"
        upgrade(f"sqlite:///{file}")
        return file.read_bytes()


def empty(url: str) -> None:
    """Take every row out of a PostgreSQL database, and count from one again; TRUNCATE takes a hundred times as long."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        for table in reversed(metadata.sorted_tables):
            cursor.execute(f'DELETE FROM "{table.name}"')
        cursor.execute("SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences")
    connection.close()
