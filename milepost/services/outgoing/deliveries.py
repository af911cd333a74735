"""Deliveries: each lead event goes to every destination that wants it, at least once, under the same id each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from milepost.errors import DeliveryFailed
from milepost.services.jobs import Work
from milepost.store.database import Database
from milepost.store.records.jobs import DELIVERY as JOB

# Seconds before each further try: quick at first, then over about two days (after Standard Webhooks' schedule).
PAUSES = (5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0, 18000.0, 36000.0, 86400.0)

EventPayload = Mapping[str, Any]
"""`type`, `timestamp` and `data` of a lead event, as services/outgoing/events.py writes it."""


class Destination(Protocol):
    """Somewhere that lead events go. `name` stands on the lead card, and stays the same."""

    @property
    def name(self) -> str:
        """What reps call it."""

    def wants(self, event: EventPayload) -> bool:
        """Whether this event is sent there."""

    async def send(self, event_id: str, event: EventPayload) -> None:
        """Hand it over; more than once does no harm. Raises DeliveryFailed."""


def event_handler(database: Database, destinations: Sequence[Destination]) -> Work:
    """What the job of an event does: a delivery for each destination that wants it, once."""

    async def work(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
        wanting = [destination.name for destination in destinations if destination.wants(payload)]
        if not wanting:
            return
        with database.begin() as store:
            for name in wanting:
                store.jobs.add(
                    JOB,
                    {"to": name, "event_id": job_id, "event": dict(payload)},
                    idempotency_key=f"{JOB}:{job_id}:{name}"[:200],
                    due=now,
                    now=now,
                    conversation=payload["data"]["conversation"],
                )

    return work


def delivery_handler(destinations: Sequence[Destination]) -> Work:
    """What the job of a delivery does. One to a destination that is no longer set is given up."""
    named = {destination.name: destination for destination in destinations}

    async def work(payload: Mapping[str, Any], job_id: str, now: datetime) -> None:
        destination = named.get(payload["to"])
        if destination is None:
            raise DeliveryFailed(f"{payload['to']} is not set up any more", retry_after=None)
        await destination.send(payload["event_id"], payload["event"])

    return work
