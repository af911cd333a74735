from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from milepost.errors import DeliveryFailed, NotAllowed
from milepost.sales.conversations import Handler
from milepost.services import consents, follow_ups, onboarding, quotes
from milepost.services.follow_ups import follow_up_handler
from milepost.services.jobs import JobRunner
from milepost.services.outgoing.mail import Mail
from milepost.store.database import Database
from tests.services.quotes.test_giving import breakdown
from tests.services.turns import NOW, turn_of
from tests.store.records import user

LATER = NOW + timedelta(days=3)


@dataclass
class Postbox:
    """Takes mail; fails as often as told first."""

    failures: int = 0
    sent: list[Mail] = field(default_factory=list)

    async def send(self, mail: Mail) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError
        self.sent.append(mail)


def quote_and_consent(database: Database, *, consent: bool = True) -> bool:
    with turn_of(database, email="jane@example.com", contact_name="Jane") as turn:
        if consent:
            consents.record(turn, "follow_up", given=True, words="yes, please")
        quote = quotes.record(turn, breakdown(turn))
        return follow_ups.schedule(turn, "quote_unanswered", quote=quote.id)


def state(database: Database) -> list[tuple[str, str]]:
    with database.begin() as store:
        return [(row.state, row.ending) for row in store.follow_ups.of("c1")]


async def run_jobs(database: Database, box: Postbox | None, now: datetime = LATER) -> int:
    runner = JobRunner(database, {"follow_up": follow_up_handler(database, box)}, clock=lambda: now)
    done = 0
    while await runner.run_next():
        done += 1
    return done


async def test_a_consenting_visitor_who_falls_silent_is_written_to_once(database: Database) -> None:
    assert quote_and_consent(database)
    box = Postbox()
    assert await run_jobs(database, box, NOW + timedelta(hours=47)) == 0
    await run_jobs(database, box)
    await run_jobs(database, box)
    (mail,) = box.sent
    assert mail.to == "jane@example.com"
    assert mail.subject.startswith("Your quote Q-")
    assert mail.text.startswith("Hello Jane, ")
    assert state(database) == [("sent", "")]


async def test_without_consent_or_address_nothing_is_scheduled(database: Database) -> None:
    assert not quote_and_consent(database, consent=False)
    with turn_of(database, "c2") as turn:
        consents.record(turn, "follow_up", given=True, words="yes, please")
        assert not follow_ups.schedule(turn, "quote_unanswered", quote=quotes.record(turn, breakdown(turn)).id)
    with database.begin() as store:
        assert store.follow_ups.scheduled() == ()
    assert await run_jobs(database, Postbox()) == 0


async def test_the_same_quote_is_followed_up_once(database: Database) -> None:
    assert quote_and_consent(database)
    assert not quote_and_consent(database)
    assert len(state(database)) == 1


async def test_a_consent_that_is_taken_back_cancels_at_once(database: Database) -> None:
    quote_and_consent(database)
    with turn_of(database) as turn:
        consents.record(turn, "follow_up", given=False, words="stop")
        assert turn.conversation.consents == {"follow_up": False}
    assert state(database) == [("cancelled", "consent withdrawn")]
    box = Postbox()
    await run_jobs(database, box)
    assert box.sent == []


async def test_a_visitor_who_talks_to_a_rep_is_not_written_to(database: Database) -> None:
    quote_and_consent(database)
    with database.begin() as store:
        store.conversations.set_handler("c1", Handler.REP)
    box = Postbox()
    await run_jobs(database, box)
    assert (box.sent, state(database)) == ([], [("cancelled", "a rep has the conversation")])


async def test_an_erased_visitor_is_not_written_to(database: Database) -> None:
    quote_and_consent(database)
    with database.begin() as store:
        store.conversations.erase("c1")
    box = Postbox()
    assert await run_jobs(database, box) == 0
    assert box.sent == []


async def test_a_mail_server_that_fails_is_tried_again(database: Database) -> None:
    quote_and_consent(database)
    box = Postbox(failures=1)
    await run_jobs(database, box)
    assert (box.sent, state(database)) == ([], [("scheduled", "")])
    await run_jobs(database, box, LATER + timedelta(hours=1))
    assert len(box.sent) == 1


async def test_without_a_mail_server_the_job_is_given_up_with_its_reason(database: Database) -> None:
    quote_and_consent(database)
    await run_jobs(database, None)
    with database.begin() as store:
        assert [job.last_error for job in store.jobs.list("dead")] == ["no mail server is set"]
    work = follow_up_handler(database, None)
    with database.begin() as store:
        (row,) = store.follow_ups.of("c1")
    with pytest.raises(DeliveryFailed):
        await work({"follow_up": row.id}, "j1", LATER)


def test_a_customer_who_stops_half_way_is_followed_up_where_the_catalogue_says_so(database: Database) -> None:
    with turn_of(database, email="jane@example.com") as turn:
        consents.record(turn, "follow_up", given=True, words="yes")
        onboarding.record(turn, product="inbox", step=1)
    with database.begin() as store:
        assert [(row.product, row.steps_done) for row in store.follow_ups.progress_of("c1")] == [("inbox", 1)]


def test_a_text_for_somebody_without_a_name_reads_well() -> None:
    assert follow_ups._filled("Hello {name}, your {unknown}quote", {"name": ""}) == "Hello, your quote"


async def test_where_people_approve_none_goes_out_before_and_then_in_their_words(sqlite_database: Database) -> None:
    quote_and_consent(sqlite_database)
    box = Postbox()
    work = {"follow_up": follow_up_handler(sqlite_database, box, must_approve=True)}
    runner = JobRunner(sqlite_database, work, clock=lambda: LATER)
    while await runner.run_next():
        pass
    assert box.sent == []
    assert state(sqlite_database) == [("scheduled", "")]
    with sqlite_database.begin() as store:
        store.users.add(user("ann"))
        [row] = store.follow_ups.of("c1")
        with pytest.raises(NotAllowed, match="subject and a text"):
            follow_ups.approve(store, row.id, user("ann"), subject=" ", body="Hello", now=LATER)
        follow_ups.approve(
            store, row.id, user("ann"), subject="Your quote", body="Dear Jane,\r\nstill good?", now=LATER
        )
        with pytest.raises(NotAllowed, match="meanwhile"):
            follow_ups.approve(store, row.id, user("ann"), subject="Again", body="Hello", now=LATER)
    while await runner.run_next():
        pass
    assert [(mail.subject, mail.text) for mail in box.sent] == [("Your quote", "Dear Jane,\nstill good?")]
    assert state(sqlite_database) == [("sent", "")]


async def test_what_is_approved_early_waits_for_its_time_and_goes_once(sqlite_database: Database) -> None:
    quote_and_consent(sqlite_database)
    box = Postbox()
    with sqlite_database.begin() as store:
        store.users.add(user("ann"))
        [row] = store.follow_ups.of("c1")
        follow_ups.approve(store, row.id, user("ann"), subject=row.subject, body=row.body, now=NOW)
    assert await run_jobs(sqlite_database, box, NOW + timedelta(hours=1)) == 0
    assert await run_jobs(sqlite_database, box) == 1
    assert len(box.sent) == 1
