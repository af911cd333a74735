"""Copies of the database: taken while it is in use, looked through, put back while nothing runs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from milepost.errors import SettingsError, StoreUnavailable
from milepost.settings import Settings
from milepost.store.columns import utc_now
from milepost.store.database import Database


def backup(settings: Settings, to: Path) -> str:
    """Writes a copy and looks through it; a sentence for the operator. Raises SettingsError and StoreUnavailable."""
    database = Database(settings.database_url)
    if to.exists():
        raise SettingsError(f"{to} is there already; a backup replaces nothing")
    if not to.parent.is_dir():
        raise SettingsError(f"there is no folder {to.parent}")
    beside = to.with_name(f".{to.name}.part")
    try:
        if database.is_sqlite:
            _copy_sqlite(database, beside)
        else:
            _run(["pg_dump", "--format=custom", f"--file={beside}", "--no-owner"], database)
        os.replace(beside, to)
    finally:
        beside.unlink(missing_ok=True)
        database.close()
    return (
        f"{to}: {to.stat().st_size:,} bytes. It holds everything that visitors wrote: keep it as safe as the database."
    )


def restore(settings: Settings, file: Path) -> str:
    """Puts a copy in the database's place; a sentence for the operator. Raises SettingsError and StoreUnavailable."""
    if not file.is_file():
        raise SettingsError(f"there is no file {file}")
    database = Database(settings.database_url)
    try:
        if not database.is_sqlite:
            _refuse_if_at_work(database)
            _run(["pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(file)], database)
            database.upgrade()
            return f"{file} is in the database's place."
        return _restore_sqlite(database, file)
    finally:
        database.close()


def _copy_sqlite(database: Database, to: Path) -> None:
    source = Path(str(database.url.database))
    if not source.exists():
        raise SettingsError(f"there is no database {source}")
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as ours, closing(sqlite3.connect(to)) as copy:
            ours.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise StoreUnavailable(f"no backup of {source} could be made: {error}") from error
    if found != "ok":
        raise StoreUnavailable(f"no backup: the database {source} is damaged ({found})")
    to.chmod(0o600)


def _restore_sqlite(database: Database, file: Path) -> str:
    copy = Database(f"sqlite:///{file}")
    copy.look_through()
    copy.close()
    ours = Path(str(database.url.database))
    if not database.claim():
        raise SettingsError(f"Milepost runs on {ours}: stop it first")
    kept = ""
    if ours.exists():
        before = ours.with_name(f"{ours.name}.before-{_stamp(utc_now())}")
        os.replace(ours, before)
        kept = f" What was there is kept as {before}: remove it when it is needed no more."
    for rest in ("-wal", "-shm"):
        ours.with_name(ours.name + rest).unlink(missing_ok=True)
    shutil.copyfile(file, ours)
    ours.chmod(0o600)
    database.upgrade()
    return f"{file} is in the place of {ours}.{kept}"


def _refuse_if_at_work(database: Database) -> None:
    from datetime import timedelta

    try:
        with database.begin() as store:
            at_work = store.processes.list(since=utc_now() - timedelta(seconds=15))
    except StoreUnavailable:
        raise
    except Exception:  # noqa: BLE001  # a database without our tables has nobody who works on it
        return
    if at_work:
        raise SettingsError(f"{len(at_work)} processes of Milepost run on this database: stop them first")


def _run(command: Sequence[str], database: Database) -> None:
    url = database.url
    environment = {**os.environ, "PGPASSWORD": url.password or ""} if url.password else dict(os.environ)
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    try:
        done = subprocess.run([*command, f"--dbname={plain}"], env=environment, capture_output=True, text=True)
    except FileNotFoundError:
        raise SettingsError(f"{command[0]} is not installed here; it comes with PostgreSQL's client programs") from None
    if done.returncode:
        raise StoreUnavailable(f"{command[0]} failed: {(done.stderr.strip() or 'no reason given').splitlines()[0]}")


def _stamp(now: datetime) -> str:
    return f"{now:%Y%m%dT%H%M%S}"
