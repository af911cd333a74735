"""The next step's time is kept with the lead: at every change, and once a day for all that are open."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from milepost.sales.conversations import Conversation, Fact, FactStatus
from milepost.services.desk import next_steps
from milepost.store.database import Database
from milepost.store.records.lead_cards import LeadFilter
from tests.catalogues import small_catalogue
from tests.store.records import quote

NOW = datetime(2026, 11, 20, 10, tzinfo=timezone.utc)


def fill(store: object, count: int) -> None:
    for place in range(count):
        lead = f"web-{place:03d}"
        known = {"email": Fact("email", f"a{place}@x.example", FactStatus.SAID)}
        conversation = Conversation(lead, facts=known)
        store.conversations.add(conversation, visitor=lead, now=NOW, address=None, source={})  # type: ignore[attr-defined]
        store.leads.put(conversation, now=NOW)  # type: ignore[attr-defined]


async def test_the_daily_job_keeps_the_time_of_every_open_lead_and_plans_the_next_day(database: Database) -> None:
    with database.begin() as store:
        fill(store, 120)
        store.quotes.add(quote("q1", "web-007", created_at=NOW, valid_until=NOW + timedelta(days=10)))
    next_steps.plan(database, now=NOW)
    next_steps.plan(database, now=NOW)
    with database.begin() as store:
        jobs = store.jobs.list("waiting")
    assert [job.kind for job in jobs] == [next_steps.JOB]
    await next_steps.daily_handler(database, small_catalogue)(jobs[0].payload, jobs[0].id, NOW)
    with database.begin() as store:
        first = store.leads.list(LeadFilter(sort="due", limit=1))[0]
        due = [job.due for job in store.jobs.list("waiting") if job.payload == {"after": ""}]
    assert first.conversation == "web-007"
    assert NOW + timedelta(days=1) in due


def test_what_is_put_aside_is_due_when_its_reminder_is(database: Database) -> None:
    with database.begin() as store:
        fill(store, 2)
        store.leads.snooze("web-001", NOW + timedelta(days=3), now=NOW)
        next_steps.keep_due(store, ["web-000", "web-001"], small_catalogue(), now=NOW)
        lines = store.leads.list(LeadFilter(sort="due"))
    assert [line.conversation for line in lines] == ["web-001", "web-000"]
