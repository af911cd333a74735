"""The database: opened, kept up to date, and lent out one transaction at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import exc
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

from milepost.errors import StoreUnavailable
from milepost.store.figures.counts import FigureCounts
from milepost.store.records.conversations import Conversations
from milepost.store.records.customers import Customers
from milepost.store.records.desk.audit import Audit
from milepost.store.records.desk.corrections import Corrections
from milepost.store.records.desk.deals import Deals
from milepost.store.records.desk.merges import Merges
from milepost.store.records.desk.own_desk import OwnDesk
from milepost.store.records.desk.work import Work
from milepost.store.records.follow_ups import FollowUps
from milepost.store.records.gaps import Gaps
from milepost.store.records.handoffs import Handoffs
from milepost.store.records.handoffs.duty import Duty
from milepost.store.records.handoffs.meetings import Meetings
from milepost.store.records.handoffs.mentions import Mentions
from milepost.store.records.handoffs.promises import Promises
from milepost.store.records.jobs import Jobs
from milepost.store.records.leads import Leads
from milepost.store.records.messages import Messages
from milepost.store.records.quotes import Quotes
from milepost.store.records.referrals import Referrals
from milepost.store.records.teasers import Teasers
from milepost.store.records.trackers import Trackers
from milepost.store.records.users import Users

_MIGRATIONS = Path(__file__).parent / "migrations"
# Seconds that a writer waits for another one before the database counts as unavailable.
_PATIENCE = 15
_UPGRADE_LOCK = 77_415_301


class Store:
    """One transaction, seen as one repository per noun."""

    def __init__(self, connection: Connection) -> None:
        self.conversations = Conversations(connection)
        self.messages = Messages(connection)
        self.trackers = Trackers(connection)
        self.leads = Leads(connection)
        self.gaps = Gaps(connection)
        self.quotes = Quotes(connection)
        self.customers = Customers(connection)
        self.handoffs = Handoffs(connection)
        self.duty = Duty(connection)
        self.meetings = Meetings(connection)
        self.mentions = Mentions(connection)
        self.promises = Promises(connection)
        self.follow_ups = FollowUps(connection)
        self.referrals = Referrals(connection)
        self.users = Users(connection)
        self.audit = Audit(connection)
        self.corrections = Corrections(connection)
        self.merges = Merges(connection)
        self.deals = Deals(connection)
        self.own_desk = OwnDesk(connection)
        self.work = Work(connection)
        self.jobs = Jobs(connection)
        self.teasers = Teasers(connection)
        self.figures = FigureCounts(connection)


class Database:
    """A SQLite file or a PostgreSQL database, by its URL."""

    def __init__(self, url: str) -> None:
        self.url = _read_url(url)
        self._engine = _engine_for(self.url)

    def upgrade(self) -> None:
        """Bring the tables to the newest version. Raises StoreUnavailable."""
        with self._connected() as connection:
            # Two processes that start together must not both migrate.
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def begin(self) -> Iterator[Store]:
        """One transaction: committed at the end of the block, rolled back if it raises. Raises StoreUnavailable.

        Reading takes no lock; the first write takes SQLite's write lock until the end of the block.
        """
        with self._connected() as connection:
            yield Store(connection)

    @contextmanager
    def line(self) -> Iterator[Any]:
        """A connection of psycopg2's outside of the pool, on which every statement is committed at once; PostgreSQL only.

        Raises StoreUnavailable, also when it is lost within the block.
        """
        driver: Any = self._engine.dialect.dbapi
        try:
            lent = self._engine.raw_connection()
            lent.detach()
            with closing(lent.dbapi_connection) as connection:
                connection.autocommit = True
                yield connection
        except (driver.OperationalError, driver.InterfaceError, exc.DBAPIError, exc.TimeoutError) as error:
            raise StoreUnavailable(f"no line to the database: {str(error).strip().partition(chr(10))[0]}") from error

    @property
    def is_sqlite(self) -> bool:
        """Whether this is a SQLite file."""
        return self._engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Close all connections; the next use opens new ones."""
        self._engine.dispose()

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
            raise StoreUnavailable(self._sentence(error)) from error
        except exc.DBAPIError as error:
            if error.connection_invalidated:
                raise StoreUnavailable(self._sentence(error)) from error
            raise

    def _sentence(self, error: exc.SQLAlchemyError) -> str:
        cause = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
        where = self.url.database if self.is_sqlite else self.url.render_as_string(hide_password=True)
        return f"the database {where} cannot be used: {cause.splitlines()[0]}"


def _read_url(url: str) -> URL:
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    try:
        parsed = make_url(url)
    except exc.ArgumentError:
        raise StoreUnavailable(
            "the database URL cannot be read; write sqlite:///file or postgresql://host/name"
        ) from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreUnavailable(
            f"{parsed.get_backend_name()} is not a database that Milepost knows; take sqlite or postgresql"
        )
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StoreUnavailable("a SQLite database needs a file: sqlite:///var/milepost.sqlite3")
    return parsed


def _engine_for(url: URL) -> Engine:
    # Parameters stay out of error messages: they hold what visitors wrote.
    options: dict[str, Any] = {"future": True, "hide_parameters": True, "pool_pre_ping": True}
    if url.get_backend_name() == "postgresql":
        wait = f"-c lock_timeout={_PATIENCE}s -c timezone=UTC"
        return sa.create_engine(
            url,
            pool_size=5,
            max_overflow=15,
            pool_timeout=_PATIENCE,
            connect_args={"connect_timeout": 5, "options": wait},
            **options,
        )
    _make_folder(Path(str(url.database)))
    # `isolation_level` makes sqlite3 send BEGIN IMMEDIATE before the first write and nothing before a read: a reader
    # is never in the way, and no transaction fails half-way because it read before it wrote.
    connect = {"timeout": _PATIENCE, "isolation_level": "IMMEDIATE", "check_same_thread": False}
    engine = sa.create_engine(url, poolclass=QueuePool, pool_size=5, max_overflow=15, connect_args=connect, **options)
    sa.event.listen(engine, "connect", _set_pragmas)
    return engine


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"the database {file} cannot be used: {error.strerror}") from error


def _set_pragmas(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
