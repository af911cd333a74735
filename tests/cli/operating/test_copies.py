from __future__ import annotations

import threading
from pathlib import Path

import pytest

from milepost.cli.operating import checkup, copies
from milepost.errors import SettingsError, StoreUnavailable
from milepost.services.conversations import ConversationService
from milepost.settings import Settings
from milepost.store.database import Database
from tests.brain.tiny_bot import send
from tests.catalogues import write_small_catalogue
from tests.databases import new_sqlite


def settings(database_url: str, folder: Path) -> Settings:
    return Settings.from_environment({"MILEPOST_DATABASE_URL": database_url, "MILEPOST_DATA_FOLDER": str(folder)})


def texts(database: Database, conversation: str) -> list[str]:
    return [line.text for line in ConversationService(database).read_after(conversation, 0)]


def test_a_backup_under_load_holds_what_was_acknowledged_before_it_and_is_put_back(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    ends = threading.Event()

    def go_on() -> None:
        number = 0
        while not ends.is_set():
            send(database, "busy", f"line {number}", f"message-{number}")
            number += 1

    send(database, "c1", "kept", "message-1")
    writer = threading.Thread(target=go_on)
    writer.start()
    try:
        copies.backup(settings(database_url, tmp_path), tmp_path / "copy")
    finally:
        ends.set()
        writer.join()
    send(database, "c1", "too late", "message-2")
    database.close()
    copies.restore(settings(database_url, tmp_path), tmp_path / "copy")
    again = Database(database_url)
    assert texts(again, "c1") == ["kept"]
    busy = texts(again, "busy")
    assert busy == [f"line {number}" for number in range(len(busy))]
    again.close()


def test_a_backup_replaces_nothing_and_a_damaged_database_gives_none(tmp_path: Path) -> None:
    given = settings(new_sqlite(tmp_path), tmp_path)
    (tmp_path / "there").write_text("mine")
    with pytest.raises(SettingsError, match="is there already"):
        copies.backup(given, tmp_path / "there")
    with pytest.raises(SettingsError, match="there is no folder"):
        copies.backup(given, tmp_path / "nowhere" / "copy")
    (tmp_path / "milepost.sqlite3").write_bytes(b"no database" * 900)
    with pytest.raises(StoreUnavailable, match="no backup"):
        copies.backup(given, tmp_path / "copy")
    assert sorted(path.name for path in tmp_path.glob("*copy*")) == []


def test_nothing_is_put_back_while_milepost_runs_and_what_was_there_is_kept(tmp_path: Path) -> None:
    url = new_sqlite(tmp_path)
    given, running = settings(url, tmp_path), Database(url)
    copies.backup(given, tmp_path / "copy")
    assert running.claim()
    with pytest.raises(SettingsError, match="stop it first"):
        copies.restore(given, tmp_path / "copy")
    running.close()
    assert "is kept as" in copies.restore(given, tmp_path / "copy")
    assert len(list(tmp_path.glob("milepost.sqlite3.before-*"))) == 1


def test_what_is_no_backup_is_not_put_back(tmp_path: Path) -> None:
    given = settings(new_sqlite(tmp_path), tmp_path)
    (tmp_path / "letter").write_bytes(b"dear ana" * 900)
    with pytest.raises(StoreUnavailable, match="damaged"):
        copies.restore(given, tmp_path / "letter")
    Database(given.database_url).look_through()


def found(monkeypatch: pytest.MonkeyPatch, folder: Path, **given: str) -> dict[str, checkup.Finding]:
    shop = write_small_catalogue(folder / "shop")
    defaults = {"MILEPOST_DATA_FOLDER": str(folder), "MILEPOST_CATALOGUE": str(shop), "MILEPOST_ROLE": "web"}
    for name, value in {**defaults, **given}.items():
        monkeypatch.setenv(name, value)
    return {each.about: each for each in checkup.findings()}


def test_the_doctor_finds_nothing_wrong_with_a_healthy_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    new_sqlite(tmp_path)
    said = found(monkeypatch, tmp_path)
    assert [str(each) for each in said.values() if each.is_bad] == []
    assert said["database"].says.endswith("is whole")
    assert said["processes"].says == "at work: none"


@pytest.mark.parametrize(
    ("given", "about", "says"),
    [
        ({"MILEPOST_CATALOGUE": "/nowhere"}, "catalogue", "nowhere"),
        ({"MILEPOST_HOST": "0.0.0.0"}, "address", "is reachable by others, and"),
        ({"MILEPOST_PORT": "many"}, "settings", "MILEPOST_PORT must be a whole number"),
        ({"MILEPOST_SMTP_HOST": "127.0.0.1", "MILEPOST_SMTP_PORT": "9"}, "mail", "refused"),
        (
            {"MILEPOST_PUBLIC_URL": "https://chat.example.com", "MILEPOST_TRUSTED_PROXIES": "none"},
            "proxy",
            "none is trusted",
        ),
    ],
)
def test_the_doctor_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: dict[str, str], about: str, says: str
) -> None:
    said = found(monkeypatch, tmp_path, **given)
    assert said[about].is_bad
    assert says in said[about].says


def test_the_doctor_finds_a_damaged_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "milepost.sqlite3").write_bytes(b"no database" * 900)
    said = found(monkeypatch, tmp_path)
    assert said["database"].is_bad
    assert "is damaged" in said["database"].says
