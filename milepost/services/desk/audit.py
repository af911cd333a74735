"""Keeping who saw, changed, exported or erased what."""

from __future__ import annotations

from datetime import datetime

from milepost.store.database import Store
from milepost.store.records.desk.audit import AuditLine
from milepost.store.records.users import User

SAW = "saw"


def record(
    store: Store, user: User | None, action: str, *, now: datetime, conversation: str = "", detail: str = ""
) -> None:
    """Keep a deed, in the same transaction as the deed itself. `detail` never holds what a visitor said.

    Looking at one lead again and again is one look.
    """
    if action == SAW and user and store.audit.saw_lately(user.id, conversation, now=now):
        return
    who, name = (user.id, user.name) if user else (None, "")
    store.audit.add(AuditLine(now, who, name, action, conversation or None, detail))
