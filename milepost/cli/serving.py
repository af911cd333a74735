"""`milepost run`: the web app and one brain worker in one process, on one database."""

from __future__ import annotations

import secrets
import socket
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from milepost.brain.rasa_light import make_light
from milepost.channels.kinds import configured
from milepost.cli.likeness import likeness_of_the_bot
from milepost.cli.loading import ready_processor
from milepost.cli.sending import destinations
from milepost.errors import SettingsError
from milepost.services import catalogues, follow_ups, teasers, users
from milepost.services.conversations import ConversationService
from milepost.services.desk import erasing, next_steps
from milepost.services.handoffs import due, transcripts
from milepost.services.handoffs.clocks import Clocks
from milepost.services.jobs import JobRunner, Work
from milepost.services.outgoing import deliveries, events, mail
from milepost.services.quotes.links import QuoteLinks
from milepost.settings import Settings
from milepost.store.columns import utc_now
from milepost.store.database import Database
from milepost.store.wire import Wire

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from milepost.brain.worker import Worker

FIRST_USER = "owner@milepost.example"


@dataclass(frozen=True)
class Served:
    """What is running: the app, its worker, and the first sign-in if one was made now (address, password)."""

    app: Starlette
    worker: Worker
    first_sign_in: tuple[str, str] | None


def serve(settings: Settings) -> None:
    """Serves until stopped. Raises SettingsError for a taken port, and what loading raises."""
    from milepost.web.app import serve as server_for

    check_port(settings.host, settings.port)
    with assembled(settings) as served:
        print_addresses(settings, served.first_sign_in)
        server_for(served.app, settings.host, settings.port).run()


def _catch_up(database: Database) -> None:
    """Plans what came due or changed while nothing ran."""
    now = utc_now()
    next_steps.plan(database, now=now)
    due.plan_all(database, now=now)


@contextmanager
def assembled(settings: Settings) -> Iterator[Served]:
    """Everything put together and the worker started; stopped and closed at the end."""
    make_light()
    from milepost.brain.turns import TurnRunner, note_reading
    from milepost.brain.voice import Voice
    from milepost.brain.worker import Worker
    from milepost.web.app import Parts, create_app
    from milepost.web.broadcast import Broadcaster
    from milepost.web.console.routes import console_routes
    from milepost.web.courier import Health
    from milepost.web.quotes.pages import QuotePages

    database = Database(settings.database_url)
    database.upgrade()
    processor = ready_processor(settings)
    wire = Wire(database)
    broadcaster, mailer = Broadcaster(wire), mailer_for(settings)
    links, can_mail = QuoteLinks(settings.public_url, settings.signing_secret()), mailer is not None
    runner = TurnRunner(database, processor, current_catalogue, can_mail=can_mail, links=links)
    clocks = Clocks(database, current_catalogue, Voice(processor.nlg, current_catalogue), broadcaster.wake)
    ours = {**clocks.work(), **note_reading(runner, broadcaster.wake)}
    worker = Worker(database, runner, jobs=job_runner(settings, database, mailer, ours), told=broadcaster)
    channels = configured(settings.environment, settings.public_url)
    doing: dict[str, Any] = {"channels": channels, "health": defaultdict(Health)}
    parts = Parts(
        ConversationService(database, wake=worker.wake),
        current_catalogue,
        settings,
        broadcaster=broadcaster,
        ready={"database": lambda: answers(database), "brain": lambda: worker.is_alive},
        console=console_routes(
            *(database, current_catalogue, broadcaster),
            **{**console_options(settings), **doing},
            intents=processor.domain.intents,
            can_mail=can_mail,
            alike=likeness_of_the_bot(),
        ),
        teasers=teasers.counter(database),
        quotes=QuotePages(database, current_catalogue, broadcaster, links).routes(),
        **doing,
    )
    _catch_up(database)
    worker.start()
    wire.start(broadcaster.hear)
    try:
        yield Served(create_app(parts), worker, first_sign_in(database))
    finally:
        worker.stop()
        wire.stop()
        database.close()


def console_options(settings: Settings) -> dict[str, Any]:
    """What the operator has set for the console."""
    return {
        "secret": settings.signing_secret(),
        "https": settings.public_url.startswith("https://"),
        "reps_see_all": settings.reps_see_all,
        "approve_follow_ups": settings.approve_follow_ups,
        "oidc": settings.oidc,
        "public_url": settings.public_url,
    }


def current_catalogue():  # type: ignore[no-untyped-def]
    """The catalogue in force, after a look whether its folder was edited."""
    catalogues.reload_if_changed()
    return catalogues.in_force()


def mailer_for(settings: Settings) -> mail.SmtpMailer | None:
    """The way out for e-mail, if a mail server is set."""
    smtp = settings.smtp
    if not smtp.host:
        return None
    sender = smtp.sender or catalogues.in_force().company.email
    return mail.SmtpMailer(smtp.host, smtp.port, sender, smtp.user, smtp.password, smtp.starttls)


def job_runner(
    settings: Settings, database: Database, mailer: mail.Mailer | None, clocks: Mapping[str, Work] | None = None
) -> JobRunner:
    """What is done besides answering: e-mail, follow-ups, lead events to other systems, the clocks of hand-overs."""
    texts = settings.project / "data" / "mails"
    to = destinations(settings, mailer)
    work = {
        **(clocks or {}),
        transcripts.TRANSCRIPT: transcripts.transcript_handler(database, current_catalogue),
        mail.JOB: mail.mail_handler(mailer, texts),
        follow_ups.JOB: follow_ups.follow_up_handler(database, mailer, must_approve=settings.approve_follow_ups),
        events.JOB: deliveries.event_handler(database, to),
        deliveries.JOB: deliveries.delivery_handler(to),
        erasing.JOB: erasing.forget_handler(database),
        next_steps.JOB: next_steps.daily_handler(database, current_catalogue),
        due.JOB: due.due_handler(database, current_catalogue),
    }
    return JobRunner(database, work, pauses={deliveries.JOB: deliveries.PAUSES})


def first_sign_in(database: Database) -> tuple[str, str] | None:
    """Makes an owner where nobody can sign in yet: address and password, told once."""
    with database.begin() as store:
        if store.users.list():
            return None
        password = secrets.token_urlsafe(9)
        users.add(store, email=FIRST_USER, name="Owner", role="owner", password=password, now=utc_now())
    return FIRST_USER, password


def answers(database: Database) -> bool:
    """Whether the database answers. Raises StoreUnavailable, which readiness counts as no."""
    with database.begin() as store:
        store.users.list()
    return True


def check_port(host: str, port: int) -> None:
    """Raises SettingsError where something else listens already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"port {port} on {host} cannot be used ({error.strerror}); choose another with MILEPOST_PORT or --port"
            ) from error


def print_addresses(settings: Settings, sign_in: tuple[str, str] | None) -> None:
    """Where visitors and reps go, on standard output."""
    company = catalogues.in_force().company.name
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
