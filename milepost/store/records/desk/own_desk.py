"""What each user keeps for themselves: saved views, quiet hours, a file of leads on its way in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from milepost.store.columns import new_id
from milepost.store.tables import lead_files, quiet_hours, saved_views

MOST_VIEWS = 20
_FILE_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class SavedView:
    """A list that somebody comes back to: its name, and the query of its address."""

    id: str
    name: str
    query: str


@dataclass(frozen=True)
class QuietHours:
    """When somebody wants no notice: minutes after midnight in the company's time; may run over midnight."""

    begins: int
    ends: int

    def cover(self, minute: int) -> bool:
        """Whether that minute of the day is quiet."""
        if self.begins <= self.ends:
            return self.begins <= minute < self.ends
        return minute >= self.begins or minute < self.ends


@dataclass(frozen=True)
class LeadFile:
    """A file that somebody is about to import."""

    id: str
    name: str
    text: str


class OwnDesk:
    """What users keep for themselves, of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert

    def views(self, user: str) -> tuple[SavedView, ...]:
        """A user's saved views, by name."""
        query = sa.select(saved_views.c.id, saved_views.c.name, saved_views.c.query).where(saved_views.c.user == user)
        return tuple(SavedView(*row) for row in self._connection.execute(query.order_by(saved_views.c.name)))

    def save_view(self, user: str, name: str, query: str) -> bool:
        """Keep a view; one of the same name is replaced. False where there are too many."""
        same = sa.and_(saved_views.c.user == user, saved_views.c.name == name)
        self._connection.execute(saved_views.delete().where(same))
        if len(self.views(user)) >= MOST_VIEWS:
            return False
        self._connection.execute(saved_views.insert().values(id=new_id(), user=user, name=name, query=query))
        return True

    def remove_view(self, user: str, view: str) -> None:
        """Forget one of a user's own views."""
        self._connection.execute(saved_views.delete().where(saved_views.c.user == user, saved_views.c.id == view))

    def quiet_hours(self, user: str) -> QuietHours | None:
        """When this user wants no notice."""
        query = sa.select(quiet_hours.c.begins, quiet_hours.c.ends).where(quiet_hours.c.user == user)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else QuietHours(*row)

    def set_quiet_hours(self, user: str, hours: QuietHours | None) -> None:
        """Keep them; None: notices at any time."""
        self._connection.execute(quiet_hours.delete().where(quiet_hours.c.user == user))
        if hours is not None:
            values = {"user": user, "begins": hours.begins, "ends": hours.ends}
            self._connection.execute(quiet_hours.insert().values(**values))

    def put_file(self, user: str, name: str, text: str, *, now: datetime) -> str:
        """Keep a file until it is imported; its id. Old ones of everybody are forgotten."""
        self._connection.execute(lead_files.delete().where(lead_files.c.at < now - _FILE_KEPT))
        file = new_id()
        self._connection.execute(lead_files.insert().values(id=file, user=user, name=name, text=text, at=now))
        return file

    def file(self, user: str, file: str) -> LeadFile | None:
        """A file that this user brought."""
        query = sa.select(lead_files.c.id, lead_files.c.name, lead_files.c.text)
        row = self._connection.execute(query.where(lead_files.c.user == user, lead_files.c.id == file)).one_or_none()
        return None if row is None else LeadFile(*row)

    def remove_file(self, file: str) -> None:
        """It is imported, or given up."""
        self._connection.execute(lead_files.delete().where(lead_files.c.id == file))
