"""After an erasing no trace is left in the files themselves."""

from __future__ import annotations

from pathlib import Path

import psycopg2

from milepost.services.desk import erasing
from milepost.services.jobs import JobRunner
from milepost.services.privacy import export
from milepost.store.database import Database
from milepost.store.records.users import User
from milepost.store.tables import metadata
from tests.services.privacy.canary import CANARY, spread
from tests.services.turns import NOW, turn_of


def test_every_kind_of_row_is_named_in_an_export(database: Database) -> None:
    tables = spread(database, "c1", now=NOW)
    with database.begin() as store:
        own = export.stored_of(store, "c1", now=NOW)
        all_ = export.stored_of(store, "c1", now=NOW, for_company=True)
    assert set(export.KINDS) == set(own["data"])
    # Who is named in a note hangs on the note.
    assert tables - set(all_["data"]) == {"mentions"}
    assert "notes" not in own["data"]
    assert all(kind in {**export.KINDS, **export.OF_THE_COMPANY} for kind in all_["data"])
    assert export.sections(own)[0].title.startswith("The conversation")


async def test_nothing_is_left_in_any_file_of_sqlite(sqlite_database: Database) -> None:
    spread(sqlite_database, "c1", now=NOW)
    folder = Path(str(sqlite_database.url.database)).parent
    assert found_in(folder) != []
    with sqlite_database.begin() as store:
        assert erasing.erase(store, "c1", now=NOW) == 1
    runner = JobRunner(sqlite_database, {erasing.JOB: erasing.forget_handler(sqlite_database)}, clock=lambda: NOW)
    assert await runner.run_next()
    with sqlite_database._connected() as connection:  # the one who wrote is a person of the company, not the visitor
        connection.exec_driver_sql("DELETE FROM users")
    sqlite_database.settle()
    assert found_in(folder) == []


def found_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file() and CANARY.encode() in file.read_bytes())


async def test_nothing_is_left_in_any_row_of_postgresql(database: Database) -> None:
    spread(database, "c1", now=NOW)
    with database.begin() as store:
        erasing.erase(store, "c1", now=NOW)
    if database.is_sqlite:
        return
    with (
        psycopg2.connect(database.url.render_as_string(hide_password=False)) as connection,
        connection.cursor() as cursor,
    ):
        for table in metadata.sorted_tables:
            cursor.execute(f'SELECT count(*) FROM "{table.name}" AS t WHERE t::text LIKE %s', (f"%{CANARY}%",))
            assert cursor.fetchone()[0] == (1 if table.name == "users" else 0), table.name
    connection.close()


def test_an_uploaded_file_that_names_the_visitor_goes_too(sqlite_database: Database) -> None:
    with turn_of(sqlite_database, email="ana@example.com") as turn:
        turn.store.leads.put(turn.conversation, now=NOW)
    with sqlite_database.begin() as store:
        store.users.add(User("u1", "rep@acorn.example", "Rep", "rep", "x", False, 0, None, NOW))
        for name, address in (("leads.csv", "ana@example.com"), ("others.csv", "bob@example.com")):
            store.own_desk.put_file("u1", name, f"email\n{address}\n", now=NOW)
        erasing.erase(store, "c1", now=NOW)
    with sqlite_database._connected() as connection:
        left = connection.exec_driver_sql("SELECT name FROM lead_files").scalars().all()
    assert left == ["others.csv"]
