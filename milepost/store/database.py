"""The database: opened, kept up to date, and lent out one transaction at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import exc
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

from milepost.errors import StoreUnavailable
from milepost.store.figures.counts import FigureCounts
from milepost.store.records.channels.attachments import Attachments
from milepost.store.records.channels.couriers import Couriers
from milepost.store.records.channels.handles import Handles
from milepost.store.records.channels.moves import Moves
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
from milepost.store.records.processes import Processes
from milepost.store.records.quotes import Quotes
from milepost.store.records.referrals import Referrals
from milepost.store.records.teasers import Teasers
from milepost.store.records.trackers import Trackers
from milepost.store.records.users import Users
from milepost.store.visitors import Visitors

_MIGRATIONS = Path(__file__).parent / "migrations"
# Seconds that a writer waits for another one before the database counts as unavailable.
_PATIENCE = 15
_UPGRADE_LOCK = 77_415_301
# SQLite's words for a file that is none of its own or is damaged: sqlite3.DatabaseError without a class of its own.
_DAMAGED = ("malformed", "not a database", "disk image")
# A file up to this size is looked through at the start; it takes a second for some hundred megabytes.
_LOOKED_THROUGH_BYTES = 256 * 1024 * 1024


class Store:
    """One transaction, seen as one repository per noun."""

    def __init__(self, connection: Connection) -> None:
        self.conversations = Conversations(connection)
        self.messages = Messages(connection)
        self.handles = Handles(connection)
        self.moves = Moves(connection)
        self.couriers = Couriers(connection)
        self.attachments = Attachments(connection)
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
        self.processes = Processes(connection)
        self.visitors = Visitors(connection)
        self.figures = FigureCounts(connection)


class Database:
    """A SQLite file or a PostgreSQL database, by its URL."""

    def __init__(self, url: str) -> None:
        self.url = _read_url(url)
        self._engine = _engine_for(self.url)
        self._claim: int | None = None

    def upgrade(self) -> None:
        """Bring the tables to the newest version. Raises StoreUnavailable."""
        self.look_through(most_bytes=_LOOKED_THROUGH_BYTES)
        with self._connected() as connection:
            # Two processes that start together must not both migrate.
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS))
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise StoreUnavailable(
                    f"the database {self._where()} was made by a newer Milepost than this one: {error}"
                ) from error

    def versions_behind(self) -> int:
        """How many migrations are still to be made. Raises StoreUnavailable."""
        with self._connected() as connection:
            now = MigrationContext.configure(connection).get_current_revision()
        script = ScriptDirectory(str(_MIGRATIONS))
        newest = script.get_current_head()
        return 0 if now == newest else len(list(script.iterate_revisions(newest, now or "base")))

    def look_through(self, *, most_bytes: int | None = None) -> None:
        """Have SQLite look through the whole file, unless it is larger. Raises StoreUnavailable for a damaged one."""
        file = Path(str(self.url.database))
        if not self.is_sqlite or (most_bytes and file.exists() and file.stat().st_size > most_bytes):
            return
        with self._connected() as connection:
            found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
        if found != "ok":
            raise StoreUnavailable(_damaged(str(file), found.splitlines()[-1]))

    def settle(self) -> bool:
        """Have SQLite write its log into the file and empty it, so that nothing erased stays there; False while somebody reads what
        was there before."""
        if not self.is_sqlite:
            return True
        with self._engine.connect() as connection:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        return not busy

    def claim(self) -> bool:
        """Take a SQLite file for this process until the database is closed. False where somebody has it, this process
        included, and for PostgreSQL, which belongs to nobody."""
        if not self.is_sqlite or self._claim is not None:
            return False
        lock = os.open(f"{self.url.database}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(lock)
            return False
        self._claim = lock
        return True

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
        if self._claim is not None:
            os.close(self._claim)
            self._claim = None

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
            raise StoreUnavailable(self._sentence(error)) from error
        except exc.DBAPIError as error:
            if any(word in str(error.orig) for word in _DAMAGED):
                raise StoreUnavailable(_damaged(self._where(), str(error.orig))) from error
            if error.connection_invalidated:
                raise StoreUnavailable(self._sentence(error)) from error
            raise

    def _sentence(self, error: exc.SQLAlchemyError) -> str:
        cause = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
        return f"the database {self._where()} cannot be used: {cause.splitlines()[0]}"

    def _where(self) -> str:
        return str(self.url.database if self.is_sqlite else self.url.render_as_string(hide_password=True))


def _damaged(where: str, cause: str) -> str:
    return f"the database {where} is damaged ({cause}); put a backup in its place with `milepost database restore`"


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
        # Pages look up a few rows of many by index: as on a disk without a head to move, and not worth compiling for. Whoever stops
        # in the middle of a transaction (SIGSTOP, a lost machine) must not hold its rows for ever.
        wait = f"-c lock_timeout={_PATIENCE}s -c idle_in_transaction_session_timeout={_PATIENCE}s -c timezone=UTC"
        wait += " -c random_page_cost=1.1 -c jit=off"
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
    # FULL: what is acknowledged outlives a loss of power, not only of the process.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
