"""`milepost doctor`: what is wrong, in plain words, before a visitor finds it."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx

from milepost.errors import MilepostError
from milepost.settings import Settings
from milepost.store.catalogue_files import load_catalogue
from milepost.store.columns import utc_now
from milepost.store.database import Database

_LEAST_FREE_BYTES = 500 * 1024 * 1024
_SECONDS = 5.0


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `is_bad`: something must be done about it."""

    about: str
    says: str
    is_bad: bool = False

    def __str__(self) -> str:
        return f"{'WRONG' if self.is_bad else 'ok   '}  {self.about}: {self.says}"


def findings(url: str | None = None) -> list[Finding]:
    """Everything that was looked at, in the order in which a start needs it."""
    try:
        settings = Settings.from_environment()
    except MilepostError as error:
        return [Finding("settings", str(error), is_bad=True)]
    looks: list[tuple[str, Callable[[Settings], Iterator[Finding]]]] = [
        ("settings", _settings),
        ("catalogue", _catalogue),
        ("model", _model),
        ("disk", _disk),
        ("database", _database),
        ("mail", _mail),
    ]
    found = [each for about, look in looks for each in _looked(about, look, settings)]
    return [*found, *(_running(url) if url else [])]


def _looked(about: str, look: Callable[[Settings], Iterator[Finding]], settings: Settings) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.extend(look(settings))
    except (MilepostError, OSError) as error:
        found.append(Finding(about, str(error).partition("\n")[0], is_bad=True))
    return found


def _settings(settings: Settings) -> Iterator[Finding]:
    settings.signing_secret()
    is_public = settings.host not in ("127.0.0.1", "::1", "localhost")
    if is_public and not settings.public_url.startswith("https://"):
        says = f"{settings.host} is reachable by others, and {settings.public_url} is not https: put a proxy with TLS before it"
        yield Finding("address", says, is_bad=True)
    else:
        yield Finding(
            "address", f"visitors come by {settings.public_url}; we listen on {settings.host}:{settings.port}"
        )
    if settings.public_url.startswith("https://") and not settings.operation.trusted_proxies:
        says = "there is https, so a proxy, but none is trusted: all visitors seem to be one (MILEPOST_TRUSTED_PROXIES)"
        yield Finding("proxy", says, is_bad=True)
    yield Finding("secret", "set by MILEPOST_SECRET" if settings.secret else "kept in the data folder")


def _catalogue(settings: Settings) -> Iterator[Finding]:
    catalogue = load_catalogue(settings.catalogue)
    says = f"{catalogue.company.name}: {len(catalogue.products)} products, {len(catalogue.plans)} plans"
    yield Finding("catalogue", says)


def _model(settings: Settings) -> Iterator[Finding]:
    if settings.operation.role == "web":
        yield Finding("model", "none is needed for the role web")
        return
    from milepost.brain.rasa_light import make_light

    make_light()
    from milepost.brain import model

    newest = model.newest(settings.models)
    if newest is None:
        yield Finding("model", f"there is none in {settings.models}: `milepost train` makes one", is_bad=True)
    elif model.is_stale(newest, settings.project):
        yield Finding("model", f"{newest.name} was made from other data or code: the next start trains anew (minutes)")
    else:
        yield Finding("model", newest.name)


def _disk(settings: Settings) -> Iterator[Finding]:
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_folder).free
    says = f"{free // 1_000_000:,} MB are free in {settings.data_folder}"
    yield Finding("disk", says, is_bad=free < _LEAST_FREE_BYTES)
    if not os.access(settings.data_folder, os.W_OK):
        yield Finding("disk", f"{settings.data_folder} cannot be written", is_bad=True)


def _database(settings: Settings) -> Iterator[Finding]:
    database = Database(settings.database_url)
    try:
        if database.is_sqlite and not Path(str(database.url.database)).exists():
            yield Finding("database", "there is none yet; the first start makes it")
            return
        database.look_through()
        where = database.url.database if database.is_sqlite else database.url.render_as_string(hide_password=True)
        yield Finding("database", f"{where} is whole" if database.is_sqlite else f"{where} answers")
        yield from _in_database(database)
    finally:
        database.close()


def _in_database(database: Database) -> Iterator[Finding]:
    now = utc_now()
    if behind := database.versions_behind():
        yield Finding(
            "tables", f"{behind} changes of the tables are still to be made; `milepost database upgrade`", is_bad=True
        )
        return
    with database.begin() as store:
        waiting, _ = store.messages.backlog("")
        oldest, jobs = store.messages.oldest_wait(), store.jobs.by_state()
        at_work = store.processes.list(since=now - timedelta(seconds=15))
    roles = ", ".join(each.role for each in at_work) or "none"
    yield Finding("processes", f"at work: {roles}")
    is_late = oldest is not None and now - oldest > timedelta(seconds=30)
    says = f"{waiting} messages wait" + (f", the oldest for {(now - oldest).seconds} s" if oldest else "")
    yield Finding("queue", says, is_bad=is_late and bool(at_work))
    dead = sum(count for (_, state), count in jobs.items() if state == "dead")
    yield Finding("deliveries", f"{dead} were given up: see the console's page Deliveries", is_bad=bool(dead))


def _mail(settings: Settings) -> Iterator[Finding]:
    smtp = settings.smtp
    if not smtp.host:
        yield Finding("mail", "no mail server is set (MILEPOST_SMTP_HOST): quotes and follow-ups wait")
        return
    with socket.create_connection((smtp.host, smtp.port), timeout=_SECONDS) as line:
        line.settimeout(_SECONDS)
        greeting = line.recv(512).decode("ascii", "replace").strip()
    is_one = greeting.startswith("220")
    says = (
        f"{smtp.host}:{smtp.port} answers" if is_one else f"{smtp.host}:{smtp.port} is no mail server: {greeting[:80]}"
    )
    yield Finding("mail", says, is_bad=not is_one)


def _running(url: str) -> list[Finding]:
    try:
        answer = httpx.get(f"{url.rstrip('/')}/readyz", timeout=_SECONDS)
        parts = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        return [Finding("running", f"{url} does not answer: {type(error).__name__}", is_bad=True)]
    bad = [name for name, fine in parts.items() if not fine]
    return [Finding("running", f"not ready: {', '.join(bad)}" if bad else f"{url} is ready", is_bad=bool(bad))]
