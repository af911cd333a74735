"""How far each conversation came and where it came from, as SQL that counts and lists are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.engine import Connection

from milepost.sales.analytics.journeys import SAID, STAGES
from milepost.store.tables import conversations, leads, messages, stage_changes

_PLACE = sa.case({stage.value: place for place, stage in enumerate(STAGES)}, value=stage_changes.c.stage, else_=-1)


def begun(since: datetime | None) -> list[Any]:
    """The condition that a conversation began in the period; `since` None: none."""
    return [conversations.c.created_at >= since] if since else []


def journeys_of(connection: Connection, since: datetime | None) -> Any:
    """One row for each conversation: `id`, `created_at`, `channel`, `campaign`, `referrer` (its host where it has one),
    `place` (of the furthest stage, -1 without), `is_lead`, `has_contact`, `is_won`."""
    furthest = _furthest(since)
    joined = conversations.outerjoin(furthest, furthest.c.conversation == conversations.c.id)
    joined = joined.outerjoin(leads, leads.c.conversation == conversations.c.id)
    columns = [
        conversations.c.id,
        conversations.c.created_at,
        conversations.c.channel,
        mark_of(connection, "campaign").label("campaign"),
        host_of(connection).label("referrer"),
        sa.func.coalesce(furthest.c.place, -1).label("place"),
        leads.c.conversation.is_not(None).label("is_lead"),
        sa.or_(*(sa.func.coalesce(leads.c[name], "") != "" for name in ("email", "phone"))).label("has_contact"),
        (sa.func.coalesce(leads.c.status, "") == "won").label("is_won"),
    ]
    return sa.select(*columns).select_from(joined).where(*begun(since)).subquery()


def stopped_of(since: datetime | None) -> Any:
    """One row for each conversation with a stage: `id`, `created_at`, `place`, and what the bot `said` last to it."""
    furthest = _furthest(since)
    said = (
        sa.select(sa.func.substr(messages.c.text, 1, SAID))
        .where(messages.c.conversation == conversations.c.id, messages.c.author == "bot", messages.c.text != "")
        .order_by(messages.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = sa.select(conversations.c.id, conversations.c.created_at, furthest.c.place, said.label("said"))
    joined = conversations.join(furthest, furthest.c.conversation == conversations.c.id)
    return query.select_from(joined).where(furthest.c.place >= 0, *begun(since)).subquery()


def _furthest(since: datetime | None) -> Any:
    query = sa.select(stage_changes.c.conversation, sa.func.max(_PLACE).label("place"))
    if since:
        within = stage_changes.join(conversations, conversations.c.id == stage_changes.c.conversation)
        query = query.select_from(within).where(*begun(since))
    return query.group_by(stage_changes.c.conversation).subquery()


def mark_of(connection: Connection, name: str) -> Any:
    """One of the marks of where a conversation came from; "" for none."""
    source = sa.type_coerce(conversations.c.source, sa.Text)
    if connection.dialect.name == "sqlite":
        return sa.func.coalesce(sa.func.json_extract(source, f"$.{name}"), "")
    return sa.func.coalesce(sa.cast(source, JSON)[name].astext, "")


def host_of(connection: Connection) -> Any:
    """The host of the page that a visitor came from, or all of the mark where it is no address."""
    find = sa.func.instr if connection.dialect.name == "sqlite" else sa.func.strpos
    referrer = mark_of(connection, "referrer")
    host = _before(_after(referrer, "://", find), "/", find)
    return sa.func.coalesce(sa.func.nullif(host, ""), referrer)


def _after(text: Any, sign: str, find: Callable[..., Any]) -> Any:
    place = find(text, sign)
    return sa.case((place > 0, sa.func.substr(text, place + len(sign))), else_="")


def _before(text: Any, sign: str, find: Callable[..., Any]) -> Any:
    place = find(text, sign)
    return sa.case((place > 0, sa.func.substr(text, 1, place - 1)), else_=text)
