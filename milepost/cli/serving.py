"""`milepost run`: the web app, the brain, or both in one process, until it is told to stop."""

from __future__ import annotations

import errno
import secrets
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milepost.cli.operating import logs
from milepost.cli.operating.heart import Heart
from milepost.cli.operating.house import House, built
from milepost.errors import SettingsError
from milepost.services import catalogues, users
from milepost.settings import Settings
from milepost.store.columns import utc_now
from milepost.store.database import Database

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from milepost.brain.worker import Worker

FIRST_USER = "owner@milepost.example"
# What a web process tells the brains: there is something to answer.
_WORK = {"kind": "work", "conversation": ""}


@dataclass(frozen=True)
class Served:
    """What is running: the app, its worker, and the first sign-in if one was made now (address, password)."""

    app: Starlette
    worker: Worker | None
    first_sign_in: tuple[str, str] | None


def serve(settings: Settings) -> None:
    """Serves until the server is told to stop, then drains. Raises SettingsError for a taken port, and what loading raises."""
    from milepost.web.server import serve as server_for

    logs.configure(settings.operation.log_format, settings.operation.log_level)
    check_port(settings.host, settings.port)
    with assembled(settings) as served:
        print_addresses(settings, served.first_sign_in)
        proxies = settings.operation.trusted_proxies
        server_for(served.app, settings.host, settings.port, trusted_proxies=proxies).run()


@contextmanager
def assembled(settings: Settings) -> Iterator[Served]:
    """Everything put together and started; stopped and closed at the end: the turn in progress is finished first."""
    house = built(settings)
    with ExitStack() as open_:
        open_.callback(house.database.close)
        worker = _brain(house, open_) if house.answers else None
        heart = Heart(house.database, house.process, settings.operation.role, is_ready=_is_ready(worker))
        app = _app(house, worker, heart)
        open_.callback(house.wire.stop)
        house.wire.start(_hears(house, worker))
        heart.start()
        open_.callback(heart.stop)
        yield Served(app, worker, first_sign_in(house.database) if house.serves else None)


def _brain(house: House, open_: ExitStack) -> Worker:
    from milepost.cli.operating.brain import made_brain

    worker = made_brain(house)
    worker.start()
    open_.callback(worker.stop)
    return worker


def _app(house: House, worker: Worker | None, heart: Heart) -> Starlette:
    from milepost.cli.operating.website import made_app, made_operation_app

    ready: dict[str, Callable[[], bool]] = {"database": heart.can_write}
    if worker is None:
        ready["brain"] = lambda: heart.others("brain") > 0
        return made_app(house, lambda: house.wire.send(_WORK), ready)
    from milepost.cli.operating.brain import is_at_work

    ready |= {"brain": lambda: is_at_work(worker), "warm": lambda: worker.is_warm}
    return made_app(house, worker.wake, ready) if house.serves else made_operation_app(house, ready)


def _is_ready(worker: Worker | None) -> Callable[[], bool]:
    if worker is None:
        return lambda: True
    from milepost.cli.operating.brain import is_at_work

    return lambda: worker.is_warm and is_at_work(worker)


def _hears(house: House, worker: Worker | None) -> Callable[[object], None]:
    def hear(word: object) -> None:
        if worker is not None and word == _WORK:
            worker.wake()
        else:
            house.broadcaster.hear(word)  # type: ignore[arg-type]  # a word is a mapping, of whatever kind

    return hear


def first_sign_in(database: Database) -> tuple[str, str] | None:
    """Makes an owner where nobody can sign in yet: address and password, told once."""
    with database.begin() as store:
        if store.users.list():
            return None
        password = secrets.token_urlsafe(9)
        users.add(store, email=FIRST_USER, name="Owner", role="owner", password=password, now=utc_now())
    return FIRST_USER, password


def check_port(host: str, port: int) -> None:
    """Raises SettingsError where something else listens already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = "something else listens there" if error.errno == errno.EADDRINUSE else error.strerror
            raise SettingsError(
                f"port {port} on {host} cannot be used ({reason}); choose another with MILEPOST_PORT or --port"
            ) from error


def print_addresses(settings: Settings, sign_in: tuple[str, str] | None) -> None:
    """Where visitors and reps go, on standard output."""
    company, role = catalogues.in_force().company.name, settings.operation.role
    if role == "brain":
        print(f"Milepost answers for {company}. Its health: {settings.public_url}/readyz", flush=True)
        return
    lines = [
        f"Milepost serves {company}. Stop it with Ctrl-C.",
        f"  demo page    {settings.public_url}/",
        f"  rep console  {settings.public_url}/console",
    ]
    if sign_in:
        lines.append(
            f"  sign in as   {sign_in[0]}  password  {sign_in[1]}   (shown once; `milepost users reset` makes another)"
        )
    print("\n".join(lines), file=sys.stdout, flush=True)
