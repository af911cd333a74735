from __future__ import annotations

import json
from datetime import timedelta

import pytest

from milepost.services import consents, follow_ups, quotes
from milepost.services.outgoing.notices import values_of
from milepost.services.quotes import accepting
from milepost.services.quotes.accepting import Standing, standing_of
from milepost.services.quotes.links import QuoteLinks
from milepost.store.database import Database, Store
from tests.catalogues import small_catalogue
from tests.services.quotes.test_giving import breakdown
from tests.services.turns import NOW, turn_of

LINKS = QuoteLinks("https://chat.acorn.example", "a-secret-for-tests")


def given(database: Database, conversation: str = "c1") -> quotes.Quote:
    with turn_of(database, conversation, contact_name="Jane", email="jane@example.com") as turn:
        turn.store.leads.put(turn.conversation, now=NOW)
        return quotes.record(turn, breakdown(turn))


def accept(store: Store, quote_id: str, **later: float) -> bool:
    return accepting.accept(store, quote_id, small_catalogue(), now=NOW + timedelta(**later))


def test_a_quote_is_accepted_once_with_the_time(database: Database) -> None:
    quote = given(database)
    with database.begin() as store:
        assert accept(store, quote.id, hours=1)
        assert not accept(store, quote.id, hours=2)
        row = store.quotes.find(quote.id)
    assert (row.state, row.accepted_at) == ("accepted", NOW + timedelta(hours=1))
    assert standing_of(row, now=NOW + timedelta(days=400)) is Standing.ACCEPTED


def test_a_quote_stands_to_the_end_of_its_last_day_and_not_longer(database: Database) -> None:
    quote = given(database)
    days = small_catalogue().company.quote_valid_days
    with database.begin() as store:
        row = store.quotes.find(quote.id)
        assert standing_of(row, now=NOW + timedelta(days=days, hours=11)) is Standing.OPEN
        assert standing_of(row, now=NOW + timedelta(days=days, hours=13)) is Standing.EXPIRED
        assert not accept(store, quote.id, days=days, hours=13)
        assert store.quotes.find(quote.id).state == "open"


def test_a_withdrawn_quote_cannot_be_accepted_nor_an_accepted_one_withdrawn(database: Database) -> None:
    one, other = given(database), given(database, "c2")
    with database.begin() as store:
        assert not accepting.withdraw(store, "c2", one.id, now=NOW)
        assert accepting.withdraw(store, "c1", one.id, now=NOW)
        assert not accept(store, one.id)
        assert standing_of(store.quotes.find(one.id), now=NOW) is Standing.WITHDRAWN
        assert accept(store, other.id)
        assert not accepting.withdraw(store, "c2", other.id, now=NOW)


def test_a_withdrawn_quote_is_not_found_again_in_the_chat(database: Database) -> None:
    quote = given(database)
    with database.begin() as store:
        accepting.withdraw(store, "c1", quote.id, now=NOW)
    with turn_of(database) as turn:
        assert quotes.earlier(turn, quote.number) is None
        assert quotes.record(turn, breakdown(turn)).number != quote.number


def test_reps_are_told_that_a_quote_was_accepted(sqlite_database: Database) -> None:
    quote = given(sqlite_database)
    with sqlite_database.begin() as store:
        before = store.leads.mark_of("c1")
        accept(store, quote.id, hours=1)
        assert store.leads.mark_of("c1") != before
        job = store.jobs.take_due(now=NOW + timedelta(hours=2), seconds=60)
    assert job.payload["type"] == "lead.quote_accepted"
    notice = values_of(job.payload, "https://chat.acorn.example")
    assert (notice["heading"], notice["who"]) == ("Quote accepted", "Jane")
    assert notice["reason"].startswith(f"quote {quote.number} over €")
    told = job.payload["data"]["quotes"][0]
    assert (told["state"], told["accepted_at"]) == ("accepted", (NOW + timedelta(hours=1)).isoformat())
    json.dumps(job.payload)


def test_no_reminder_of_an_accepted_quote_goes_out(sqlite_database: Database) -> None:
    with turn_of(sqlite_database, contact_name="Jane", email="jane@example.com") as turn:
        consents.record(turn, "follow_up", given=True, words="yes")
        quote = quotes.record(turn, breakdown(turn))
        assert follow_ups.schedule(turn, "quote_unanswered", quote=quote.id)
    with sqlite_database.begin() as store:
        accept(store, quote.id)
        (reminder,) = store.follow_ups.of("c1")
    assert (reminder.state, reminder.ending) == ("cancelled", "the quote was accepted")


def test_a_link_names_its_quote_and_nobody_makes_another() -> None:
    quote_id = "0123456789abcdef0123456789abcdef"
    token = LINKS.token(quote_id)
    assert LINKS.to(quote_id) == f"https://chat.acorn.example/q/{token}"
    assert LINKS.quote_in(token) == quote_id
    assert QuoteLinks(LINKS.public_url, "another-secret").quote_in(token) is None
    for place in range(len(token) - 1):  # of the last letter, some bits are of no byte
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        assert LINKS.quote_in(changed) is None


@pytest.mark.parametrize("token", ["", "a", "abc", "é", "%00", "0123456789abcdef0123456789abcdef", "/", "A" * 5000])
def test_what_is_no_token_names_no_quote(token: str) -> None:
    assert LINKS.quote_in(token) is None
