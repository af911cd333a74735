from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from milepost.errors import StoreUnavailable
from milepost.sales.conversations import Conversation
from milepost.store.database import Database
from milepost.store.tables import metadata

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


def test_upgrade_makes_exactly_the_tables_that_the_code_expects(database: Database) -> None:
    def is_a_table_of_ours(name: str | None, kind: str, parents: object) -> bool:
        return not (kind == "table" and str(name).startswith("search_words"))  # SQLite's full-text table

    with database._connected() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_a_table_of_ours})
        assert compare_metadata(context, metadata) == []


def test_upgrade_can_run_again_and_keeps_what_is_there(database: Database) -> None:
    with database.begin() as store:
        store.conversations.add(Conversation("c1"), visitor="v1", now=NOW, address=None, source={})
    database.upgrade()
    with database.begin() as store:
        assert store.conversations.find("c1") is not None


def test_a_block_that_raises_leaves_nothing_behind(database: Database) -> None:
    def turn() -> None:
        with database.begin() as store:
            store.conversations.add(Conversation("c1"), visitor="v1", now=NOW, address=None, source={})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        turn()
    with database.begin() as store:
        assert store.conversations.find("c1") is None


def test_a_reader_is_not_kept_waiting_by_a_writer(database: Database) -> None:
    with database.begin() as writer:
        writer.conversations.add(Conversation("c1"), visitor="v1", now=NOW, address=None, source={})
        with database.begin() as reader:
            assert reader.conversations.find("c1") is None
    with database.begin() as reader:
        assert reader.conversations.find("c1") is not None


def test_a_transaction_may_read_first_and_write_after_somebody_else_has_written(database: Database) -> None:
    with database.begin() as slow:
        assert slow.conversations.find("c1") is None
        with database.begin() as quick:
            quick.conversations.add(Conversation("c1"), visitor="v1", now=NOW, address=None, source={})
        slow.conversations.add(Conversation("c2"), visitor="v1", now=NOW, address=None, source={})
    with database.begin() as store:
        assert len(store.conversations.of_visitor("v1")) == 2


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://host/name", "mysql is not a database that Milepost knows"),
        ("what?", "the database URL cannot be read"),
        ("sqlite://", "a SQLite database needs a file"),
        ("postgresql://root:secret@127.0.0.1:1/test", "cannot be used"),
    ],
)
def test_a_database_that_cannot_be_opened_is_said_in_one_sentence(url: str, sentence: str) -> None:
    with pytest.raises(StoreUnavailable, match=sentence) as caught:
        Database(url).upgrade()
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_folder_in_the_place_of_the_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be used"):
        Database(f"sqlite:///{tmp_path}").upgrade()


def test_an_error_does_not_repeat_what_a_visitor_wrote(sqlite_database: Database) -> None:
    with sqlite_database._connected() as connection:
        connection.exec_driver_sql("DROP TABLE gaps")
    with pytest.raises(StoreUnavailable) as caught, sqlite_database.begin() as store:
        store.gaps.list(state="private")
    assert "private" not in f"{caught.value} {caught.value.__cause__}"
