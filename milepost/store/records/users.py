"""Users: the people of the company who sign in, and their sign-in sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from milepost.store.tables import sessions, sign_in_tries, users

_WORTH_A_WRITE = timedelta(minutes=1)
_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class User:
    """A person of the company: rep, manager or owner. `failures` counts failed sign-ins since the last good one."""

    id: str
    email: str
    name: str
    role: str
    password_hash: str
    disabled: bool
    failures: int
    failed_at: datetime | None
    created_at: datetime


@dataclass(frozen=True)
class Tries:
    """Failed tries to sign in with one address since the last good one, and when the last of them was."""

    failures: int = 0
    failed_at: datetime | None = None


class Users:
    """The users of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert

    def add(self, user: User) -> bool:
        """Keep a new user; False if the address is taken."""
        statement = self._insert(users).values(**{name: getattr(user, name) for name in User.__dataclass_fields__})
        return bool(self._connection.execute(statement.on_conflict_do_nothing(index_elements=[users.c.email])).rowcount)

    def find(self, user_id: str) -> User | None:
        """The user of that id."""
        return self._one(users.c.id == user_id)

    def find_by_email(self, email: str) -> User | None:
        """The user who signs in with that address."""
        return self._one(users.c.email == email.strip().lower())

    def list(self) -> tuple[User, ...]:
        """Everyone, by name."""
        query = sa.select(users).order_by(users.c.name, users.c.email)
        return tuple(User(**row._mapping) for row in self._connection.execute(query))

    def set_password(self, user_id: str, password_hash: str) -> None:
        """Change the password and end all sessions."""
        self._connection.execute(users.update().where(users.c.id == user_id).values(password_hash=password_hash))
        self.end_sessions(user_id)

    def set_disabled(self, user_id: str, disabled: bool) -> None:
        """Lock a user out, or let them in again."""
        self._connection.execute(users.update().where(users.c.id == user_id).values(disabled=disabled))
        if disabled:
            self.end_sessions(user_id)

    def set_failures(self, user_id: str, failures: int, *, at: datetime | None) -> None:
        """How many sign-ins failed in a row, and when the last one did."""
        self._connection.execute(users.update().where(users.c.id == user_id).values(failures=failures, failed_at=at))

    def tries(self, address_hash: str) -> Tries:
        """How often signing in with an address failed in a row, whether or not somebody has it."""
        query = sa.select(sign_in_tries.c.failures, sign_in_tries.c.failed_at)
        row = self._connection.execute(query.where(sign_in_tries.c.address_hash == address_hash)).one_or_none()
        return Tries() if row is None else Tries(row.failures, row.failed_at)

    def set_tries(self, address_hash: str, failures: int, *, at: datetime) -> None:
        """Keep how often it failed; what is older than a day is forgotten."""
        old = sa.or_(sign_in_tries.c.address_hash == address_hash, sign_in_tries.c.failed_at < at - _KEPT)
        self._connection.execute(sign_in_tries.delete().where(old))
        if failures:
            values = {"address_hash": address_hash, "failures": failures, "failed_at": at}
            self._connection.execute(sign_in_tries.insert().values(**values))

    def forget_tries(self, address_hash: str) -> None:
        """Count anew, after a new password."""
        self._connection.execute(sign_in_tries.delete().where(sign_in_tries.c.address_hash == address_hash))

    def add_session(self, token_hash: str, user_id: str, *, now: datetime, expires_at: datetime) -> None:
        """Keep a new sign-in."""
        values = {"token_hash": token_hash, "user": user_id, "created_at": now, "expires_at": expires_at}
        self._connection.execute(sessions.insert().values(**values))

    def of_session(self, token_hash: str, *, now: datetime) -> User | None:
        """Who is signed in by a token that has not expired."""
        query = sa.select(users).join(sessions, sessions.c.user == users.c.id)
        row = self._connection.execute(
            query.where(sessions.c.token_hash == token_hash, sessions.c.expires_at > now, users.c.disabled.is_(False))
        ).one_or_none()
        return None if row is None else User(**row._mapping)

    def prolong_session(self, token_hash: str, *, until: datetime, longest: timedelta) -> None:
        """Let a sign-in last until then, but no longer than `longest` from its start; kept to the minute."""
        mine = sessions.c.token_hash == token_hash
        row = self._connection.execute(
            sa.select(sessions.c.created_at, sessions.c.expires_at).where(mine)
        ).one_or_none()
        if row is None:
            return
        end = min(until, row.created_at + longest)
        if end - row.expires_at >= _WORTH_A_WRITE:
            self._connection.execute(sessions.update().where(mine).values(expires_at=end))

    def end_session(self, token_hash: str) -> None:
        """Sign out."""
        self._connection.execute(sessions.delete().where(sessions.c.token_hash == token_hash))

    def end_sessions(self, user_id: str) -> None:
        """Sign out everywhere."""
        self._connection.execute(sessions.delete().where(sessions.c.user == user_id))

    def forget_expired(self, *, now: datetime) -> None:
        """Remove sign-ins that are over."""
        self._connection.execute(sessions.delete().where(sessions.c.expires_at <= now))

    def _one(self, condition: object) -> User | None:
        row = self._connection.execute(sa.select(users).where(condition)).one_or_none()
        return None if row is None else User(**row._mapping)
