"""Requests for a person: kept once, put before a rep who is there, and watched by the clock."""

from __future__ import annotations

from datetime import datetime

from milepost.sales.catalogue import Catalogue
from milepost.sales.conversations import Conversation, Handler
from milepost.sales.handoffs.clock import begins, next_look
from milepost.sales.handoffs.promises import Expectation, expectation
from milepost.sales.handoffs.routing import Wanted, route
from milepost.services.turns import Turn
from milepost.store.columns import new_id
from milepost.store.database import Store
from milepost.store.records.handoffs import HandoffRow

JOB = "handoff_clock"
_LATEST_TOUCHES = 5


def request(turn: Turn, reason: str, *, skill: str = "") -> Expectation:
    """Ask for a person, and what the visitor may be told of it.

    A second request while one is open changes nothing, unless nobody came to the first: then the clock begins anew.
    """
    conversation, store, journey = turn.conversation, turn.store, turn.catalogue.journey
    conversation.handler = Handler.WAITING
    row = store.handoffs.open_of(conversation.id)
    if row is None or row.given_up_at is not None:
        is_staffed = bool(store.duty.there(now=turn.now))
        since = turn.now if is_staffed else begins(journey.opening_hours, turn.now)
        if row is None:
            row = _keep(turn, reason, skill, since)
        else:
            store.handoffs.begin_again(row.id, clock_from=since)
        if since == turn.now:
            ask_next(store, turn.catalogue, conversation, _again(store, row), now=turn.now)
        else:
            store.handoffs.mark(row.id, now=row.owed_at or turn.now, owed=True)
        row = _again(store, row)
        look_later(store, turn.catalogue, row, now=turn.now)
    since = row.clock_from or turn.now
    asked = row.asked_name or ""
    return expectation(
        journey.opening_hours, journey.handoff, turn.now, asked=asked, since=max(since, row.requested_at)
    )


def ask_next(
    store: Store, catalogue: Catalogue, conversation: Conversation, row: HandoffRow, *, now: datetime, without: str = ""
) -> str:
    """Ask the next rep who is there and was not asked yet; their name, "" where there is none."""
    wanted = Wanted(conversation.language, row.skill, row.products)
    passed = {*row.asked_before, without}
    rep = route(wanted, store.duty.there(now=now), by=catalogue.journey.handoff.route_by, passed=passed)
    if rep is None:
        return ""
    store.handoffs.ask(row, rep.id, now=now)
    store.duty.asked(rep.id, now=now)
    return rep.name


def look_later(store: Store, catalogue: Catalogue, row: HandoffRow, *, now: datetime) -> None:
    """Have the clock look at a request again when something may be due."""
    due = next_look(catalogue.journey.handoff, row.wait, now) if row.clock_from else None
    if due is not None:
        key = f"{JOB}:{row.id}:{due.isoformat()}"
        payload = {"handoff": row.id}
        store.jobs.add(JOB, payload, idempotency_key=key, due=due, now=now, conversation=row.conversation)


def products_of(catalogue: Catalogue, conversation: Conversation) -> tuple[str, ...]:
    """The products that came up last, the latest first."""
    found = []
    for touch in reversed(conversation.touches[-_LATEST_TOUCHES:]):
        kind, _, option = touch.option.partition(":")
        plan = catalogue.plans.get(option) if kind == "plan" else None
        product = plan.product if plan else option if kind == "product" else ""
        if product in catalogue.products and product not in found:
            found.append(product)
    return tuple(found)


def _keep(turn: Turn, reason: str, skill: str, since: datetime | None) -> HandoffRow:
    handoff_id, conversation = new_id(), turn.conversation
    turn.store.handoffs.add(
        handoff_id,
        conversation.id,
        reason=reason,
        message=turn.message_id,
        now=turn.now,
        skill=skill,
        products=products_of(turn.catalogue, conversation),
        clock_from=since,
    )
    row = turn.store.handoffs.find(handoff_id)
    assert row is not None
    return row


def _again(store: Store, row: HandoffRow) -> HandoffRow:
    """The row as it is now."""
    return store.handoffs.find(row.id) or row
