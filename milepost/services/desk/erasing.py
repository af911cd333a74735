"""Erasing a visitor: at once everything that can be read or found, then in steps what an index still holds of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from milepost.dialogue.deal import told
from milepost.services.jobs import Work
from milepost.store.columns import new_id
from milepost.store.database import Database, Store

JOB = "forget_erased"
# Between two steps, so that whoever waits for SQLite's one pen gets it.
_REST_SECONDS = 0.02


def erase(store: Store, conversation: str, *, now: datetime) -> int:
    """Remove everything of this conversation's visitor for good; how many conversations that were."""
    erased = store.conversations.erase(conversation)
    if erased:
        told.forget()
        store.jobs.add(JOB, {}, idempotency_key=f"{JOB}:{new_id()}", due=now, now=now)
    return erased


def forget_handler(database: Database) -> Work:
    """What the job after an erasing does: one short transaction after the other until nothing is left in the index."""

    async def work(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
        told.forget()  # the process that does jobs may be another one
        begin, more = True, True
        while more:
            with database.begin() as store:
                more = store.conversations.forget_some(begin=begin)
            begin = False
            await asyncio.sleep(_REST_SECONDS)

    return work
