from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from milepost.store import database as databases
from milepost.store.database import Database

BEFORE = "0008"


def old(database: Database) -> None:
    """A database of the version before, with quotes of which two begin alike."""
    with database._connected() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        config = Config()
        config.set_main_option("script_location", str(databases._MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        moment = "'2026-11-20 10:00:00.000000'"
        connection.exec_driver_sql(
            "INSERT INTO conversations (id, channel, visitor, handler, stage, language, memory, source, created_at,"
            f" last_message_at) VALUES ('c1', 'web', 'v', 'bot', 'none', 'en', '{{}}', '{{}}', {moment}, {moment})"
        )
        lines = '[{"kind": "units", "amount": "100.10"}, {"kind": "one_time", "amount": "50.00"}]'
        for quote, term in (("abcdef12aa", "month"), ("abcdef12bb", "year"), ("0123456789", "one_time")):
            connection.exec_driver_sql(
                "INSERT INTO quotes (id, conversation, plan, quantity, term, currency, total, lines, catalogue_version, message,"
                f" state, created_at, valid_until) VALUES ('{quote}','c1','p',1,'{term}','EUR','150.10','{lines}','v','m','open',"
                f"{moment},{moment})"
            )


def test_quotes_of_before_keep_their_number_and_get_what_a_year_of_them_is_worth(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    old(database)
    database.upgrade()
    with database.begin() as store:
        found = {row.id: (row.number, str(row.first_year)) for row in store.quotes.of("c1")}
    assert found == {
        "abcdef12aa": ("Q-ABCDEF12AA", "1251.20"),
        "abcdef12bb": ("Q-ABCDEF12BB", "150.10"),
        "0123456789": ("Q-01234567", "150.10"),
    }
    with pytest.raises(sa.exc.IntegrityError), database._connected() as connection:
        connection.exec_driver_sql("UPDATE quotes SET number = 'Q-1'")
    database.close()
