"""Erasing a visitor: at once everything that can be read or found, then in steps what an index still holds of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from milepost.dialogue.deal import told
from milepost.errors import DeliveryFailed
from milepost.services.jobs import Work
from milepost.store.columns import new_id
from milepost.store.database import Database, Store
from milepost.store.records.desk import spoken

JOB = "forget_erased"
# Between two steps, so that whoever waits for SQLite's one pen gets it.
_REST_SECONDS = 0.02
_SETTLING = 50


def erase(store: Store, conversation: str, *, now: datetime) -> int:
    """Remove everything of this conversation's visitor for good; how many conversations that were."""
    contacts = store.visitors.contacts_of(conversation)
    erased = store.conversations.erase(conversation)
    if erased:
        for contact in contacts:
            store.visitors.forget_files_with(contact)
        _forget_words()
        store.jobs.add(JOB, {}, idempotency_key=f"{JOB}:{new_id()}", due=now, now=now)
    return erased


def forget_handler(database: Database) -> Work:
    """What the job after an erasing does: one short transaction after the other until nothing is left in the index, nor in SQLite's
    log."""

    async def work(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
        _forget_words()  # the process that does jobs may be another one
        begin, more = True, True
        while more:
            with database.begin() as store:
                more = store.conversations.forget_some(begin=begin)
            begin = False
            await asyncio.sleep(_REST_SECONDS)
        for _ in range(_SETTLING):
            if database.settle():
                return
            await asyncio.sleep(_REST_SECONDS)
        raise DeliveryFailed("others read the database; its log is emptied later", retry_after=60.0, for_all=True)

    return work


def _forget_words() -> None:
    told.forget()
    spoken.forget()
