"""Users: the people of the company; passwords by Argon2, sign-in slowed down after failures."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from email_validator import EmailNotValidError, validate_email

from milepost.errors import NotAllowed
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.users import Tries, User

# What each may: see `web/console/access.py`.
ROLES = ("rep", "manager", "owner")
# A session ends when nothing was done for so long, and after so long at the latest.
IDLE = timedelta(hours=2)
LONGEST_SESSION = timedelta(hours=12)
SHORTEST_PASSWORD = 10
# After so many failures in a row each further try waits, twice as long each time, up to a quarter of an hour.
_FREE_TRIES = 3
_LONGEST_WAIT = timedelta(minutes=15)

_hasher = PasswordHasher()


@dataclass(frozen=True)
class SignIn:
    """What came of a try to sign in: the user, or how many seconds until the next try counts (0: at once)."""

    user: User | None
    retry_after: float = 0.0


def add(store: Store, *, email: str, name: str, role: str, password: str, now: datetime) -> User:
    """A new user. Raises NotAllowed for an address, role or password that cannot be, or an address that is taken."""
    try:
        address = validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as error:
        raise NotAllowed(f'"{email}" is not an e-mail address: {error}') from None
    if role not in ROLES:
        raise NotAllowed(f"a role is {' or '.join(ROLES)}, not {role}")
    user = User(new_id(), address, name.strip() or address, role, _hashed(password), False, 0, None, now)
    if not store.users.add(user):
        raise NotAllowed(f"{address} has a user already")
    return user


def join(store: Store, *, email: str, name: str, role: str, now: datetime) -> User:
    """A new user who signs in elsewhere: nobody knows their password. Raises NotAllowed as `add` does."""
    return add(store, email=email, name=name, role=role, password=secrets.token_urlsafe(32), now=now)


def set_password(store: Store, user: User, password: str) -> None:
    """A new password; whoever is signed in as this user is signed out. Raises NotAllowed for one that is too short."""
    store.users.set_password(user.id, _hashed(password))
    store.users.set_failures(user.id, 0, at=None)
    store.users.forget_tries(address_hash(user.email))


def verify(store: Store, email: str, password: str, *, now: datetime) -> SignIn:
    """Whether this is the user's password. Failures are counted and slow the next tries down, so commit either way.

    Neither the answer nor the time that it takes tells whether an address has a user: failures are counted by address, a
    password is hashed in any case, and somebody kept out is told what a wrong password is told.
    """
    address = address_hash(email)
    tries = store.users.tries(address)
    if (wait := _wait(tries, now)) > 0:
        return SignIn(None, wait)
    user = store.users.find_by_email(email)
    is_right = _matches(user.password_hash if user else _nobodys(), password)
    if user is None or user.disabled or not is_right:
        store.users.set_tries(address, tries.failures + 1, at=now)
        if user is not None:
            store.users.set_failures(user.id, user.failures + 1, at=now)
        return SignIn(None, _wait(store.users.tries(address), now))
    store.users.set_tries(address, 0, at=now)
    store.users.set_failures(user.id, 0, at=None)
    return SignIn(user)


def open_session(store: Store, user: User, *, now: datetime) -> str:
    """Sign a user in; the token for their cookie, of which we keep only a hash."""
    token = secrets.token_urlsafe(32)
    store.users.forget_expired(now=now)
    store.users.add_session(_token_hash(token), user.id, now=now, expires_at=now + IDLE)
    return token


def signed_in(store: Store, token: str, *, now: datetime, active: bool = True) -> User | None:
    """Who brings this token. Where they do something (`active`), the session's idle time begins anew."""
    user = store.users.of_session(_token_hash(token), now=now)
    if user is not None and active:
        store.users.prolong_session(_token_hash(token), until=now + IDLE, longest=LONGEST_SESSION)
    return user


def close_session(store: Store, token: str) -> None:
    """Sign out."""
    store.users.end_session(_token_hash(token))


def _hashed(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise NotAllowed(f"a password has at least {SHORTEST_PASSWORD} characters")
    return _hasher.hash(password)


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerifyMismatchError:
        return False


def _wait(tries: Tries, now: datetime) -> float:
    if tries.failures < _FREE_TRIES or tries.failed_at is None:
        return 0.0
    pause = min(timedelta(seconds=2 ** min(tries.failures - _FREE_TRIES, 20)), _LONGEST_WAIT)
    return max((tries.failed_at + pause - now).total_seconds(), 0.0)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """A hash that no password has, so that an address without a user takes as long."""
    return _hasher.hash(secrets.token_urlsafe(32))


def address_hash(email: str) -> str:
    """Under which failures of an address are counted, whether or not somebody has it."""
    return _token_hash(f"address:{email.strip().lower()}")


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
