"""A lead, destinations and a clock: everything that is sent is sent by the real jobs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from milepost.services.jobs import JobRunner
from milepost.services.outgoing import deliveries, events
from milepost.services.outgoing.deliveries import Destination
from milepost.services.outgoing.events import Event
from milepost.store.database import Database
from milepost.store.records.jobs import Job
from tests.catalogues import small_catalogue
from tests.services.turns import NOW, turn_of

SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Office:
    """Tells of a lead and runs the jobs that are due. `rest()` waits until the next one is."""

    def __init__(self, database: Database, destinations: Sequence[Destination]) -> None:
        self.database, self.now = database, NOW
        work = {
            events.JOB: deliveries.event_handler(database, destinations),
            deliveries.JOB: deliveries.delivery_handler(destinations),
        }
        pauses = {deliveries.JOB: deliveries.PAUSES}
        self.runner = JobRunner(database, work, pauses=pauses, clock=self.clock)

    def clock(self) -> datetime:
        return self.now

    def tell(self, event: Event = Event.CREATED, *, reason: str = "", **facts: str) -> None:
        with turn_of(self.database, now=self.now, **facts):
            pass
        with self.database.begin() as store:
            events.tell(store, event, "c1", small_catalogue(), now=self.now, reason=reason)

    async def work(self) -> None:
        while await self.runner.run_next():
            pass

    def rest(self) -> float:
        seconds = self.runner.seconds_until_due(1e9)
        self.now += timedelta(seconds=seconds)
        return seconds

    def sent(self) -> list[tuple[str, str, int, str]]:
        """Destination, state, tries and last error of each delivery, newest first."""
        return [(str(job.payload["to"]), job.state, job.tries, job.last_error) for job in self.jobs()]

    def jobs(self) -> tuple[Job, ...]:
        with self.database.begin() as store:
            return store.jobs.deliveries_of("c1")
