"""`milepost users`: who may sign in to the console; `milepost corrections`: what they corrected."""

from __future__ import annotations

import secrets
from pathlib import Path

from milepost.errors import NotAllowed, SettingsError
from milepost.sales.handoffs.routing import SKILLS
from milepost.services import users
from milepost.services.desk.training_file import training_file
from milepost.settings import Settings
from milepost.store.columns import utc_now
from milepost.store.database import Database, Store
from milepost.store.records.handoffs.duty import DutyRow
from milepost.store.records.users import User


def add(settings: Settings, email: str, *, name: str, role: str, password: str | None) -> str:
    """A sentence for the operator. Raises NotAllowed."""
    made = password or secrets.token_urlsafe(9)
    with _opened(settings).begin() as store:
        user = users.add(
            store, email=email, name=name or email.partition("@")[0], role=role, password=made, now=utc_now()
        )
    return f"{user.email} may sign in as {user.role}" + ("" if password else f", password: {made}")


def listed(settings: Settings) -> list[str]:
    """A line per user: address, role, name, active or disabled."""
    with _opened(settings).begin() as store:
        return [
            f"{user.email}\t{user.role}\t{user.name}\t{'disabled' if user.disabled else 'active'}"
            for user in store.users.list()
        ]


def reset(settings: Settings, email: str, *, password: str | None) -> str:
    """A sentence for the operator. Raises NotAllowed."""
    made = password or secrets.token_urlsafe(9)
    with _opened(settings).begin() as store:
        user = _user(store, email)
        users.set_password(store, user, made)
        store.users.set_disabled(user.id, False)
    return f"new password for {user.email}" + ("" if password else f": {made}")


def disable(settings: Settings, email: str) -> str:
    """A sentence for the operator. Raises NotAllowed."""
    with _opened(settings).begin() as store:
        user = _user(store, email)
        store.users.set_disabled(user.id, True)
    return f"{user.email} can no longer sign in"


def export_corrections(settings: Settings, out: Path | None) -> None:
    """Writes what reps corrected to a file or to standard output. Raises SettingsError for a file that cannot be written."""
    with _opened(settings).begin() as store:
        text, count = training_file(store), len(store.corrections.list())
    if out is None:
        print(text, end="")
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{out} cannot be written: {error.strerror}") from error
    print(f"{out}: {count} label{'' if count == 1 else 's'}")


def duty(settings: Settings, email: str, *, languages: str, skills: str, products: str) -> str:
    """A sentence for the operator. The lists are separated by commas. Raises NotAllowed."""
    wanted = _parts(skills)
    unknown = sorted(set(wanted) - set(SKILLS.values()))
    if unknown:
        raise NotAllowed(f"there is no skill {unknown[0]}; there are {', '.join(SKILLS.values())}")
    with _opened(settings).begin() as store:
        user = _user(store, email)
        away = store.duty.of(user.id).away
        store.duty.put(user.id, DutyRow(_parts(languages), wanted, _parts(products), away))
    return f"{user.email} is asked first for what fits: {languages or '-'}; {skills or '-'}; {products or '-'}"


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _opened(settings: Settings) -> Database:
    database = Database(settings.database_url)
    database.upgrade()
    return database


def _user(store: Store, email: str) -> User:
    user = store.users.find_by_email(email.strip().lower())
    if user is None:
        raise NotAllowed(f"there is no user {email}; `milepost users list` names them")
    return user
