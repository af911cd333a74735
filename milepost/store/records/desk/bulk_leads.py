"""Many new leads at once, in a few statements, so that nobody waits long for the pen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.engine import Connection

from milepost.sales.conversations import Conversation
from milepost.store.columns import new_id
from milepost.store.records.memories import write_memory
from milepost.store.tables import conversations, facts, leads, notes, stage_changes, tags


@dataclass(frozen=True)
class NewRow:
    """A lead with nothing said yet. `at` is when it began: of a customer, since when they are one."""

    conversation: Conversation
    status: str
    reason: str
    at: datetime
    value: Decimal | None = None
    currency: str | None = None
    owner: str | None = None
    tags: tuple[str, ...] = ()
    note: str = ""
    next_due: datetime | None = None


def add_leads(
    connection: Connection, rows: Sequence[NewRow], *, user: str, source: Mapping[str, str], now: datetime
) -> None:
    """Keep them all; `user` wrote them in."""
    every: dict[Any, list[dict[str, Any]]] = {
        conversations: [_conversation(row, source, now) for row in rows],
        leads: [_lead(row, user, now) for row in rows],
        facts: [fact for row in rows for fact in _facts(row, user, now)],
        stage_changes: [change for row in rows for change in _stages(row, user, now)],
        tags: [_of(row, tag=tag, user=user, at=now) for row in rows for tag in dict.fromkeys(row.tags)],
        notes: [_of(row, id=new_id(), author=user, text=row.note, created_at=now) for row in rows if row.note],
    }
    for table, values in every.items():
        if values:
            connection.execute(table.insert(), values)


def _of(row: NewRow, **values: Any) -> dict[str, Any]:
    return {"conversation": row.conversation.id, **values}


def _conversation(row: NewRow, source: Mapping[str, str], now: datetime) -> dict[str, Any]:
    each = row.conversation
    return {
        "id": each.id,
        "channel": each.channel,
        "visitor": each.id,
        "handler": each.handler.value,
        "stage": each.buying_stage.value,
        "language": each.language,
        "memory": write_memory(each),
        "source": dict(source),
        "created_at": row.at,
        "last_message_at": now,
    }


def _lead(row: NewRow, user: str, now: datetime) -> dict[str, Any]:
    each = row.conversation
    contact = {"contact_name": "name", "email": "email", "phone": "phone", "company": "company"}
    known = {column: each.value(need) for need, column in contact.items()}
    return _of(
        row,
        **{name: None if value is None else str(value) for name, value in known.items()},
        status=row.status,
        reason=row.reason,
        stage=each.buying_stage.value,
        confidence=1.0 if each.stages else 0.0,
        assigned_to=row.owner,
        created_at=row.at,
        updated_at=now,
        closed_at=None if row.status == "open" else row.at,
        value=row.value,
        currency=row.currency,
        value_by=None if row.value is None else user,
        value_at=None if row.value is None else now,
        next_due=row.next_due,
    )


def _facts(row: NewRow, user: str, now: datetime) -> list[dict[str, Any]]:
    told = {"status": "said", "updated_at": now, "entered_by": user, "entered_at": now}
    return [_of(row, need=fact.name, value=fact.value, **told) for fact in row.conversation.facts.values()]


def _stages(row: NewRow, user: str, now: datetime) -> list[dict[str, Any]]:
    return [
        _of(
            row,
            message="",
            stage=change.stage.value,
            confidence=change.confidence,
            belief=dict(change.belief),
            cues=[],
            created_at=now,
            corrected_to=change.stage.value,
            corrected_by=user,
            corrected_at=now,
        )
        for change in row.conversation.stages
    ]
