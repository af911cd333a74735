"""What keeps a process from starting is one clear sentence and a status other than 0."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from milepost.store.database import Database
from tests.databases import SERVER, new_sqlite
from tests.faults.product import run


def assert_sentence(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    """Ends badly, with one line that says what."""
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    for part in parts:
        assert part in lines[0]


def damaged_in_the_middle(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 4 : len(content) // 2] = os.urandom(len(content) // 2 - len(content) // 4)
    file.write_bytes(content)


@pytest.mark.parametrize("damage", ["no database at all", "the middle is overwritten", "cut off"])
def test_a_damaged_database(tmp_path: Path, damage: str) -> None:
    new_sqlite(tmp_path)
    file = tmp_path / "milepost.sqlite3"
    if damage == "no database at all":
        file.write_bytes(b"this is a letter, and no database\n" * 400)
    elif damage == "cut off":
        file.write_bytes(file.read_bytes()[:9_000])
    else:
        damaged_in_the_middle(file)
    for command in (("run",), ("database", "upgrade"), ("users", "list")):
        done = run(*command, folder=tmp_path)
        assert_sentence(done, "milepost.sqlite3 is damaged", "milepost database restore")


def test_a_database_of_a_newer_milepost(tmp_path: Path) -> None:
    database = Database(new_sqlite(tmp_path))
    with database._connected() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert_sentence(run("run", folder=tmp_path), "was made by a newer Milepost")


@contextmanager
def small_disk(folder: Path, *, kilobytes: int) -> Iterator[Path]:
    place = folder / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a disk can be made small by the system's administrator only")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("kilobytes", [4, 64])
def test_a_full_disk(tmp_path: Path, kilobytes: int) -> None:
    with small_disk(tmp_path, kilobytes=kilobytes) as disk:
        (disk / "filler").write_bytes(b"x" * (kilobytes * 1024 - 4096))
        done = run("run", folder=tmp_path, MILEPOST_DATA_FOLDER=str(disk))
        assert_sentence(done)
        assert "full" in done.stderr or "No space left" in done.stderr


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("run", folder=tmp_path, MILEPOST_DATA_FOLDER=str(tmp_path / "file" / "var"))
    assert_sentence(done, "cannot be used", "Not a directory")


@pytest.mark.parametrize(
    ("words", "given", "part"),
    [
        (("run", "--role", "waiter"), {}, 'there is no role "waiter"; there are all, web, brain'),
        (("run",), {"MILEPOST_ROLE": "waiter"}, "MILEPOST_ROLE is all or web or brain, not waiter"),
        (("run", "--role", "web"), {}, "the role web works with others on one PostgreSQL database"),
        (("users", "add", "ana@example.com", "--role", "queen"), {}, "a role is rep or manager or owner, not queen"),
        (("run",), {"MILEPOST_TRUSTED_PROXIES": "everybody"}, "MILEPOST_TRUSTED_PROXIES are addresses or networks"),
    ],
)
def test_a_wrong_role_or_setting(tmp_path: Path, words: tuple[str, ...], given: dict[str, str], part: str) -> None:
    assert_sentence(run(*words, folder=tmp_path, **given), part)


def test_a_role_that_postgresql_does_not_know(tmp_path: Path, postgresql_url: str) -> None:
    stranger = SERVER.replace("//root@", "//nobody_at_all@")
    assert stranger != SERVER
    assert_sentence(run("run", folder=tmp_path, MILEPOST_DATABASE_URL=stranger), "nobody_at_all", "cannot be used")


def test_a_postgresql_that_is_not_there(tmp_path: Path) -> None:
    done = run("run", folder=tmp_path, MILEPOST_DATABASE_URL="postgresql://root@127.0.0.1:9/none")
    assert_sentence(done, "postgresql://root@127.0.0.1:9/none cannot be used", "Connection refused")


def test_a_missing_model_where_nothing_can_be_trained_from(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    project = tmp_path / "project"
    project.mkdir()
    shop = Path(__file__).resolve().parents[2] / "catalogue"
    done = run(
        "run",
        folder=tmp_path,
        MILEPOST_MODELS=str(models),
        MILEPOST_PROJECT=str(project),
        MILEPOST_CATALOGUE=str(shop),
    )
    assert_sentence(done, "there is no model in", "config.yml")


def test_a_model_that_is_damaged(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    (models / "broken.tar.gz").write_bytes(b"no archive")
    done = run("run", "--no-train", folder=tmp_path, MILEPOST_MODELS=str(models))
    assert_sentence(done, "broken.tar.gz is not a model; `milepost train` makes one")


def test_no_training_where_it_is_forbidden(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    done = run("run", "--no-train", folder=tmp_path, MILEPOST_MODELS=str(models))
    assert_sentence(done, "there is no model in", "`milepost train` makes one")


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("run", "--port", str(taken.getsockname()[1]), folder=tmp_path)
    assert_sentence(done, "cannot be used (something else listens there); choose another with MILEPOST_PORT or --port")
