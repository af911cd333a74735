"""The commands that an operator runs beside `run`: the database, its copies, and what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer

from milepost.settings import Settings

database_app = typer.Typer(no_args_is_help=True, help="The database.")


@database_app.command("upgrade")
def database_upgrade() -> None:
    """Bring the tables to the newest version."""
    from milepost.store.database import Database

    database = Database(Settings.from_environment().database_url)
    database.upgrade()
    print(f"up to date: {database.url!r}")


@database_app.command("backup")
def database_backup(
    file: Path = typer.Argument(..., help="Where to write it; never over a file that is there."),
) -> None:
    """Copy the whole database while it is in use: SQLite by its own backup, PostgreSQL by pg_dump."""
    from milepost.cli.operating import copies

    print(copies.backup(Settings.from_environment(), file))


@database_app.command("restore")
def database_restore(
    file: Path = typer.Argument(..., help="What `milepost database backup` wrote."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask before what is there now is replaced."),
) -> None:
    """Put a copy in the database's place, while nothing runs on it; what was there is kept beside it (SQLite)."""
    from milepost.cli.operating import copies

    settings = Settings.from_environment()
    if not yes:
        typer.confirm(f"Replace the database by {file}?", abort=True)
    print(copies.restore(settings, file))


def doctor(
    url: Optional[str] = typer.Option(None, help="Also ask a running Milepost at this address how it is."),
) -> None:
    """Look at settings, catalogue, model, database, ports, mail and disk, and say in plain words what is wrong."""
    from milepost.cli.operating import checkup

    findings = checkup.findings(url)
    for finding in findings:
        print(finding)
    if any(finding.is_bad for finding in findings):
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    """Adds the commands to those of `milepost`."""
    app.add_typer(database_app, name="database")
    app.command()(doctor)
