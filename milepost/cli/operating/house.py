"""What the parts of one process share: settings, database, the wire to others, the ways out, what is counted."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.errors import SettingsError
from milepost.sales.catalogue import Catalogue
from milepost.services import catalogues
from milepost.services.outgoing.mail import SmtpMailer
from milepost.services.queue.measures import Measures
from milepost.services.quotes.links import QuoteLinks
from milepost.settings import Settings
from milepost.store.columns import new_id
from milepost.store.database import Database
from milepost.store.wire import Wire
from milepost.web.broadcast import Broadcaster


@dataclass(frozen=True)
class House:
    """One process of a role. `process` is its name among the others."""

    settings: Settings
    database: Database
    wire: Wire
    broadcaster: Broadcaster
    measures: Measures
    process: str
    links: QuoteLinks
    mailer: SmtpMailer | None

    @property
    def answers(self) -> bool:
        """Whether the brain is in this process."""
        return self.settings.operation.role != "web"

    @property
    def serves(self) -> bool:
        """Whether visitors and reps come to this process."""
        return self.settings.operation.role != "brain"


def built(settings: Settings) -> House:
    """The catalogue in force, the database up to date. Raises SettingsError, CatalogueError and StoreUnavailable."""
    database = Database(settings.database_url)
    role = settings.operation.role
    if role != "all" and database.is_sqlite:
        raise SettingsError(
            f"the role {role} works with others on one PostgreSQL database: set MILEPOST_DATABASE_URL to it, or leave the role out"
        )
    database.upgrade()
    catalogues.use_folder(settings.catalogue)
    wire = Wire(database)
    return House(
        settings,
        database,
        wire,
        Broadcaster(wire),
        Measures(),
        new_id(),
        QuoteLinks(settings.public_url, settings.signing_secret()),
        mailer_for(settings),
    )


def current_catalogue() -> Catalogue:
    """The catalogue in force, after a look whether its folder was edited."""
    catalogues.reload_if_changed()
    return catalogues.in_force()


def mailer_for(settings: Settings) -> SmtpMailer | None:
    """The way out for e-mail, if a mail server is set."""
    smtp = settings.smtp
    if not smtp.host:
        return None
    sender = smtp.sender or catalogues.in_force().company.email
    return SmtpMailer(smtp.host, smtp.port, sender, smtp.user, smtp.password, smtp.starttls)
