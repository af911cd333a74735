"""A request for a person: who is asked, and what the visitor is promised, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from milepost.sales.conversations import Touch
from milepost.sales.handoffs.promises import Expectation, Promise
from milepost.services import handoffs
from milepost.services.handoffs.requests import JOB
from milepost.store.database import Database
from milepost.store.records.handoffs import HandoffRow
from milepost.store.records.handoffs.duty import DutyRow
from tests.services.turns import turn_of
from tests.store.records import user

# Acorn is open on Mondays and Fridays, Dublin time.
FRIDAY = datetime(2026, 11, 20, 10, tzinfo=timezone.utc)
SATURDAY = FRIDAY + timedelta(days=1)


def staff(database: Database, *there: str, now: datetime = FRIDAY, **duties: DutyRow) -> None:
    with database.begin() as store:
        for name in ("ann", "bob", "cy"):
            if store.users.find(name) is None:
                store.users.add(user(name))
        for name in there:
            store.duty.see(name, "", now=now)
        for name, duty in duties.items():
            store.duty.put(name, duty)


def ask(database: Database, *, now: datetime = FRIDAY, conversation: str = "c1", language: str = "en") -> Expectation:
    with turn_of(database, conversation, now=now) as turn:
        turn.conversation.language = language
        return handoffs.request(turn, "asked for a person")


def request_of(database: Database, conversation: str = "c1") -> HandoffRow:
    with database.begin() as store:
        row = store.handoffs.open_of(conversation)
    assert row
    return row


def due(database: Database) -> list[datetime]:
    with database.begin() as store:
        return [job.due for job in store.jobs.list("waiting") if job.kind == JOB]


def test_a_rep_who_is_there_is_asked_by_name_and_the_clock_runs(database: Database) -> None:
    staff(database, "bob")
    told = ask(database)
    assert (told.promise, told.name) == (Promise.ASKED, "bob")
    assert request_of(database).asked_user == "bob"
    assert due(database) == [FRIDAY + timedelta(minutes=2)]


def test_requests_go_to_who_speaks_the_language_and_then_round(database: Database) -> None:
    staff(database, "ann", "bob", "cy", cy=DutyRow(languages=("de",)))
    asked = [ask(database, conversation=f"c{n}", now=FRIDAY + timedelta(seconds=n)).name for n in range(4)]
    assert asked == ["ann", "bob", "cy", "ann"]
    assert ask(database, conversation="german", language="de").name == "cy"


def test_open_hours_with_nobody_there_are_told_as_they_are(database: Database) -> None:
    staff(database)
    told = ask(database)
    assert (told.promise, told.when) == (Promise.NOBODY_THERE, FRIDAY + timedelta(minutes=10))
    assert request_of(database).owed_at is None


def test_out_of_hours_the_answer_is_owed_and_the_clock_waits_for_the_opening(database: Database) -> None:
    told = ask(database, now=SATURDAY)
    monday = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
    assert (told.promise, told.when) == (Promise.CLOSED, monday)
    assert request_of(database).owed_at == SATURDAY
    assert due(database) == [monday]


def test_a_rep_who_is_there_out_of_hours_is_asked_all_the_same(database: Database) -> None:
    staff(database, "ann", now=SATURDAY)
    assert ask(database, now=SATURDAY).name == "ann"


def test_asking_again_changes_nothing_until_nobody_came(database: Database) -> None:
    staff(database, "ann", "bob")
    assert ask(database).name == "ann"
    assert ask(database, now=FRIDAY + timedelta(seconds=20)).name == "ann"
    assert request_of(database).asked_before == ("ann",)
    row = request_of(database)
    later = FRIDAY + timedelta(minutes=30)
    with database.begin() as store:
        store.handoffs.mark(row.id, now=later, given_up=True, owed=True)
    staff(database, "ann", now=later)
    assert ask(database, now=later).name == "ann"
    row = request_of(database)
    assert (row.given_up_at, row.clock_from, row.owed_at) == (None, later, later)


def test_the_request_carries_what_it_is_about(database: Database) -> None:
    with turn_of(database, now=FRIDAY) as turn:
        turn.conversation.touch("plan:inbox-team", Touch.PRICED, "m1")
        handoffs.request(turn, "legal or security demand", skill="security")
    row = request_of(database)
    assert (row.skill, row.products) == ("security", ("inbox",))
