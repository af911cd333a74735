from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.leads import QUESTIONS, fill, plan_of
from milepost.sales.conversations import BuyingStage, Conversation, Evidence, Fact, FactStatus, Handler
from milepost.store.database import Database
from milepost.store.records.gaps import Gap
from milepost.store.records.lead_cards import LeadFilter
from tests.store.records import NOW

# For each question, what the database must go by; never a walk over all messages.
INDEXES = {
    "list, open": ("ix_leads_status_updated_at", "ix_leads_updated_at"),
    "list, one stage": ("ix_leads_status_stage_updated_at",),
    "search, in one lead": ("search_words", "ix_search_entries_words"),
    "search, company": ("search_words", "ix_search_entries_words"),
    "mark of the list": ("ix_leads_updated_at",),
}


def lead(database: Database, name: str, *said: str, **contact: str) -> None:
    """A lead who has said these things."""
    with database.begin() as store:
        conversation = Conversation(name)
        for fact, value in contact.items():
            conversation.facts[fact] = Fact(fact, value, FactStatus.SAID, Evidence("m1", value))
        if store.conversations.find(name) is None:
            store.conversations.add(conversation, visitor=name, now=NOW, address=None, source={})
        for text in said:
            seq = store.conversations.next_seq(name, now=NOW)
            store.messages.add(name, seq, "visitor", text, channel="web", now=NOW)
        store.leads.put(conversation, now=NOW)


def found(database: Database, words: str) -> list[str]:
    with database.begin() as store:
        return sorted(line.conversation for line in store.leads.list(LeadFilter(words=words)))


def file_of(database: Database) -> bytes:
    """All that a SQLite file holds."""
    with database._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(str(database.url.database)).read_bytes()


@pytest.mark.parametrize(
    ("words", "leads"),
    [
        ("price", ["c1"]),
        ("PRIC", ["c1"]),
        ("team price", ["c1"]),
        ("price elephants", []),
        ("ana", ["c1"]),
        ("costa.exam", ["c1"]),
        ("Müller", ["c2"]),
        ("größe", ["c2"]),
        ("don't", ["c2"]),
        ("3.5", ["c2"]),
        ("foods", ["c1"]),
        ("%", []),
        ("_", []),
        ('"', []),
        ('price" OR "x', []),
        ("a & !b | c:*", []),
        ("(price)", ["c1"]),
        ("NEAR(price team)", []),
        ("x" * 500, []),
    ],
)
def test_words_are_found_wherever_they_stand_and_no_sign_breaks_the_search(
    database: Database, words: str, leads: list[str]
) -> None:
    said = "What is the price for a team?"
    lead(database, "c1", said, contact_name="Ana Costa", email="ana@costa.example", company="Costa Foods")
    lead(database, "c2", "Die Größe ist 3.5 m, I don't know", contact_name="Jörg Müller")
    assert found(database, words) == leads


def test_who_a_lead_is_can_be_found_as_soon_as_it_is_known_and_no_longer_by_what_it_was(database: Database) -> None:
    lead(database, "c1", "hello")
    lead(database, "c1", contact_name="Ana")
    assert found(database, "ana") == ["c1"]
    lead(database, "c1", contact_name="Berta")
    assert found(database, "ana") == []
    assert found(database, "berta") == ["c1"]
    assert found(database, "hello") == ["c1"]


def test_nothing_of_an_erased_visitor_is_found_or_left_in_the_file(sqlite_database: Database) -> None:
    lead(sqlite_database, "c1", "my xylophonist secret")
    lead(sqlite_database, "c2", "another thing")
    with sqlite_database.begin() as store:
        store.conversations.erase("c1")
    assert found(sqlite_database, "xylophonist") == []
    assert found(sqlite_database, "another") == ["c2"]
    content = file_of(sqlite_database)
    assert b"xylophonist" not in content
    assert b"another" in content


def test_a_large_index_forgets_an_erased_visitor_in_steps_between_which_others_write(sqlite_database: Database) -> None:
    fill(sqlite_database, leads=4_000, messages=10)
    lead(sqlite_database, "before", "my xylophonist secret")
    with sqlite_database.begin() as store:
        store.conversations.erase("before")
    assert found(sqlite_database, "xylophonist") == []
    steps, more = 0, True
    while more:
        with sqlite_database.begin() as store:
            more = store.conversations.forget_some(begin=steps == 0)
        steps += 1
        lead(sqlite_database, f"step{steps}", "the quagga of this step")
    assert 1 < steps < 50
    assert len(found(sqlite_database, "quagga")) == steps
    assert found(sqlite_database, "needle777") == ["c777"]
    content = file_of(sqlite_database)
    assert b"xylophonist" not in content
    assert b"needle777" in content


def test_an_erased_visitor_is_not_found_on_either_database(database: Database) -> None:
    lead(database, "c1", "my xylophonist secret", contact_name="Ana")
    with database.begin() as store:
        store.conversations.erase("c1")
    lead(database, "c1", "again")
    assert found(database, "xylophonist") == []
    assert found(database, "ana") == []
    assert found(database, "again") == ["c1"]


def test_with_many_leads_the_list_and_the_search_go_by_an_index(database: Database) -> None:
    fill(database, leads=4_000, messages=3)
    for question, indexes in INDEXES.items():
        plan = plan_of(database, QUESTIONS[question])
        assert any(index in plan for index in indexes), f"{question}\n{plan}"
        for walk in ("SCAN messages", "Seq Scan on messages", "SCAN search_entries", "Seq Scan on search_entries"):
            assert walk not in plan, f"{question}\n{plan}"


def test_the_board_shows_the_latest_of_each_stage(database: Database) -> None:
    fill(database, leads=2_000, messages=1)
    with database.begin() as store:
        board = store.leads.board(LeadFilter(status="open", limit=60))
    assert set(board) == {stage.value for stage in BuyingStage} - {"none"}
    assert {len(lines) for lines in board.values()} == {60}
    for lines in board.values():
        assert [line.updated_at for line in lines] == sorted((line.updated_at for line in lines), reverse=True)


def test_something_is_owed_to_who_waits_who_wrote_last_to_a_rep_and_who_asked_in_vain(database: Database) -> None:
    for name in ("waits", "wrote", "answered", "asked", "bot"):
        lead(database, name, "hello")
    with database.begin() as store:
        store.conversations.set_handler("waits", Handler.WAITING)
        for name in ("wrote", "answered"):
            store.conversations.set_handler(name, Handler.REP)
        seq = store.conversations.next_seq("answered", now=NOW)
        store.messages.add("answered", seq, "rep", "hi", channel="web", now=NOW)
        store.gaps.add(Gap("g1", "asked", "unanswered", "LDAP?", "m1", "open", NOW, None))
        owed = sorted(line.conversation for line in store.leads.list(LeadFilter(owed=True)))
    assert owed == ["asked", "waits", "wrote"]
