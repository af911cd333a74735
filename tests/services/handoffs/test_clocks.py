"""Nobody comes, or whoever came falls silent: what the clocks do, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from milepost.channels.port import InboundMessage
from milepost.sales.conversations import Handler
from milepost.services import handoffs
from milepost.services.conversations import ConversationService, reply_as_rep
from milepost.services.handoffs.clocks import Clocks
from milepost.services.jobs import JobRunner
from milepost.store.database import Database
from tests.catalogues import small_catalogue
from tests.services.handoffs.test_requests import FRIDAY, SATURDAY, ask, request_of, staff
from tests.store.records import user


def spoken(response: str, *, language: str, channel: str, **values: str) -> Mapping[str, Any]:
    """A voice for tests: the response's name and its values."""
    return {"text": " ".join([response, *values.values()]), "buttons": [], "custom": None}


class House:
    """A database, its clocks, and a time that the test moves."""

    def __init__(self, database: Database) -> None:
        self.database, self.now, self.told = database, FRIDAY, []
        clocks = Clocks(database, small_catalogue, spoken, self.told.append)
        self.runner = JobRunner(database, clocks.work(), clock=lambda: self.now)

    def at(self, minutes: float, *, from_time: datetime = FRIDAY, there: tuple[str, ...] = ()) -> None:
        """Everything that is due until then, with these reps there all the time."""
        end = from_time + timedelta(minutes=minutes)
        while self.now < end:
            self.now = min(self.now + timedelta(seconds=30), end)
            staff(self.database, *there, now=self.now)
            while asyncio.run(self.runner.run_next()):
                pass

    def lines(self) -> list[tuple[str, str]]:
        read = ConversationService(self.database).read_after("c1", 0)
        return [(line.author, line.text) for line in read if line.author != "visitor"]

    def writes(self, text: str) -> None:
        message = InboundMessage("web", "c1", f"m-{self.now.timestamp()}", text)
        ConversationService(self.database, clock=lambda: self.now).receive(message)


@pytest.fixture
def house(database: Database) -> House:
    staff(database)
    return House(database)


def test_a_rep_who_does_not_come_is_followed_by_the_next_and_then_all_are_told(house: House) -> None:
    staff(house.database, "ann", "bob")
    ask(house.database)
    house.at(1.5, there=("ann", "bob"))
    assert request_of(house.database).asked_before == ("ann",)
    house.at(2.5, there=("ann", "bob"))
    assert request_of(house.database).asked_before == ("ann", "bob")
    assert "c1" in house.told
    house.at(5, there=("ann", "bob"))
    assert request_of(house.database).escalated_at == FRIDAY + timedelta(minutes=5)
    assert house.lines() == [], "the visitor was promised ten minutes"


def test_a_rep_who_comes_to_their_screen_meanwhile_is_asked(house: House) -> None:
    ask(house.database)
    house.at(1)
    house.at(3, there=("cy",))
    assert request_of(house.database).asked_name == "cy"


def test_if_nobody_comes_the_visitor_is_told_once_and_the_answer_is_owed(house: House) -> None:
    ask(house.database)
    house.at(60)
    texts = [text for _, text in house.lines()]
    assert texts == ["utter_handoff_given_up", "utter_ask_contact_waiting"]
    row = request_of(house.database)
    assert row.given_up_at == row.owed_at == FRIDAY + timedelta(minutes=10)
    with house.database.begin() as store:
        line, form = [each for each in store.messages.after("c1", 0) if each.author == "bot"]
        assert store.conversations.find("c1").handler is Handler.WAITING, "it stays in the queue until it is paid"
    assert line.payload["custom"]["state"] == "missed"
    assert len(line.payload["buttons"]) == 3
    assert line.payload["buttons"][0]["title"] == "today 11:00 (Europe/Dublin)"
    assert form.payload["custom"] == {
        "type": "contact_form", "fields": ["name", "email", "phone"], "any_of": ["email", "phone"]
    }  # fmt: skip


def test_who_left_an_address_is_told_where_the_answer_goes(house: House) -> None:
    from tests.services.turns import turn_of

    with turn_of(house.database, now=FRIDAY, email="ana@costa.example") as turn:
        handoffs.request(turn, "asked")
    house.at(11)
    assert house.lines() == [("bot", "utter_handoff_given_up_known ana@costa.example")]


def test_a_claim_stops_the_clock(house: House) -> None:
    ask(house.database)
    with house.database.begin() as store:
        assert handoffs.claim(store, "c1", user("ann"), now=FRIDAY)
    house.at(60)
    assert house.lines() == [("system", "")]
    assert request_of(house.database).given_up_at is None


def test_a_clock_that_was_down_tells_the_truth_when_it_is_back(house: House) -> None:
    ask(house.database)
    house.now = FRIDAY + timedelta(hours=2)
    asyncio.run(house.runner.run_next())
    assert next(text for _, text in house.lines()) == "utter_handoff_given_up"


def test_out_of_hours_the_clock_begins_on_monday(house: House) -> None:
    ask(house.database, now=SATURDAY)
    house.now = SATURDAY
    monday = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
    house.now = monday - timedelta(minutes=1)
    house.at(3, from_time=monday, there=("ann",))
    assert request_of(house.database).asked_name == "ann"
    assert house.lines() == []
    house.at(11, from_time=monday, there=())
    assert house.lines()[0] == ("bot", "utter_handoff_given_up")


def test_a_rep_who_joined_and_falls_silent_is_noticed_and_the_bot_stays_silent(house: House) -> None:
    ask(house.database)
    with house.database.begin() as store:
        handoffs.claim(store, "c1", user("ann"), now=FRIDAY)
    house.writes("are you there?")
    house.at(4, there=("ann", "bob"))
    assert request_of(house.database).late_at is None
    house.at(7, there=("ann", "bob"))
    row = request_of(house.database)
    assert (row.claimed_by, row.asked_name) == ("ann", "bob")
    assert row.late_at
    assert house.lines()[1:] == [("system", "utter_handoff_rep_late ann")]
    with house.database.begin() as store:
        assert store.conversations.find("c1").handler is Handler.REP
        assert store.messages.take_oldest_open(now=house.now, seconds=1) is None
    house.writes("hello?")
    house.at(60)
    assert len(house.lines()) == 2, "once is enough"


def test_a_rep_who_answered_in_time_is_left_alone(house: House) -> None:
    ask(house.database)
    with house.database.begin() as store:
        handoffs.claim(store, "c1", user("ann"), now=FRIDAY)
    house.writes("are you there?")
    house.at(2)
    with house.database.begin() as store:
        reply_as_rep(store, "c1", user("ann"), "I am", now=house.now)
    house.at(30)
    assert request_of(house.database).late_at is None


def test_in_the_night_a_silent_rep_is_said_to_be_away_until_the_opening(house: House) -> None:
    ask(house.database)
    with house.database.begin() as store:
        handoffs.claim(store, "c1", user("ann"), now=FRIDAY)
    house.now = FRIDAY + timedelta(hours=12)
    house.writes("one more thing")
    house.at(10, from_time=house.now)
    assert house.lines()[-1] == ("system", "utter_handoff_rep_gone ann Monday 09:00 (Europe/Dublin)")
